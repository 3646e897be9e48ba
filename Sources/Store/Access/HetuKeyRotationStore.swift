import PersonalBudgeting
import SQL

/// Rotations of the key of national ids.
struct HetuKeyRotationStore: HetuKeyRotationRepository, TableBacked {
    private let connection: any Connection
    let table: TableStore<HetuKeyRotation>

    init(_ unit: UnitOfWork) {
        connection = unit.connection
        table = TableStore(unit, .hetuKeyRotations)
    }

    func uses() throws -> [HetuKeyUse] {
        try storing {
            let clients = try SealedHetus.clients.counts(connection)
            let actuals = try SealedHetus.actuals.counts(connection)
            let versions = Set(clients.keys).union(actuals.keys).union(
                try HetuKeyring.needed(connection).filter { !$0.isRetired }.map(\.version))
            return versions.sorted().map { HetuKeyUse(version: $0, clients: clients[$0] ?? 0, actuals: actuals[$0] ?? 0) }
        }
    }
}
