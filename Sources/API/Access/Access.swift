import PersonalBudgeting

/// A yes: which right, and by what relation to the client. Only `Access` makes one, and no handler runs without it.
struct AccessDecision: Sendable {
    let right: Right
    /// Nil where the call leads to no client.
    let relation: Relation?

    fileprivate init(_ right: Right, _ relation: Relation?) {
        self.right = right
        self.relation = relation
    }
}

/// Who may run what on whose data; the one place that says no (A17, A18). The table it asks is `Right`.
enum Access {
    /// The role must hold the right, and the key must not be cut to others.
    static func check(_ actor: Actor, _ right: Right) throws(Refusal) {
        if right.isOpen { return }
        guard right.grants[actor.role] != nil else {
            throw Refusal(.forbidden, "needs the right \(right.name), which the role \(actor.role.rawValue) does not have")
        }
        if let scope = actor.scope, right != .signedIn, !scope.contains(right.name) {
            throw Refusal(.forbidden, "needs the right \(right.name), to which this key does not reach")
        }
    }

    /// The decision for a call that leads to no client.
    static func decide(_ actor: Actor, _ right: Right) throws(Refusal) -> AccessDecision {
        try check(actor, right)
        return AccessDecision(right, nil)
    }

    /// The decision for a client's data.
    /// - Parameter care: of the client; nil where there is no such client.
    /// - Throws: `forbidden` (403) to a role without the right, and without the relation where the caller may see that there is such a client;
    ///   else `not_found` (404), as if there were none; `authorisation_missing` (403) outside a mandate or an authorisation; `disqualified` (409) with a tie.
    static func decide(_ work: Work, _ right: Right, of clientID: ID<Client>, _ care: Care?, called noun: String = Client.noun) throws
        -> AccessDecision
    {
        try check(work.actor, right)
        guard let relation = try work.relation(to: clientID, care, among: right.relations(of: work.actor.role)) else {
            // Of a client whom the caller sees anyhow there is nothing to hide.
            let seen = try work.relation(to: clientID, care, among: Right.readClients.relations(of: work.actor.role))
            throw seen == nil ? Refusal.notFound(noun) : right.relationMissing(work.actor.role)
        }
        try checkAuthorisation(work, right, of: clientID)
        if right.isBarredByTies { try work.requireNoTie(to: clientID) }
        return AccessDecision(right, relation)
    }

    /// An assistant sees of the client only what the client's written authorisation opens today (row 37).
    /// A representative acts only within the mandate, in its matters and its time (row 71, HL 56 §).
    /// - Throws: `authorisation_missing` (403).
    private static func checkAuthorisation(_ work: Work, _ right: Right, of clientID: ID<Client>) throws {
        switch work.actor.role {
        case .hbAssistant: try work.requireAuthorisation(of: clientID, for: right.assistantParts)
        case .representative: try work.requireMandate(of: clientID, in: right.mandateScopes)
        default: break
        }
    }
}

extension Right {
    /// The refusal of a role that has the right, but not by the way it stands to the client.
    func relationMissing(_ role: Role) -> Refusal {
        let relations = relations(of: role).inOrder.map(\.rawValue).joined(separator: ", ")
        return Refusal(.forbidden, "needs the right \(name), which asks for one of: \(relations)")
    }
}

extension AdmittedCall {
    /// How the caller must stand to a client for this operation, any one of these.
    var relations: Set<Relation> { operation.right.relations(of: actor.role) }

    /// Whose data a list of this operation may show.
    /// - Throws: `authorisation_missing` to who speaks for a client outside the mandate or the authorisation.
    var visibleClients: VisibleClients {
        get throws {
            try requireStanding()
            let visible = try work.visibleClients(by: relations)
            try recordOpened(visible)
            return visible
        }
    }

    /// Notes of whom a list tells only because the caller has opened the file with a reason.
    func recordOpened(_ visible: VisibleClients) throws {
        guard case .care(let care) = visible else { return }
        let others = relations.subtracting([.breakGlass])
        trail.opened = try care.opened.filter { clientID in
            try work.relation(to: clientID, try repositories.clients.find(clientID)?.care, among: others) == nil
        }
    }

    /// Asks who speaks for a client, where the path does not lead to that client.
    /// - Throws: `authorisation_missing` outside the mandate or the authorisation.
    func requireStanding() throws {
        if actor.role.actsForClient, let own = actor.clientID { try touch(clientID: own) }
    }

    /// Notes that a client's data was touched, and refuses where the caller does not stand to the client as the right asks.
    func touch(clientID: ID<Client>, caseID: ID<Case>? = nil) throws {
        trail.note(clientID, caseID)
        guard trail.allowed != clientID else { return }
        guard !relations.contains(.task) || operation.right.isBarredByTies else { return trail.stand(to: clientID, by: .task) }
        let decision = try Access.decide(work, operation.right, of: clientID, try repositories.clients.find(clientID)?.care)
        trail.stand(to: clientID, by: decision.relation)
        trail.allowed = clientID
    }

    /// Whether the caller may be told of a client; on record either way.
    func mayFind(_ client: Client) throws -> Bool {
        trail.note(client.id)
        if let relation = try work.relation(to: client.id, client.care, among: relations) {
            trail.stand(to: client.id, by: relation)
            return true
        }
        trail.hidden.insert(client.id)
        return false
    }

    /// Puts on record that a list was asked of one client, who may be hidden or none.
    func recordQuestion(about clientID: ID<Client>) throws {
        trail.lookedForClient = true
        if let client = try repositories.clients.find(clientID) { _ = try mayFind(client) }
    }

    /// Puts on record that the caller learns of a client who is in the register already, by a national id that is to be registered.
    func recordKnown(_ hetu: Hetu) throws {
        guard let known = try repositories.clients.find(hetu: hetu) else { return }
        trail.note(known.id)
        // That there is one is what the refusal tells, whoever asks.
        trail.stand(to: known.id, by: try work.relation(to: known.id, known.care, among: relations) ?? .task)
    }

    /// The client that a body names. One whom the caller may not see is as if not in the register.
    /// - Parameter right: how one must stand to the client, where the operation's own right is about the caller and no client.
    /// - Throws: `invalid` with `unknown_client` at the place.
    func client(named clientID: ID<Client>, at pointer: String, by right: Right? = nil) throws -> Client {
        let client = try repositories.clients.find(clientID)
        if client != nil { trail.note(clientID) }
        let relations = (right ?? operation.right).relations(of: actor.role)
        guard let relation = try work.relation(to: clientID, client?.care, among: relations), let client else {
            throw Refusal.invalid(pointer, "unknown_client", "is not in the register")
        }
        trail.stand(to: clientID, by: relation)
        if right == nil { _ = try Access.decide(work, operation.right, of: clientID, client.care) }
        return client
    }
}
