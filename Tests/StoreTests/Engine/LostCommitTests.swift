import Dispatch
import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Store
import Synchronization
import Testing

/// Commits with an unknown outcome, and copies made beside the writer.
final class LostCommitTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-lost-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test("a commit with an unknown outcome counts as a change, and the caller gets `outcomeUnknown`") func countsPerhaps() throws {
        let engine = LosingEngine(engine: SQLiteEngine(path: folder.path + "/t.sqlite"))
        let database = try Database(engine: engine, keyFile: KeyInMemory())
        let before = (database.changes, database.callerChanges)
        let rang = DispatchSemaphore(value: 0)
        _ = database.whenChanged(from: database.changes) { rang.signal() }
        engine.losesNext.ask()
        let outcome = Mutex<Result<Int, any Error>?>(nil)
        let told = DispatchSemaphore(value: 0)
        database.write(
            { _ in 7 },
            then: { result in
                outcome.withLock { $0 = result }
                told.signal()
            })
        #expect(told.wait(timeout: .now() + 20) == .success && rang.wait(timeout: .now() + 20) == .success)
        #expect(throws: StorageFault.outcomeUnknown) { try outcome.withLock { try $0?.get() } }
        #expect(database.changes > before.0 && database.callerChanges > before.1)
    }

    @Test("a backup is made while the writer is in the middle of a transaction (row 115)") func copiesBesideTheWriter() throws {
        let stored = try StoredWork()
        _ = try stored.openCase(monitoringRequired: false)
        let (isInside, mayEnd, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let waited = Mutex(DispatchTimeoutResult.timedOut)
        stored.database.write(
            { _ in
                isInside.signal()
                waited.withLock { $0 = mayEnd.wait(timeout: .now() + 20) }
            }, then: { _ in isDone.signal() })
        isInside.wait()
        let copy = folder.path + "/copy.sqlite"
        try stored.database.backup(to: copy)
        mayEnd.signal()
        isDone.wait()
        #expect(waited.withLock { $0 } == .success)
        let copied = try Database(engine: SQLiteEngine(path: copy), keyFile: stored.keyFile)
        #expect(try copied.findings() == [])
        #expect(try copied.writeAndWait { try $0.clients.count(ListQuery()) } == 1)
    }
}

/// SQLite, but on demand it reports a lost connection after a commit.
private struct LosingEngine: Engine {
    let engine: SQLiteEngine
    let losesNext = LosesNext()

    var version: String { engine.version }
    var readsAtOnce: Bool { engine.readsAtOnce }
    var copying: (any DatabaseCopying)? { nil }
    func makeReader() throws -> any ReadingConnection { try engine.makeReader() }
    func makeWriter() throws -> any WritingConnection { Writing(writer: try engine.makeWriter(), losesNext: losesNext) }

    final class LosesNext: Sendable {
        private let value = Atomic(false)
        func ask() { value.store(true, ordering: .relaxed) }
        func take() -> Bool { value.exchange(false, ordering: .relaxed) }
    }

    /// A writer without maintenance, as of an engine whose server maintains itself.
    final class Writing: WritingConnection {
        private let writer: any WritingConnection
        private let losesNext: LosesNext

        init(writer: any WritingConnection, losesNext: LosesNext) {
            self.writer = writer
            self.losesNext = losesNext
        }

        var maintenance: (any Maintenance)? { nil }
        var foreignCommits: Int { writer.foreignCommits }
        var onNotice: (@Sendable (EngineNotice) -> Void)? {
            get { writer.onNotice }
            set { writer.onNotice = newValue }
        }

        func transaction<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
            let result = try writer.transaction(body)
            if losesNext.take() { throw SQLFault.outcomeUnknown }
            return result
        }
    }
}
