import CSQLite
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

    /// Whether all statements belong to a transaction that this connection began.
    private var isInGroup = false
    /// The fault by which SQLite itself ended the transaction, or after which it must not be committed.
    private var endedBy: SQLFault?
    private let durability: Durability?
    /// Closes the handle when it is released, which is after the statements are finalized.
    private let owner: AnyObject

    /// - Parameters:
    ///   - owner: the object that closes the handle.
    ///   - durability: learns from this connection that a sync failed, and then forbids transactions; nil for a connection that syncs
    ///     nothing.
    init(_ handle: OpaquePointer, owner: AnyObject, _ statementFile: StatementFile? = nil, durability: Durability? = nil) {
        self.handle = handle
        self.owner = owner
        self.statementFile = statementFile
        self.durability = durability
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
        try checkGroup()
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

    func integrityFaults(of table: String) throws -> [IntegrityFinding] { try IntegrityCheck(self).faults(of: table) }

    /// Runs the body in a transaction that excludes every other writer. Rolls back if the body or the commit fails.
    ///
    /// SQLite itself rolls a transaction back when a statement meets a full disk or another fault of a file. The body may have handled the
    /// error as that of one job. The statements after it would each commit alone, so they throw the same fault, and so does the commit.
    /// - Parameter begun: called as the first part of the transaction.
    func transaction<Result>(begun: () throws -> Void = {}, _ body: () throws -> Result) throws -> Result {
        try durability?.check()
        try execute(.beginImmediate, [])
        endedBy = nil
        isInGroup = true
        defer { isInGroup = false }
        do {
            try begun()
            let result = try body()
            if let endedBy { throw endedBy }
            try durability?.check()
            try execute(.commit, [])
            return result
        } catch {
            if isInTransaction { try? execute(.rollback, []) }
            throw endedBy ?? error
        }
    }

    /// Moves pages of the log into the database file. Belongs between transactions.
    /// - Parameter mode: `SQLITE_CHECKPOINT_PASSIVE` waits for nobody; the others wait as the busy handler of the connection allows.
    /// - Returns: the number of pages in the log and of those that are in the file; nil if another connection holds a lock.
    func checkpoint(_ mode: Int32) throws -> (pages: Int, moved: Int)? {
        try durability?.check()
        var (pages, moved): (Int32, Int32) = (0, 0)
        switch sqlite3_wal_checkpoint_v2(handle, "main", mode, &pages, &moved) {
        case SQLITE_OK: return (Int(pages), Int(moved))
        case let code where code & 0xff == SQLITE_BUSY: return nil
        case let code: throw fault(code, in: SQLITE_FCNTL_FILE_POINTER)
        }
    }

    /// Makes durable what has been written to the database file.
    func syncFile() throws {
        let code = csqlite_sync(handle)
        guard code == SQLITE_OK else { throw fault(code, in: SQLITE_FCNTL_FILE_POINTER) }
    }

    /// Makes the log durable that an earlier process left. Its last sync may have failed: then the kernel may have marked pages as clean that
    /// are not on the disk, reads still give them, and no later sync writes them. So they are written once more.
    func rewriteLog() throws {
        let code = csqlite_rewrite_log(handle)
        guard code == SQLITE_OK else { throw fault(code, in: SQLITE_FCNTL_JOURNAL_POINTER) }
    }

    /// The steps of SQLite's machine between two pauses: about a tenth of a millisecond, with what is done for each row. A request that waits
    /// for the processor meanwhile is late by as much: with ten times the steps, the 99th percentile of writes rose by half.
    private static let stepsOfPause: Int32 = 500

    /// See `ReadingConnection.paced`.
    func paced<Result>(by pause: () throws -> Void, _ body: () throws -> Result) throws -> Result {
        try withoutActuallyEscaping(pause) { pause in
            let pace = Pace(pause)
            defer { withExtendedLifetime(pace) {} }
            sqlite3_progress_handler(
                handle, SQLiteConnection.stepsOfPause,
                { context in
                    guard let context else { return 0 }
                    return Unmanaged<Pace>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
                }, Unmanaged.passUnretained(pace).toOpaque())
            defer { sqlite3_progress_handler(handle, 0, nil, nil) }
            do {
                let result = try body()
                if let fault = pace.fault { throw fault }
                return result
            } catch {
                throw pace.fault ?? error
            }
        }
    }

    private final class Pace {
        private let pause: () throws -> Void
        /// What ended the work.
        private(set) var fault: (any Error)?

        init(_ pause: @escaping () throws -> Void) { self.pause = pause }

        func goesOn() -> Bool {
            do { try pause() } catch { fault = error }
            return fault == nil
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

    /// Refuses statements of a transaction that SQLite has ended.
    private func checkGroup() throws {
        guard isInGroup, !isInTransaction else { return }
        throw endedBy ?? SQLFault.failed(code: Int(SQLITE_ABORT), detail: "the transaction has ended")
    }

    private func run(_ prepared: OpaquePointer, _ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        try checkGroup()
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

    /// The fault of the last call. Writes go to the log, so a failed write is one of the log.
    private func fault() -> SQLFault {
        fault(SQLFault.code(sqlite3_extended_errcode(handle), on: handle), in: SQLITE_FCNTL_JOURNAL_POINTER)
    }

    private func fault(_ code: Int32, in file: Int32) -> SQLFault {
        let systemError = SQLFault.isOfWriting(code) ? csqlite_errno(handle, file) : 0
        let fault = SQLFault(code: code, systemError: systemError, detail: String(cString: sqlite3_errmsg(handle)))
        if case .notDurable(let detail) = fault {
            endedBy = fault
            durability?.lose(by: detail)
        }
        if isInGroup, !isInTransaction, endedBy == nil { endedBy = fault }
        return fault
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
    /// Changes when another connection has committed, and when SQLite has discarded its cached pages after a fault.
    static let dataVersion = SQLStatement("PRAGMA data_version")
    static let pageCount = SQLStatement("PRAGMA page_count")
    static let userVersion = SQLStatement("PRAGMA user_version")
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
