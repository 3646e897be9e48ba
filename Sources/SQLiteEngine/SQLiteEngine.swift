import Foundation
import GRDB
import SQL

/// SQLite through GRDB: raw statements, one writer, readers that cannot write (design, section 7).
///
/// Debian's SQLite 3.40.1 has the WAL-reset corruption bug (3.7.0 to 3.51.2): two connections of which one checkpoints while another
/// commits. So exactly one connection writes and checkpoints, and every other one is opened read-only.
public struct SQLiteEngine: Engine {
    private let path: String

    public init(path: String) {
        self.path = path
    }

    public var version: String {
        let number = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        return "SQLite \(number ?? "of unknown version")"
    }

    public func makeWriter() throws -> any WritingConnection {
        try translated { try SQLiteWriter(queue: DatabaseQueue(path: path, configuration: configuration(readOnly: false))) }
    }

    public func makeReader() throws -> any ReadingConnection {
        try translated { SQLiteReader(queue: try DatabaseQueue(path: path, configuration: configuration(readOnly: true))) }
    }

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

/// An acknowledged write survives a power cut: FULL syncs the log at every commit. mmap off: it amplified a real corruption.
private let writerPragmas: [(String, String)] = [
    ("synchronous", "FULL"), ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("secure_delete", "ON"),
    ("temp_store", "MEMORY"), ("cache_size", "-65536"), ("wal_autocheckpoint", "4000"),
]
private let readerPragmas: [(String, String)] = [
    ("mmap_size", "0"), ("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("cache_size", "-16384"),
    ("query_only", "ON"), ("wal_autocheckpoint", "0"),
]
private let asserted: [(String, Int)] = [("mmap_size", 0), ("trusted_schema", 0), ("cell_size_check", 1), ("foreign_keys", 1)]

private final class SQLiteWriter: WritingConnection {
    private let queue: DatabaseQueue

    init(queue: DatabaseQueue) throws { self.queue = queue }

    func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try translated {
            try queue.writeWithoutTransaction { database in
                var result: Result?
                try database.inTransaction(.immediate) {
                    result = try body(SQLiteConnection(database))
                    return .commit
                }
                guard let result else { throw SQLFault.failed(code: 0, detail: "a transaction without a result") }
                return result
            }
        }
    }

    func backup(to path: String) throws {
        try translated { try queue.backup(to: DatabaseQueue(path: path)) }
    }

    func consolidate() throws {
        try translated { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") } }
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
    private let queue: DatabaseQueue

    init(queue: DatabaseQueue) { self.queue = queue }

    func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try translated { try queue.read { try body(SQLiteConnection($0)) } }
    }
}

private final class SQLiteConnection: Connection {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func execute(_ sql: String, _ values: [Value]) throws {
        try translated {
            try database.cachedStatement(sql: sql).execute(arguments: arguments(values))
        }
    }

    func query(_ sql: String, _ values: [Value], _ row: (any StatementRow) throws -> Void) throws {
        try translated {
            let cursor = try GRDB.Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments(values))
            while let found = try cursor.next() { try row(SQLiteRow(row: found)) }
        }
    }

    func run(script: String) throws { try translated { try database.execute(sql: script) } }

    var changedRows: Int { database.changesCount }

    func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try translated {
            var result: Result?
            try database.inSavepoint {
                result = try body()
                return .commit
            }
            guard let result else { throw SQLFault.failed(code: 0, detail: "a savepoint without a result") }
            return result
        }
    }

    private func arguments(_ values: [Value]) -> StatementArguments {
        StatementArguments(
            values.map { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let number): number
                case .text(let text): text
                case .blob(let octets): Data(octets)
                }
            })
    }
}

private struct SQLiteRow: StatementRow {
    let row: GRDB.Row

    func integer(_ column: Int) throws -> Int64 {
        guard case .int64(let number) = (row[column] as DatabaseValue).storage else { throw SQLFault.unexpected(column: column) }
        return number
    }

    func text(_ column: Int) throws -> String {
        guard case .string(let text) = (row[column] as DatabaseValue).storage else { throw SQLFault.unexpected(column: column) }
        return text
    }

    func blob(_ column: Int) throws -> [UInt8] {
        guard case .blob(let data) = (row[column] as DatabaseValue).storage else { throw SQLFault.unexpected(column: column) }
        return Array(data)
    }

    func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }
}

/// Runs the body; what GRDB throws comes out as an `SQLFault`, anything else as it is.
private func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw fault(of: error)
    }
}

/// The fault behind an extended result code.
private func fault(of error: DatabaseError) -> SQLFault {
    switch error.extendedResultCode {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: return .unique(error.message ?? "")
    case .SQLITE_CONSTRAINT_FOREIGNKEY: return .foreignKey
    default: break
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
    case .SQLITE_FULL: return .full
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .corrupt
    case .SQLITE_READONLY: return .readOnly
    case .SQLITE_CONSTRAINT: return .constraint(error.message ?? "")
    default: return .failed(code: Int(error.extendedResultCode.rawValue), detail: error.message ?? "")
    }
}
