import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// A destroyed text is gone, the chain holds, and an older copy of the database does not bring it back (row 116).
@Suite struct DestructionTests {
    private static let moment = Instant(clampingMicroseconds: 1_800_000_000_000_000)

    /// A database with events, each with a reason, and one look with a purpose.
    private func filled(events: Int) throws -> StoredWork {
        let stored = try StoredWork()
        try stored.database.writeAndWait { repositories in
            for number in 1...events {
                try repositories.events.append(
                    Event(
                        at: Self.moment, userID: ID(high: 1, low: 1), role: .admin, clientID: nil, caseID: nil, noun: "unit",
                        nounID: "\(number)", verb: "updated", fromState: nil, toState: nil, reason: "perusteluteksti \(number)."))
            }
            try repositories.events.append(
                Event(
                    at: Self.moment, userID: ID(high: 1, low: 1), role: .admin, clientID: nil, caseID: nil, noun: "unit", nounID: "x",
                    verb: "updated", fromState: nil, toState: nil, reason: nil))
        }
        try AccessLogTests.record([AccessLogTests.entry(1, [1], purpose: "tarkoitusteksti")], in: stored.database)
        return stored
    }

    private func reasons(_ database: Database) throws -> [String?] {
        try database.writeAndWait { try $0.events.list(after: 0, limit: 1_000).map(\.reason) }
    }

    /// Appends lines as the writer of the anchors does.
    private func anchor(_ kind: Anchor.Kind, _ database: Database, _ lines: inout [String]) throws {
        lines += try database.addAnchor(kind, at: Self.moment, after: lines.last)
    }

    private func record(_ lines: [String], of database: Database) -> AnchorRecord {
        var record = database.anchorRecord()
        for line in lines { record.take(line) }
        return record
    }

    @Test("a destroyed text is in no file and in no answer, and everything holds") func destroys() throws {
        let stored = try filled(events: 3)
        try stored.database.destroy(DestroyedText(log: "events", row: 2), at: Self.moment, because: "päätös 1")
        try stored.database.destroy(DestroyedText(log: "access_log", row: 1), at: Self.moment, because: "päätös 1")
        #expect(try reasons(stored.database) == ["perusteluteksti 1.", nil, "perusteluteksti 3.", nil])
        #expect(try stored.database.findings() == [])
        try stored.database.consolidate()
        for suffix in ["", "-wal"] {
            let octets = try Data(contentsOf: URL(filePath: stored.path + suffix))
            #expect(
                octets.firstRange(of: Data("perusteluteksti 2.".utf8)) == nil && octets.firstRange(of: Data("tarkoitusteksti".utf8)) == nil)
        }
    }

    @Test(
        "what cannot be destroyed is refused by its reason, and nothing is registered",
        arguments: [
            ("events", 99, DestructionFault.noRow), ("events", 4, .noText), ("events", 1, .alreadyDestroyed),
            ("row_digests", 1, .noLog("row_digests")), ("clients", 1, .noLog("clients")), ("", 1, .noLog("")),
        ] as [(String, Int64, DestructionFault)])
    func refuses(log: String, row: Int64, fault: DestructionFault) throws {
        let stored = try filled(events: 3)
        try stored.database.destroy(DestroyedText(log: "events", row: 1), at: Self.moment, because: "päätös 1")
        #expect(throws: fault) { try stored.database.destroy(DestroyedText(log: log, row: row), at: Self.moment, because: "x") }
        #expect(try stored.database.findings() == [])
        let count = try stored.database.inTransaction { try $0.connection.first("SELECT count(*) FROM destructions") { try $0.integer(0) } }
        #expect(count == 1)
    }

    @Test(
        "a text that another hand removes or puts back is found, and so is a destruction that is made up or undone",
        arguments: [
            ("DELETE FROM log_texts WHERE chain = 'events' AND sequence = 3", "the text of row 3 of events is missing"),
            (
                "DELETE FROM log_texts WHERE chain = 'events' AND sequence = 3;"
                    + " INSERT INTO destructions (number, at, chain, sequence, reason) VALUES (9, 1, 'events', 3, 'x')", "destructions: "
            ),
            (
                "INSERT INTO log_texts (chain, sequence, salt, text) VALUES ('events', 2, x'00', 'x')",
                "the text of row 2 of events was destroyed, and is here again"
            ),
            ("DROP TRIGGER destructions_keep_all; DELETE FROM destructions", "the text of row 2 of events is missing"),
        ])
    func finds(script: String, finding: String) throws {
        let stored = try filled(events: 3)
        try stored.database.destroy(DestroyedText(log: "events", row: 2), at: Self.moment, because: "päätös 1")
        #expect(try stored.database.findings() == [])
        try SQLiteEngine(path: stored.path).makeWriter().transaction { try $0.run(script: script) }
        let findings = try stored.database.findings()
        #expect(findings.contains { $0.contains(finding) }, "\(findings)")
    }

    @Test("the anchors register every destruction once, and an older copy destroys the texts again", arguments: [1, 100, 101, 250])
    func destroysAgain(count: Int) throws {
        let stored = try filled(events: 260)
        var lines: [String] = []
        try anchor(.open, stored.database, &lines)
        let copy = stored.path + ".copy"
        try stored.database.backup(to: copy)
        for row in 1...count {
            try stored.database.destroy(DestroyedText(log: "events", row: Int64(row)), at: Self.moment, because: "päätös \(row)")
        }
        try anchor(.destruction, stored.database, &lines)
        #expect(lines.count == 1 + (count + 99) / 100 && lines.allSatisfy { $0.utf8.count < 8_000 })
        try anchor(.destruction, stored.database, &lines)
        try anchor(.close, stored.database, &lines)
        let read = record(lines, of: stored.database)
        #expect(read.findings == [] && read.destroyed == (1...count).map { DestroyedText(log: "events", row: Int64($0)) })
        #expect(try stored.database.findings(anchors: read) == [])
        // A changed line is noticed like any other.
        var edited = lines
        edited[1] = edited[1].replacing("events 1", with: "events 7")
        #expect(!record(edited, of: stored.database).findings.isEmpty)

        let older = try Database(engine: SQLiteEngine(path: copy), keyFile: stored.keyFile)
        let again = "the text of row 1 of events was destroyed, and is here again"
        #expect(try older.findings(anchors: read).contains { $0.contains(again) })
        #expect(try older.findings(anchors: read, isBackup: true) == [])
        #expect(try older.destroyAgain(read.destroyed, at: Self.moment) == count)
        #expect(try older.destroyAgain(read.destroyed, at: Self.moment) == 0)
        #expect(try reasons(older).prefix(count).allSatisfy { $0 == nil } && reasons(older)[count] != nil)
        #expect(try older.findings() == [])
        try anchor(.restore, older, &lines)
        try anchor(.destruction, older, &lines)
        #expect(try older.findings(anchors: record(lines, of: older)) == [])
    }
}
