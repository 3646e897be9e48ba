import Foundation
import SQL
import SQLiteEngine
import Testing

/// Damaged pages: each is found with its table, and does not hide the damage of others.
final class IntegrityCheckTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-integrity-\(UUID().uuidString)")
    private let path: String

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path + "/t.sqlite"
        let writer = try SQLiteEngine(path: path).makeWriter()
        try writer.transaction { connection in
            for table in ["first", "second", "third"] {
                try connection.execute("CREATE TABLE \(table) (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT")
                try connection.execute("CREATE INDEX \(table)_by_name ON \(table) (name)")
                for id in 1...200 {
                    try connection.execute(
                        "INSERT INTO \(table) VALUES (?, ?)", [.integer(Int64(id)), .text(String(repeating: "\(id)", count: 40))])
                }
            }
        }
        try writer.maintenance?.consolidate()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The root page of a table or an index.
    private func root(of name: String) throws -> Int {
        let writer = try SQLiteEngine(path: path).makeWriter()
        let page = try writer.transaction {
            try $0.first("SELECT rootpage FROM sqlite_master WHERE name = ?", [.text(name)]) { try $0.integer(0) }
        }
        try writer.maintenance?.consolidate()
        return Int(try #require(page))
    }

    private func overwrite(page: Int, with octet: UInt8) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(page - 1) * 4_096)
        try file.write(contentsOf: Data(repeating: octet, count: 4_096))
        try file.close()
    }

    private func findings() throws -> [IntegrityFinding] {
        try #require(SQLiteEngine(path: path).makeWriter().maintenance).integrityFindings(between: {})
    }

    @Test("a sound file has no findings") func passesSoundFile() throws { #expect(try findings() == []) }

    @Test("damage of two tables and of the index of a third is found in all three, with the pages") func findsAllTables() throws {
        let pages = try ["first", "second", "third_by_name"].map { try root(of: $0) }
        for page in pages { try overwrite(page: page, with: 0xA5) }
        let found = try findings()
        #expect(Set(found.map(\.table)) == ["first", "second", "third"], "\(found)")
        for (table, page) in zip(["first", "second", "third"], pages) {
            #expect(found.contains { $0.table == table && $0.page == page }, "\(table), page \(page): \(found)")
        }
    }

    @Test("a row that its index does not have names the index") func namesIndex() throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        // Changes one letter of one copy of a name, in a table or an index.
        let all = try #require(FileManager.default.contents(atPath: path))
        let text = Data(String(repeating: "77", count: 40).utf8.prefix(80))
        let places = all.ranges(of: text).map(\.lowerBound)
        // Each name is in three tables and three indexes; the fault of any of them must be named.
        try file.seek(toOffset: UInt64(try #require(places.first)))
        try file.write(contentsOf: Data("8".utf8))
        try file.close()
        let found = try findings()
        #expect(!found.isEmpty && found.allSatisfy { $0.table != nil }, "\(found)")
        #expect(found.contains { $0.index?.hasSuffix("_by_name") == true }, "\(found)")
    }

    @Test("a file whose list of tables is damaged is one finding, not an error") func findsDamagedSchema() throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        // The head of the first page stays, so that the file is still taken for a database.
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 3_996))
        try file.close()
        // SQLite may refuse to open such a file at all.
        do {
            let maintenance = try #require(SQLiteEngine(path: path).makeWriter().maintenance)
            #expect(try !maintenance.integrityFindings(between: {}).isEmpty)
        } catch let fault as SQLFault { #expect(fault == .corrupt) }
    }
}
