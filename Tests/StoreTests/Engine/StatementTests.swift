import Foundation
import SQL
import SQLiteEngine
import Testing

/// Statements on SQLite's own handles: bound values are read back unchanged, and faults have a kind.
final class StatementTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-statements-\(UUID().uuidString)")
    private let writer: any WritingConnection

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        writer = try SQLiteEngine(path: folder.appending(path: "t.sqlite").path).makeWriter()
        try writer.transaction { connection in
            try connection.run(script: "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, name TEXT UNIQUE, octets BLOB) STRICT;")
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let insert = SQLStatement("INSERT INTO things (id, name, octets) VALUES (?, ?, ?)")
    private static let all = SQLStatement("SELECT id, name, octets FROM things ORDER BY id")

    @Test(
        "bound values are read back unchanged, empty ones too",
        arguments: [
            ("", [UInt8]()), ("Åsa Öhman", [0, 1, 255]), (String(repeating: "pitkä ", count: 5_000), [UInt8](repeating: 7, count: 70_000)),
            ("e\u{301}", [0]),
        ])
    func bindsValues(name: String, octets: [UInt8]) throws {
        try writer.transaction { connection in
            try connection.execute(StatementTests.insert, [.integer(.min), .text(name), .blob(octets)])
            try connection.execute(StatementTests.insert, [.integer(.max), .null, .null])
            var rows = 0
            try connection.query(StatementTests.all, []) { row in
                rows += 1
                if try row.integer(0) == .min {
                    let kept = try row.text(1)
                    // Compared by octets, since `==` of strings ignores normal forms.
                    #expect(Array(kept.utf8) == Array(name.utf8))
                    #expect(try row.blob(2) == octets)
                    #expect(!row.isNull(1) && !row.isNull(2))
                } else {
                    #expect(row.isNull(1) && row.isNull(2))
                    #expect(throws: SQLFault.unexpected(column: 1)) { try row.text(1) }
                }
            }
            #expect(rows == 2)
        }
    }

    @Test("a statement that is run again amid its rows starts a second query and leaves the first in place") func nests() throws {
        try writer.transaction { connection in
            for number in 1...3 { try connection.execute(StatementTests.insert, [.integer(Int64(number)), .null, .null]) }
            var seen: [[Int64]] = []
            try connection.query(StatementTests.all, []) { outer in
                let number = try outer.integer(0)
                try connection.query(StatementTests.all, []) { seen.append([number, try $0.integer(0)]) }
            }
            #expect(seen == (1...3).flatMap { outer in (1...3).map { [Int64(outer), Int64($0)] } })
        }
    }

    @Test("stored text that is not UTF-8 or contains NUL is a fault") func refusesText() throws {
        try writer.transaction { connection in
            try connection.run(script: "INSERT INTO things VALUES (1, CAST(x'61ff62' AS TEXT), NULL), (2, CAST(x'610062' AS TEXT), NULL)")
            var faults = 0
            try connection.query(StatementTests.all, []) { row in
                #expect(throws: SQLFault.unexpected(column: 1)) { try row.text(1) }
                faults += 1
            }
            #expect(faults == 2)
        }
    }

    @Test("a failed statement throws a fault of its kind, and earlier statements of the transaction stay") func tellsFaults() throws {
        try writer.transaction { connection in
            try connection.execute(StatementTests.insert, [.integer(1), .text("a"), .null])
            for (values, kind): ([SQL.Value], String) in [
                ([.integer(1), .null, .null], "unique"), ([.integer(2), .text("a"), .null], "unique"),
                ([.integer(3), .blob([1]), .null], "constraint"), ([.integer(3)], "failed"),
            ] {
                let fault = #expect(throws: SQLFault.self) { try connection.execute(StatementTests.insert, values) }
                #expect(String(describing: fault.map { "\($0)" } ?? "").contains(kind), "\(values)")
            }
            #expect(throws: SQLFault.self) { try connection.execute("INSERT INTO nowhere VALUES (1)") }
            #expect(try connection.first("SELECT count(*) FROM things") { try $0.integer(0) } == 1)
        }
    }

    @Test("a failed savepoint undoes its own changes; a failed transaction undoes all") func takesBack() throws {
        struct Stop: Error {}
        func count() throws -> Int64? {
            try writer.transaction { try $0.first("SELECT count(*) FROM things") { try $0.integer(0) } }
        }
        try writer.transaction { connection in
            try connection.execute(StatementTests.insert, [.integer(1), .null, .null])
            #expect(throws: Stop.self) {
                try connection.savepoint {
                    try connection.execute(StatementTests.insert, [.integer(2), .null, .null])
                    throw Stop()
                }
            }
        }
        #expect(try count() == 1)
        #expect(throws: Stop.self) {
            try writer.transaction { connection in
                try connection.execute(StatementTests.insert, [.integer(3), .null, .null])
                throw Stop()
            }
        }
        #expect(try count() == 1)
    }
}
