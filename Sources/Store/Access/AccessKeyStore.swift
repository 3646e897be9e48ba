import PersonalBudgeting
import SQL

/// Keys, each with the moment of its last use, which is kept apart: a use is no change of who may sign in.
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
