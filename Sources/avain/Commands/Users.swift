import ArgumentParser
import PersonalBudgeting

/// Lists, adds and ends users while the service does not run.
struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "People and systems that may sign in.", subcommands: [List.self, Add.self, End.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the users: id, main role, unit id, first and last day, name. Users who act for a client are left out.")

        @OptionGroup var file: DatabaseOption

        func run() throws {
            let users = try file.open(mustExist: true, orSend: "GET /v1/users").read { try $0.users.all([.isAbsent(.clientID)]) }
            for user in users {
                print(
                    [
                        "\(user.id)", user.role.rawValue, user.unitID.map { "\($0)" } ?? "-", user.validFrom.map { "\($0)" } ?? "-",
                        user.validTo.map { "\($0)" } ?? "-", user.name,
                    ].joined(separator: "\t"))
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user and print its id. Never finds an existing user: two people of one name are two users.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "The main role.") var role: String
        @Option(help: "The name of the person or system.") var name: String
        @Option(help: "The name of an existing unit.") var unit: String?

        func run() throws {
            guard let role = Role(rawValue: role), !role.actsForClient else {
                let roles = Role.allCases.filter { !$0.actsForClient }.map(\.rawValue)
                throw Exit.usage("--role takes one of \(roles.joined(separator: ", "))")
            }
            let name = try OptionText.line(name, of: "--name", atMost: role == .system ? 60 : 100)
            let unit = try unit.map { try OptionText.line($0, of: "--unit", atMost: 100) }
            let user = try file.open(mustExist: true, orSend: "POST /v1/admin/users").change { work -> User in
                let known = try unit.map { unit in
                    guard let known = try work.repositories.units.first([.equal(.name, unit)]) else {
                        throw Refusal(
                            .notFound,
                            LocalText(
                                fi: "tämännimistä yksikköä ei ole", sv: "det finns ingen enhet med det namnet",
                                en: "there is no unit of this name"))
                    }
                    return known.id
                }
                return try work.addUser(User.New(role: role, name: name, unitID: known, sourceSystem: role == .system ? name : nil))
            }
            print(user.id)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a user: after the last day no key of the user works.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "The id of the user, a UUID.") var user: String
        @Option(help: "The last day, YYYY-MM-DD.") var lastDay: String

        func run() throws {
            guard let id = ID<User>(user) else { throw Exit.usage("--user takes a user's id, a UUID") }
            guard let day = CalendarDate(lastDay) else { throw Exit.usage("--last-day takes a day such as 2026-03-31") }
            let opened = try file.open(mustExist: true, orSend: "the command end of /v1/admin/users/{user}")
            _ = try opened.change { try $0.endUser($0.repositories.users.require(id), lastDay: day) }
            print("ended; the last day is \(day)")
        }
    }
}
