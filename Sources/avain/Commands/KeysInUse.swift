import ArgumentParser
import PersonalBudgeting

extension Keys {
    /// Lists the keys without their tokens, one on each line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys: id, state, role, user id, name, end. The service must not run; over HTTP it is GET /v1/admin/keys.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "Only the keys of this user, a UUID.") var user: String?

        func run() throws {
            let id = try user.map { text in
                guard let id = ID<User>(text) else { throw Exit.usage("--user takes a user's id, a UUID") }
                return id
            }
            let filters: [Filter<AccessKey>] = id.map { [.equal(.userID, $0)] } ?? []
            let now = machineNow()
            let lines = try file.open(mustExist: true, orSend: "GET /v1/admin/keys").read { repositories in
                try repositories.accessKeys.all(filters).map { key -> String in
                    let state = key.revokedAt != nil ? "revoked" : key.isLive(at: now) ? "live" : "expired"
                    let user = try repositories.users.find(key.userID)
                    let role = try repositories.userRoles.find(key.roleID)
                    return [
                        "\(key.id)", state, role?.role.rawValue ?? "-", "\(key.userID)", user?.name ?? "-",
                        key.expiresAt.map { "\($0)" } ?? "-",
                    ].joined(separator: "\t")
                }
            }
            for line in lines { print(line) }
        }
    }

    /// Revokes a key for good.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key for good. The service must not run; over HTTP it is POST /v1/admin/keys/{key}/revoke.")

        @OptionGroup var file: DatabaseOption
        @Option(help: "The id of the key, a UUID.") var key: String

        func run() throws {
            guard let id = ID<AccessKey>(key) else { throw Exit.usage("--key takes a key's id, a UUID") }
            let opened = try file.open(mustExist: true, orSend: "the command revoke of /v1/admin/keys/{key}")
            _ = try opened.change { try $0.revokeKey($0.repositories.accessKeys.require(id)) }
            print("revoked")
        }
    }
}
