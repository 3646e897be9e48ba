import Crypto
import PersonalBudgeting
import SQL

/// What identifies a database and its contents: kept beside a backup, compared when it is restored.
public struct DatabaseFacts: Sendable, Equatable {
    /// The last row of one log.
    public struct Head: Sendable, Equatable {
        public let table: String
        /// The number of the row; 0 if the log is empty.
        public let row: Int64
        /// The hash of the row in hexadecimal.
        public let hash: String

        public init(table: String, row: Int64, hash: String) {
            self.table = table
            self.row = row
            self.hash = hash
        }
    }

    /// The name of the database, as in its anchors. One organiser has one database.
    public let database: String
    /// The number of the newest migration.
    public let schemaStep: Int
    /// SHA-256 over the checksums of all migrations, in hexadecimal.
    public let schemaDigest: String
    /// The version of the key of national ids.
    public let keyVersion: Int
    public let heads: [Head]
    /// The number of rows of all entities and logs.
    public let rows: Int

    public init(database: String, schemaStep: Int, schemaDigest: String, keyVersion: Int, heads: [Head], rows: Int) {
        self.database = database
        self.schemaStep = schemaStep
        self.schemaDigest = schemaDigest
        self.keyVersion = keyVersion
        self.heads = heads
        self.rows = rows
    }
}

extension Database {
    /// Reads what identifies the database and its contents. It counts all rows, so it is meant for copies.
    /// - Throws: `StorageFault`.
    public func facts() throws -> DatabaseFacts {
        try onConnection { writer in
            try writer.transaction { connection in
                let steps = try connection.all("SELECT number, checksum FROM migrations ORDER BY number") {
                    (try $0.integer(0), try $0.text(1))
                }
                let digest = SHA256.hash(data: Array(steps.map { "\($0.0) \($0.1)\n" }.joined().utf8))
                let heads = try Chain.all.map { chain in
                    let head = try chain.head(connection)
                    return DatabaseFacts.Head(table: chain.table, row: head.sequence, hash: String(hexadecimal: head.hash))
                }
                let tables = Set(Tables.all.map(\.name)).union(Chain.all.map(\.table))
                let rows = try tables.reduce(0) { sum, table in
                    sum + (try connection.first("SELECT count(*) FROM \(table)") { try $0.integer(0) } ?? 0)
                }
                return DatabaseFacts(
                    database: anchorName, schemaStep: Int(steps.last?.0 ?? 0), schemaDigest: String(hexadecimal: digest),
                    keyVersion: try HetuKeyring.needed(connection).last?.version ?? 0, heads: heads, rows: Int(rows))
            }
        }
    }
}
