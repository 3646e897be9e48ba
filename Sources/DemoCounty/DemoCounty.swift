import PersonalBudgeting

/// A synthetic county (G18 to G23): clients with whole histories, made through the domain so that every history obeys every rule.
public struct DemoCounty: Sendable {
    public let clients: Int
    public let seed: UInt64
    /// The last day of the histories, which is "today" in the county.
    public let today: CalendarDate
    /// The percentage of clients with a case of personal budgeting, 0 to 100.
    public let hbPercent: Int
    /// The number of units among which the clients are divided.
    public let units: Int

    public init(clients: Int, seed: UInt64, today: CalendarDate, hbPercent: Int, units: Int) {
        self.clients = clients
        self.seed = seed
        self.today = today
        self.hbPercent = hbPercent
        self.units = units
    }

    /// Returns the county that `serve --demo` shows: 200 clients in 2 units, 60 percent with a case.
    public static func shown(on today: CalendarDate) -> DemoCounty {
        DemoCounty(clients: 200, seed: 1, today: today, hbPercent: 60, units: 2)
    }

    /// The greatest number of clients in one transaction.
    private static let clientsPerTransaction = 1_000

    /// Fills an empty database. The same values give the same data (G18).
    ///
    /// One transaction for all clients would not fit in memory. Clients in creation order change pages in all parts of the indexes; with
    /// many clients in one transaction each page is written once.
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
