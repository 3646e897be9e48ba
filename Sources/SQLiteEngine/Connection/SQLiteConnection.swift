import GRDBSQLite
import Glibc
import SQL

/// Statements on one SQLite handle: prepared once, bound, stepped. It is used on one queue only.
///
/// A point read takes 2 µs here. Through GRDB's rows, arguments and isolation levels it took 20 µs (Docs/decisions/0007-hot-path.md).
///
/// A second process would prepare its own statements. SQLite prepares them again by itself when another process has changed the schema.
final class SQLiteConnection: Connection {
    private let handle: OpaquePointer
    /// Prepared statements by `SQLStatement.number`.
    private var numbered: [OpaquePointer?] = []
    /// Prepared statements whose text is composed for a query. Filters come from closed sets, so there are few of these.
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
            // A disk fault may have ended the whole transaction; then there is nothing to roll back.
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

    func schemaTexts() throws -> [SchemaText] {
        var texts: [SchemaText] = []
        try query(.schemaTexts, []) { row in
            texts.append(SchemaText(kind: try row.text(0), name: try row.text(1), table: try row.text(2), sql: try row.text(3)))
        }
        return texts
    }

    func integrityFaults(of table: String) throws -> [String] {
        // The name comes from the schema, which somebody may have changed.
        let name = table.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        let lines = try all("PRAGMA integrity_check(\"\(name)\")") { try $0.text(0) }
        return lines == ["ok"] ? [] : lines
    }

    /// Runs the body in a transaction that excludes every other writer. Rolls back if the body or the commit fails.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute(.beginImmediate, [])
        do {
            let result = try body()
            try execute(.commit, [])
            return result
        } catch {
            // A disk fault may have ended the transaction already.
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
            // A statement that is being stepped is kept until it is idle, at the latest until `deinit`.
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
        // A statement that is being stepped cannot start again, so a nested query gets its own statement.
        if sqlite3_stmt_busy(prepared) != 0 {
            let own = try prepare(sql)
            defer { sqlite3_finalize(own) }
            return try step(own, values, row)
        }
        // Reset releases the locks of a read. It also returns the code of a failed step, which is reported already.
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

    /// Binds copies, because the statement needs the values until it is bound again, and the caller's values are gone by then.
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

/// Returns a copy that SQLite frees by `release`. It has one byte more than needed, because an empty copy could have no address, which
/// would bind NULL.
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
    /// SQLite's own indexes have no text. Its tables are named one by one: a trigger that somebody wrote into the schema by hand may begin with
    /// `sqlite_` too, and must be seen.
    static let schemaTexts = SQLStatement(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            + " AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4')"
            + " ORDER BY type, name, tbl_name, sql")
}

/// The current row of a statement. A class, because the same object serves all rows, and a call through a protocol is cheaper on a
/// reference.
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

    /// Returns a column as an unprotected SQLite value, fetched once. The column functions take a lock and check for faults on every call.
    /// Using the value directly is allowed only on connections without a mutex. This connection has none, because it is used on one queue.
    private func value(_ column: Int) -> OpaquePointer? { sqlite3_column_value(prepared, Int32(column)) }

    private func octets(ofText value: OpaquePointer?, _ column: Int) throws -> UnsafeRawBufferPointer {
        guard sqlite3_value_type(value) == SQLITE_TEXT else { throw SQLFault.unexpected(column: column) }
        // `sqlite3_column_text` would copy each text to append a NUL.
        return UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value)))
    }

    private func text(_ value: OpaquePointer?, _ column: Int) throws -> String {
        let octets = try octets(ofText: value, column)
        // This service writes UTF-8 without NUL. Anything else was written by another program.
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
        // `sqlite3_column_text` would copy each text to append a NUL.
        case SQLITE_TEXT: return .text(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
        case SQLITE_BLOB: return .blob(UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value))))
        default: return .other
        }
    }
}

extension SQLFault {
    /// The fault that an extended result code stands for.
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
