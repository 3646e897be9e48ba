import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// The single writer. It commits in groups on its own queue.
///
/// A second process that writes would need transactions that detect conflicts, and this process would need that process's counts of
/// changes.
///
/// `@unchecked Sendable`: the connection is used on `queue` only, and the waiting jobs are behind a lock.
final class Writer: @unchecked Sendable {
    /// A job runs inside the group's transaction and returns what to call after the commit.
    private struct Job: Sendable {
        let run: @Sendable (UnitOfWork) -> (@Sendable ((any Error)?) -> Void)
        /// Called with the error if the group failed before the job ran.
        let fail: @Sendable (any Error) -> Void
    }

    /// The access-log rows of one answer, and what to call after the commit. They need no savepoint, because a fault that refuses one row
    /// refuses all.
    private struct Note: Sendable {
        let entries: [AccessEntry]
        let then: @Sendable ((any Error)?) -> Void
    }

    /// The jobs and log rows of one commit.
    private struct Group: Sendable {
        var jobs: [Job] = []
        var notes: [Note] = []

        var isEmpty: Bool { jobs.isEmpty && notes.isEmpty }

        /// Removes and returns at most as much as one commit takes, so that a group cannot delay the others without bound.
        mutating func take() -> Group {
            let taken = Group(jobs: Array(jobs.prefix(512)), notes: Array(notes.prefix(4_096)))
            jobs.removeFirst(taken.jobs.count)
            notes.removeFirst(taken.notes.count)
            return taken
        }
    }

    private let connection: any WritingConnection
    private let maintenance: (any Maintenance)?
    private let queue = DispatchQueue(label: "avain.writer", qos: .userInitiated)
    private let waiting = Mutex(Group())
    private let changeCount = Atomic(0)
    private let callerChangeCount = Atomic(0)
    let damage: Damage
    /// Used on the queue only.
    private let index: AccessIndex
    let keyring: HetuKeyring
    /// What the last commits have shown of the storage.
    let condition = ConditionWatch()
    /// Whether a call of `tidy` is due without a commit. Used on the queue only.
    private var isTidyingDue = false
    /// The foreign commits that were noticed before this commit. Used on the queue only.
    private var foreignCommits = 0
    /// Called after each commit that may have requested a rotation of the key of national ids.
    private let rotation = Mutex<(@Sendable () -> Void)?>(nil)

    /// - Parameter makeReader: opens a connection for reads beside the writer.
    init(
        _ connection: any WritingConnection, _ keyring: HetuKeyring, _ damage: Damage,
        makeReader: @escaping @Sendable () throws -> any ReadingConnection
    ) {
        self.damage = damage
        self.connection = connection
        maintenance = connection.maintenance
        self.keyring = keyring
        index = AccessIndex(makeReader: makeReader)
    }

    /// See `Maintenance.allowsStandingViews`. Every reader calls it.
    var allowsStandingViews: Bool { maintenance?.allowsStandingViews ?? true }

    /// See `Storage.changes`.
    var changes: Int { changeCount.load(ordering: .acquiring) }

    /// See `Storage.callerChanges`.
    var callerChanges: Int { callerChangeCount.load(ordering: .acquiring) }

    /// Callers that wait for the next change.
    let bell = ChangeBell()

    /// See `Storage.whenChanged`.
    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int {
        let ticket = bell.wait(then)
        // The change may have come before `wait`. Then only this caller is woken.
        if self.changes != changes, bell.leave(ticket) { then() }
        return ticket
    }

    func whenRotationIsAskedFor(_ then: @escaping @Sendable () -> Void) { rotation.withLock { $0 = then } }

    /// Counts the change first. So a reader that sees the new count of callers also sees the new count of changes, and begins a new view
    /// before it reads the callers.
    private func countChange(ofCallers: Bool) {
        changeCount.add(1, ordering: .acquiringAndReleasing)
        if ofCallers { callerChangeCount.add(1, ordering: .acquiringAndReleasing) }
    }

    func submit<Result: Sendable>(
        _ job: @escaping @Sendable (UnitOfWork) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        let wrapped = Job(
            run: { unit in
                let outcome: Swift.Result<Result, any Error>
                do {
                    outcome = .success(
                        try unit.attempt {
                            let result = try job(unit)
                            try storing { try unit.workItems.settle() }
                            return result
                        })
                } catch { outcome = .failure(error) }
                return { commitFault in if let commitFault { then(.failure(commitFault)) } else { then(outcome) } }
            }, fail: { then(.failure($0)) })
        add { $0.jobs.append(wrapped) }
    }

    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void) {
        let note = Note(entries: entries, then: then)
        add { $0.notes.append(note) }
    }

    func perform<Result>(_ job: (any Repositories) throws -> Result) throws -> Result {
        try queue.sync {
            defer {
                countChange(ofCallers: true)
                bell.ring()
                tidy()
            }
            return try condition.noting {
                try storing {
                    try connection.transaction { database in
                        let unit = UnitOfWork(database, keyring, damage, isWriting: true)
                        let result = try job(unit)
                        try unit.finish()
                        return result
                    }
                }
            }
        }
    }

    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result {
        try queue.sync { try storing { try body(connection) } }
    }

    func setReceiver(_ receive: @escaping @Sendable (EngineNotice) -> Void) { queue.sync { connection.onNotice = receive } }

    /// Wakes the queue once for each group: only the first waiting job wakes it.
    private func add(_ append: (inout Group) -> Void) {
        let isFirst = waiting.withLock { group in
            let wasEmpty = group.isEmpty
            append(&group)
            return wasEmpty
        }
        if isFirst { queue.async { [self] in commitGroups() } }
    }

    private func commitGroups() {
        while true {
            let group = waiting.withLock { $0.take() }
            if group.isEmpty { return }
            commit(group)
        }
    }

    private func commit(_ group: Group) {
        // When the disk is full, the reserve is for the log alone.
        if !group.jobs.isEmpty, maintenance?.isFull == true { return refuseJobs(of: group) }
        var replies: [@Sendable ((any Error)?) -> Void] = []
        var isRotationAskedFor = false
        do {
            try condition.noting {
                try storing {
                    let (changedCallers, asked) = try connection.transaction { database in
                        let unit = UnitOfWork(database, keyring, damage, isWriting: true)
                        for job in group.jobs { replies.append(job.run(unit)) }
                        for note in group.notes {
                            for entry in note.entries { try unit.accessLog.append(entry) }
                        }
                        try unit.finish()
                        if let head = unit.accessHead { try index.advance(to: head.sequence, database) }
                        return (unit.mayHaveChangedCallers, unit.mayHaveAskedForRotation)
                    }
                    if !group.jobs.isEmpty { countChange(ofCallers: changedCallers) }
                    isRotationAskedFor = asked
                }
            }
            noticeForeignCommits()
            for reply in replies { reply(nil) }
            for note in group.notes { note.then(nil) }
            if !group.jobs.isEmpty { bell.ring() }
            if isRotationAskedFor { rotation.withLock { $0 }?() }
            tidy()
        } catch {
            index.restart()
            // The data of the group did not fit, so nothing of it is stored. The log may fit.
            if error as? StorageFault == .full, !group.jobs.isEmpty { return refuseJobs(of: group) }
            // The commit may have happened, so readers must begin new views, and callers that wait for changes must be woken.
            if error as? StorageFault == .outcomeUnknown {
                countChange(ofCallers: true)
                bell.ring()
                rotation.withLock { $0 }?()
            }
            // Otherwise nothing of the group is stored. The callers of jobs that did not run get the error too.
            for reply in replies { reply(error) }
            for job in group.jobs.dropFirst(replies.count) { job.fail(error) }
            // A read whose row does not fit is refused as one that storage cannot serve: its caller stores nothing.
            for note in group.notes { note.then(error as? StorageFault == .full ? StorageFault.unavailable : error) }
            tidy()
        }
    }

    /// Refuses the jobs of a group and commits its log rows alone.
    private func refuseJobs(of group: Group) {
        for job in group.jobs { job.fail(StorageFault.full) }
        guard group.notes.isEmpty else { return commit(Group(notes: group.notes)) }
        proveWriting()
        tidy()
    }

    /// Lanes must look at everything anew after somebody else has committed.
    private func noticeForeignCommits() {
        guard connection.foreignCommits != foreignCommits else { return }
        foreignCommits = connection.foreignCommits
        index.restart()
        countChange(ofCallers: true)
        bell.ring()
    }

    /// Does the engine's periodic work, and comes back when the engine or a failed commit asks for it. Commits alone would not do: while
    /// storage fails, there may be none.
    private func tidy() {
        var pause = maintenance?.tidy()
        if maintenance != nil, !condition.takesLog { pause = min(pause ?? 1_000, 1_000) }
        condition.isFull = maintenance?.isFull ?? false
        guard let pause, !isTidyingDue else { return }
        isTidyingDue = true
        queue.asyncAfter(deadline: .now() + .milliseconds(pause)) { [weak self] in
            guard let self else { return }
            isTidyingDue = false
            proveWriting()
            tidy()
        }
    }

    /// Finds out whether commits work again after one has failed.
    private func proveWriting() {
        guard !condition.takesLog, let maintenance else { return }
        try? condition.noting { try storing { try maintenance.proveWriting() } }
    }
}
