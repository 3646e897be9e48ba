import PersonalBudgeting
import SQL
import TestSupport
import Testing

@testable import Store

/// `verify` finds every change of the logs that somebody makes in the file, and names the rows (A20, row 75, row 116).
@Suite struct TamperingTests {
    /// A change of one table and the rows where it must be found.
    private struct Tampering {
        let name: String
        let table: Int
        let change: (any Connection) throws -> Void
        /// The rows of which at least one must be named.
        let rows: ClosedRange<Int64>
        /// Whether only the anchors can show the change; then all rows since the anchor before it are named.
        var isRehashed = false
        /// The kinds of fault of which one must be reported; any kind by default.
        var kinds: [String] = []
    }

    private static let names = [
        "edit", "hash", "edit and own hash", "edit and all hashes", "delete", "delete some", "delete and renumber",
        "delete, renumber, rehash",
        "insert and renumber", "insert, renumber, rehash", "exchange what rows hold", "exchange rows", "exchange and rehash", "cut off",
        "append",
        "insert before all", "empty",
    ]

    private static func tampering(_ name: String, _ logs: TamperedLogs, _ random: inout SplitMix64) -> Tampering {
        // The chain of digests has keyed codes besides its hashes; RowDigestTests is about it.
        let index = Int.random(in: 0..<Chain.all.count - 1, using: &random)
        let chain = Chain.all[index]
        let table = chain.table
        let last = logs.rows[index]
        let row = Int64.random(in: 1...last, using: &random)
        let column = chain.columns[Int.random(in: 1..<chain.columns.count, using: &random)]
        let columns = chain.columns.dropFirst().joined(separator: ", ")
        func run(_ scripts: String..., then: ((any Connection) throws -> Void)? = nil) -> (any Connection) throws -> Void {
            {
                for script in scripts { try $0.run(script: script) }
                try then?($0)
            }
        }
        // Another value of the column's own type.
        let edit = """
            UPDATE \(table) SET \(column) = CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'blob' THEN CAST(\(column) || x'00' AS BLOB)
            WHEN 'text' THEN \(column) || 'x' ELSE \(column.hasSuffix("_digest") ? "x'01'" : "'x'") END WHERE sequence = \(row)
            """
        func renumber(after row: Int64, by distance: Int64) -> String {
            "UPDATE \(table) SET sequence = -sequence WHERE sequence > \(row); "
                + "UPDATE \(table) SET sequence = -sequence + \(distance) WHERE sequence < 0"
        }
        let fresh =
            chain.table == "ledger_entries"
            ? columns.replacing("id, recorded_at", with: "id || 'y', recorded_at").replacing("reversed_id", with: "NULL") : columns
        func insert(at row: Int64) -> String {
            "INSERT INTO \(table) (sequence, \(columns), hash) SELECT \(row), \(fresh), randomblob(32) FROM \(table)"
                + " WHERE sequence = \(row > 1 ? row - 1 : row + 1)"
        }
        func exchange(_ first: Int64, _ second: Int64) -> String {
            "UPDATE \(table) SET sequence = -1 WHERE sequence = \(first); UPDATE \(table) SET sequence = \(first) WHERE sequence = \(second); "
                + "UPDATE \(table) SET sequence = \(second) WHERE sequence = -1"
        }
        let other = row == last ? 1 : Int64.random(in: row + 1...last, using: &random)
        let both = min(row, other)...max(row, other)
        let cut = Int64.random(in: 0..<min(last, 40), using: &random)
        switch name {
        case "edit":
            return Tampering(name: "\(name) \(table).\(column) \(row)", table: index, change: run(edit), rows: row...row, kinds: ["edited"])
        case "hash":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index,
                change: run("UPDATE \(table) SET hash = randomblob(32) WHERE sequence = \(row)"), rows: row...row,
                // In the last row, an edited hash cannot be distinguished from an edited value.
                kinds: row == last ? [] : ["hashEdited"])
        case "edit and own hash":
            return Tampering(
                name: "\(name) \(table).\(column) \(row)", table: index,
                change: run(edit) { try TamperedLogs.rehash(chain, row...row, $0) }, rows: row...min(row + 1, last), isRehashed: row == last
            )
        case "edit and all hashes":
            return Tampering(
                name: "\(name) \(table).\(column) \(row)", table: index,
                change: run(edit) { try TamperedLogs.rehash(chain, row...last, $0) }, rows: row...row, isRehashed: true,
                kinds: ["rewritten"])
        case "delete":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index, change: run("DELETE FROM \(table) WHERE sequence = \(row)"), rows: row...row,
                kinds: row == last ? ["cutOff"] : ["missing"])
        case "delete some":
            let end = min(row + cut, last)
            return Tampering(
                name: "\(name) \(table) \(row)-\(end)", table: index,
                change: run("DELETE FROM \(table) WHERE sequence BETWEEN \(row) AND \(end)"), rows: row...end,
                kinds: end == last ? ["cutOff"] : ["missing"])
        case "delete and renumber":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index,
                change: run("DELETE FROM \(table) WHERE sequence = \(row)", renumber(after: row, by: -1)), rows: row...row,
                kinds: row < last - 1 ? ["missing"] : [])
        case "delete, renumber, rehash":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index,
                change: run("DELETE FROM \(table) WHERE sequence = \(row)", renumber(after: row, by: -1)) {
                    if row < last { try TamperedLogs.rehash(chain, row...last - 1, $0) }
                }, rows: row...last, isRehashed: true, kinds: ["cutOff"])
        case "insert and renumber":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index, change: run(renumber(after: row - 1, by: 1), insert(at: row)),
                rows: row...row,
                kinds: row < last - 1 ? ["inserted"] : [])
        case "insert, renumber, rehash":
            return Tampering(
                name: "\(name) \(table) \(row)", table: index,
                change: run(renumber(after: row - 1, by: 1), insert(at: row)) { try TamperedLogs.rehash(chain, row...last + 1, $0) },
                rows: row...last + 1, isRehashed: true, kinds: ["addedWhileStopped"])
        case "exchange what rows hold":
            return Tampering(
                name: "\(name) \(table) \(both)", table: index,
                change: run(
                    "CREATE TEMP TABLE kept AS SELECT sequence, hash FROM \(table)", exchange(row, other),
                    "UPDATE \(table) SET hash = (SELECT hash FROM kept WHERE kept.sequence = \(table).sequence)", "DROP TABLE kept"),
                rows: row...row, kinds: ["reordered"])
        case "exchange rows":
            return Tampering(
                name: "\(name) \(table) \(both)", table: index, change: run(exchange(row, other)), rows: row...row, kinds: ["reordered"])
        case "exchange and rehash":
            return Tampering(
                name: "\(name) \(table) \(both)", table: index,
                change: run(exchange(row, other)) { try TamperedLogs.rehash(chain, both.lowerBound...last, $0) },
                rows: both.lowerBound...both.lowerBound, isRehashed: true, kinds: ["rewritten"])
        case "cut off":
            return Tampering(
                name: "\(name) \(table) \(last - cut)", table: index, change: run("DELETE FROM \(table) WHERE sequence >= \(last - cut)"),
                rows: last - cut...last, kinds: ["cutOff"])
        case "append":
            return Tampering(
                name: "\(name) \(table)", table: index,
                change: run(insert(at: last + 1)) { try TamperedLogs.rehash(chain, last + 1...last + 1, $0) }, rows: last + 1...last + 1,
                kinds: ["addedWhileStopped"])
        case "insert before all":
            return Tampering(
                name: "\(name) \(table)", table: index,
                change: run(insert(at: 0).replacing("WHERE sequence = 1", with: "WHERE sequence = \(row)")), rows: 0...0,
                kinds: ["inserted"])
        default:
            return Tampering(name: "\(name) \(table)", table: index, change: run("DELETE FROM \(table)"), rows: 1...last, kinds: ["cutOff"])
        }
    }

    @Test("each of 1,000 random tamperings is found and named by its rows, and no other table is named (A20, row 75, row 116)")
    func findsTamperings() throws {
        var random = SplitMix64("tamperings of the logs")
        let logs = try TamperedLogs()
        #expect(try logs.report { _ in }.findings.isEmpty)
        for number in 0..<1_000 {
            let tampering = TamperingTests.tampering(TamperingTests.names[number % TamperingTests.names.count], logs, &random)
            let report = try logs.report(after: tampering.change)
            let table = Chain.all[tampering.table].table
            let told = "\(tampering.name): \(report.findings)"
            #expect(report.faults.allSatisfy { $0.table == table }, "\(told)")
            let named = report.faults.filter { $0.fault.rows.overlaps(tampering.rows) }
            #expect(!named.isEmpty, "\(told)")
            let kinds = named.map { "\($0.fault.kind)".prefix { $0.isLetter } }
            #expect(tampering.kinds.isEmpty || kinds.contains { tampering.kinds.contains(String($0)) }, "\(told)")
            // Where the rows themselves show the change, only they and their neighbours are named.
            if !tampering.isRehashed {
                let near = max(0, tampering.rows.lowerBound - 1)...tampering.rows.upperBound + 1
                #expect(report.faults.contains { near.overlaps($0.fault.rows) && $0.fault.rows.count <= near.count }, "\(told)")
            } else if tampering.kinds == ["rewritten"], table == "access_log" {
                #expect(named.allSatisfy { $0.fault.rows.count <= TamperedLogs.rowsBetweenAnchors }, "\(told)")
            }
        }
    }

    @Test("every change of the lines of the anchors is found and named by its line (row 116)")
    func findsTamperedAnchors() throws {
        var random = SplitMix64("tamperings of the anchors")
        let logs = try TamperedLogs()
        let count = logs.lines.count
        for number in 0..<500 {
            var lines = logs.lines
            let place = Int.random(in: 0..<count, using: &random)
            let name: String
            var named = [place + 1]
            switch number % 8 {
            case 0:
                name = "a character"
                var octets = Array(lines[place].utf8)
                let at = Int.random(in: 0..<octets.count, using: &random)
                octets[at] = octets[at] == 0x30 ? 0x31 : 0x30
                lines[place] = String(decoding: octets, as: UTF8.self)
                // A changed digit may be part of the line's number.
                named = Array(0...count + 2)
            case 1:
                name = "a line taken out"
                lines.remove(at: place)
            case 2:
                name = "a line twice"
                lines.insert(lines[place], at: Int.random(in: place + 1...count, using: &random))
            case 3:
                name = "two lines exchanged"
                let other = (place + Int.random(in: 1..<count, using: &random)) % count
                lines.swapAt(place, other)
                named = [min(place, other) + 1]
            case 4:
                name = "cut off"
                lines.removeLast(count - place)
            case 5:
                name = "a line of another database"
                lines.insert(try TamperingTests.foreign.get(), at: place)
                named = [1]
            case 6:
                name = "a line left empty"
                lines[place] = ""
            default:
                name = "rubbish"
                lines.insert("{}", at: place)
            }
            let findings = try logs.report(lines: lines, after: { _ in }).anchorFindings
            // The database keeps the newest line, so nothing is lost with it in the file.
            if lines == Array(logs.lines.dropLast()) {
                #expect(findings.isEmpty, "\(findings)")
                continue
            }
            let told = "\(name), line \(place + 1): \(findings)"
            #expect(!findings.isEmpty, "\(told)")
            #expect(findings.contains { finding in named.contains { finding.contains("\($0)") } }, "\(told)")
        }
    }

    private static let foreign = Result { try TamperedLogs().lines[0] }

    @Test("a log that was cut off together with its anchors is found, and so is a line forged with another head (row 116)")
    func findsBothTampered() throws {
        let logs = try TamperedLogs()
        let cut = try logs.report(lines: Array(logs.lines.dropLast(3))) {
            try $0.run(script: "DELETE FROM access_log WHERE sequence > 200")
        }
        #expect(
            cut.findings.map(\.description).contains { $0.hasSuffix("missing at the end") && $0.hasPrefix("anchors: lines") },
            "\(cut.findings)")
        let forged = logs.lines[6].replacing("\"row\":", with: "\"row\":1")
        var lines = logs.lines
        lines[6] = forged
        #expect(try logs.report(lines: lines, after: { _ in }).findings.map(\.description) == ["anchors: line 7 was edited"])
    }

    @Test("an older copy of the whole database is distinguished from a chain that was cut")
    func tellsOlderCopy() throws {
        let logs = try TamperedLogs()
        let anchor = try #require(Anchor(line: logs.lines[8]))
        let older = try logs.report { connection in
            for (chain, head) in zip(Chain.all, anchor.heads) {
                try connection.run(script: "DELETE FROM \(chain.table) WHERE sequence > \(head.sequence)")
            }
        }
        #expect(older.findings.last?.text.contains("either an older copy was put in place") == true, "\(older.findings)")
        let cut = try logs.report { try $0.run(script: "DELETE FROM events WHERE sequence > 20") }
        #expect(cut.findings.last?.text.contains("this is not an older copy") == true, "\(cut.findings)")
    }

    @Test("a recorded restore is no fault, and earlier anchors are checked only up to the last row of the backup")
    func takesRestore() throws {
        let logs = try TamperedLogs()
        let anchor = try #require(Anchor(line: logs.lines[8]))
        let database = logs.stored.database
        try logs.change { connection in
            for (chain, head) in zip(Chain.all, anchor.heads) {
                try connection.run(script: "DELETE FROM \(chain.table) WHERE sequence > \(head.sequence)")
            }
        }
        // Without a recorded restore, the same state is a fault.
        let kept = try database.inTransaction { try Database.keptAnchors($0.connection) }
        let open = try database.addAnchor(.open, at: anchor.at, after: logs.lines.last)
        let unrecorded = try logs.report(lines: logs.lines + open, after: { _ in }).findings
        #expect(unrecorded.contains { $0.text.contains("no restore is on record") }, "\(unrecorded)")
        try logs.change {
            try $0.execute(
                "UPDATE anchors SET line = ?, text = ?", [.integer(kept.number), .text(kept.lines.joined(separator: "\n"))])
        }
        let lines = logs.lines + (try database.addAnchor(.restore, at: anchor.at, after: logs.lines.last))
        #expect(try logs.report(lines: lines, after: { _ in }).findings.isEmpty)
        let edited = try logs.report(lines: lines) { connection in
            try connection.run(script: "UPDATE access_log SET status = 500 WHERE sequence = 30")
            try TamperedLogs.rehash(AccessLogStore.chain, 30...anchor.heads[1].sequence, connection)
        }
        #expect(edited.faults.map(\.fault.rows) == [21...40], "\(edited.findings)")
    }
}
