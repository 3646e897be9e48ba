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
struct HetuKeyRotationStore: HetuKeyRotationRepository, TableBacked {
    private let connection: any Connection
    let table: TableStore<HetuKeyRotation>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .hetuKeyRotations)
    }

    func uses() throws -> [HetuKeyUse] {
        try storing {
            let clients = try SealedHetus.clients.counts(connection)
            let actuals = try SealedHetus.actuals.counts(connection)
            let versions = Set(clients.keys).union(actuals.keys).union(try HetuKeyring.needed(connection).map(\.version))
            return versions.sorted().map { HetuKeyUse(version: $0, clients: clients[$0] ?? 0, actuals: actuals[$0] ?? 0) }
        }
    }
}
