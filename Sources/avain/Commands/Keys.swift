import API
import ArgumentParser
import PersonalBudgeting
import Store

/// Makes, lists and revokes keys of people and systems.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keys of people and systems.", subcommands: [Create.self, List.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print its token, once. Without --user it makes a new user, and the unit if it does not exist.")

        @OptionGroup var file: DatabaseOption
        @OptionGroup var new: NewDatabaseOption
        @Option(help: "The role: \(Role.allCases.map(\.rawValue).joined(separator: ", "))") var role: String?
        @Option(help: "The name of the new person or system.") var name: String?
        @Option(help: "The id of a user who gets another key; --role and --unit then choose one of the user's roles.") var user: String?
        @Option(help: "The unit of the organiser to which the user belongs.") var unit: String?
        @Option(help: "The id of the client for whom a client, representative or HB assistant acts.") var client: String?
        @Option(help: "The id of the client's representative, whose mandate a representative uses.") var representative: String?
        @Option(help: "The code of the source system of a system; the name by default.") var source: String?
        @Flag(help: "Order the key of a new administrator from the service that has the database open, in an emergency.")
        var whileServing = false

        func run() throws {
            let wanted = try user == nil ? firstKey() : anotherKey()
            if whileServing {
                guard wanted.role == .admin, let name = wanted.name, unit == nil else {
                    throw Exit.usage("--while-serving makes a new administrator: it takes --role admin and --name, and no --user or --unit")
                }
                print(try file.location.keyOrder.place(name: name))
                return
            }
            let opened = try file.open(mustExist: new.noCreate, orSend: "POST /v1/admin/keys")
            print(try opened.anchored { try wanted.insert(into: opened.database) })
        }

        private func anotherKey() throws -> KeyOrder {
            guard let id = user.flatMap({ ID<User>($0) }) else { throw Exit.usage("--user takes a user's id, a UUID") }
            if name != nil || client != nil || representative != nil || source != nil {
                throw Exit.usage("--name, --client, --representative and --source belong to the user; leave them out with --user")
            }
            return KeyOrder(role: try askedRole(), unit: try askedUnit(), userID: id)
        }

        private func firstKey() throws -> KeyOrder {
            guard let role = try askedRole() else { throw Exit.usage("a new user needs --role") }
            guard let name else { throw Exit.usage("a new user needs --name; --user ID gives an existing user another key") }
            let line = try OptionText.line(name, of: "--name", atMost: 100)
            let unit = try askedUnit()
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
            if role == .system, source == nil, line.unicodeScalars.count > 60 {
                throw Exit.usage("the name of a system is its source by default and then takes 1 to 60 characters; add --source")
            }
            return KeyOrder(
                role: role, name: line, unit: unit, clientID: clientID, representativeID: representativeID,
                sourceSystem: role == .system ? source ?? line : nil)
        }

        private func askedUnit() throws -> String? { try unit.map { try OptionText.line($0, of: "--unit", atMost: 100) } }

        private func askedRole() throws -> Role? {
            try role.map { text in
                guard let role = Role(rawValue: text) else {
                    throw Exit.usage("there is no role \(text); the roles are \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return role
            }
        }
    }
}
