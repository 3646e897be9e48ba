import PersonalBudgeting
import SQL

/// The members of resources before their last changes.
struct EarlierVersionStore: EarlierVersionRepository {
    let unit: UnitOfWork

    static let layout = RowLayout(
        table: "earlier_versions", columns: ["noun", "id", "version", "members"], key: ["noun", "id", "version"])

    private static let find = SQLStatement(
        "\(layout.select) WHERE noun = ? AND id = ? AND version >= ? ORDER BY version LIMIT 1")
    private static let insert = SQLStatement(
        "INSERT INTO earlier_versions (noun, id, version, members, row_digest) VALUES (?, ?, ?, ?, ?)")
    private static let old = SQLStatement("SELECT version FROM earlier_versions WHERE noun = ? AND id = ? AND version <= ?")
    private static let prune = SQLStatement("DELETE FROM earlier_versions WHERE noun = ? AND id = ? AND version <= ?")

    func find(noun: String, id: String, from version: Int64) throws -> [UInt8]? {
        try storing {
            try unit.connection.first(EarlierVersionStore.find, [.text(noun), .text(id), .integer(version)]) { row in
                try unit.digests.check(row, EarlierVersionStore.layout)
                return try row.blob(3)
            }
        }
    }

    func keep(noun: String, id: String, version: Int64, members: [UInt8]) throws {
        try storing {
            let key: [SQL.Value] = [.text(noun), .text(id), .integer(version)]
            if try unit.connection.first(EarlierVersionStore.layout.find, key, { _ in true }) == nil {
                try unit.digests.insert(key + [.blob(members)], EarlierVersionStore.layout, by: EarlierVersionStore.insert)
            }
            let bound: [SQL.Value] = [.text(noun), .text(id), .integer(version - EarlierVersions.kept)]
            let old = try unit.connection.all(EarlierVersionStore.old.text, bound) { try $0.integer(0) }
            if old.isEmpty { return }
            for version in old { try unit.digests.removed(EarlierVersionStore.layout, [.text(noun), .text(id), .integer(version)]) }
            try unit.connection.execute(EarlierVersionStore.prune, bound)
        }
    }
}
