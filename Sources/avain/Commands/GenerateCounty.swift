import ArgumentParser
import DemoCounty
import PersonalBudgeting
import Store

/// Fills a database with a synthetic county (G18 to G23).
struct GenerateCounty: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty database with a synthetic county. The same clients, seed and day give the same data.")

    @OptionGroup var file: DatabaseOption
    @OptionGroup var new: NewDatabaseOption
    @Option(help: "Number of clients, 1 to 100000.") var clients = 200
    @Option(help: "The seed of the pseudo-random numbers.") var seed: UInt64 = 1
    @Option(help: "The last day of the histories, YYYY-MM-DD.") var today = "2026-06-30"
    @Option(help: "Percentage of clients with a case of personal budgeting, 0 to 100.") var hbShare = 60
    @Option(help: "Number of units among which the clients are divided, 1 to 100.") var units = 2

    func run() throws {
        guard let day = CalendarDate(today) else { throw Exit.usage("--today takes a date, YYYY-MM-DD") }
        guard (1...100_000).contains(clients), (0...100).contains(hbShare), (1...100).contains(units) else {
            throw Exit.usage("--clients takes 1 to 100000, --hb-share 0 to 100, --units 1 to 100")
        }
        let opened = try file.open(mustExist: new.noCreate, fillsMuch: clients > 1_000)
        try opened.anchored {
            try DemoCounty(clients: clients, seed: seed, today: day, hbPercent: hbShare, units: units).fill(opened.database)
        }
        print("generated \(clients) clients")
    }
}

/// The synthetic county of `generate-county` and `serve --demo` in a database.
extension DemoCounty {
    func fill(_ database: Database) throws {
        guard try database.writeAndWait({ try $0.clients.count(ListQuery()) }) == 0 else {
            throw Exit.cannotCreate("the database already has clients; a county needs an empty database")
        }
        try generate { job in try database.writeAndWait(job) }
    }

    /// Fills an empty database; leaves a database with clients unchanged.
    static func fillWhereEmpty(_ database: Database) throws {
        guard try database.writeAndWait({ try $0.clients.count(ListQuery()) }) == 0 else { return }
        try shown(on: machineNow().helsinkiDate).fill(database)
    }

    /// Prints keys for the demo and a first request to copy.
    static func introduce(_ database: Database, port: Int) throws {
        var tokens: [(String, String)] = []
        for (role, name) in [
            (Role.socialWorker, "Sari Soini"), (.decisionMaker, "Johanna Johtava"), (.bodySecretary, "Jaakko Jaosto"),
            (.finance, "Tuula Talous"),
        ] {
            let order = KeyOrder(role: role, name: name, unit: "Vammaispalvelut, itä", takesNamesake: true)
            tokens.append((role.rawValue, try order.insert(into: database)))
        }
        tokens.append(("admin", try KeyOrder(role: .admin, name: "Demo Admin", takesNamesake: true).insert(into: database)))
        let order = KeyOrder(
            role: .system, name: "Effica X", unit: "Vammaispalvelut, itä", sourceSystem: "effica_x", takesNamesake: true)
        tokens.append(("system", try order.insert(into: database)))
        print("\nkeys of the demo county (new at each start):")
        for (role, token) in tokens { print("  \(role.padding(toLength: 16, withPad: " ", startingAt: 0)) \(token)") }
        guard let worker = tokens.first?.1 else { return }
        print("\ntry:\n  curl -H 'Authorization: Bearer \(worker)' 'http://127.0.0.1:\(port)/v1/work-queue?limit=5&pretty'\n")
    }
}
