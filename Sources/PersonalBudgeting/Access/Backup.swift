/// A copy of the whole database in one file, made while the service runs (row 115).
///
/// Backups are no rows of the database: a restored database must not claim the backups of a later one. The folder of the backups says which
/// there are.
public struct Backup: Recorded {
    public static let noun = "backup"
    public var record: Record<Backup>
    /// Nil for a backup that the schedule or the command line requested.
    public let requestedBy: ID<User>?
    public var state: State
    /// The complete file; nil until there is one.
    public var copy: Copy?
    /// Why it failed; nil if it did not.
    public var fault: Fault?

    public enum State: String, CaseIterable, Sendable {
        /// It is being made.
        case requested
        /// The file is complete and was checked.
        case done
        case failed
    }

    public enum Fault: String, CaseIterable, Sendable {
        /// No space is left.
        case full
        /// An error of the disk, or a folder that cannot be written.
        case storage
        /// The copy did not pass the checks; `avain verify` on the database names the faults.
        case faulty
        /// The service ended before it was complete.
        case interrupted
    }

    /// The complete file of a backup.
    public struct Copy: Sendable, Equatable {
        /// The name of the file in the folder of the backups.
        public let file: String
        /// In octets.
        public let size: Int
        /// SHA-256 of the file in hexadecimal.
        public let digest: String
        /// When the copy began: it contains every write that was acknowledged before.
        public let startedAt: Instant
        /// The result of the last check: when it was made, or in a drill.
        public var verdict: Verdict
        public var checkedAt: Instant

        public init(file: String, size: Int, digest: String, startedAt: Instant, verdict: Verdict, checkedAt: Instant) {
            self.file = file
            self.size = size
            self.digest = digest
            self.startedAt = startedAt
            self.verdict = verdict
            self.checkedAt = checkedAt
        }
    }

    /// The result of a check of a backup.
    public enum Verdict: String, CaseIterable, Sendable { case good, faulty }

    public init(record: Record<Backup>, requestedBy: ID<User>?, state: State, copy: Copy? = nil, fault: Fault? = nil) {
        self.record = record
        self.requestedBy = requestedBy
        self.state = state
        self.copy = copy
        self.fault = fault
    }

    /// Ends it without a file.
    public mutating func fail(_ fault: Fault, at now: Instant) {
        state = .failed
        self.fault = fault
        record.updatedAt = now
        record.version += 1
    }

    /// Whether a database can be restored from it.
    public var isGood: Bool { copy?.verdict == .good }
}

extension Sequence<Backup> {
    /// The backup from which the least would be lost; nil if none is good.
    public var newestGood: Backup? {
        filter(\.isGood).max { ($0.copy?.startedAt ?? $0.record.createdAt) < ($1.copy?.startedAt ?? $1.record.createdAt) }
    }

    /// The backup that has ended last, with a file or without; nil if none has ended.
    public var lastEnded: Backup? { filter { $0.state != .requested }.max { $0.record.updatedAt < $1.record.updatedAt } }
}

/// A rehearsal of a restore: the newest backup is restored aside, checked and removed (row 115).
public struct RestoreDrill: Sendable, Equatable {
    public let at: Instant
    /// The name of the file in the folder of the backups.
    public let file: String
    public let verdict: Backup.Verdict
    /// The number of rows that the restored database has.
    public let rows: Int
    /// In milliseconds.
    public let duration: Int

    public init(at: Instant, file: String, verdict: Backup.Verdict, rows: Int, duration: Int) {
        self.at = at
        self.file = file
        self.verdict = verdict
        self.rows = rows
        self.duration = duration
    }
}

/// Makes backups beside the database and knows which there are.
public protocol BackupKeeping: Sendable {
    /// All known backups, oldest first.
    var backups: [Backup] { get }
    /// The last drill; nil if there was none.
    var lastDrill: RestoreDrill? { get }
    /// Refuses a request that cannot be met now.
    /// - Throws: `duplicate` while a backup is being made.
    func checkIsFree() throws
    /// Begins to make a backup.
    /// - Throws: `duplicate` while a backup is being made; `StorageFault` if its folder cannot be written.
    func begin(_ backup: Backup) throws
}

extension Work {
    /// Requests a backup. A rehearsal checks only whether one could be made.
    /// - Throws: `duplicate` while a backup is being made; `StorageFault`.
    public func requestBackup(from keeper: any BackupKeeping, isRehearsal: Bool) throws -> Backup {
        let backup = Backup(record: newRecord(), requestedBy: actor.userID, state: .requested)
        try keeper.checkIsFree()
        try note("created", Backup.noun, "\(backup.id)")
        // The last step, because nothing undoes it.
        if !isRehearsal { try keeper.begin(backup) }
        return backup
    }
}
