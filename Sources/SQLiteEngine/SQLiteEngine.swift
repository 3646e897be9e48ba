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
    private let views = OpenViews()

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
        do {
            return try translated {
                let opened = try DatabaseQueue(path: path, configuration: configuration(readOnly: false))
                return try SQLiteWriter(opened, views, copies, statements) {
                    try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
                }
            }
        } catch SQLFault.corrupt where diskGivesNothing {
            throw SQLFault.failed(code: Int(SQLITE_IOERR), detail: "the disk does not give the file")
        }
    }

    /// Whether the first page cannot be read: a connection that could not be opened does not tell that from damage. Only for a process
    /// without a connection to the file, because closing a descriptor drops the locks of all of them.
    private var diskGivesNothing: Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == EIO }
        defer { close(descriptor) }
        var page = [UInt8](repeating: 0, count: 4_096)
        return pread(descriptor, &page, page.count, 0) < 0 && errno != EINTR
    }

    public func makeReader() throws -> any ReadingConnection {
        try translated { try SQLiteReader(DatabaseQueue(path: path, configuration: configuration(readOnly: true)), views, statements) }
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
        configuration.prepareDatabase { database in try translated(on: database) { try prepare(database, readOnly) } }
        return configuration
    }

    private func prepare(_ database: GRDB.Database, _ readOnly: Bool) throws {
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
}

extension SQLiteEngine: DatabaseCopying {
    /// The number of pages that one step of a copy reads: 64 kB, a fraction of a millisecond (`SQLiteConnection.stepsOfPause`).
    private static let pagesOfStep: CInt = 16

    /// Copies on a read-only connection, so that only the writer writes and checkpoints. The connection keeps one view for all steps: without
    /// it, SQLite would begin the copy anew after each commit.
    public func copy(to path: String, between pause: () throws -> Void) throws {
        try translated {
            let source = try DatabaseQueue(path: self.path, configuration: configuration(readOnly: true))
            let target = try DatabaseQueue(path: path, configuration: SQLiteEngine.ofCopies)
            do {
                try copies.during {
                    try source.read { from in
                        try translated(on: from) {
                            // The view begins with the first read.
                            _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_master")
                            try target.writeWithoutTransaction { to in
                                try withoutActuallyEscaping(pause) { pause in
                                    try from.backup(to: to, pagesPerStep: SQLiteEngine.pagesOfStep) { progress in
                                        if !progress.isCompleted { try pause() }
                                    }
                                }
                            }
                        }
                    }
                }
            } catch SQLFault.notDurable(let detail) {
                // A copy that is not durable is a copy that failed. The database itself has lost nothing.
                throw SQLFault.failed(code: Int(SQLITE_IOERR), detail: detail)
            }
        }
    }

    /// A copy that is not complete is removed and not rolled back, and its maker syncs it at the end.
    private static var ofCopies: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") }
        return configuration
    }
}

/// `synchronous = FULL` syncs the log at every commit, so that an acknowledged write survives a power cut. `mmap_size = 0`, because mmap
/// once made a corruption worse. Each of the several connections caches 2 MB of pages: the upper pages of the indexes, and the pages that
/// one group commit reuses. All other pages are in the kernel's cache, a microsecond away; a cache of 8 MB was not faster.
private let writerPragmas: [(String, String)] = [
    ("synchronous", "FULL"), ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("secure_delete", "ON"),
    ("temp_store", "MEMORY"), ("wal_autocheckpoint", "0"),
    // The service cuts the log's file itself (`WriteAheadLog.cut`).
    ("journal_size_limit", "-1"),
]
private let readerPragmas: [(String, String)] = [
    ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("cache_size", "-2048"),
    ("query_only", "ON"), ("wal_autocheckpoint", "0"),
]
private let asserted: [(String, Int)] = [("mmap_size", 0), ("trusted_schema", 0), ("cell_size_check", 1), ("foreign_keys", 1)]

/// Runs the body and converts GRDB's errors to `SQLFault`. Other errors pass unchanged.
func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw SQLFault(error)
    }
}

/// The same for calls on one connection, which knows what the system said.
private func translated<Result>(on database: GRDB.Database, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        let code = error.extendedResultCode.rawValue
        throw SQLFault(code: database.sqliteConnection.map { SQLFault.code(code, on: $0) } ?? code, detail: error.message ?? "")
    }
}

extension SQLFault {
    fileprivate init(_ error: DatabaseError) { self.init(code: error.extendedResultCode.rawValue, detail: error.message ?? "") }
}
