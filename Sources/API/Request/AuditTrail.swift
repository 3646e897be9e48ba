import PersonalBudgeting

/// The clients whose data one call has touched (A20). One call runs on one queue, and nothing else holds its trail.
final class AuditTrail {
    /// The clients, each once, in the order of the first touch.
    private(set) var clients: [ID<Client>] = []
    /// The case, if all touches were about the same one.
    private(set) var caseID: ID<Case>?
    /// The grounds of access to each of `clients`.
    private var grounds: [AccessGround] = []
    /// The client that the last access check allowed. Most calls touch only one.
    var allowed: ID<Client>?
    /// How the call ran; set when nothing was done (a dry run), or when it was done before (a replay).
    var manner: AccessEntry.Manner?
    /// The members of bodies that were left out or masked (`Withheld`).
    var withheld: Set<String> = []
    /// For a list: the clients whose file the caller has opened with a reason (break-glass) and to whom the caller has no other relation.
    var opened: [ID<Client>] = []
    /// Whether the call asked about a client that may not exist. Such a call is logged either way, or the time of the answer would reveal
    /// whether the client exists.
    var lookedForClient = false
    /// Those of `clients` about whom the caller learned nothing.
    var hidden: Set<ID<Client>> = []
    /// The positions of `clients`, kept when they are too many for a linear search. A page has 50, but a batch of service data may touch
    /// thousands.
    private var indexes: [ID<Client>: Int] = [:]

    private static let fewest = 64

    func note(_ client: ID<Client>, _ caseID: ID<Case>? = nil) {
        if clients.isEmpty { self.caseID = caseID } else if self.caseID != caseID { self.caseID = nil }
        if index(of: client) != nil { return }
        if clients.count >= AuditTrail.fewest { indexes[client] = clients.count }
        clients.append(client)
        grounds.append(.role)
    }

    /// Records the caller's relation to a client whose data was touched.
    func stand(to client: ID<Client>, by relation: Relation?) {
        if let relation, let index = index(of: client) { grounds[index] = .relation(relation) }
    }

    /// Returns the grounds of each access, in the order of `clients`.
    /// - Parameters:
    ///   - isRefused: whether the call was refused. The caller then learned nothing about clients to whom it has no relation.
    ///   - isByTask: whether the right requires only the task of the role.
    func grounds(isRefused: Bool, isByTask: Bool) -> [AccessGround] {
        clients.indices.map { index in
            let client = clients[index]
            if hidden.contains(client) { return .nothing }
            guard grounds[index] == .role else { return grounds[index] }
            return isRefused ? .nothing : opened.contains(client) ? .relation(.breakGlass) : isByTask ? .relation(.task) : .role
        }
    }

    private func index(of client: ID<Client>) -> Int? {
        if client == clients.last { return clients.count - 1 }
        if clients.count < AuditTrail.fewest { return clients.firstIndex(of: client) }
        if indexes.isEmpty { for (index, client) in clients.enumerated() { indexes[client] = index } }
        return indexes[client]
    }
}
