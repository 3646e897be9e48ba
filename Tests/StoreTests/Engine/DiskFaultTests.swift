import CSQLite
import Foundation
import PersonalBudgeting
import SQL
import Store
import Synchronization
import Testing

@testable import SQLiteEngine

/// Faults of the disk: what is lost, what is refused, and what goes on (decision 0022).
final class DiskFaultTests {
    private let folder: URL
    private let path: String
    private let engine: SQLiteEngine
    private let notices = NoticeList()

    init() throws {
        folder = try FaultyFiles.makeFolder()
        path = folder.path + "/t.sqlite"
        engine = SQLiteEngine(path: path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let insert = SQLStatement("INSERT INTO things (id, octets) VALUES (?, ?)")

    private func makeWriter() throws -> any WritingConnection {
        let writer = try engine.makeWriter()
        writer.onNotice = notices.receive
        try writer.transaction { try $0.run(script: "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, octets BLOB NOT NULL) STRICT;") }
        return writer
    }

    private func add(_ id: Int64, bytes: Int = 10, to writer: any WritingConnection) throws {
        try writer.transaction { try $0.execute(DiskFaultTests.insert, [.integer(id), .blob([UInt8](repeating: 1, count: bytes))]) }
    }

    private func ids() throws -> [Int64] {
        try engine.makeReader().connection.all("SELECT id FROM things ORDER BY id") { try $0.integer(0) }
    }

    // MARK: - Syncs

    @Test("after a sync of the log that failed nothing is committed, even when the disk works again") func stopsAfterLostLog() throws {
        let writer = try makeWriter()
        try add(1, to: writer)
        FaultyFiles.fail(path + "-wal", .syncs)
        #expect(throws: SQLFault.self) { try add(2, to: writer) }
        FaultyFiles.heal(path + "-wal")
        let fault = #expect(throws: SQLFault.self) { try add(3, to: writer) }
        guard case .notDurable = fault else { throw CocoaError(.featureUnsupported) }
        #expect(try ids() == [1])
        let told = notices.all
        guard told.count == 1, case .notDurable = told.first else { throw CocoaError(.featureUnsupported) }
    }

    @Test("after a sync of the database file that failed in a checkpoint nothing is committed") func stopsAfterLostFile() throws {
        let writer = try makeWriter()
        try add(1, bytes: 5 << 20, to: writer)
        FaultyFiles.fail(path, .syncs)
        #expect(writer.maintenance?.tidy() == nil)
        FaultyFiles.heal(path)
        let fault = #expect(throws: SQLFault.self) { try add(2, to: writer) }
        guard case .notDurable = fault else { throw CocoaError(.featureUnsupported) }
        guard case .notDurable = notices.all.first else { throw CocoaError(.featureUnsupported) }
    }

    @Test("no caller gets a success after a failed sync, and storage says that it takes no log") func answersNobody() throws {
        let database = try Database(engine: engine, keyFile: KeyInMemory())
        #expect(try wait(database) { _ in 1 } == .success(1))
        FaultyFiles.fail(path + "-wal", .syncs)
        #expect(try wait(database, DiskFaultTests.register) == .failure(.outcomeUnknown))
        FaultyFiles.heal(path + "-wal")
        #expect(try wait(database, DiskFaultTests.register) == .failure(.outcomeUnknown))
        #expect(try record(database) == .outcomeUnknown)
        #expect(database.condition == .failing(.outcomeUnknown))
    }

    // MARK: - Writes

    @Test("a write that reports an I/O error rolls back, and the next transaction works") func goesOnAfterFailedWrite() throws {
        let writer = try makeWriter()
        try add(1, to: writer)
        FaultyFiles.fail(path + "-wal", .writes)
        let fault = #expect(throws: SQLFault.self) { try add(2, to: writer) }
        guard case .failed(code: 778, _) = fault else { throw CocoaError(.featureUnsupported) }
        FaultyFiles.heal(path + "-wal")
        try add(3, to: writer)
        #expect(try ids() == [1, 3])
        // SQLite has discarded its pages, which is no commit of another program.
        #expect(writer.foreignCommits == 0)
        #expect(notices.all == [])
    }

    @Test("after SQLite has ended a transaction inside a job, no later job of the group is kept") func endsTheGroup() throws {
        let writer = try makeWriter()
        try add(1, to: writer)
        FaultyFiles.fail(path + "-wal", .fullBeyond(200_000))
        let fault = #expect(throws: SQLFault.self) {
            try writer.transaction { connection in
                // More than the cache holds, so SQLite writes to the log before the commit.
                #expect(throws: SQLFault.full) {
                    try connection.savepoint {
                        for id in 2...200 {
                            try connection.execute(
                                DiskFaultTests.insert, [.integer(Int64(id)), .blob([UInt8](repeating: 1, count: 40_000))])
                        }
                    }
                }
                #expect(throws: SQLFault.full) {
                    try connection.savepoint { try connection.execute(DiskFaultTests.insert, [.integer(300), .blob([])]) }
                }
            }
        }
        #expect(fault == .full)
        FaultyFiles.heal(path + "-wal")
        #expect(try ids() == [1])
        try add(400, to: writer)
        #expect(try ids() == [1, 400])
    }

    @Test("data that does not fit is refused as full, and the log row of the same commit is stored") func storesLogWithoutData() throws {
        let database = try Database(engine: engine, keyFile: KeyInMemory())
        #expect(try record(database) == nil)
        let length = try #require(FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int64)
        // A job that waits lets the next two come into one group.
        let (isInside, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        database.write(
            { _ in
                isInside.signal()
                _ = mayEnd.wait(timeout: .now() + 20)
            }, then: { _ in })
        isInside.wait()
        FaultyFiles.fail(path + "-wal", .fullBeyond(length + 100_000))
        let outcomes = Mutex<[String]>([])
        let done = DispatchSemaphore(value: 0)
        database.write(
            { try DiskFaultTests.register($0, count: 60) },
            then: { result in
                outcomes.withLock { $0.append("data \(result)") }
                done.signal()
            })
        database.record([DiskFaultTests.entry]) { fault in
            outcomes.withLock { $0.append("log \(fault.map { "\($0)" } ?? "stored")") }
            done.signal()
        }
        mayEnd.signal()
        for _ in 0..<2 { #expect(done.wait(timeout: .now() + 20) == .success) }
        #expect(outcomes.withLock { $0.sorted() } == ["data failure(PersonalBudgeting.StorageFault.full)", "log stored"])
        #expect(database.condition == .works)
    }

    @Test("when not even the log fits, reads are refused as failing, and storage recovers by itself") func recovers() throws {
        let database = try Database(engine: engine, keyFile: KeyInMemory())
        #expect(try record(database) == nil)
        FaultyFiles.fail(path + "-wal", .fullBeyond(0))
        #expect(try record(database) == .unavailable)
        #expect(database.condition == .failing(.full))
        FaultyFiles.heal(path + "-wal")
        // Nothing is sent meanwhile: the service finds out by itself.
        let end = ContinuousClock.now + .seconds(20)
        while database.condition != .works, ContinuousClock.now < end { sched_yield() }
        #expect(database.condition == .works)
        #expect(try record(database) == nil)
    }

    // MARK: - Codes

    @Test(
        "each code of SQLite and errno of the system has its fault",
        arguments: [
            (SQLITE_IOERR | 4 << 8, EIO, "notDurable"), (SQLITE_IOERR | 4 << 8, ENOSPC, "notDurable"),
            (SQLITE_IOERR | 5 << 8, EIO, "notDurable"),
            (SQLITE_IOERR | 3 << 8, EIO, "failed"), (SQLITE_IOERR | 3 << 8, EFBIG, "full"), (SQLITE_IOERR | 3 << 8, EDQUOT, "full"),
            (SQLITE_IOERR | 3 << 8, EROFS, "readOnly"), (SQLITE_IOERR | 6 << 8, ENOSPC, "full"), (SQLITE_IOERR | 6 << 8, EIO, "failed"),
            (SQLITE_IOERR | 1 << 8, 0, "failed"), (SQLITE_IOERR | 19 << 8, 0, "full"), (SQLITE_IOERR | 33 << 8, 0, "failed"),
            (SQLITE_FULL, 0, "full"), (SQLITE_READONLY | 3 << 8, 0, "readOnly"), (SQLITE_BUSY | 2 << 8, 0, "busy"),
            (SQLITE_CORRUPT | 2 << 8, 0, "corrupt"), (SQLITE_IOERR | 32 << 8, 0, "corrupt"), (SQLITE_NOTADB, 0, "corrupt"),
            (SQLITE_CANTOPEN, 0, "failed"),
        ] as [(Int32, Int32, String)])
    func hasFault(code: Int32, systemError: Int32, name: String) {
        #expect("\(SQLFault(code: code, systemError: systemError, detail: "d"))".hasPrefix(name))
    }

    // MARK: - Helpers

    private static let entry = AccessEntry(
        at: Instant(clampingMicroseconds: 1), userID: ID(high: 1, low: 1), role: .socialWorker, unitID: nil, clients: [ID(high: 7, low: 7)],
        caseID: nil, operation: "findClient", purpose: nil, status: 200, requestID: "r")

    /// Stores new units with long names.
    @Sendable private static func register(_ repositories: any Repositories) throws -> Int { try register(repositories, count: 1) }

    private static func register(_ repositories: any Repositories, count: Int) throws -> Int {
        let actor = Actor(userID: ID(high: 1, low: 1), name: "Anna", role: .admin)
        let work = Work(
            repositories: repositories, actor: actor, now: Instant(clampingMicroseconds: 1), identifiers: StoredWork.Identifiers())
        for _ in 0..<count { _ = try work.addUnit(named: "\(UUID()) " + String(repeating: "yksikkö", count: 600)) }
        return count
    }

    private func record(_ database: Database) throws -> StorageFault? {
        let outcome = Mutex<StorageFault?>(nil)
        let done = DispatchSemaphore(value: 0)
        database.record([DiskFaultTests.entry]) { fault in
            outcome.withLock { $0 = fault as? StorageFault }
            done.signal()
        }
        guard done.wait(timeout: .now() + 20) == .success else { throw CocoaError(.fileWriteUnknown) }
        return outcome.withLock { $0 }
    }

    private func wait(_ database: Database, _ job: @escaping @Sendable (any Repositories) throws -> Int) throws -> Result<Int, StorageFault>
    {
        let outcome = Mutex<Result<Int, StorageFault>?>(nil)
        let done = DispatchSemaphore(value: 0)
        database.write(job) { result in
            outcome.withLock { $0 = result.mapError { $0 as? StorageFault ?? .stale } }
            done.signal()
        }
        guard done.wait(timeout: .now() + 20) == .success, let result = outcome.withLock({ $0 }) else {
            throw CocoaError(.fileWriteUnknown)
        }
        return result
    }
}
