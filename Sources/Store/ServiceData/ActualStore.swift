import PersonalBudgeting
import SQL

/// The delivered services that source systems reported.
struct ActualStore: ActualRepository, TableBacked {
    private let connection: any Connection
    private let keyring: HetuKeyring
    let table: TableStore<Actual>

    init(_ unit: UnitOfWork) {
        connection = unit.connection
        keyring = unit.keyring
        table = TableStore(unit, .actuals)
    }

    func insert(_ actual: Actual) throws {
        // An actual that was reported with a national id is inserted by `insert(_:hetu:)`.
        guard actual.usage.maskedHetu == nil else { throw StorageFault.reference }
        try table.insert(actual)
    }

    func insert(_ actual: Actual, hetu: Hetu?) throws {
        guard let hetu else { return try insert(actual) }
        let sealed = try keyring.current.seal(hetu, at: .actual("\(actual.id)"))
        try table.insert(actual, others: [.blob(sealed)])
    }

    func hetu(of actual: Actual) throws -> Hetu? {
        guard actual.usage.maskedHetu != nil else { return nil }
        let id = "\(actual.id)"
        guard let sealed = try storing({ try connection.first(ActualStore.sealed, [.text(id)]) { try $0.blob(0) } }),
            let hetu = keyring.open(sealed, at: .actual(id))
        else { throw StorageFault.corrupt }
        return hetu
    }

    private static let sealed = SQLStatement("SELECT client_hetu_sealed FROM actuals WHERE id = ?")
}
