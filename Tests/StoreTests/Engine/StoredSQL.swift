import SQL
import SQLiteEngine

/// SQL that bypasses the domain and runs on the file itself.
extension StoredWork {
    func run(_ sql: String) throws { try writer().transaction { try $0.execute(sql) } }

    func number(_ sql: String) throws -> Int64? { try writer().transaction { try $0.first(sql) { try $0.integer(0) } } }

    /// The query plan of a statement.
    func plan(_ sql: String) throws -> [String] {
        let places = Array(repeating: SQL.Value.null, count: sql.filter { $0 == "?" }.count)
        return try writer().transaction { try $0.all("EXPLAIN QUERY PLAN \(sql)", places) { try $0.text(3) } }
    }

    private func writer() throws -> any WritingConnection { try SQLiteEngine(path: path).makeWriter() }
}
