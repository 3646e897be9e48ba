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
    let verifier: Verifier
    /// The secret of the database, 32 random bytes. It is read once and never changes. A second process would read the same secret.
    public let secret: [UInt8]
    public let engineVersion: String

    /// Opens the database and migrates it to the schema of this program.
    /// - Parameters:
    ///   - keyFile: the key of national ids. A key is made if the database has none yet.
    ///   - provesSchema: whether to refuse a database whose schema another hand has changed. False only to verify it.
    ///   - backUpFirst: called before the first pending migration of a database that has data, if the engine makes copies.
    /// - Throws: `TableFault` when a table lacks the column of a field; `HetuKeyFault` when the key is missing or is another key (the
    ///   database is then unchanged); `MigrationFault`; `StorageFault`.
    public init(
        engine: any Engine, keyFile: any HetuKeyFile, provesSchema: Bool = true,
        backUpFirst: ((any DatabaseCopying) throws -> Void)? = nil
    ) throws {
        try Tables.check()
        self.engine = engine
        engineVersion = engine.version
        let connection = try engine.makeWriter()
        let keyring = try connection.transaction { try HetuKeyring.opened(keyFile, for: $0) }
        let damage = Damage()
        if provesSchema { try Database.proveSchema(connection, keyring, damage) }
        if let pending = try Migrations.pending(connection), pending > 0, let copying = engine.copying { try backUpFirst?(copying) }
        _ = try Migrations.apply(to: connection, keyring, damage)
        try connection.transaction { database in
            let unit = UnitOfWork(database, keyring, damage, isWriting: true)
            try keyring.prove(unit)
            try unit.finish()
        }
        try Database.forgetPlainHetus(connection, keyring, damage)
        secret = try Database.keptSecret(connection, keyring, damage)
        writer = Writer(connection, keyring, damage, makeReader: { try engine.makeReader() })
        rotation = HetuKeyResealing(writer, keyFile, makeReader: { try engine.makeReader() })
        verifier = Verifier(writer, makeReader: { try engine.makeReader() })
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

    public var condition: StorageCondition { writer.condition.current }

    /// Passes on what the engine notices by itself, from any thread. The receiver must not call the database.
    public func onNotice(_ receive: @escaping @Sendable (EngineNotice) -> Void) {
        writer.setReceiver(receive)
    }

    /// Keeps room for the access log on a disk that becomes full; see `Maintenance.keepReserve`.
    public func keepReserve(bytes: Int64) throws { try writer.onConnection { $0.maintenance?.keepReserve(bytes: bytes) } }

    /// How often a commit has found that somebody else had committed, although nobody else may write.
    public func foreignCommits() throws -> Int { try writer.onConnection { $0.foreignCommits } }

    public func stopWaiting(_ ticket: Int) { writer.bell.leave(ticket) }

    /// Does the same as `write` and waits for the commit, for the command line.
    public func writeAndWait<Result>(_ job: (any Repositories) throws -> Result) throws -> Result {
        try writer.perform(job)
    }

    /// Runs the body on the writer's queue, between commits.
    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result { try writer.onConnection(body) }

    /// Runs the body in one transaction of the writer, between commits.
    func inTransaction<Result>(_ body: (UnitOfWork) throws -> Result) throws -> Result {
        try writer.onConnection { connection in
            try connection.transaction { database in
                let unit = UnitOfWork(database, writer.keyring, writer.damage, isWriting: true)
                let result = try body(unit)
                try unit.finish()
                return result
            }
        }
    }

    /// Copies the whole database into one file. The writer does not wait for the copy. The copy contains every write that was acknowledged
    /// before this call. Its maker makes it durable.
    /// - Parameter pause: called between the steps of the copy, which are short. It may wait; it throws to give up.
    /// - Throws: `StorageFault`; `NoCopies` when the engine makes no copies; what `pause` throws.
    public func backup(to path: String, between pause: () throws -> Void = {}) throws {
        guard let copying = engine.copying else { throw NoCopies() }
        try storing { try copying.copy(to: path, between: pause) }
    }

    /// The engine's own tools make the copies.
    public struct NoCopies: Error {}

    /// Makes the database file the whole database. For the end of the process, when there are no readers any more.
    public func consolidate() throws {
        verifier.stop()
        try writer.onConnection { try $0.maintenance?.consolidate() }
    }

    /// Carries out the requested rotations of the key of national ids from now on, and continues an interrupted rotation.
    /// - Parameter report: called with the error of a failed rotation. The rotation is tried again at the next start or the next request.
    public func carryOutRotations(clock: @escaping @Sendable () -> Instant, report: @escaping @Sendable (any Error) -> Void) {
        let rotation = rotation
        writer.whenRotationIsAskedFor { rotation.wake(clock, report) }
        rotation.wake(clock, report)
    }

    /// Ends a rotation after the commit that is under way, and waits for it: afterwards this process writes nothing by itself. The next start
    /// continues the rotation.
    public func stopRotations() { rotation.stop() }

    /// Carries out the requested rotation and waits for its end, for the command line.
    public func carryOutRotation(clock: @escaping @Sendable () -> Instant) throws { try rotation.perform(clock) }

    /// Verifies the database again and again from now on, in slices beside the requests.
    /// - Parameters:
    ///   - seconds: the time between the end of a cycle and the beginning of the next.
    ///   - anchors: reads the anchors. It must not hold the database, which would then never be closed.
    ///   - tell: called with each new finding.
    public func verifyWhileServing(
        everySeconds seconds: Int, clock: @escaping @Sendable () -> Instant,
        anchors: @escaping @Sendable (inout AnchorRecord) throws -> Void, tell: @escaping @Sendable (String) -> Void
    ) {
        let seal = AnchorSeal(secret: secret)
        verifier.serve(
            everySeconds: seconds, clock: clock,
            anchors: {
                var record = AnchorRecord(sealedBy: seal)
                try anchors(&record)
                return record
            }, tell: tell)
    }

    public var verification: VerificationReport { verifier.report }

    /// Verifies the whole database at once and returns what is wrong; empty if nothing is.
    /// - Parameters:
    ///   - anchors: the anchors; nil to check the database alone.
    ///   - isBackup: whether the database is a backup, which is older than the newest anchors.
    ///   - pause: called between the slices of the work. It may wait; it throws to give up.
    /// - Throws: `StorageFault`, and what `pause` throws.
    public func verify(
        anchors: AnchorRecord? = nil, isBackup: Bool = false, between pause: () throws -> Void = {}
    ) throws -> [Finding] {
        var findings: [Finding] = []
        do {
            let faults = try writer.onConnection { try $0.maintenance?.integrityFindings(between: pause) }
            findings += (faults ?? []).map { Finding("file", "\($0)", isOfDisk: $0.isOfDisk) }
        } catch StorageFault.corrupt {
            findings.append(Finding("file", "damaged"))
        }
        // A view and no transaction: a transaction that has read a damaged page cannot be committed.
        let reading = try storing { try engine.makeReader() }
        try storing { try reading.beginView() }
        defer { reading.endView() }
        let unit = UnitOfWork(reading.connection, writer.keyring, writer.damage)
        return try findings + reading.paced(by: pause) { try Database.verified(unit, anchors: anchors, isBackup: isBackup, between: pause) }
    }

    /// Verifies what one transaction or view sees.
    static func verified(
        _ unit: UnitOfWork, anchors: AnchorRecord?, isBackup: Bool, between pause: () throws -> Void = {}
    ) throws -> [Finding] {
        // The engine's own check of the file has checked the indexes.
        let verification = Verification(unit, anchors: { anchors }, isBackup: isBackup, checksIndexes: false)
        repeat {
            // Reading an array of lines cannot fail.
            try? verification.prepare()
            try pause()
        } while verification.advance(rows: 500)
        return verification.findings
    }

    /// The whole schema: every migration in order.
    public static var schema: String {
        "-- The schema of the database: every migration in order. Made by `make docs`; do not edit.\n\n"
            + Migrations.all.map { "-- Step \($0.number): \($0.name)\n\n\($0.script)" }.joined(separator: "\n")
    }

    /// Refuses a database whose schema another hand has changed.
    /// - Throws: `ChangedSchema`.
    private static func proveSchema(_ writer: any WritingConnection, _ keyring: HetuKeyring, _ damage: Damage) throws {
        let findings = try writer.transaction { connection -> [Finding] in
            guard try connection.hasTable("migrations"),
                try connection.first("SELECT 1 FROM migrations WHERE number = ?", [.integer(Int64(RowDigests.firstStep))], { _ in true })
                    == true
            else { return [] }
            do { return try SchemaDigest.findings(UnitOfWork(connection, keyring, damage)) } catch StorageFault.corrupt, SQLFault.corrupt {
                return [Finding("schema", "its digest cannot be read")]
            }
        }
        guard findings.isEmpty else { throw ChangedSchema(findings: findings) }
    }

    /// Another hand has changed the schema, or the digest that proves it.
    public struct ChangedSchema: Error, CustomStringConvertible {
        public let findings: [Finding]
        public var description: String { findings.map(\.description).joined(separator: "; ") }
    }

    /// Another hand has removed the secret of the database. With a new one, the anchors would seem to belong to another database.
    public struct LostSecret: Error {}

    /// Before a migration sealed them, national ids were in plain text. Rewrites the file, so that none is left in free pages or in the
    /// log.
    private static func forgetPlainHetus(_ writer: any WritingConnection, _ keyring: HetuKeyring, _ damage: Damage) throws {
        let isDue = try writer.transaction { try $0.first("SELECT 1 FROM secrets WHERE name = 'to_compact'", [], { _ in true }) == true }
        guard isDue else { return }
        try writer.maintenance?.compact()
        try writer.transaction { connection in
            let unit = UnitOfWork(connection, keyring, damage, isWriting: true)
            try Secrets.remove("to_compact", unit)
            try unit.finish()
        }
    }

    private static func keptSecret(_ writer: any WritingConnection, _ keyring: HetuKeyring, _ damage: Damage) throws -> [UInt8] {
        try storing {
            try writer.transaction { connection in
                let unit = UnitOfWork(connection, keyring, damage, isWriting: true)
                if let kept = try Secrets.find("seal", unit) { return kept }
                // A database that was used had one: its anchors are sealed with it.
                let isUsed = try ["SELECT 1 FROM anchors WHERE line > 0", "SELECT 1 FROM events LIMIT 1"].contains {
                    try connection.first($0, [], { _ in true }) == true
                }
                guard !isUsed else { throw LostSecret() }
                var generator = SystemRandomNumberGenerator()
                let fresh = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
                try Secrets.keep("seal", fresh, unit)
                try unit.finish()
                return fresh
            }
        }
    }
}
