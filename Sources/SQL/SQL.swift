import Synchronization

/// A value as a statement takes and gives it. Dates are ISO text, instants integer microseconds, money integer cents, flags 0 and 1.
public enum Value: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A row of an answer, good only while it is handed over.
public protocol Row: AnyObject {
    /// - Throws: `SQLFault.unexpected` when the column holds another type.
    func integer(_ column: Int) throws -> Int64
    func text(_ column: Int) throws -> String
    func textOrNil(_ column: Int) throws -> String?
    /// The UTF-8 of a text where it stands, unchecked, good as long as the row: for what is made of octets and never becomes a string.
    func octets(ofText column: Int) throws -> UnsafeRawBufferPointer
    func blob(_ column: Int) throws -> [UInt8]
    func isNull(_ column: Int) -> Bool
    /// A column as it stands, whatever its type: for what is made of all columns and never becomes values. Good as long as the row.
    func cell(_ column: Int) -> Cell
}

/// A column where it stands, unchecked.
public enum Cell {
    case null
    case integer(Int64)
    /// The octets of a text, UTF-8 if it was written by us.
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
    /// A type that no table of ours has.
    case other
}

/// A statement that is run often: its text, and a number by which a connection finds what it has prepared without reading the text.
/// A second process would give other numbers, which never leave their process.
public struct SQLStatement: Sendable {
    public let text: String
    /// Counts up from 0 through the life of the process.
    public let number: Int

    private static let count = Atomic(0)

    public init(_ text: String) {
        self.text = text
        number = SQLStatement.count.add(1, ordering: .relaxed).oldValue
    }
}

/// A connection, used on one queue only. Statements are prepared once and kept; values are always bound, with `?` in their places.
public protocol Connection: AnyObject {
    /// Runs one statement that answers no rows.
    func execute(_ statement: SQLStatement, _ values: [Value]) throws
    func execute(_ sql: String, _ values: [Value]) throws
    /// Runs one statement and hands over each row as it comes: an engine never holds a whole answer, which may be a whole table.
    func query(_ statement: SQLStatement, _ values: [Value], _ row: (any Row) throws -> Void) throws
    func query(_ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws
    /// Runs several statements in a row: migrations.
    func run(script: String) throws
    /// How many rows the last statement changed.
    var changedRows: Int { get }
    /// Runs the body in a savepoint; what it wrote is undone when it throws.
    func savepoint<Result>(_ body: () throws -> Result) throws -> Result
    /// Whether the database has a table of this name: each engine keeps its list of tables elsewhere.
    func hasTable(_ name: String) throws -> Bool
}

// Made for the type of the result where they are called: left generic, each row is copied and let go of by way of its type.
extension Connection {
    /// The first row of an answer, made into a value.
    @inlinable
    public func first<Result>(_ sql: String, _ values: [Value] = [], _ make: (any Row) throws -> Result) throws -> Result? {
        var result: Result?
        try query(sql, values) { row in if result == nil { result = try make(row) } }
        return result
    }

    /// The first row of an answer, made into a value.
    @inlinable
    public func first<Result>(_ statement: SQLStatement, _ values: [Value], _ make: (any Row) throws -> Result) throws -> Result? {
        var result: Result?
        try query(statement, values) { row in if result == nil { result = try make(row) } }
        return result
    }

    /// All rows of an answer, made into values.
    @inlinable
    public func all<Result>(_ sql: String, _ values: [Value] = [], _ make: (any Row) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        try query(sql, values) { row in results.append(try make(row)) }
        return results
    }

    public func execute(_ sql: String) throws { try execute(sql, []) }
}

/// An engine: opens connections to one database.
public protocol Engine: Sendable {
    /// The one connection that writes and checkpoints.
    func makeWriter() throws -> any WritingConnection
    /// A connection that can only read.
    func makeReader() throws -> any ReadingConnection
    /// Whether a read is over in microseconds, in this process, so that whoever must not wait may read.
    var readsAtOnce: Bool { get }
    /// Name and version, for the readiness answer.
    var version: String { get }
    /// Makes copies of the database; nil where the engine's own tools do that.
    var copying: (any DatabaseCopying)? { get }
}

/// Copies a database while others write to it.
public protocol DatabaseCopying: Sendable {
    /// Makes a copy of the whole database in one file, as it stood at one moment. It reads on a connection of its own, so that the writer
    /// does not wait for it.
    /// - Throws: `SQLFault`.
    func copy(to path: String) throws
}

public protocol WritingConnection: AnyObject {
    /// Runs the body in one transaction and commits it durably; undone when the body throws.
    func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result
    /// The care of the database's own files; nil where a server of the engine sees to that.
    var maintenance: (any Maintenance)? { get }
}

/// The care of a database that lies in files of its own. It belongs to the writing connection and is used where that one is, between
/// transactions; only `allowsStandingViews` may be asked from anywhere.
public protocol Maintenance: AnyObject {
    /// Does what is due from time to time and would make a commit wait; called after commits, when everybody was told.
    func tidy()
    /// Whether readers may keep a view for longer than one read. Not while the engine wants to throw away what old views need.
    var allowsStandingViews: Bool { get }
    /// Moves what the engine keeps beside the file into it, so that the one file is the whole database.
    func consolidate() throws
    /// Writes the whole database anew, so that nothing of what it does not hold any more is left in the file or beside it.
    func compact() throws
    /// Whether the file itself is sound: what the engine's own check says, or nil when it finds nothing.
    func integrityFault() throws -> String?
}

public protocol ReadingConnection: AnyObject {
    /// Begins a view: what is read until `endView` is the database of one moment.
    func beginView() throws
    /// Ends the view, if there is one.
    func endView()
    /// What the view is read through.
    var connection: any Connection { get }
}

/// What an engine says went wrong, told apart by its result codes.
public enum SQLFault: Error, Sendable, Equatable {
    case busy
    case full
    case corrupt
    case readOnly
    /// The database cannot be reached; nothing was done.
    case unavailable
    /// The connection was lost during a commit: nobody knows whether it happened.
    case outcomeUnknown
    /// A rule of uniqueness was broken; the text names table and columns.
    case unique(String)
    case foreignKey
    /// Another rule of a table: CHECK, NOT NULL or a trigger.
    case constraint(String)
    /// A column holds another type than asked for.
    case unexpected(column: Int)
    /// Anything else, with the extended result code.
    case failed(code: Int, detail: String)
}
