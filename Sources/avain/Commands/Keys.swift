import API
import ArgumentParser
import PersonalBudgeting
import Store

/// Makes keys for people and systems.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Keys of people and systems.", subcommands: [Create.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; the token is printed alone, once. A user of the name and role, and the unit, are made when not there.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "\(Role.allCases.map(\.rawValue).joined(separator: ", "))") var role: String
        @Option(help: "Who it is for.") var name: String
        @Option(help: "The unit of the organiser the user belongs to.") var unit: String?
        @Option(help: "The client a client, representative or HB assistant speaks for: the id.") var client: String?
        @Option(help: "The mandate a representative acts by: the id of the client's representative.") var representative: String?
        @Option(help: "The code of the source system a system pushes for; the name by default.") var source: String?

        func run() throws {
            guard let role = Role(rawValue: role) else {
                throw Exit.usage("there is no role \(role); one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard (1...100).contains(name.unicodeScalars.count), !FoldedText.containsForbiddenControl(name) else {
                throw Exit.usage("--name takes 1 to 100 characters without control characters")
            }
            if role.actsForClient, client == nil { throw Exit.usage("a \(role.rawValue) speaks for one client: --client ID") }
            if !role.actsForClient, client != nil { throw Exit.usage("--client goes with client, representative and hb_assistant") }
            let clientID = try client.map { text in
                guard let id = ID<Client>(text) else { throw Exit.usage("--client takes a client's id, a UUID") }
                return id
            }
            if role == .representative, representative == nil {
                throw Exit.usage("a representative acts by a mandate: --representative ID")
            }
            if role != .representative, representative != nil { throw Exit.usage("--representative goes with representative") }
            let representativeID = try representative.map { text in
                guard let id = ID<Representative>(text) else { throw Exit.usage("--representative takes a representative's id, a UUID") }
                return id
            }
            let opened = try file.open()
            let wanted = KeyOrder(
                role: role, name: name, unit: unit, clientID: clientID, representativeID: representativeID,
                sourceSystem: role == .system ? source ?? name : nil)
            print(try opened.anchored { try wanted.place(in: opened.database) })
        }
    }
}

/// A key to be made.
struct KeyOrder: Sendable {
    let role: Role
    let name: String
    var unit: String?
    var clientID: ID<Client>?
    var representativeID: ID<Representative>?
    var sourceSystem: String?

    /// Makes the key. Returns the token, which is nowhere else.
    func place(in database: Database) throws -> String {
        let token = Token.make()
        let now = machineNow()
        let order = self
        let outcome = try database.writeAndWait { repositories -> String? in
            if let clientID = order.clientID, try repositories.clients.find(clientID) == nil { return "there is no client \(clientID)" }
            if let representativeID = order.representativeID,
                try repositories.representatives.find(representativeID)?.clientID != order.clientID
            {
                return "the client has no representative \(representativeID)"
            }
            let work = Work(repositories: repositories, actor: .commandLine, now: now, identifiers: CommandLineIdentifiers())
            try work.addKey(
                tokenHash: Token.hash(token), role: order.role, name: order.name, unitName: order.unit, clientID: order.clientID,
                representativeID: order.representativeID, sourceSystem: order.sourceSystem)
            return nil
        }
        if let outcome { throw Exit.noInput(outcome) }
        return token
    }
}

/// Identities for what the command line makes.
final class CommandLineIdentifiers: IdentifierSource {
    func next<Entity>(at now: Instant) -> ID<Entity> {
        var generator = SystemRandomNumberGenerator()
        return ID.make(milliseconds: UInt64(max(0, now.microseconds / 1000)), random: generator.next(), random2: generator.next())
    }
}
