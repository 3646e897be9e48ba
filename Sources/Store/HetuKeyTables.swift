import PersonalBudgeting
import SQL

extension Table where Entity == HetuKeyRotation {
    static let hetuKeyRotations = Table(
        "hetu_key_rotations",
        Column("requested_by", .id()) { $0.requestedBy },
        Column("state", .code) { $0.state },
        Column("to_version", .optional(.count)) { $0.toVersion },
        make: HetuKeyRotation.init)
}

/// Rotations of the key of national ids.
struct HetuKeyRotationStore: HetuKeyRotationRepository {
    private let connection: any Connection
    private let table: TableStore<HetuKeyRotation>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .hetuKeyRotations)
    }

    func find(_ id: ID<HetuKeyRotation>) throws -> HetuKeyRotation? { try table.find(id) }
    func list(_ query: ListQuery) throws -> [HetuKeyRotation] { try table.list(query) }
    func count(_ query: ListQuery) throws -> Int { try table.count(query) }
    func place(of rotation: HetuKeyRotation, in order: ListOrder) -> String { table.place(of: rotation, in: order) }
    func insert(_ rotation: HetuKeyRotation) throws { try table.insert(rotation) }
    func update(_ rotation: HetuKeyRotation) throws { try table.update(rotation) }

    func uses() throws -> [HetuKeyUse] {
        try storing {
            let clients = try SealedHetus.clients.counts(connection)
            let actuals = try SealedHetus.actuals.counts(connection)
            let versions = Set(clients.keys).union(actuals.keys).union(try HetuKeyring.needed(connection).map(\.version))
            return versions.sorted().map { HetuKeyUse(version: $0, clients: clients[$0] ?? 0, actuals: actuals[$0] ?? 0) }
        }
    }
}
