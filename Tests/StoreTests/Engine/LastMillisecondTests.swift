import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// New identities begin above every identity in the database, so a clock that was put back breaks no order.
struct LastMillisecondTests {
    @Test("the last millisecond is the greatest of all tables, and 0 in an empty database") func isGreatest() throws {
        let stored = try StoredWork()
        #expect(try stored.database.lastMillisecond() == 0)
        _ = try stored.openCase(monitoringRequired: false)
        let opened = try #require(Instant("2026-03-02T09:00:00Z"))
        #expect(try stored.database.lastMillisecond() == UInt64(opened.microseconds / 1000))
        // An earlier row changes nothing, a later one of any table does.
        try stored.work(on: "2020-01-01") { work in _ = try work.addUnit(named: "Vanha") }
        #expect(try stored.database.lastMillisecond() == UInt64(opened.microseconds / 1000))
        try stored.work(on: "2030-01-01") { work in _ = try work.addUnit(named: "Uusi") }
        let later = try #require(Instant("2030-01-01T09:00:00Z"))
        #expect(try stored.database.lastMillisecond() == UInt64(later.microseconds / 1000))
    }

    @Test("every table is asked at the end of its primary key, without a scan") func asksIndexes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "avain-last-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (path, file) = (folder.appending(path: "t.sqlite").path, folder.appending(path: "statements").path)
        let database = try Database(engine: SQLiteEngine(path: path, statements: StatementFile(path: file)), keyFile: KeyInMemory())
        _ = try database.lastMillisecond()
        let texts = try Data(contentsOf: URL(filePath: file)).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        let sql = try #require(texts.last { $0.hasPrefix("SELECT max(id)") })
        let plan = try SQLiteEngine(path: path).makeWriter().transaction {
            try $0.all("EXPLAIN QUERY PLAN \(sql)") { try $0.text(3) }
        }
        for table in Tables.all {
            #expect(plan.contains { $0.hasPrefix("SEARCH \(table.name) USING COVERING INDEX") }, "\(table.name): \(plan)")
        }
        // What is left are the results of the tables, one row each.
        #expect(plan.filter { $0.hasPrefix("SCAN") && !$0.contains("greatest") } == [], "\(plan)")
    }

    @Test("a greatest identity that is none is reported as damage") func reportsDamage() throws {
        let stored = try StoredWork()
        try stored.run("INSERT INTO units (id, created_at, updated_at, version, name) VALUES ('zzz', 1, 1, 1, 'Rikki')")
        #expect(throws: StorageFault.corrupt) { try stored.database.lastMillisecond() }
    }
}
