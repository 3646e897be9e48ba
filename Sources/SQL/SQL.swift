import Synchronization

/// A value that is bound to a statement or read from a row. Dates are ISO 8601 text, instants integer microseconds, money integer cents,
/// flags 0 and 1.
public enum Value: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A row of a result. It is valid only during the call that passes it.
public protocol Row: AnyObject {
    /// - Throws: `SQLFault.unexpected` when the column holds another type.
    func integer(_ column: Int) throws -> Int64
    func text(_ column: Int) throws -> String
    func textOrNil(_ column: Int) throws -> String?
    /// Returns the UTF-8 bytes of a text without a copy and without validation, for values that are parsed from bytes. They are valid as
    /// long as the row.
    /// - Throws: `SQLFault.unexpected` when the column holds another type.
    func octets(ofText column: Int) throws -> UnsafeRawBufferPointer
    func blob(_ column: Int) throws -> [UInt8]
    func isNull(_ column: Int) -> Bool
    /// Returns a column of any type without a copy, for code that reads all columns without making values. Its bytes are valid as long as
    /// the row.
    func cell(_ column: Int) -> Cell
}

/// A column that is neither copied nor validated.
public enum Cell {
    case null
    case integer(Int64)
    /// The bytes of a text. They are UTF-8 if this service wrote them.
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
    /// A type that no table of this service has.
    case other
}

/// A statement that runs often: its text, and a number by which a connection finds the prepared statement without reading the text.
/// The number is valid within the process only: a second process would assign other numbers.
public struct SQLStatement: Sendable {
    public let text: String
    /// Counts up from 0 during the life of the process.
    public let number: Int

    private static let count = Atomic(0)

    public init(_ text: String) {
        self.text = text
        number = SQLStatement.count.add(1, ordering: .relaxed).oldValue
    }
}

/// A connection. It is used on one queue only. Statements are prepared once and kept. Values are always bound to `?` placeholders.
public protocol Connection: AnyObject {
    /// Runs one statement that returns no rows.
    func execute(_ statement: SQLStatement, _ values: [Value]) throws
    func execute(_ sql: String, _ values: [Value]) throws
    /// Runs one statement and passes each row as it comes. An engine never holds a whole result, because that may be a whole table.
    func query(_ statement: SQLStatement, _ values: [Value], _ row: (any Row) throws -> Void) throws
    func query(_ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws
    /// Runs several statements in order, for migrations.
    func run(script: String) throws
    /// The number of rows that the last statement changed.
    var changedRows: Int { get }
    /// Runs the body in a savepoint, which is rolled back if the body throws.
    func savepoint<Result>(_ body: () throws -> Result) throws -> Result
    /// Whether the database has a table of this name. Each engine lists its tables in another place.
    func hasTable(_ name: String) throws -> Bool
    /// Returns every object of the schema that somebody defined: tables, indexes, triggers and views, ordered by the bytes of kind, name and
    /// table. What the engine makes for itself is left out: indexes of keys, counters and statistics. Equal lists mean equal schemas on one
    /// engine; another engine prints the same definitions in other words.
    func schemaTexts() throws -> [SchemaText]
    /// Checks a table and its indexes. Returns what the engine's own check reports; empty if it reports no fault, or has no such check.
    func integrityFaults(of table: String) throws -> [IntegrityFinding]
}

/// The definition of one object of a schema, in the engine's own words.
public struct SchemaText: Sendable, Equatable {
    /// `table`, `index`, `trigger` or `view`.
    public let kind: String
    public let name: String
    /// The table that the object belongs to; the object's own name for tables and views.
    public let table: String
    /// The statement that defines the object.
    public let sql: String

    public init(kind: String, name: String, table: String, sql: String) {
        self.kind = kind
        self.name = name
        self.table = table
        self.sql = sql
    }
}

// Inlinable, so that the compiler specialises them for the type of the result. Unspecialised code copies and releases each row by way of
// its type metadata.
extension Connection {
    /// Returns the value made from the first row of the result; nil without rows.
    @inlinable
    public func first<Result>(_ sql: String, _ values: [Value] = [], _ make: (any Row) throws -> Result) throws -> Result? {
        var result: Result?
        try query(sql, values) { row in if result == nil { result = try make(row) } }
        return result
    }

    /// Returns the value made from the first row of the result; nil without rows.
    @inlinable
    public func first<Result>(_ statement: SQLStatement, _ values: [Value], _ make: (any Row) throws -> Result) throws -> Result? {
        var result: Result?
        try query(statement, values) { row in if result == nil { result = try make(row) } }
        return result
    }

    /// Returns the values made from all rows of the result.
    @inlinable
    public func all<Result>(_ sql: String, _ values: [Value] = [], _ make: (any Row) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        try query(sql, values) { row in results.append(try make(row)) }
        return results
    }

    public func execute(_ sql: String) throws { try execute(sql, []) }
}

/// A database engine. It opens connections to one database.
public protocol Engine: Sendable {
    /// Opens the connection that writes and checkpoints. There is only one.
    func makeWriter() throws -> any WritingConnection
    /// Opens a connection that can only read.
    func makeReader() throws -> any ReadingConnection
    /// Whether a read takes microseconds and stays in this process, so that a caller that must not block may read.
    var readsAtOnce: Bool { get }
    /// Name and version, for the readiness check.
    var version: String { get }
    /// Makes copies of the database; nil if the engine has its own tools for that.
    var copying: (any DatabaseCopying)? { get }
}

/// Copies a database while others write to it.
public protocol DatabaseCopying: Sendable {
    /// Copies the whole database, as of one moment, into one file. It reads on its own connection, so that the writer does not wait for the
    /// copy. It does not make the file durable.
    /// - Parameter pause: called between the steps of the copy, which are short. It may wait; it throws to give up.
    /// - Throws: `SQLFault`, and what `pause` throws.
    func copy(to path: String, between pause: () throws -> Void) throws
}

public protocol WritingConnection: AnyObject {
    /// Runs the body in one transaction and commits it durably. Rolls the transaction back if the body throws, or if a fault inside the body
    /// has ended the transaction.
    func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result
    /// Maintains the database's own files; nil if a database server does that.
    var maintenance: (any Maintenance)? { get }
    /// How often a transaction has found that somebody else had committed since the transaction before. Nobody else may write, so what the
    /// process remembers of the database may be wrong, and rows may have been changed by hand. Always 0 for an engine whose server admits
    /// several writers.
    var foreignCommits: Int { get }
    /// Receives what the engine notices by itself. It is called on the queue of the connection, from inside other calls, and must not call
    /// the connection.
    var onNotice: (@Sendable (EngineNotice) -> Void)? { get set }
}

public protocol ReadingConnection: AnyObject {
    /// Begins a view. All reads until `endView` see the database as of one moment.
    func beginView() throws
    /// Ends the view, if there is a view.
    func endView()
    /// The connection that reads through the view.
    var connection: any Connection { get }
    /// Runs a body whose statements are interrupted for a pause again and again, each time after some milliseconds of work at most.
    /// - Parameter pause: may wait; it throws to give up.
    /// - Throws: what `pause` throws.
    func paced<Result>(by pause: () throws -> Void, _ body: () throws -> Result) throws -> Result
}

/// A fault that an engine reports, classified by its result code.
public enum SQLFault: Error, Sendable, Equatable {
    case busy
    case full
    case corrupt
    case readOnly
    /// The database cannot be reached. Nothing was done.
    case unavailable
    /// The connection was lost during a commit, so it is unknown whether the commit happened.
    case outcomeUnknown
    /// The disk did not confirm that written data is durable. A second try may succeed although the data is lost, so the process must
    /// acknowledge nothing more and end. It is unknown whether the transaction that met the fault is stored.
    case notDurable(String)
    /// A uniqueness constraint failed. The text names the table and the columns.
    case unique(String)
    case foreignKey
    /// Another constraint of a table failed: CHECK, NOT NULL or a trigger.
    case constraint(String)
    /// A column holds another type than the requested type.
    case unexpected(column: Int)
    /// Any other fault, with the extended result code.
    case failed(code: Int, detail: String)
}
