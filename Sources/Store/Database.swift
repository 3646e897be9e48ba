import Dispatch
import PersonalBudgeting
import SQL

/// The database: one writer that commits in groups, and readers (Docs/architecture.md).
///
/// The writer takes all jobs that wait, runs each in its own savepoint inside one transaction, commits once, durably, and only then tells
/// each job's owner. Check-then-write is safe because nothing else writes.
public final class Database: Storage {
    private let engine: any Engine
    private let writer: Writer
    private let rotation: HetuKeyResealing
    /// Read once, it never changes. A second process would read the same one.
    public let secret: [UInt8]
    public let engineVersion: String

    /// Opens the database and brings it to this code's schema.
    /// - Parameters:
    ///   - keyFile: the key of national ids; made where the database has none yet.
    ///   - backUpFirst: called before the first pending migration of a database that has data, if the engine makes copies.
    /// - Throws: `TableFault` when a table does not hold what the domain lists by, and `HetuKeyFault` when the key is not there or another one:
    ///   then nothing is changed. `MigrationFault`, `StorageFault`.
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

    /// The same as `write`, waiting for the commit; for the command line.
    public func writeAndWait<Result>(_ job: (any Repositories) throws -> Result) throws -> Result {
        try writer.perform(job)
    }

    /// On the writer's queue, between its commits.
    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result { try writer.onConnection(body) }

    /// Copies the whole database into one file, beside the writer.
    /// - Throws: `StorageFault`; `NoCopies` where the engine makes none.
    public func backup(to path: String) throws {
        guard let copying = engine.copying else { throw NoCopies() }
        try storing { try copying.copy(to: path) }
    }

    /// The engine has tools of its own for copies.
    public struct NoCopies: Error {}

    /// Makes the one file the whole database; for the end of the process, when nothing reads any more.
    public func consolidate() throws { try writer.onConnection { try $0.maintenance?.consolidate() } }

    /// Carries out the rotations of the key of national ids that are asked for, from now on, and goes on with one that was cut off.
    /// - Parameter report: told what went wrong; the rotation is tried again at the next start, or when the next is asked for.
    public func carryOutRotations(clock: @escaping @Sendable () -> Instant, report: @escaping @Sendable (any Error) -> Void) {
        let rotation = rotation
        writer.whenRotationIsAskedFor { rotation.wake(clock, report) }
        rotation.wake(clock, report)
    }

    /// Carries out the rotation that is asked for, and waits for the end of it; for the command line.
    public func carryOutRotation(clock: @escaping @Sendable () -> Instant) throws { try rotation.perform(clock) }

    /// What is wrong with the file, the chains and their anchors; empty when all holds.
    /// - Parameters:
    ///   - anchors: what the anchors say; nil to look at the database alone.
    ///   - isBackup: whether the database is older than the anchors, as it should be.
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

    /// The whole schema: every migration, in order.
    public static var schema: String {
        "-- The schema of the database: every migration in order. Made by `make docs`; do not edit.\n\n"
            + Migrations.all.map { "-- Step \($0.number): \($0.name)\n\n\($0.script)" }.joined(separator: "\n")
    }

    /// What was sealed by a migration stood in the open before: nothing of it may be left in pages that are free now, or in the log.
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
