import PersonalBudgeting
import SQL

/// The client register.
struct ClientStore: ClientRepository, TableBacked {
    typealias Entity = Client

    private let unit: UnitOfWork
    let table: TableStore<Client>

    private var connection: any Connection { unit.connection }
    private var keyring: HetuKeyring { unit.keyring }

    init(_ unit: UnitOfWork) {
        self.unit = unit
        table = TableStore(unit, .clients)
    }

    /// Always throws, because every client has a national id.
    /// - Throws: `StorageFault.reference`.
    func insert(_ client: Client) throws { throw StorageFault.reference }

    func insert(_ client: Client, hetu: Hetu) throws {
        let key = keyring.current
        let sealed = try key.seal(hetu, at: .client("\(client.id)"))
        try table.insert(client, others: [.text(key.mark(hetu)), .blob(sealed)])
        try storing { try NameIndex.add(client, connection) }
    }

    func update(_ client: Client) throws {
        let before = try find(client.id)
        try table.update(client)
        try storing { try NameIndex.replace(before, with: client, connection) }
    }

    func find(hetu: Hetu) throws -> Client? {
        // During a rotation some clients have a mark under the new version of the key, the others under an older version.
        for key in keyring.versions {
            if let client = try find(ClientStore.byMark, key.mark(hetu)) { return client }
        }
        return nil
    }

    func hetu(of id: ID<Client>) throws -> Hetu? {
        guard let sealed = try storing({ try connection.first(ClientStore.sealed, [.text("\(id)")]) { try $0.blob(0) } }) else {
            return nil
        }
        guard let hetu = keyring.open(sealed, at: .client("\(id)")) else { throw StorageFault.corrupt }
        return hetu
    }

    func find(number: String) throws -> Client? { try find(ClientStore.byNumber, number) }

    private static let sealed = SQLStatement("SELECT hetu_sealed FROM clients WHERE id = ?")
    private static let byMark = SQLStatement("\(Table.clients.select) WHERE hetu_mark = ?")
    private static let byNumber = SQLStatement("\(Table.clients.select) WHERE number = ?")
    private static let lastNumber = SQLStatement("SELECT max(number) FROM clients")

    private func find(_ statement: SQLStatement, _ value: String) throws -> Client? { try table.find(statement, [.text(value)]) }

    func search(_ search: NameSearch, in visible: VisibleClients, after cursor: String?, limit: Int) throws -> [FoundClient] {
        try unit.digests.refuseDamaged(ClientStore.searched)
        return try storing {
            try NameScan(connection, search, in: visible).found(after: cursor, limit: limit).compactMap { id, cursor in
                try table.find(Table.clients.find, [.text(id)]).map { FoundClient($0, at: cursor) }
            }
        }
    }

    /// The tables from which names are found.
    private static let searched = ["client_names", "name_neighbours"]

    func count(_ search: NameSearch, in visible: VisibleClients) throws -> Int {
        try unit.digests.refuseDamaged(ClientStore.searched + ["clients"])
        return try storing { try NameScan(connection, search, in: visible).found(after: nil, limit: .max).count }
    }

    func assign(_ care: Care, to client: ID<Client>) throws {
        let values: [SQL.Value] = [.id(care.unitID), .id(care.workerID), .text("\(client)")]
        try storing {
            try unit.digests.change(Table.clients.layout, [[.text("\(client)")]]) {
                try connection.execute(ClientStore.assignClient, values)
            }
            let cases = try connection.all(ClientStore.casesOfClient.text, [.text("\(client)")]) { [SQL.Value.text(try $0.text(0))] }
            try unit.digests.change(Table.cases.layout, cases) { try connection.execute(ClientStore.assignCases, values) }
        }
        unit.workItems.note(.ofClient(client))
    }

    func mark(_ client: ID<Client>, isProtected: Bool) throws {
        let id = SQL.Value.text("\(client)")
        try storing {
            try unit.digests.change(Table.clients.layout, [[id]]) {
                try connection.execute(ClientStore.markClient, [.integer(isProtected ? 1 : 0), id])
            }
        }
    }

    private static let markClient = SQLStatement("UPDATE clients SET is_protected = ? WHERE id = ?")
    private static let casesOfClient = SQLStatement("SELECT id FROM cases WHERE client_id = ?")
    private static let assignClient = SQLStatement("UPDATE clients SET care_unit_id = ?, care_worker_id = ? WHERE id = ?")
    private static let assignCases = SQLStatement("UPDATE cases SET care_unit_id = ?, care_worker_id = ? WHERE client_id = ?")

    func nextNumber() throws -> String {
        let last = try storing { try connection.first(ClientStore.lastNumber, []) { try $0.textOrNil(0) ?? "" } } ?? ""
        let number = (Int(last.drop { $0 < "0" || $0 > "9" }) ?? 0) + 1
        let digits = String(number)
        return "A" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
