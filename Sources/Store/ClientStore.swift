import PersonalBudgeting
import SQL

/// The client register.
struct ClientStore: ClientRepository {
    typealias Entity = Client

    private let connection: any Connection
    private let table: TableStore<Client>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .clients)
    }

    func find(_ id: ID<Client>) throws -> Client? { try table.find(id) }
    func list(_ query: ListQuery) throws -> [Client] { try table.list(query) }
    func count(_ query: ListQuery) throws -> Int { try table.count(query) }
    func insert(_ client: Client) throws { try table.insert(client) }
    func update(_ client: Client) throws { try table.update(client) }
    func find(hetu: Hetu) throws -> Client? { try find(ClientStore.byHetu, hetu.text) }
    func find(number: String) throws -> Client? { try find(ClientStore.byNumber, number) }

    private static let byHetu = SQLStatement("\(Table.clients.select) WHERE hetu = ?")
    private static let byNumber = SQLStatement("\(Table.clients.select) WHERE number = ?")
    private static let lastNumber = SQLStatement("SELECT max(number) FROM clients")

    private func find(_ statement: SQLStatement, _ value: String) throws -> Client? {
        try storing { try connection.first(statement, [.text(value)], Table.clients.make) }
    }

    func search(name: String, after: String?, limit: Int) throws -> [Client] {
        // One name or two in either order: each word must begin a name. The first word uses an index, the rest narrow it down.
        let words = FoldedText.fold(name).split(separator: " ").prefix(4).map(String.init)
        guard !words.isEmpty else { return [] }
        var conditions: [String] = []
        var values: [SQL.Value] = []
        for word in words {
            conditions.append(
                "((folded_family_name >= ? AND folded_family_name < ?) OR (folded_given_names >= ? AND folded_given_names < ?)"
                    + " OR (' ' || folded_given_names) LIKE ? OR (' ' || folded_family_name) LIKE ?)")
            values += [.text(word), .text(word + "\u{10FFFF}"), .text(word), .text(word + "\u{10FFFF}")]
            // A later given name, the second half of a double name. A folded word holds letters and digits, no wildcard.
            values += [.text("% \(word)%"), .text("% \(word)%")]
        }
        if let after {
            conditions.append("id > ?")
            values.append(.text(after))
        }
        values.append(.integer(Int64(limit)))
        let sql = Table.clients.select + " WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?"
        return try storing { try connection.all(sql, values, Table.clients.make) }
    }

    func nextNumber() throws -> String {
        let last = try storing { try connection.first(ClientStore.lastNumber, []) { try $0.textOrNil(0) ?? "" } } ?? ""
        let number = (Int(last.drop { $0 < "0" || $0 > "9" }) ?? 0) + 1
        let digits = String(number)
        return "A" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
