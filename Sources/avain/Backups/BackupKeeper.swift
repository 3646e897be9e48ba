import API
import Dispatch
import Foundation
import Logging
import PersonalBudgeting
import SQLiteEngine
import Store
import Synchronization

/// Makes the backups of a database that is served: on request and by schedule. Removes those that are kept no longer, and tries the newest one
/// now and then. One job runs at a time, on a thread of its own with the lowest priority, so that requests do not wait for it.
final class BackupKeeper: BackupKeeping {
    private struct State {
        var backups: [Backup] = []
        var drill: RestoreDrill?
        /// Whether a backup or a drill is under way.
        var isBusy = false
        var isStopping = false
        /// The file with the drills when it was read last. `avain drill` may write another one.
        var drillsFile: FileIdentity?
        /// When a job failed last, if it has not worked since. The schedule waits before it tries again.
        var failedBackup: ContinuousClock.Instant?
        var failedDrill: ContinuousClock.Instant?
    }

    private let database: Database
    private let location: DatabaseLocation
    private let folder: BackupFolder
    private let policy: BackupPolicy
    private let logger: Logger
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "avain.backups", qos: .utility)

    /// - Throws: `FileFault` if the folder cannot be made or read.
    init(_ opened: OpenDatabase, _ folder: BackupFolder, _ policy: BackupPolicy, _ logger: Logger) throws {
        database = opened.database
        location = opened.location
        self.folder = folder
        self.policy = policy
        self.logger = logger
        if folder.isNamed || policy.every != nil { try folder.make() }
        guard try FileStatus.of(folder.path) != nil else { return }
        try folder.removeRemains()
        try state.withLock { try read(into: &$0) }
    }

    /// Reads the ledger, unless a request is under way, which it would take for an interrupted one.
    private func read(into state: inout State) throws {
        let ledger = BackupLedger(folder)
        state.drillsFile = ledger.drillsFile
        (state.backups, state.drill) = try ledger.read()
    }

    // MARK: - BackupKeeping

    var backups: [Backup] { state.withLock { $0.backups } }

    var lastDrill: RestoreDrill? { state.withLock { $0.drill } }

    func checkIsFree() throws { try state.withLock { try BackupKeeper.checkIsFree($0) } }

    func begin(_ backup: Backup) throws {
        try state.withLock { state in
            try BackupKeeper.checkIsFree(state)
            do {
                try folder.make()
                // Durable before anybody is told, so that the request is not forgotten if the process ends.
                try BackupLedger(folder).write(state.backups + [backup])
            } catch {
                logger.error("backup", metadata: ["error": "\(error)"])
                throw BackupKeeper.fault(of: error) == .full ? StorageFault.full : StorageFault.readOnly
            }
            state.backups.append(backup)
            state.isBusy = true
        }
        make(backup)
    }

    private static func checkIsFree(_ state: State) throws {
        if state.isBusy {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "varmuuskopiointi tai palautusharjoitus on kesken; pyydä seuraavaa, kun se on valmis",
                    sv: "en säkerhetskopiering eller en återställningsövning pågår; begär nästa när den är klar",
                    en: "a backup or a drill is under way; request the next one when it is done"))
        }
    }

    // MARK: - The schedule

    /// Makes backups and drills by schedule until the timer is cancelled.
    func serve() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: .seconds(1), leeway: .milliseconds(100))
        timer.setEventHandler { [self] in tick() }
        timer.resume()
        return timer
    }

    /// Gives up the job that is under way.
    func stop() { state.withLock { $0.isStopping = true } }

    /// How long the schedule waits before it tries a failed job again.
    private static let patience = Duration.seconds(300)

    private func tick() {
        let now = machineNow()
        let due = state.withLock { state -> Job? in
            guard !state.isBusy, !state.isStopping else { return nil }
            if BackupLedger(folder).drillsFile != state.drillsFile { try? read(into: &state) }
            let (newest, drilled) = (state.backups.newestGood?.copy?.startedAt, state.drill?.at)
            let isBackupDue = BackupPolicy.isDue(newest, every: policy.every, at: now) && !BackupKeeper.isRecent(state.failedBackup)
            let isDrillDue = BackupPolicy.isDue(drilled, every: policy.drillEvery, at: now) && !BackupKeeper.isRecent(state.failedDrill)
            // A backup that was not tried yet is tried before the next one is made, however short the intervals are.
            if let newest, isDrillDue, !isBackupDue || drilled.map({ $0 < newest }) ?? true {
                state.isBusy = true
                return .drill
            }
            return isBackupDue ? .backup : nil
        }
        switch due {
        case .backup?:
            // Backups are in the order of their identities, also if the clock was put back.
            let newest = state.withLock { $0.backups.last?.id.milliseconds ?? 0 }
            let id: ID<Backup> = TimeOrderedIdentifiers(after: newest).next(at: now)
            let record = Record<Backup>(id: id, createdAt: now, updatedAt: now, version: 1)
            do { try begin(Backup(record: record, requestedBy: nil, state: .requested)) } catch is StorageFault {
                state.withLock { $0.failedBackup = .now }
            } catch {
                // Somebody was faster: a backup is under way.
            }
        case .drill?: performDrill()
        case nil: break
        }
    }

    private enum Job { case backup, drill }

    private static func isRecent(_ instant: ContinuousClock.Instant?) -> Bool { instant.map { .now - $0 < patience } ?? false }

    // MARK: - The jobs

    /// Runs a job on a thread with a low priority, then its end on a usual one.
    ///
    /// A thread may not raise its priority again, and the threads that it makes have its priority, those of Dispatch included. So the thread
    /// of the job ends with the job, and everything that may wake a queue is done at its end: commits, and lines of the log.
    private func inBackground<Outcome: Sendable>(
        _ job: @escaping @Sendable () throws -> Outcome, then end: @escaping @Sendable (Result<Outcome, any Error>) -> Void
    ) {
        Thread {
            let done = DispatchSemaphore(value: 0)
            let outcome = Mutex<Result<Outcome, any Error>?>(nil)
            Thread {
                // A third of the share of a thread that answers. With less, a machine that is always busy never gets a backup.
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
                let result = Result { try job() }
                outcome.withLock { $0 = result }
                done.signal()
            }.start()
            done.wait()
            guard let result = outcome.withLock({ $0 }) else { return }
            // The next start counts a job that was given up as interrupted.
            if case .failure(is Pacer.Stopped) = result { return }
            end(result)
        }.start()
    }

    private var pacer: Pacer { Pacer { [self] in state.withLock { $0.isStopping } } }

    private func make(_ backup: Backup) {
        let order = BackupMaker.Order(id: backup.id, requestedAt: backup.record.createdAt, requestedBy: backup.requestedBy)
        inBackground { [self] in
            try folder.removeRemains()
            let maker = BackupMaker(database: database, anchors: location.anchors, pause: pacer.pause)
            return try maker.make(folder.place(at: machineNow()), for: order)
        } then: { [self] result in
            var ended = backup
            switch result {
            case .success(let manifest):
                ended = manifest.backup
                logger.notice("backup", metadata: ["backup": "\(backup.id)", "file": "\(manifest.file)"])
            case .failure(let error):
                ended.fail(BackupKeeper.fault(of: error), at: machineNow())
                logger.error("the backup failed", metadata: ["backup": "\(backup.id)", "error": "\(error)"])
            }
            finish(ended)
        }
    }

    private func finish(_ backup: Backup) {
        let backups = state.withLock { state in
            state.backups = state.backups.map { $0.id == backup.id ? backup : $0 }
            state.failedBackup = backup.state == .done ? nil : .now
            return state.backups
        }
        do {
            try BackupLedger(folder).write(backups)
            if backup.state == .done { try removeOutdated() }
        } catch {
            logger.error("backup", metadata: ["error": "\(error)"])
        }
        state.withLock { $0.isBusy = false }
        // Whoever hears of the end can request the next one.
        note(backup)
    }

    private func removeOutdated() throws {
        for file in policy.outdated(backups, at: machineNow()) {
            try folder.remove(file)
            state.withLock { $0.backups.removeAll { $0.copy?.file == file } }
        }
    }

    private func performDrill() {
        inBackground { [self] in
            try DrillRun(folder: folder, anchors: location.anchors, pause: pacer.pause).perform()
        } then: { [self] result in
            var isDone = false
            do {
                let outcome = try result.get()
                for finding in outcome?.findings ?? [] {
                    logger.error("the restore drill failed", metadata: ["file": "\(outcome?.drill.file ?? "")", "error": "\(finding)"])
                }
                try state.withLock { try read(into: &$0) }
                isDone = true
            } catch {
                logger.error("the restore drill could not be made", metadata: ["error": "\(error)"])
            }
            state.withLock { state in
                state.failedDrill = isDone ? nil : .now
                state.isBusy = false
            }
        }
    }

    /// Records the end of a backup as an event: every copy of the database is in its log.
    private func note(_ backup: Backup) {
        let now = machineNow()
        database.write(
            {
                try $0.events.append(
                    Event(
                        at: now, userID: backup.requestedBy ?? Actor.commandLine.userID, role: .admin, clientID: nil, caseID: nil,
                        noun: Backup.noun, nounID: "\(backup.id)", verb: backup.state == .done ? "completed" : "failed",
                        fromState: Backup.State.requested.rawValue, toState: backup.state.rawValue, reason: nil))
            },
            then: { [logger] result in
                if case .failure(let error) = result { logger.error("backup", metadata: ["error": "\(error)"]) }
            })
    }

    private static func fault(of error: any Error) -> Backup.Fault {
        switch error {
        case is BackupMaker.Faulty: .faulty
        case let fault as FileFault where fault.code == ENOSPC || fault.code == EDQUOT: .full
        case StorageFault.full: .full
        default: .storage
        }
    }
}
