import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Store
import Synchronization
import Testing

/// Commits of somebody else, although nobody else may write.
final class ForeignCommitTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-foreign-\(UUID().uuidString)")
    private let engine: SQLiteEngine
    private let notices = NoticeList()

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        engine = SQLiteEngine(path: folder.path + "/t.sqlite")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func makeWriter() throws -> any WritingConnection {
        let writer = try engine.makeWriter()
        writer.onNotice = notices.receive
        try writer.transaction { try $0.run(script: "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT) STRICT;") }
        return writer
    }

    @Test("a commit of another program is noticed at the next transaction, once; its reads and its rollback are not") func countsForeign()
        throws
    {
        struct Stop: Error {}
        let writer = try makeWriter()
        let other = try SQLiteEngine(path: folder.path + "/t.sqlite").makeWriter()
        _ = try other.transaction { try $0.first("SELECT count(*) FROM things") { try $0.integer(0) } }
        #expect(throws: Stop.self) {
            try other.transaction {
                try $0.execute("INSERT INTO things VALUES (1, 'a')")
                throw Stop()
            }
        }
        try writer.transaction { _ in }
        #expect(writer.foreignCommits == 0)
        for id in 2...3 { try other.transaction { try $0.execute("INSERT INTO things VALUES (?, 'a')", [.integer(Int64(id))]) } }
        for _ in 0..<3 { try writer.transaction { try $0.execute("INSERT INTO things (name) VALUES ('b')") } }
        #expect(writer.foreignCommits == 1)
        try other.transaction { try $0.execute("DELETE FROM things") }
        try writer.transaction { _ in }
        #expect(writer.foreignCommits == 2)
        #expect(notices.all == [.foreignCommit(count: 1), .foreignCommit(count: 2)])
    }

    @Test("nothing that the writer does itself counts: commits, rollbacks, checkpoints, compaction, copies") func ignoresItself() throws {
        struct Stop: Error {}
        let writer = try makeWriter()
        let reader = try engine.makeReader()
        for round in 0..<400 {
            try writer.transaction { connection in
                try connection.execute("INSERT INTO things (name) VALUES (?)", [.text(String(repeating: "n", count: 30_000))])
                try? connection.savepoint {
                    try connection.execute("DELETE FROM things")
                    throw Stop()
                }
            }
            try? writer.transaction {
                try $0.execute("DELETE FROM things")
                throw Stop()
            }
            try? writer.transaction { try $0.execute("INSERT INTO things (id) SELECT id FROM things") }
            _ = writer.maintenance?.tidy()
            if round % 50 == 0 {
                try reader.beginView()
                _ = try reader.connection.first("SELECT count(*) FROM things") { try $0.integer(0) }
                reader.endView()
                try writer.maintenance?.consolidate()
            }
            if round % 100 == 0 {
                try writer.maintenance?.compact()
                try writer.maintenance?.proveWriting()
                try engine.copy(to: folder.path + "/copy-\(round).sqlite", between: {})
            }
        }
        #expect(writer.foreignCommits == 0)
        #expect(notices.all == [])
    }

    @Test("a reader that keeps its view sees what somebody else has committed as soon as the writer has noticed it") func showsReaders()
        throws
    {
        let stored = try StoredWork()
        let reader = try stored.database.makeReader()
        func units() throws -> Int { try reader.read { try $0.units.count(ListQuery()) } }
        let before = try units()
        try stored.run("INSERT INTO units (id, created_at, updated_at, version, name) VALUES ('u', 1, 1, 1, 'lisätty')")
        // A row of the access log is no change, so the reader would keep its view.
        let isStored = DispatchSemaphore(value: 0)
        let entry = AccessEntry(
            at: Instant(clampingMicroseconds: 1), userID: ID(high: 1, low: 1), role: .socialWorker, unitID: nil, clients: [], caseID: nil,
            operation: "findClient", purpose: nil, status: 200, requestID: "r")
        stored.database.record([entry]) { _ in isStored.signal() }
        #expect(isStored.wait(timeout: .now() + 20) == .success)
        #expect(try stored.database.foreignCommits() == 1)
        #expect(try units() == before + 1)
    }
}
