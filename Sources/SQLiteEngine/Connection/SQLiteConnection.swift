import GRDBSQLite
import Glibc
import SQL

/// Statements on one SQLite handle, used on one queue only: prepared once, bound, stepped.
///
/// A point read costs 2 µs here; through GRDB's rows, arguments and isolation levels it was 20 (`Docs/decisions`, 0007).
///
/// A second process would prepare its own; SQLite prepares anew by itself when another has changed the schema.
final class SQLiteConnection: Connection {
    private let handle: OpaquePointer
    /// Prepared statements by `SQLStatement.number`.
    private var numbered: [OpaquePointer?] = []
    /// Prepared statements whose text is put together for a query: filters in closed sets, so there are few.
    private var composed: [String: OpaquePointer] = [:]

    private static let maximumComposed = 512

    private let statementFile: StatementFile?

    init(_ handle: OpaquePointer, _ statementFile: StatementFile? = nil) {
        self.handle = handle
        self.statementFile = statementFile
    }

    deinit {
        for case let prepared? in numbered { sqlite3_finalize(prepared) }
        for prepared in composed.values { sqlite3_finalize(prepared) }
    }

    // MARK: - Connection

    func execute(_ statement: SQLStatement, _ values: [Value]) throws {
        try run(try prepared(statement), statement.text, values) { _ in }
    }

    func execute(_ sql: String, _ values: [Value]) throws { try run(try prepared(sql), sql, values) { _ in } }

    func query(_ statement: SQLStatement, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        try run(try prepared(statement), statement.text, values, row)
    }

    func query(_ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        try run(try prepared(sql), sql, values, row)
    }

    func run(script: String) throws {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw fault() }
    }

    var changedRows: Int { Int(sqlite3_changes(handle)) }

    func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try execute(.savepoint, [])
        do {
            let result = try body()
            try execute(.release, [])
            return result
        } catch {
            // A fault of the disk may have ended the whole transaction; then there is nothing to go back to.
            if isInTransaction {
                try execute(.rollbackToSavepoint, [])
                try execute(.release, [])
            }
            throw error
        }
    }

    func hasTable(_ name: String) throws -> Bool {
        var isThere = false
        try query(.hasTable, [.text(name)]) { _ in isThere = true }
        return isThere
    }

    /// Runs the body in a transaction that keeps every other writer out; undone when the body or the commit fails.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute(.beginImmediate, [])
        do {
            let result = try body()
            try execute(.commit, [])
            return result
        } catch {
            // A fault of the disk may have ended it already.
            if isInTransaction { try? execute(.rollback, []) }
            throw error
        }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    // MARK: - Statements

    private func prepared(_ statement: SQLStatement) throws -> OpaquePointer {
        if statement.number < numbered.count, let found = numbered[statement.number] { return found }
        let made = try prepare(statement.text)
        while numbered.count <= statement.number { numbered.append(nil) }
        numbered[statement.number] = made
        return made
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let found = composed[sql] { return found }
        if composed.count >= Self.maximumComposed {
            // One that is being stepped through stays with whoever steps it: it is finalized with the connection's handle at the latest.
            for (text, prepared) in composed where sqlite3_stmt_busy(prepared) == 0 {
                sqlite3_finalize(prepared)
                composed[text] = nil
            }
        }
        let made = try prepare(sql)
        composed[sql] = made
        return made
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var made: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        guard code == SQLITE_OK, let made else { throw fault() }
        statementFile?.append(sql)
        return made
    }

    private func run(_ prepared: OpaquePointer, _ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        // A statement in the middle of its rows cannot begin again: whoever asks inside gets one of its own.
        if sqlite3_stmt_busy(prepared) != 0 {
            let own = try prepare(sql)
            defer { sqlite3_finalize(own) }
            return try step(own, values, row)
        }
        // Reset gives back the locks of a read, and the code of a failed step once more, which has been told already.
        defer { sqlite3_reset(prepared) }
        try step(prepared, values, row)
    }

    private func step(_ prepared: OpaquePointer, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        try bind(values, to: prepared)
        let current = SQLiteRow(prepared)
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW: try row(current)
            case SQLITE_DONE: return
            default: throw fault()
            }
        }
    }

    /// What is bound is a copy: the values go when the caller returns, the statement keeps its own until it is bound anew.
    private func bind(_ values: [Value], to prepared: OpaquePointer) throws {
        guard values.count == Int(sqlite3_bind_parameter_count(prepared)) else {
            throw SQLFault.failed(
                code: Int(SQLITE_RANGE), detail: "\(values.count) values for \(sqlite3_bind_parameter_count(prepared)) places")
        }
        var place: Int32 = 0
        for value in values {
            place += 1
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(prepared, place)
            case .integer(let number): code = sqlite3_bind_int64(prepared, place, number)
            case .text(var text):
                code = text.withUTF8 { octets in
                    let copy = copied(UnsafeRawBufferPointer(octets))
                    return sqlite3_bind_text(prepared, place, copy?.assumingMemoryBound(to: CChar.self), Int32(octets.count), release)
                }
            case .blob(let octets):
                code = octets.withUnsafeBytes { sqlite3_bind_blob(prepared, place, copied($0), Int32($0.count), release) }
            }
            guard code == SQLITE_OK else { throw fault() }
        }
    }

    private func fault() -> SQLFault {
        SQLFault(code: sqlite3_extended_errcode(handle), detail: String(cString: sqlite3_errmsg(handle)))
    }
}

/// A copy that SQLite frees by `release`. One octet more than asked for: nothing at all would have no address, which would bind NULL.
private func copied(_ octets: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
    let copy = malloc(octets.count + 1)
    if let copy, let start = octets.baseAddress { memcpy(copy, start, octets.count) }
    return copy
}
private let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { free($0) }

extension SQLStatement {
    static let begin = SQLStatement("BEGIN")
    static let beginImmediate = SQLStatement("BEGIN IMMEDIATE")
    static let rollback = SQLStatement("ROLLBACK")
    static let commit = SQLStatement("COMMIT")
    static let savepoint = SQLStatement("SAVEPOINT part")
    static let release = SQLStatement("RELEASE part")
    static let rollbackToSavepoint = SQLStatement("ROLLBACK TO part")
    static let hasTable = SQLStatement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
}

/// The row a statement stands on. A class: the same one serves for all rows, and a reference is cheaper to ask through a protocol.
private final class SQLiteRow: Row {
    private let prepared: OpaquePointer

    init(_ prepared: OpaquePointer) { self.prepared = prepared }

    func integer(_ column: Int) throws -> Int64 {
        let value = value(column)
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { throw SQLFault.unexpected(column: column) }
        return sqlite3_value_int64(value)
    }

    func text(_ column: Int) throws -> String { try text(value(column), column) }

    func textOrNil(_ column: Int) throws -> String? {
        let value = value(column)
        return sqlite3_value_type(value) == SQLITE_NULL ? nil : try text(value, column)
    }

    func octets(ofText column: Int) throws -> UnsafeRawBufferPointer { try octets(ofText: value(column), column) }

    func blob(_ column: Int) throws -> [UInt8] {
        let value = value(column)
        guard sqlite3_value_type(value) == SQLITE_BLOB else { throw SQLFault.unexpected(column: column) }
        return Array(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
    }

    /// A column as it stands, asked for once: the functions for columns take a lock and look for faults at each call. That a value may be
    /// used like this holds for connections without a mutex, which ours are: each has one queue.
    private func value(_ column: Int) -> OpaquePointer? { sqlite3_column_value(prepared, Int32(column)) }

    private func octets(ofText value: OpaquePointer?, _ column: Int) throws -> UnsafeRawBufferPointer {
        guard sqlite3_value_type(value) == SQLITE_TEXT else { throw SQLFault.unexpected(column: column) }
        // Asked for as text, each would be copied to get a NUL at its end.
        return UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value)))
    }

    private func text(_ value: OpaquePointer?, _ column: Int) throws -> String {
        let octets = try octets(ofText: value, column)
        // What was written was UTF-8 without NUL; anything else was put there by another hand.
        if octets.allSatisfy({ $0 &- 1 < 0x7F }) { return String(decoding: octets, as: UTF8.self) }
        guard !octets.contains(0), let text = String(validating: octets, as: UTF8.self) else {
            throw SQLFault.unexpected(column: column)
        }
        return text
    }

    func isNull(_ column: Int) -> Bool { sqlite3_value_type(value(column)) == SQLITE_NULL }

    func cell(_ column: Int) -> Cell {
        let value = value(column)
        switch sqlite3_value_type(value) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
        // Asked for as text, each would be copied to get a NUL at its end.
        case SQLITE_TEXT: return .text(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
        case SQLITE_BLOB: return .blob(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
        default: return .other
        }
    }
}

extension SQLFault {
    /// The fault behind an extended result code.
    init(code: Int32, detail: String) {
        switch code {
        case SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 6 << 8: self = .unique(detail)
        case SQLITE_CONSTRAINT | 3 << 8: self = .foreignKey
        default:
            switch code & 0xff {
            case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
            case SQLITE_FULL: self = .full
            case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
            case SQLITE_READONLY: self = .readOnly
            case SQLITE_CONSTRAINT: self = .constraint(detail)
            default: self = .failed(code: Int(code), detail: detail)
            }
        }
    }
}
