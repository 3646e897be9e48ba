import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import SQL

/// SQLite with one writer, and readers that cannot write (Docs/architecture.md). GRDB opens the connections, keeps their settings and
/// copies the file. Statements run on SQLite's own handles (`SQLiteConnection`).
///
/// Debian's SQLite 3.40.1 has the WAL-reset corruption bug (3.7.0 to 3.51.2): it occurs when one connection checkpoints while another
/// commits. So exactly one connection writes and checkpoints, and all others are read-only.
public struct SQLiteEngine: Engine {
    private let path: String
    private let writerCacheKilobytes: Int
    private let ownTable: String?
    private let statements: StatementFile?
    private let copies = CopiesUnderWay()

    /// - Parameters:
    ///   - path: the absolute path of the file. SQLite would take a relative path that begins with `file:` for a URI.
    ///   - writerCacheKilobytes: the size of the writer's page cache, in kB. A larger cache helps only if one transaction changes more
    ///     pages than fit. Such pages are written to the log and read again before they are complete.
    ///   - ownTable: a table by which a database of this program is known. A file without it is not opened for writing (`ForeignFile`). Nil
    ///     for a new file.
    ///   - statements: receives the text of every prepared statement; nil outside tests.
    public init(path: String, writerCacheKilobytes: Int = 2_048, ownTable: String? = nil, statements: StatementFile? = nil) {
        self.path = path
        self.writerCacheKilobytes = writerCacheKilobytes
        self.ownTable = ownTable
        self.statements = statements
    }

    /// True: pages are in memory or one system call away, and the writer does not block readers.
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

    /// The file is a database of another program, or has no tables.
    public struct ForeignFile: Error {}

    private func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        // A statement that cannot be prepared is a fault of this service. Its text helps to find the fault; its values may be secret.
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { database in
            for (pragma, wanted) in readOnly ? readerPragmas : writerPragmas {
                try database.execute(sql: "PRAGMA \(pragma) = \(wanted)")
            }
            if !readOnly {
                if let ownTable {
                    let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
                    guard tables.contains(ownTable) else { throw ForeignFile() }
                }
                try database.execute(sql: "PRAGMA cache_size = -\(writerCacheKilobytes)")
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else { throw SQLFault.failed(code: 0, detail: "the database cannot use WAL: \(mode ?? "no answer")") }
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
    /// Copies on a read-only connection, so that only the writer writes and checkpoints. All pages are read in one step and so in one view.
    public func copy(to path: String) throws {
        try translated {
            let source = try DatabaseQueue(path: self.path, configuration: configuration(readOnly: true))
            try copies.during { try source.backup(to: DatabaseQueue(path: path)) }
        }
    }
}

/// `synchronous = FULL` syncs the log at every commit, so that an acknowledged write survives a power cut. `mmap_size = 0`, because mmap
/// once made a corruption worse. Each of the several connections caches 2 MB of pages: the upper pages of the indexes, and the pages that
/// one group commit reuses. All other pages are in the kernel's cache, a microsecond away; a cache of 8 MB was not faster.
private let writerPragmas: [(String, String)] = [
    ("synchronous", "FULL"), ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("secure_delete", "ON"),
    ("temp_store", "MEMORY"), ("wal_autocheckpoint", "0"),
]
private let readerPragmas: [(String, String)] = [
    ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("cache_size", "-2048"),
    ("query_only", "ON"), ("wal_autocheckpoint", "0"),
]
private let asserted: [(String, Int)] = [("mmap_size", 0), ("trusted_schema", 0), ("cell_size_check", 1), ("foreign_keys", 1)]

/// The connection is declared before the queue that owns the handle, so that its prepared statements are finalized before the handle is
/// closed.
///
/// SQLite would move a long log into the file (checkpoint) inside a commit. Here this is done after the callers of the commit have been
/// answered.
private final class SQLiteWriter: WritingConnection, Maintenance {
    private let connection: SQLiteConnection
    private let queue: DatabaseQueue
    private let log: WriteAheadLog

    init(queue: DatabaseQueue, _ copies: CopiesUnderWay, _ statementFile: StatementFile?) throws {
        self.queue = queue
        let opened = try queue.unsafeRead { try handle(of: $0) }
        // GRDB's hooks serve its observers, which this service does not have. They stop the process at a commit that GRDB did not begin.
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
        // VACUUM builds the new file in memory, like all temporary data. A temporary file would be one more place where names are left.
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
    // Without this setting, SQLite prepares a statement with `state = ?`, compared with a column of a partial index, again for every bound
    // value. That takes some hundred microseconds; running the statement takes five.
    guard csqlite_keep_plans(handle) == SQLITE_OK else { throw SQLFault.failed(code: 0, detail: "plans would depend on values") }
    return handle
}

/// Runs the body and converts GRDB's errors to `SQLFault`. Other errors pass unchanged.
private func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw SQLFault(code: error.extendedResultCode.rawValue, detail: error.message ?? "")
    }
}
