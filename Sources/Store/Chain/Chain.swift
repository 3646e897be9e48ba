import SQL

/// A hash chain over an append-only table. The hash of each row covers the hash of the row before and the row itself, so an edited,
/// removed, inserted or moved row is found (row 116, `ChainWalk`, Docs/decisions/0014-proof-of-the-logs.md). Only the anchors (`Anchor`)
/// show that the newest rows were removed, or that all later hashes were recomputed.
struct Chain: Sendable {
    let table: String
    /// The hashed columns in order, without `hash`. The first is `sequence`.
    let columns: [String]
    /// The number of columns that the table had from the start. In the later columns, nulls at the end of a row are not hashed, so that
    /// older rows keep their hashes. Two different rows still never hash the same bytes.
    let firstColumns: Int
    private let insert: SQLStatement
    private let last: SQLStatement
    /// Selects the hash of one row.
    let hashOfRow: SQLStatement
    /// The column with the digest of a text that is kept beside the chain (`LogText`); nil if the chain has no texts.
    var textDigest: String? { columns.last { $0 == "reason_digest" || $0 == "purpose_digest" } }

    /// - Parameter hasDigests: whether each row also has a keyed digest (`RowDigest`), which the hash does not cover.
    init(table: String, columns: [String], later: [String] = [], hasDigests: Bool = false) {
        self.table = table
        firstColumns = columns.count
        let columns = columns + later
        self.columns = columns
        let names = columns + ["hash"] + (hasDigests ? [RowLayout.column] : [])
        insert = SQLStatement(
            "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))")
        hashOfRow = SQLStatement("SELECT hash FROM \(table) WHERE sequence = ?")
        last = SQLStatement("SELECT sequence, hash FROM \(table) ORDER BY sequence DESC LIMIT 1")
    }

    /// Whether rows that were added while no process served are a fault. A migration adds digests before the process writes its first anchor,
    /// and nobody else can: their rows have a keyed code.
    var mayShowAdditions: Bool { table != RowDigestLog.chain.table }

    /// Every chain.
    static let all = [EventStore.chain, AccessLogStore.chain, LedgerStore.chain, RowDigestLog.chain]

    /// The hash before the first row.
    static let seed = [UInt8](repeating: 0, count: 32)

    /// Appends a row.
    func append(_ values: [Value], after head: Head, digest: Value? = nil, to connection: any Connection) throws -> Head {
        let sequence = head.sequence + 1
        var row: [Value] = []
        row.reserveCapacity(values.count + 2)
        row.append(.integer(sequence))
        row += values
        let hash = self.hash(after: head.hash, row)
        row.append(.blob(hash))
        if let digest { row.append(digest) }
        try connection.execute(insert, row)
        return Head(sequence: sequence, hash: hash)
    }

    /// Returns the last row of the chain.
    func head(_ connection: any Connection) throws -> Head {
        try connection.first(last, []) {
            Head(sequence: try $0.integer(0), hash: try $0.blob(1))
        } ?? Head(sequence: 0, hash: Chain.seed)
    }

    struct Head: Sendable, Equatable {
        let sequence: Int64
        let hash: [UInt8]
    }

    /// SHA-256 over the previous hash and the row, in an encoding with lengths: two different rows never hash the same bytes.
    private func hash(after previous: [UInt8], _ row: [Value]) -> [UInt8] {
        var octets = ChainOctets(after: previous)
        let end = max(firstColumns, row.lastIndex { $0 != .null }.map { $0 + 1 } ?? 0)
        for value in row.prefix(end) { octets.add(value) }
        return octets.hash.octets
    }
}
