import GRDBSQLite
import SQL

/// SQLite's own check of the file, which reads every page. It ends at the first page that cannot be read at all, so after a fault each table
/// is checked alone.
struct IntegrityCheck {
    /// Faults of one table beyond this number are not listed.
    private static let most = 100

    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    func findings() -> [IntegrityFinding] {
        let whole = lines("\(IntegrityCheck.most)")
        if whole.isEmpty { return [] }
        guard let schema = try? connection.schemaTexts() else {
            return [IntegrityFinding(table: "sqlite_schema", text: "the list of the tables cannot be read")]
        }
        let tables = schema.filter { $0.kind == "table" }.map(\.name)
        let indexes = Dictionary(schema.filter { $0.kind == "index" }.map { ($0.name, $0.table) }, uniquingKeysWith: { first, _ in first })
        // The check of the schema includes that of the free pages.
        var found = (["sqlite_schema"] + tables).flatMap { table in
            lines(IntegrityCheck.quoted(table)).map { IntegrityCheck.finding($0, table: table, indexes) }
        }
        // What only the whole file shows: pages that are used twice, or never. Pages behind a damaged page seem to be used by nobody.
        let known = Set(found.map(\.text))
        let others = whole.filter { line in !known.contains(line) && (found.isEmpty || !line.hasSuffix("is never used")) }
        found += others.map { IntegrityCheck.finding($0, table: nil, indexes) }
        return found
    }

    /// Returns the faults of one table.
    /// - Throws: the fault that ended the check.
    func faults(of table: String) throws -> [IntegrityFinding] {
        var lines: [String] = []
        try read(IntegrityCheck.quoted(table), into: &lines)
        return lines.map { IntegrityFinding(table: table, text: $0, isOfDisk: IntegrityCheck.isOfDisk($0)) }
    }

    /// Returns what the check says, and last the fault that ended it, if there was one.
    private func lines(_ argument: String) -> [String] {
        var lines: [String] = []
        do { try read(argument, into: &lines) } catch { lines.append("cannot be read: \(error)") }
        return lines
    }

    /// Adds what the check says; nothing if all is well.
    private func read(_ argument: String, into lines: inout [String]) throws {
        try connection.query("PRAGMA integrity_check(\(argument))", []) { row in
            // One answer may have several lines.
            let said = try row.text(0).split(separator: "\n").map(String.init)
            lines += said.filter { $0 != "ok" && !$0.hasPrefix("*** in database") }
        }
    }

    /// The name comes from the schema, which somebody may have changed.
    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    /// SQLite says "error code=266" or "failed to get page 7" where the disk gave an error. It calls a page that cannot exist invalid.
    private static func isOfDisk(_ line: String) -> Bool {
        guard let code = line.firstMatch(of: /code(?:=|: )([0-9]+)/).flatMap({ Int32($0.1) }) else {
            return line.contains("failed to get page")
        }
        return code & 0xFF == SQLITE_IOERR
    }

    /// Takes the names and numbers from a line such as "On tree page 7 cell 3: …", "row 4 missing from index …".
    private static func finding(_ line: String, table: String?, _ indexes: [String: String]) -> IntegrityFinding {
        let words = line.split(separator: " ").map { $0.trimmingSuffix(of: ":,") }
        var (page, index): (Int?, String?) = (nil, nil)
        for (word, next) in zip(words, words.dropFirst()) {
            if word.lowercased() == "page", let number = Int(next) { page = number }
            if word == "index", index == nil { index = String(next) }
        }
        return IntegrityFinding(
            table: table ?? index.flatMap { indexes[$0] }, index: index, page: page, text: line,
            isOfDisk: isOfDisk(line))
    }
}

extension Substring {
    fileprivate func trimmingSuffix(of characters: String) -> Substring {
        var rest = self
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return rest
    }
}
