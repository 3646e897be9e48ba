import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// The one writer: group commit on its own queue.
///
/// A second process would write beside it: it would need transactions that notice each other, and this one its counts of changes from there.
///
/// `@unchecked Sendable`: the connection is used on `queue` only, what waits stands behind a lock.
final class Writer: @unchecked Sendable {
    /// A job runs inside the group's transaction and hands back what to do after the commit.
    private struct Job: Sendable {
        let run: @Sendable (UnitOfWork) -> (@Sendable ((any Error)?) -> Void)
        /// Tells the owner that the group failed before the job ran.
        let fail: @Sendable (any Error) -> Void
    }

    /// Rows of the access log of one answer, and who waits for them. They need no savepoint: what refuses one refuses all.
    private struct Note: Sendable {
        let entries: [AccessEntry]
        let then: @Sendable ((any Error)?) -> Void
    }

    /// What one commit takes.
    private struct Group: Sendable {
        var jobs: [Job] = []
        var notes: [Note] = []

        var isEmpty: Bool { jobs.isEmpty && notes.isEmpty }

        /// Moves out what one commit takes at most, so that one group cannot make the others wait without bound.
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
    /// Touched on the queue only.
    private let index: AccessIndex
    let keyring: HetuKeyring
    /// Told after each commit that may have asked for a rotation of the key of national ids.
    private let rotation = Mutex<(@Sendable () -> Void)?>(nil)

    /// - Parameter makeReader: opens a connection for what is read beside the writer.
    init(
        _ connection: any WritingConnection, _ keyring: HetuKeyring, makeReader: @escaping @Sendable () throws -> any ReadingConnection
    ) {
        self.connection = connection
        maintenance = connection.maintenance
        self.keyring = keyring
        index = AccessIndex(makeReader: makeReader)
    }

    /// See `Maintenance.allowsStandingViews`; asked by every reader.
    var allowsStandingViews: Bool { maintenance?.allowsStandingViews ?? true }

    /// See `Storage.changes`.
    var changes: Int { changeCount.load(ordering: .acquiring) }

    /// See `Storage.callerChanges`.
    var callerChanges: Int { callerChangeCount.load(ordering: .acquiring) }

    /// Who waits for the next change.
    let bell = ChangeBell()

    /// See `Storage.whenChanged`.
    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int {
        let ticket = bell.wait(then)
        // It may have come before the bell was asked. Nobody else is to wake for that.
        if self.changes != changes, bell.leave(ticket) { then() }
        return ticket
    }

    func whenRotationIsAskedFor(_ then: @escaping @Sendable () -> Void) { rotation.withLock { $0 = then } }

    /// Callers last: who sees that they may have changed must not read them on a view from before.
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
                do { outcome = .success(try unit.attempt { try job(unit) }) } catch { outcome = .failure(error) }
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
                maintenance?.tidy()
            }
            return try storing { try connection.transaction { try job(UnitOfWork($0, keyring)) } }
        }
    }

    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result {
        try queue.sync { try storing { try body(connection) } }
    }

    /// The queue is woken once for a group: whoever finds nothing waiting wakes it.
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
        var replies: [@Sendable ((any Error)?) -> Void] = []
        var isRotationAskedFor = false
        do {
            try storing {
                let (changedCallers, asked) = try connection.transaction { database in
                    let unit = UnitOfWork(database, keyring)
                    for job in group.jobs { replies.append(job.run(unit)) }
                    for note in group.notes {
                        for entry in note.entries { try unit.accessLog.append(entry) }
                    }
                    if let head = unit.accessHead { try index.advance(to: head.sequence, database) }
                    return (unit.mayHaveChangedCallers, unit.mayHaveAskedForRotation)
                }
                if !group.jobs.isEmpty { countChange(ofCallers: changedCallers) }
                isRotationAskedFor = asked
            }
            for reply in replies { reply(nil) }
            for note in group.notes { note.then(nil) }
            if !group.jobs.isEmpty { bell.ring() }
            if isRotationAskedFor { rotation.withLock { $0 }?() }
            maintenance?.tidy()
        } catch {
            index.restart()
            // Perhaps it is kept: readers must look anew, and whoever waits for changes.
            if error as? StorageFault == .outcomeUnknown {
                countChange(ofCallers: true)
                bell.ring()
            }
            // Nothing of the group is kept. Jobs that did not come to run are told as well.
            for reply in replies { reply(error) }
            for job in group.jobs.dropFirst(replies.count) { job.fail(error) }
            for note in group.notes { note.then(error) }
        }
    }
}
