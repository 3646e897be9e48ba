import SQL

/// A hash chain over an append-only table: each row's hash covers the one before and the row itself, so that an edited, removed,
/// inserted or reordered row is found (`ChainWalk`; Docs/decisions/0014). That the newest rows were taken away, or that a hand with the file
/// made all later hashes anew, shows against the anchors alone (`Anchor`).
struct Chain: Sendable {
    let table: String
    /// The columns under the hash, in order, without `hash`; the first is `sequence`.
    let columns: [String]
    /// How many of them have been there from the start. Nulls that end a row in the others are not under its hash, so that rows from before
    /// these columns keep theirs; no two rows share one for that.
    let firstColumns: Int
    private let insert: SQLStatement
    private let last: SQLStatement

    init(table: String, columns: [String], later: [String] = []) {
        self.table = table
        firstColumns = columns.count
        let columns = columns + later
        self.columns = columns
        let names = columns + ["hash"]
        insert = SQLStatement(
            "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))")
        last = SQLStatement("SELECT sequence, hash FROM \(table) ORDER BY sequence DESC LIMIT 1")
    }

    /// Every chain.
    static let all = [EventStore.chain, AccessLogStore.chain, LedgerStore.chain]

    /// The hash of what comes before the first row.
    static let seed = [UInt8](repeating: 0, count: 32)

    /// Appends a row.
    func append(_ values: [Value], after head: Head, to connection: any Connection) throws -> Head {
        let sequence = head.sequence + 1
        var row: [Value] = []
        row.reserveCapacity(values.count + 2)
        row.append(.integer(sequence))
        row += values
        let hash = self.hash(after: head.hash, row)
        row.append(.blob(hash))
        try connection.execute(insert, row)
        return Head(sequence: sequence, hash: hash)
    }

    /// Where the chain stands.
    func head(_ connection: any Connection) throws -> Head {
        try connection.first(last, []) {
            Head(sequence: try $0.integer(0), hash: try $0.blob(1))
        } ?? Head(sequence: 0, hash: Chain.seed)
    }

    struct Head: Sendable, Equatable {
        let sequence: Int64
        let hash: [UInt8]
    }

    /// SHA-256 over the previous hash and the row in a form with lengths, so that no two rows share one.
    private func hash(after previous: [UInt8], _ row: [Value]) -> [UInt8] {
        var octets = ChainOctets(after: previous)
        let end = max(firstColumns, row.lastIndex { $0 != .null }.map { $0 + 1 } ?? 0)
        for value in row.prefix(end) { octets.add(value) }
        return octets.hash.octets
    }
}
