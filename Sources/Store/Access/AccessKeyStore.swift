import PersonalBudgeting
import SQL

/// The access keys, each with the time of its last use. The uses are in a table of their own, because a use does not change who may sign
/// in.
struct AccessKeyStore: TableBacked {
    typealias Entity = AccessKey

    private let unit: UnitOfWork
    let table: TableStore<AccessKey>

    init(_ unit: UnitOfWork) {
        self.unit = unit
        table = TableStore(unit, .accessKeys)
    }

    func find(_ id: ID<AccessKey>) throws -> AccessKey? { try table.find(id).map(used) }
    func list(_ query: ListQuery<AccessKey>) throws -> [AccessKey] { try table.list(query).map(used) }

    private func used(_ key: AccessKey) throws -> AccessKey {
        var key = key
        key.lastUsedAt = try storing {
            try unit.connection.first(KeyStore.uses.find, [.text("\(key.id)")]) { row in
                try unit.digests.check(row, KeyStore.uses)
                return try row.integer(1)
            }
        }.flatMap { Instant(microseconds: $0) }
        return key
    }
}
