import API
import ArgumentParser
import JSON
import PersonalBudgeting
import Store

/// Makes keys for people and systems.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Keys of people and systems.", subcommands: [Create.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print its token, once. Makes the user of this name and role, and the unit, if they do not exist.")

        @OptionGroup var file: DatabaseOption
        @OptionGroup var new: NewDatabaseOption
        @Option(help: "The role: \(Role.allCases.map(\.rawValue).joined(separator: ", "))") var role: String
        @Option(help: "The name of the person or system.") var name: String
        @Option(help: "The unit of the organiser to which the user belongs.") var unit: String?
        @Option(help: "The id of the client for whom a client, representative or HB assistant acts.") var client: String?
        @Option(help: "The id of the client's representative, whose mandate a representative uses.") var representative: String?
        @Option(help: "The code of the source system of a system; the name by default.") var source: String?

        func run() throws {
            guard let role = Role(rawValue: role) else {
                throw Exit.usage("there is no role \(role); the roles are \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let name = try OptionText.line(name, of: "--name", atMost: 100)
            let unit = try unit.map { try OptionText.line($0, of: "--unit", atMost: 100) }
            let source = try source.map { try OptionText.line($0, of: "--source", atMost: 60) }
            if role.actsForClient, client == nil { throw Exit.usage("the role \(role.rawValue) needs --client ID") }
            if !role.actsForClient, client != nil {
                throw Exit.usage("--client is only for the roles client, representative and hb_assistant")
            }
            let clientID = try client.map { text in
                guard let id = ID<Client>(text) else { throw Exit.usage("--client takes a client's id, a UUID") }
                return id
            }
            if role == .representative, representative == nil {
                throw Exit.usage("the role representative needs --representative ID")
            }
            if role != .representative, representative != nil { throw Exit.usage("--representative is only for the role representative") }
            let representativeID = try representative.map { text in
                guard let id = ID<Representative>(text) else { throw Exit.usage("--representative takes a representative's id, a UUID") }
                return id
            }
            if role == .system, source == nil, name.unicodeScalars.count > 60 {
                throw Exit.usage("the name of a system is its source by default and then takes 1 to 60 characters; add --source")
            }
            let opened = try file.open(mustExist: new.noCreate)
            let wanted = KeyOrder(
                role: role, name: name, unit: unit, clientID: clientID, representativeID: representativeID,
                sourceSystem: role == .system ? source ?? name : nil)
            print(try opened.anchored { try wanted.insert(into: opened.database) })
        }
    }
}

/// The order for a new key.
struct KeyOrder: Sendable {
    let role: Role
    let name: String
    var unit: String?
    var clientID: ID<Client>?
    var representativeID: ID<Representative>?
    var sourceSystem: String?

    /// Makes the key and returns its token. The database keeps only the hash of the token.
    func insert(into database: Database) throws -> String {
        let token = Token.make()
        let now = machineNow()
        let order = self
        let identifiers = TimeOrderedIdentifiers(after: try database.lastMillisecond())
        let outcome = try database.writeAndWait { repositories -> String? in
            if let clientID = order.clientID, try repositories.clients.find(clientID) == nil { return "there is no client \(clientID)" }
            if let representativeID = order.representativeID,
                try repositories.representatives.find(representativeID)?.clientID != order.clientID
            {
                return "the client has no representative \(representativeID)"
            }
            let work = Work(repositories: repositories, actor: .commandLine, now: now, identifiers: identifiers)
            try work.addKey(
                tokenHash: Token.hash(token), role: order.role, name: order.name, unitName: order.unit, clientID: order.clientID,
                representativeID: order.representativeID, sourceSystem: order.sourceSystem)
            return nil
        }
        if let outcome { throw Exit.noInput(outcome) }
        return token
    }
}
