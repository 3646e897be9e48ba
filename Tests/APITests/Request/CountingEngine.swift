import SQL
import Synchronization

/// Counts the statements that readers run.
final class StatementTally: Sendable {
    private let count = Mutex(0)

    var statements: Int { count.withLock { $0 } }

    func note() { count.withLock { $0 += 1 } }
}

/// An engine whose readers count their statements. Writers are not counted.
struct CountingEngine: Engine {
    let kept: any Engine
    let tally: StatementTally

    var readsAtOnce: Bool { kept.readsAtOnce }
    var version: String { kept.version }
    var copying: (any DatabaseCopying)? { kept.copying }

    func makeWriter() throws -> any WritingConnection { try kept.makeWriter() }
    func makeReader() throws -> any ReadingConnection { CountingReader(kept: try kept.makeReader(), tally: tally) }
}

private final class CountingReader: ReadingConnection {
    private let kept: any ReadingConnection
    let connection: any Connection

    init(kept: any ReadingConnection, tally: StatementTally) {
        self.kept = kept
        connection = CountingConnection(kept: kept.connection, tally: tally)
    }

    func beginView() throws { try kept.beginView() }
    func endView() { kept.endView() }
    func paced<Result>(by pause: () throws -> Void, _ body: () throws -> Result) throws -> Result { try kept.paced(by: pause, body) }
}

private final class CountingConnection: Connection {
    private let kept: any Connection
    private let tally: StatementTally

    init(kept: any Connection, tally: StatementTally) {
        self.kept = kept
        self.tally = tally
    }

    var changedRows: Int { kept.changedRows }

    func execute(_ statement: SQLStatement, _ values: [Value]) throws { try kept.execute(statement, values) }
    func execute(_ sql: String, _ values: [Value]) throws { try kept.execute(sql, values) }
    func query(_ statement: SQLStatement, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        tally.note()
        try kept.query(statement, values, row)
    }
    func query(_ sql: String, _ values: [Value], _ row: (any Row) throws -> Void) throws {
        tally.note()
        try kept.query(sql, values, row)
    }
    func run(script: String) throws { try kept.run(script: script) }
    func savepoint<Result>(_ body: () throws -> Result) throws -> Result { try kept.savepoint(body) }
    func hasTable(_ name: String) throws -> Bool { try kept.hasTable(name) }
    func schemaTexts() throws -> [SchemaText] { try kept.schemaTexts() }
    func integrityFaults(of table: String) throws -> [IntegrityFinding] { try kept.integrityFaults(of: table) }
}
