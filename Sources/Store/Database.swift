import Dispatch
import PersonalBudgeting
import SQL

/// The database: one writer that commits in groups, and readers (Docs/architecture.md).
///
/// The writer takes all waiting jobs and runs each in its own savepoint inside one transaction. It commits once, durably, and only then
/// answers the callers. A job can check and then write safely, because nothing else writes.
public final class Database: Storage {
    private let engine: any Engine
    private let writer: Writer
    private let rotation: HetuKeyResealing
    /// The secret of the database, 32 random bytes. It is read once and never changes. A second process would read the same secret.
    public let secret: [UInt8]
    public let engineVersion: String

    /// Opens the database and migrates it to the schema of this program.
    /// - Parameters:
    ///   - keyFile: the key of national ids. A key is made if the database has none yet.
    ///   - backUpFirst: called before the first pending migration of a database that has data, if the engine makes copies.
    /// - Throws: `TableFault` when a table lacks the column of a field; `HetuKeyFault` when the key is missing or is another key (the
    ///   database is then unchanged); `MigrationFault`; `StorageFault`.
    public init(engine: any Engine, keyFile: any HetuKeyFile, backUpFirst: ((any DatabaseCopying) throws -> Void)? = nil) throws {
        try Tables.check()
        self.engine = engine
        engineVersion = engine.version
        let connection = try engine.makeWriter()
        let keyring = try connection.transaction { try HetuKeyring.opened(keyFile, for: $0) }
        if let pending = try Migrations.pending(connection), pending > 0, let copying = engine.copying { try backUpFirst?(copying) }
        _ = try Migrations.apply(to: connection, keyring)
        try connection.transaction { try keyring.prove($0) }
        try Database.forgetPlainHetus(connection)
        secret = try Database.keptSecret(connection)
        writer = Writer(connection, keyring, makeReader: { try engine.makeReader() })
        rotation = HetuKeyResealing(writer, keyFile, makeReader: { try engine.makeReader() })
    }

    public var readPlace: ReadPlace { engine.readsAtOnce ? .lane : .queue }

    public func makeReader() throws -> any StorageReader { Reader(try engine.makeReader(), writer) }

    public func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        writer.submit(job, then: then)
    }

    public func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void) { writer.record(entries, then: then) }

    public var changes: Int { writer.changes }

    public var callerChanges: Int { writer.callerChanges }

    public func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int { writer.whenChanged(from: changes, then) }

    public func stopWaiting(_ ticket: Int) { writer.bell.leave(ticket) }

    /// Does the same as `write` and waits for the commit, for the command line.
    public func writeAndWait<Result>(_ job: (any Repositories) throws -> Result) throws -> Result {
        try writer.perform(job)
    }

    /// Runs the body on the writer's queue, between commits.
    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result { try writer.onConnection(body) }

    /// Copies the whole database into one file. The writer does not wait for the copy.
    /// - Throws: `StorageFault`; `NoCopies` when the engine makes no copies.
    public func backup(to path: String) throws {
        guard let copying = engine.copying else { throw NoCopies() }
        try storing { try copying.copy(to: path) }
    }

    /// The engine's own tools make the copies.
    public struct NoCopies: Error {}

    /// Makes the database file the whole database. For the end of the process, when there are no readers any more.
    public func consolidate() throws { try writer.onConnection { try $0.maintenance?.consolidate() } }

    /// Carries out the requested rotations of the key of national ids from now on, and continues an interrupted rotation.
    /// - Parameter report: called with the error of a failed rotation. The rotation is tried again at the next start or the next request.
    public func carryOutRotations(clock: @escaping @Sendable () -> Instant, report: @escaping @Sendable (any Error) -> Void) {
        let rotation = rotation
        writer.whenRotationIsAskedFor { rotation.wake(clock, report) }
        rotation.wake(clock, report)
    }

    /// Carries out the requested rotation and waits for its end, for the command line.
    public func carryOutRotation(clock: @escaping @Sendable () -> Instant) throws { try rotation.perform(clock) }

    /// Returns the faults of the file, the chains and their anchors; empty if there are none.
    /// - Parameters:
    ///   - anchors: the anchors; nil to check the database alone.
    ///   - isBackup: whether the database is a backup, which is older than the newest anchors.
    public func findings(anchors: AnchorRecord? = nil, isBackup: Bool = false) throws -> [String] {
        var findings: [String] = []
        do {
            if let fault = try writer.onConnection({ try $0.maintenance?.integrityFault() }) { findings.append("file: \(fault)") }
        } catch StorageFault.corrupt {
            findings.append("file: damaged")
        }
        findings += try chainReport(anchors, isBackup: isBackup).findings
        do {
            let agrees = try writer.onConnection { writer in try writer.transaction { try AccessIndex.agrees($0) } }
            if !agrees { findings.append("access_log_clients: does not match the access log") }
        } catch StorageFault.corrupt {
            findings.append("access_log_clients: cannot be read")
        }
        do {
            let agrees = try writer.onConnection { writer in try writer.transaction { try NameIndex.agrees($0) } }
            if !agrees { findings.append("client_names: does not match the names of the clients") }
        } catch StorageFault.corrupt {
            findings.append("client_names: cannot be read")
        }
        do {
            findings += try writer.onConnection { connection in
                try connection.transaction { try SealedHetus.findings($0, writer.keyring) }
            }
        } catch StorageFault.corrupt {
            findings.append("clients, actuals: sealed national ids cannot be read")
        }
        return findings
    }

    /// The whole schema: every migration in order.
    public static var schema: String {
        "-- The schema of the database: every migration in order. Made by `make docs`; do not edit.\n\n"
            + Migrations.all.map { "-- Step \($0.number): \($0.name)\n\n\($0.script)" }.joined(separator: "\n")
    }

    /// Before a migration sealed them, national ids were in plain text. Rewrites the file, so that none is left in free pages or in the
    /// log.
    private static func forgetPlainHetus(_ writer: any WritingConnection) throws {
        let isDue = try writer.transaction { try $0.first("SELECT 1 FROM secrets WHERE name = 'to_compact'", [], { _ in true }) == true }
        guard isDue else { return }
        try writer.maintenance?.compact()
        try writer.transaction { try $0.execute("DELETE FROM secrets WHERE name = 'to_compact'") }
    }

    private static func keptSecret(_ writer: any WritingConnection) throws -> [UInt8] {
        try writer.transaction { connection in
            if let kept = try connection.first("SELECT value FROM secrets WHERE name = 'seal'", [], { try $0.blob(0) }) { return kept }
            var generator = SystemRandomNumberGenerator()
            let fresh = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try connection.execute("INSERT INTO secrets (name, value) VALUES ('seal', ?)", [.blob(fresh)])
            return fresh
        }
    }
}
