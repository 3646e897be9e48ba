import PersonalBudgeting

/// A synthetic county: clients with whole histories, made through the domain so that every history obeys every rule.
public struct DemoCounty: Sendable {
    public let clients: Int
    public let seed: UInt64
    /// The day the county is seen on.
    public let today: CalendarDate
    /// How many of a hundred clients have a case of personal budgeting.
    public let hbPercent: Int
    /// How many units the clients are spread over.
    public let units: Int

    public init(clients: Int, seed: UInt64, today: CalendarDate, hbPercent: Int, units: Int) {
        self.clients = clients
        self.seed = seed
        self.today = today
        self.hbPercent = hbPercent
        self.units = units
    }

    /// The county that `serve --demo` shows.
    public static func shown(on today: CalendarDate) -> DemoCounty {
        DemoCounty(clients: 200, seed: 1, today: today, hbPercent: 60, units: 2)
    }

    /// How many clients one transaction takes.
    private static let clientsPerTransaction = 1_000

    /// Fills an empty database. The same values give the same data.
    ///
    /// One transaction for all clients would not fit in memory. Clients in creation order touch pages all over the indexes; many of them in
    /// one transaction write each page once.
    /// - Parameter write: runs its job in one transaction.
    public func generate(_ write: ((any Repositories) throws -> Void) throws -> Void) throws {
        var made: CountyBuilder?
        try write { repositories in
            let builder = CountyBuilder(repositories, seed: seed, today: today)
            try builder.makeRegisters(cases: clients * hbPercent / 100, units: units)
            made = builder
        }
        guard let builder = made else { return }
        for first in stride(from: 1, through: clients, by: DemoCounty.clientsPerTransaction) {
            try write { repositories in
                builder.repositories = repositories
                try builder.makeClients(first...min(first + DemoCounty.clientsPerTransaction - 1, clients), hbPercent: hbPercent)
            }
        }
    }
}
