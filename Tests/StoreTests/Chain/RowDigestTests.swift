import PersonalBudgeting
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// A row that another hand changed is found and named, whatever its table (row 116).
@Suite struct RowDigestTests {
    @Test func `row 116: each random change by hand of any table is found, and its table named`() throws {
        let county = try HandChangedRows()
        var random = SplitMix64("changes by hand")
        #expect(try county.findings { _ in }.isEmpty)
        let tables = county.tables.filter { !$0.rows.isEmpty && $0.name != "migrations" }
        // Every table once, then random tables.
        for number in 0..<tables.count + 5 {
            let table = number < tables.count ? tables[number] : tables[Int.random(in: tables.indices, using: &random)]
            let row = table.rows[Int.random(in: table.rows.indices, using: &random)]
            let column = table.columns[Int.random(in: table.columns.indices, using: &random)]
            let (told, change) = HandChange.any(of: table, row, column, &random)
            let found: [Finding]
            do { found = try county.findings(after: change) } catch is StorageFault { continue }
            // The access log's index and the words of the search are compared as a whole; a change of a client's name shows there too.
            #expect(!found.isEmpty, "\(told)")
            let places = Set(found.map(\.place))
            #expect(
                places.contains(table.name) || !places.isDisjoint(with: HandChange.standIns(for: table.name)),
                "\(told): \(found)")
        }
    }

    @Test func `row 116: an edited row is named with its columns`() throws {
        let county = try HandChangedRows()
        let found = try county.findings { connection in
            try connection.execute("UPDATE decisions SET granted_total_cents = granted_total_cents * 10 WHERE outcome = 'approved'")
        }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.place == "decisions" && $0.text.hasSuffix("was changed: granted_total_cents") }, "\(found)")
    }

    @Test func `row 116: a row in an earlier state, a removed row and a row put back are told apart`() throws {
        let county = try HandChangedRows()
        let stored = county.stored
        let unitID = try stored.work(on: "2026-06-30") { try $0.addUnit(named: "Yksikkö").id }
        let before = try stored.database.onConnection { writer in
            try writer.transaction { connection in
                try connection.first(Table<OrganisationUnit>.units.layout.find, [.text("\(unitID)")]) { row in
                    (0...Table<OrganisationUnit>.units.layout.columns.count).map { Value(row.cell($0)) }
                }
            }
        }
        try stored.work(on: "2026-07-01") { work in
            var unit = try work.repositories.units.require(unitID)
            unit.record.version += 1
            unit.name = "Toinen"
            try work.repositories.units.update(unit)
        }
        let columns = Table<OrganisationUnit>.units.layout.columns + [RowLayout.column]
        let earlier = try county.findings { connection in
            try connection.execute(
                "UPDATE units SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?",
                try #require(before) + [.text("\(unitID)")])
        }
        #expect(earlier == [Finding("units", "row \(unitID) is in an earlier state")])
        let removed = try county.findings { try $0.execute("DELETE FROM units WHERE id = ?", [.text("\(unitID)")]) }
        #expect(removed == [Finding("units", "row \(unitID) is missing")])
        let inserted = try county.findings { connection in
            try connection.execute(
                "INSERT INTO units (\(columns.joined(separator: ", "))) SELECT 'x', created_at, updated_at, version, name || 'x', valid_to,"
                    + " row_digest FROM units WHERE id = ?", [.text("\(unitID)")])
        }
        #expect(inserted == [Finding("units", "row x was changed: id, name", isOfOneRow: true)])
    }

    @Test func `row 116: what is read is checked at once, alone and in lists`() throws {
        let county = try HandChangedRows()
        try county.change { try $0.execute("UPDATE decisions SET reasons = 'muutettu' WHERE id = (SELECT min(id) FROM decisions)") }
        let reader = try county.stored.database.makeReader()
        #expect(throws: StorageFault.corrupt) { try reader.read { try $0.decisions.list(ListQuery(limit: 500)).count } }
        let id = try county.stored.database.onConnection { writer in
            try writer.transaction { try $0.first("SELECT min(id) FROM decisions") { try $0.text(0) } }
        }
        let decision = try #require(id.flatMap { ID<Decision>($0) })
        #expect(throws: StorageFault.corrupt) { try reader.read { try $0.decisions.find(decision)?.id } }
    }

    @Test func `row 116: a job does not confirm what another hand wrote`() throws {
        let county = try HandChangedRows()
        try county.change { try $0.execute("UPDATE clients SET phone = '+358 1' WHERE id = (SELECT min(id) FROM clients)") }
        #expect(throws: StorageFault.corrupt) {
            try county.stored.work(on: "2026-07-01") { work in
                for client in try work.repositories.clients.list(ListQuery(limit: 500)) {
                    try work.repositories.clients.update(client)
                }
            }
        }
    }

    @Test func `row 116: a removed or inserted entry of the ledger shows in the next balance`() throws {
        let county = try HandChangedRows()
        let budget = try county.stored.database.onConnection { writer in
            try writer.transaction {
                try $0.first("SELECT budget_id FROM ledger_entries ORDER BY sequence DESC LIMIT 1") { try $0.text(0) }
            }
        }
        let id = try #require(budget.flatMap { ID<Budget>($0) })
        let reader = try county.stored.database.makeReader()
        #expect(try !reader.read { try $0.ledger.balances(of: id, asOf: nil, knownAt: nil) }.isEmpty)
        try county.change { try $0.execute("DELETE FROM ledger_entries WHERE sequence = (SELECT max(sequence) FROM ledger_entries)") }
        reader.rest()
        #expect(throws: StorageFault.corrupt) { try reader.read { try $0.ledger.balances(of: id, asOf: nil, knownAt: nil) }.count }
    }

    @Test func `row 116: a database whose schema was changed is not opened, and the object is named`() throws {
        for (change, named) in [
            ("DROP TRIGGER made_decisions_keep", "schema: trigger made_decisions_keep is missing"),
            ("DROP INDEX one_open_case", "schema: index one_open_case is missing"),
            ("CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM cases WHERE id = 'x'; END", "schema: trigger t was added"),
            ("ALTER TABLE units ADD COLUMN extra TEXT", "schema: table units was changed"),
            ("CREATE VIEW v AS SELECT 1", "schema: view v was added"),
        ] {
            let stored = try StoredWork()
            try stored.database.onConnection { try $0.transaction { try $0.run(script: change) } }
            var told = ""
            do {
                _ = try Database(engine: SQLiteEngine(path: stored.path), keyFile: stored.keyFile)
            } catch let fault as Database.ChangedSchema { told = fault.description }
            #expect(told == named)
        }
    }

    @Test func `a text of the logs is destroyed and the chain still holds`() throws {
        let county = try HandChangedRows()
        let count = try county.stored.database.onConnection { writer in
            try writer.transaction { try $0.first("SELECT count(*) FROM log_texts WHERE chain = 'events'") { try $0.integer(0) } }
        }
        #expect((count ?? 0) > 0)
        let found = try county.findings { try $0.execute("DELETE FROM log_texts WHERE chain = 'events'") }
        #expect(found.count == Int(count ?? 0))
        #expect(found.allSatisfy { $0.place == "log_texts" })
    }
}

/// One random change of one row.
enum HandChange {
    static func any(
        of table: HandChangedTable, _ row: [Value], _ column: String, _ random: inout SplitMix64
    ) -> (told: String, change: (any Connection) throws -> Void) {
        let isInteger = "(SELECT type FROM pragma_table_info('\(table.name)') WHERE name = '\(column)') = 'INTEGER'"
        let isBlob = "(SELECT type FROM pragma_table_info('\(table.name)') WHERE name = '\(column)') = 'BLOB'"
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            return (
                "\(table.name): delete \(row)",
                { try $0.execute("DELETE FROM \(table.name) WHERE \(table.isThisRow)", row) }
            )
        case 1:
            // A copy of the row under another key.
            let keys = table.key.isEmpty ? [] : table.key
            let copied = table.columns.map { name in
                keys.last == name
                    ? "CASE typeof(\(name)) WHEN 'integer' THEN \(name) + 100000 WHEN 'blob' THEN randomblob(16) ELSE \(name) || 'y' END"
                    : name
            }
            return (
                "\(table.name): copy \(row)",
                {
                    try $0.execute(
                        "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) SELECT \(copied.joined(separator: ", "))"
                            + " FROM \(table.name) WHERE \(table.isThisRow)", row)
                }
            )
        default:
            let value =
                "CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || 'x'"
                + " WHEN 'blob' THEN CAST(\(column) || x'00' AS BLOB)"
                + " ELSE CASE WHEN \(isInteger) THEN 1 WHEN \(isBlob) THEN x'01' ELSE 'x' END END"
            return (
                "\(table.name).\(column): edit \(row)",
                { try $0.execute("UPDATE \(table.name) SET \(column) = \(value) WHERE \(table.isThisRow)", row) }
            )
        }
    }

    /// Tables that are made from others or checked with them, by the place under which a change is named.
    static func standIns(for table: String) -> Set<String> {
        switch table {
        case "name_neighbours": ["client_names"]
        case "access_log_index": ["access_log_clients"]
        case "hetu_keys": ["clients", "actuals", "file"]
        case "anchors": ["anchors"]
        default: []
        }
    }
}
