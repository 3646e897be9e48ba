import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import SQL

/// SQLite: one writer, readers that cannot write (Docs/architecture.md). GRDB opens the connections, keeps their settings and copies the
/// file; statements run on SQLite's own handles (`SQLiteConnection`).
///
/// Debian's SQLite 3.40.1 has the WAL-reset corruption bug (3.7.0 to 3.51.2): two connections of which one checkpoints while another
/// commits. So exactly one connection writes and checkpoints, and every other one is opened read-only.
public struct SQLiteEngine: Engine {
    private let path: String
    private let writerCacheKilobytes: Int
    private let statements: StatementFile?
    private let copies = CopiesUnderWay()

    /// - Parameters:
    ///   - writerCacheKilobytes: how many pages the writer keeps, by their size. More pays only where one transaction changes more
    ///     pages than that: they are written to the log and read again before they are whole.
    ///   - statements: takes the text of every statement that is prepared; nil outside tests.
    public init(path: String, writerCacheKilobytes: Int = 2_048, statements: StatementFile? = nil) {
        self.path = path
        self.writerCacheKilobytes = writerCacheKilobytes
        self.statements = statements
    }

    /// Pages are in memory or a system call away, and no writer is in a reader's way.
    public var readsAtOnce: Bool { true }

    public var version: String {
        let number = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        return "SQLite \(number ?? "of unknown version")"
    }

    public func makeWriter() throws -> any WritingConnection {
        try translated {
            try SQLiteWriter(queue: DatabaseQueue(path: path, configuration: configuration(readOnly: false)), copies, statements)
        }
    }

    public func makeReader() throws -> any ReadingConnection {
        try translated { try SQLiteReader(queue: DatabaseQueue(path: path, configuration: configuration(readOnly: true)), statements) }
    }

    public var copying: (any DatabaseCopying)? { self }

    private func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        // A statement that cannot be prepared is a fault of ours; its text helps, its values may be secret.
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { database in
            for (pragma, wanted) in readOnly ? readerPragmas : writerPragmas {
                try database.execute(sql: "PRAGMA \(pragma) = \(wanted)")
            }
            if !readOnly {
                try database.execute(sql: "PRAGMA cache_size = -\(writerCacheKilobytes)")
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else { throw SQLFault.failed(code: 0, detail: "WAL is not to be had: \(mode ?? "no answer")") }
            }
            for (pragma, wanted) in asserted {
                let found = try Int.fetchOne(database, sql: "PRAGMA \(pragma)")
                guard found == nil || found == wanted else {
                    throw SQLFault.failed(code: 0, detail: "PRAGMA \(pragma) is \(found ?? -1), wanted \(wanted)")
                }
            }
        }
        return configuration
    }
}

extension SQLiteEngine: DatabaseCopying {
    /// The connection reads only: the writer stays the one that writes and checkpoints. All pages are read in one step, so in one view.
    public func copy(to path: String) throws {
        try translated {
            let source = try DatabaseQueue(path: self.path, configuration: configuration(readOnly: true))
            try copies.during { try source.backup(to: DatabaseQueue(path: path)) }
        }
    }
}

/// An acknowledged write survives a power cut: FULL syncs the log at every commit. mmap off: it amplified a real corruption. 2 MB of pages for
/// each connection, of which there are several: the upper pages of the indexes, and what one group of commits comes back to. The rest is
/// in the kernel's memory, a microsecond away; with 8 MB nothing was faster.
private let writerPragmas: [(String, String)] = [
    ("synchronous", "FULL"), ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("secure_delete", "ON"),
    ("temp_store", "MEMORY"), ("wal_autocheckpoint", "0"),
]
private let readerPragmas: [(String, String)] = [
    ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("cache_size", "-2048"),
    ("query_only", "ON"), ("wal_autocheckpoint", "0"),
]
private let asserted: [(String, Int)] = [("mmap_size", 0), ("trusted_schema", 0), ("cell_size_check", 1), ("foreign_keys", 1)]

/// The handle outlives what is prepared on it: the connection stands before the queue that owns the handle, and goes first.
///
/// SQLite would move the log into the file (checkpoint) inside a commit that finds it long; here that is done after the commit was told.
private final class SQLiteWriter: WritingConnection, Maintenance {
    private let connection: SQLiteConnection
    private let queue: DatabaseQueue
    private let log: WriteAheadLog

    init(queue: DatabaseQueue, _ copies: CopiesUnderWay, _ statementFile: StatementFile?) throws {
        self.queue = queue
        let opened = try queue.unsafeRead { try handle(of: $0) }
        // GRDB's hooks serve its observers, which we have none of, and stop the process at a commit that GRDB did not begin.
        sqlite3_commit_hook(opened, nil, nil)
        sqlite3_rollback_hook(opened, nil, nil)
        connection = SQLiteConnection(opened, statementFile)
        log = WriteAheadLog(opened, copies)
    }

    var maintenance: (any Maintenance)? { self }

    func tidy() { log.checkpointWhenLong() }

    var allowsStandingViews: Bool { log.isShort }

    func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try connection.transaction { try body(connection) }
    }

    func consolidate() throws {
        try translated { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") } }
    }

    func compact() throws {
        // Put together in memory, as all that is temporary: a file elsewhere would be one more place that names come to rest in.
        try connection.run(script: "VACUUM")
        try consolidate()
    }

    func integrityFault() throws -> String? {
        try translated {
            try queue.read { database in
                let answer = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
                return answer == ["ok"] ? nil : answer.joined(separator: "; ")
            }
        }
    }
}

private final class SQLiteReader: ReadingConnection {
    private let statements: SQLiteConnection
    private let queue: DatabaseQueue

    init(queue: DatabaseQueue, _ statementFile: StatementFile?) throws {
        self.queue = queue
        statements = SQLiteConnection(try queue.unsafeRead { try handle(of: $0) }, statementFile)
    }

    var connection: any Connection { statements }

    func beginView() throws { try statements.execute(.begin, []) }

    func endView() { if statements.isInTransaction { try? statements.execute(.commit, []) } }
}

private func handle(of database: Database) throws -> OpaquePointer {
    guard let handle = database.sqliteConnection else { throw SQLFault.failed(code: 0, detail: "the connection is closed") }
    // Else a value that is compared with a column of a partial index, `state = ?`, has its statement prepared anew for every value that is
    // bound: some hundred microseconds, where running it takes five.
    guard csqlite_keep_plans(handle) == SQLITE_OK else { throw SQLFault.failed(code: 0, detail: "plans cannot be kept") }
    return handle
}

/// Runs the body; what GRDB throws comes out as an `SQLFault`, anything else as it is.
private func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw SQLFault(code: error.extendedResultCode.rawValue, detail: error.message ?? "")
    }
}
