import PersonalBudgeting
import SQL

/// The access keys, each with the time of its last use. The uses are in a table of their own, because a use does not change who may sign
/// in.
struct AccessKeyStore: TableBacked {
    typealias Entity = AccessKey

    private let connection: any Connection
    let table: TableStore<AccessKey>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .accessKeys)
    }

    private static let lastUse = SQLStatement("SELECT used_at FROM key_uses WHERE key_id = ?")

    func find(_ id: ID<AccessKey>) throws -> AccessKey? { try table.find(id).map(used) }
    func list(_ query: ListQuery<AccessKey>) throws -> [AccessKey] { try table.list(query).map(used) }

    private func used(_ key: AccessKey) throws -> AccessKey {
        var key = key
        key.lastUsedAt = try storing {
            try connection.first(AccessKeyStore.lastUse, [.text("\(key.id)")]) { try $0.integer(0) }
        }.flatMap { Instant(microseconds: $0) }
        return key
    }
}
