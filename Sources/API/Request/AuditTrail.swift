import PersonalBudgeting

/// The clients whose data one call has touched. One call runs on one queue; nobody else holds its trail.
final class AuditTrail {
    /// Each once, in the order of the first touch.
    private(set) var clients: [ID<Client>] = []
    /// The case, when it was one and the same all along.
    private(set) var caseID: ID<Case>?
    /// On what the look at each of `clients` rested.
    private var grounds: [AccessGround] = []
    /// The client whose data the caller was last found to reach: most calls touch one.
    var allowed: ID<Client>?
    /// Set where nothing was done, or was done before.
    var manner: AccessEntry.Manner?
    /// The members of bodies that were not shown as they are (`Withheld`).
    var withheld: Set<String> = []
    /// Of a list: whose file the caller has opened with a reason, and has no other part in.
    var opened: [ID<Client>] = []
    /// Whether the call asked about a client, who may be none: on record either way, or the time of the answer would tell which it was.
    var lookedForClient = false
    /// Those of `clients` of whom the caller was told nothing.
    var hidden: Set<ID<Client>> = []
    /// The places of `clients`, when they are too many to be looked through: a page has fifty, a batch of service data may touch thousands.
    private var places: [ID<Client>: Int] = [:]

    private static let fewest = 64

    func note(_ client: ID<Client>, _ caseID: ID<Case>? = nil) {
        if clients.isEmpty { self.caseID = caseID } else if self.caseID != caseID { self.caseID = nil }
        if place(of: client) != nil { return }
        if clients.count >= AuditTrail.fewest { places[client] = clients.count }
        clients.append(client)
        grounds.append(.role)
    }

    /// Says how the caller was found to stand to a client whose data was touched.
    func stand(to client: ID<Client>, by relation: Relation?) {
        if let relation, let place = place(of: client) { grounds[place] = .relation(relation) }
    }

    /// On what each look rested, in the order of `clients`.
    /// - Parameters:
    ///   - isRefused: whether the call was; then who was not found to stand in any way was told nothing.
    ///   - isByTask: whether the right asks for no more than the task of the role.
    func grounds(isRefused: Bool, isByTask: Bool) -> [AccessGround] {
        clients.indices.map { place in
            let client = clients[place]
            if hidden.contains(client) { return .nothing }
            guard grounds[place] == .role else { return grounds[place] }
            return isRefused ? .nothing : opened.contains(client) ? .relation(.breakGlass) : isByTask ? .relation(.task) : .role
        }
    }

    private func place(of client: ID<Client>) -> Int? {
        if client == clients.last { return clients.count - 1 }
        if clients.count < AuditTrail.fewest { return clients.firstIndex(of: client) }
        if places.isEmpty { for (place, client) in clients.enumerated() { places[client] = place } }
        return places[client]
    }
}
