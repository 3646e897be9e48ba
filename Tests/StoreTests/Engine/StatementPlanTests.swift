import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// SQLite's query plans for the statements that the store prepares. The statements run on other engines too (`make postgresql`), and are
/// written so that SQLite picks the right index where it knows too little about the data.
final class StatementPlanTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-plans-\(UUID().uuidString)")
    private let database: Database

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let engine = SQLiteEngine(
            path: folder.appending(path: "t.sqlite").path, statements: StatementFile(path: folder.path + "/statements"))
        database = try Database(engine: engine, keyFile: KeyInMemory())
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The plans of the statements that the body prepares.
    private func plans(_ body: @Sendable (any Repositories) throws -> Void) throws -> [(sql: String, plan: [String])] {
        let file = folder.path + "/statements"
        let before = try Data(contentsOf: URL(filePath: file)).count
        try database.writeAndWait(body)
        let texts = try Data(contentsOf: URL(filePath: file)).dropFirst(before).split(separator: 0)
        let writer = try SQLiteEngine(path: folder.appending(path: "t.sqlite").path).makeWriter()
        return try texts.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("INSERT") && $0.contains(" FROM ") }.map {
            sql in
            let places = Array(repeating: SQL.Value.null, count: sql.filter { $0 == "?" }.count)
            return (sql, try writer.transaction { try $0.all("EXPLAIN QUERY PLAN \(sql)", places) { try $0.text(3) } })
        }
    }

    @Test(
        "a list of a unit's clients and a few others reads the unit in order and the others by id, and scans no whole table",
        arguments: [nil, .nameOrder] as [Client.Field?])
    func sortsTheFew(field: Client.Field?) throws {
        var care = CaredClients()
        care.unit = CaredClients.Unit(id: ID(high: 1, low: 2))
        care.workerIDs = [ID(high: 3, low: 4)]
        care.opened = [ID(high: 5, low: 6)]
        let query = ListQuery<Client>(visible: .care(care), order: ListOrder(field: field))
        let found = try plans { _ = try $0.clients.list(query) }
        let plan = try #require(found.first { $0.sql.contains("UNION ALL") }).plan
        // A scan along an index of the order would read the whole register to find a few dozen clients.
        #expect(plan.filter { $0.hasPrefix("SCAN clients") } == [], "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH clients USING INDEX sqlite_autoindex_clients_1 (id=?)") }, "\(plan)")
        #expect(plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
        let index = field == nil ? "clients_of_unit" : "clients_by_name"
        #expect(plan.contains { $0.hasPrefix("SEARCH clients USING INDEX \(index) (care_unit_id=?") }, "\(plan)")
    }

    @Test("expired idempotent answers are deleted through indexes, without a scan") func letsGo() throws {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        let found = try plans {
            try $0.idempotency.insert(
                IdempotentAnswer(
                    caller: ID(high: 1, low: 2), key: "k", digest: "d", status: 200, headers: [], body: [], at: now, clients: []),
                lettingGoBefore: now)
        }
        let plan = try #require(found.first { $0.sql.hasPrefix("SELECT caller, key FROM idempotent_answers") }).plan
        #expect(plan.filter { $0.hasPrefix("SCAN") } == [], "\(plan)")
        #expect(plan.contains { $0.contains("idempotent_answers_at (at<?)") } && !plan.contains { $0.contains("TEMP B-TREE FOR ORDER") })
    }

    @Test("a new answer under the same idempotency key replaces the old one") func replacesAnswers() throws {
        let (first, second) = (try #require(Instant("2026-06-30T09:00:00Z")), try #require(Instant("2026-06-30T10:00:00Z")))
        func answer(_ status: Int, at: Instant) -> IdempotentAnswer {
            IdempotentAnswer(
                caller: ID(high: 1, low: 2), key: "k", digest: "d\(status)", status: status, headers: [("ETag", "\"\(status)\"")],
                body: [UInt8(status % 256)], at: at, clients: [ID(high: 0, low: UInt64(status))])
        }
        try database.writeAndWait {
            try $0.idempotency.insert(answer(201, at: first), lettingGoBefore: first)
            try $0.idempotency.insert(answer(404, at: second), lettingGoBefore: first)
        }
        let kept = try database.writeAndWait { try $0.idempotency.find("d404", caller: ID(high: 1, low: 2), key: "k", since: first) }
        guard case .toTheSame(let kept) = kept else {
            Issue.record("\(String(describing: kept))")
            return
        }
        #expect(kept == answer(404, at: second))
    }
}
