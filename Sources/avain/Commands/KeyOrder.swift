import API
import PersonalBudgeting
import Store

/// The order for a new key: of a new user, or of one who exists.
struct KeyOrder: Sendable {
    var role: Role?
    var name: String?
    var unit: String?
    var clientID: ID<Client>?
    var representativeID: ID<Representative>?
    var sourceSystem: String?
    /// The user who gets another key; nil for a new user.
    var userID: ID<User>?
    /// Whether the first user of this name and role gets the key. Only for the synthetic county, in which names are not shared.
    var takesNamesake = false

    /// Makes the key and returns its token. The database keeps only the hash of the token.
    func insert(into database: Database) throws -> String {
        let token = Token.make()
        let now = machineNow()
        let order = self
        let identifiers = TimeOrderedIdentifiers(after: try database.lastMillisecond())
        let outcome: String?
        do {
            outcome = try database.writeAndWait { repositories -> String? in
                let work = Work(repositories: repositories, actor: .commandLine, now: now, identifiers: identifiers)
                return try order.insert(work, Token.hash(token))
            }
        } catch let refusal as Refusal {
            throw Exit.of(refusal)
        }
        if let outcome { throw Exit.noInput(outcome) }
        return token
    }

    /// Makes the key. Returns what is missing, as a sentence; nil if nothing is.
    private func insert(_ work: Work, _ hash: String) throws -> String? {
        let repositories = work.repositories
        if let user = try user(repositories) {
            try work.addKey(tokenHash: hash, for: user, in: work.role(of: user, nil, role, unitName: unit))
            return nil
        }
        if let userID { return "there is no user \(userID)" }
        guard let role, let name else { return "a new user needs a role and a name" }
        if let clientID, try repositories.clients.find(clientID) == nil { return "there is no client \(clientID)" }
        if let representativeID, try repositories.representatives.find(representativeID)?.clientID != clientID {
            return "the client has no representative \(representativeID)"
        }
        let user = try work.addKey(
            tokenHash: hash, role: role, name: name, unitName: unit, clientID: clientID, representativeID: representativeID,
            sourceSystem: sourceSystem
        ).user
        // A key for another user than the operator meant would have none of the person's ties and deputies.
        if !role.actsForClient, let other = try work.namesakes(of: user).last {
            Exit.tell("this is a new user; another one of this name and role is \(other): --user \(other) gives that one a key")
        }
        return nil
    }

    private func user(_ repositories: any Repositories) throws -> User? {
        if let userID { return try repositories.users.find(userID) }
        guard takesNamesake, let role, let name else { return nil }
        return try repositories.users.first([.equal(.name, name), .equal(.role, role)])
    }
}
