import PersonalBudgeting
import SQL

/// The members of resources before their last changes.
struct EarlierVersionStore: EarlierVersionRepository {
    let connection: any Connection

    private static let find = SQLStatement(
        "SELECT members FROM earlier_versions WHERE noun = ? AND id = ? AND version >= ? ORDER BY version LIMIT 1")
    private static let insert = SQLStatement(
        "INSERT INTO earlier_versions (noun, id, version, members) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
    private static let prune = SQLStatement("DELETE FROM earlier_versions WHERE noun = ? AND id = ? AND version <= ?")

    func find(noun: String, id: String, from version: Int64) throws -> [UInt8]? {
        try storing { try connection.first(EarlierVersionStore.find, [.text(noun), .text(id), .integer(version)]) { try $0.blob(0) } }
    }

    func keep(noun: String, id: String, version: Int64, members: [UInt8]) throws {
        try storing {
            try connection.execute(EarlierVersionStore.insert, [.text(noun), .text(id), .integer(version), .blob(members)])
            try connection.execute(
                EarlierVersionStore.prune, [.text(noun), .text(id), .integer(version - EarlierVersions.kept)])
        }
    }
}
