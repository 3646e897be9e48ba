import CSQLite
import GRDB
import GRDBSQLite
import Glibc
import SQL

/// The connection that writes and checkpoints.
final class SQLiteWriter: WritingConnection {
    /// How long a transaction waits for another program that writes, and how long the next ones wait for the same program.
    private static let patienceMilliseconds = 5_000
    private static let lessPatienceMilliseconds = 1_000

    let log: WriteAheadLog
    let reserve: DiskReserve
    private let patience: Patience
    let connection: SQLiteConnection
    let notices: Notices
    private let locks: LockHolders

    private(set) var foreignCommits = 0
    /// SQLite's counter of foreign commits after the last transaction; nil if it must be read anew.
    private var dataVersion: Int64?
    private var writingHeld: WritingHold?

    /// A time in which another program writes.
    private struct WritingHold {
        let since: Int
        var reportedAt: Int?
    }

    /// - Parameter openReader: opens another connection to the same file.
    init(
        _ opened: DatabaseQueue, _ views: OpenViews, _ copies: CopiesUnderWay, _ statementFile: StatementFile?,
        openReader: @escaping () throws -> DatabaseQueue
    ) throws {
        let handle = try opened.unsafeRead { try openHandle(of: $0) }
        // SQLite opens a file that may not be written for reading only, without an error.
        guard sqlite3_db_readonly(handle, "main") == 0, let path = sqlite3_db_filename(handle, "main") else { throw SQLFault.readOnly }
        // GRDB's hooks serve its observers, which this service does not have. They stop the process at a commit that GRDB did not begin.
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        let notices = Notices()
        let durability = Durability(notices)
        let connection = SQLiteConnection(handle, owner: opened, statementFile, durability: durability)
        let patience = Patience(handle, owner: opened, views)
        let locks = LockHolders(path: String(cString: path) + "-shm")
        self.notices = notices
        self.connection = connection
        self.patience = patience
        self.locks = locks
        log = WriteAheadLog(
            connection, handle, patience, notices, makePins: { try translated { try LogPins(openReader(), durability) } },
            findHolder: { SQLiteWriter.reader(locks, views, copies) })
        reserve = DiskReserve(connection, handle, notices)
        try SQLiteWriter.makeFolderDurable(of: String(cString: path))
        try patience.waiting(milliseconds: SQLiteWriter.patienceMilliseconds) { try connection.transaction { try connection.rewriteLog() } }
    }

    var maintenance: (any Maintenance)? { self }

    var onNotice: (@Sendable (EngineNotice) -> Void)? {
        get { notices.onNotice }
        set { notices.onNotice = newValue }
    }

    func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        var hasBegun = false
        do {
            return try patience.waiting(
                milliseconds: writingHeld == nil ? SQLiteWriter.patienceMilliseconds : SQLiteWriter.lessPatienceMilliseconds
            ) {
                try connection.transaction(
                    begun: {
                        hasBegun = true
                        if writingHeld != nil { endWritingHold() }
                        try noticeForeignCommits()
                    }
                ) { try body(connection) }
            }
        } catch {
            if error as? SQLFault == .busy, !hasBegun { beginWritingHold() }
            if (error as? SQLFault)?.discardsPages == true { dataVersion = nil }
            throw error
        }
    }

    /// Compares SQLite's counter with that of the last transaction. The writer's own commits do not change it.
    private func noticeForeignCommits() throws {
        var current: Int64 = 0
        try connection.query(.dataVersion, []) { current = try $0.integer(0) }
        defer { dataVersion = current }
        guard let last = dataVersion, last != current else { return }
        foreignCommits += 1
        // Another program may have emptied the log, too.
        log.forget()
        notices.post(.foreignCommit(count: foreignCommits))
    }

    /// Runs something that is no transaction of the service but changes the file, and waits for other programs as a transaction does.
    func waiting(_ body: () throws -> Void) rethrows {
        defer { dataVersion = nil }
        try patience.waiting(milliseconds: SQLiteWriter.patienceMilliseconds, body)
    }

    // MARK: - Who holds the database

    private func beginWritingHold() {
        let now = MonotonicClock.milliseconds
        var hold = writingHeld ?? WritingHold(since: now - SQLiteWriter.patienceMilliseconds)
        if hold.reportedAt.map({ now - $0 >= 60_000 }) ?? true {
            hold.reportedAt = now
            let holder = SQLiteWriter.named(locks.others(who: .writes))
            notices.post(.writingHeld(seconds: (now - hold.since) / 1_000, holder: holder))
        }
        writingHeld = hold
    }

    private func endWritingHold() {
        guard let hold = writingHeld else { return }
        writingHeld = nil
        notices.post(.writingFree(seconds: (MonotonicClock.milliseconds - hold.since) / 1_000))
    }

    /// Returns who keeps the log from being emptied.
    private static func reader(_ locks: LockHolders, _ views: OpenViews, _ copies: CopiesUnderWay) -> String {
        var holders = locks.others(who: .reads)
        if !copies.areNone { holders.append("a copy that this service makes") }
        if let oldest = views.oldest {
            let seconds = (MonotonicClock.nanoseconds - oldest) / 1_000_000_000
            if seconds >= 1 { holders.append("a read of this service that has taken \(seconds) s") }
        }
        return named(holders)
    }

    private static func named(_ holders: [String]) -> String {
        holders.isEmpty ? "a program that cannot be seen from here" : holders.joined(separator: ", ")
    }

    /// SQLite makes the name of a new log durable before the first commit, but ignores the fault if that fails, and does nothing if a process
    /// before it made the log and was killed.
    private static func makeFolderDurable(of path: String) throws {
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let folder = open(end == path.startIndex ? "." : String(path[..<end]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw SQLFault.failed(code: Int(SQLITE_CANTOPEN), detail: "the folder cannot be opened: \(errno)") }
        defer { close(folder) }
        // Some file systems cannot sync a folder and say so.
        guard fsync(folder) == 0 || errno == EINVAL else {
            throw SQLFault.notDurable("the folder of the database cannot be synced: \(String(cString: strerror(errno)))")
        }
    }
}
