import PersonalBudgeting

/// A granted access: the right, and the caller's relation to the client. Only `Access` creates it, and no handler runs without it.
struct AccessDecision: Sendable {
    let right: Right
    /// Nil if the call concerns no client.
    let relation: Relation?

    fileprivate init(_ right: Right, _ relation: Relation?) {
        self.right = right
        self.relation = relation
    }
}

/// Decides who may call which operation on whose data (A17, A18). Nothing else denies access. The rights are in the table `Right`.
enum Access {
    /// Checks that the role has the right and that the scope of the key includes it.
    /// - Throws: `forbidden` (403).
    static func check(_ actor: Actor, _ right: Right) throws(Refusal) {
        if right.isOpen { return }
        guard right.grants[actor.role] != nil else {
            throw Refusal(
                .forbidden,
                LocalText(
                    fi: "roolilla ”\(actor.role.inWords.fi)” ei ole oikeutta tähän",
                    sv: "rollen ”\(actor.role.inWords.sv)” har inte rätt till detta",
                    en: "needs the right \(right.name), which the role \(actor.role.rawValue) does not have"))
        }
        if let scope = actor.scope, right != .signedIn, !scope.contains(right.name) {
            throw Refusal(
                .forbidden,
                LocalText(
                    fi: "tämä avain ei oikeuta tähän", sv: "den här nyckeln ger inte rätt till detta",
                    en: "needs the right \(right.name), which is outside the scope of this key"))
        }
    }

    /// Decides a call that concerns no client.
    static func decide(_ actor: Actor, _ right: Right) throws(Refusal) -> AccessDecision {
        try check(actor, right)
        return AccessDecision(right, nil)
    }

    /// Decides a call on a client's data.
    /// - Parameters:
    ///   - care: the care of the client; nil if there is no such client.
    ///   - matter: the case in the path, and the decision if the path leads to one.
    /// - Throws: `forbidden` (403) if the role lacks the right, or if the relation is missing and the caller may know that the client
    ///   exists; otherwise `not_found` (404), as for a client that does not exist (A18); `authorisation_missing` (403) outside a mandate or
    ///   an authorisation; `disqualified` (409) if the caller has a tie.
    static func decide(
        _ work: Work, _ right: Right, of clientID: ID<Client>, _ care: Care?, in matter: Matter? = nil, called noun: String = Client.noun
    ) throws -> AccessDecision {
        try check(work.actor, right)
        let role = work.actor.role
        guard let relation = try work.relation(to: clientID, care, in: matter, among: right.relations(of: role)) else {
            // Callers who may see the client, or have the extract of the matter (A29), know that the client exists.
            let seeing = Right.readClients.relations(of: role).union(matter == nil ? [] : Right.extract.relations(of: role))
            let seen = try work.relation(to: clientID, care, in: matter, among: seeing)
            throw seen == nil ? Refusal.notFound(noun) : right.relationMissing(role)
        }
        try checkAuthorisation(work, right, of: clientID)
        if right.isBarredByTies { try work.requireNoTie(to: clientID) }
        return AccessDecision(right, relation)
    }

    /// An assistant sees only the parts of the client's file that the client's written authorisation opens today (A12, row 37).
    /// A representative acts only within the matters and the days of the mandate (A11, row 71, HL 56 §).
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
    /// Returns the refusal for a role that has the right without the relation to the client.
    func relationMissing(_ role: Role) -> Refusal {
        let relations = relations(of: role).inOrder.map(\.rawValue).joined(separator: ", ")
        return Refusal(
            .forbidden,
            LocalText(
                fi: "tähän tarvitaan suhde asiakkaaseen, esimerkiksi vastuu asiakkaan asiasta",
                sv: "detta kräver ett förhållande till klienten, till exempel ansvar för klientens ärende",
                en: "needs the right \(name) and one of these relations to the client: \(relations)"))
    }
}

extension AdmittedCall {
    /// The relations to a client that this operation accepts.
    var relations: Set<Relation> { operation.right.relations(of: actor.role) }

    /// The clients whose data a list of this operation may show.
    /// - Throws: `authorisation_missing` (403) if the caller acts for a client outside the mandate or the authorisation.
    var visibleClients: VisibleClients {
        get throws {
            try requireStanding()
            let visible = try work.visibleClients(by: relations)
            try recordOpened(visible)
            return visible
        }
    }

    /// Records the clients whom a list shows only because the caller has opened their files with a reason.
    func recordOpened(_ visible: VisibleClients) throws {
        guard case .care(let care) = visible else { return }
        let others = relations.subtracting([.breakGlass])
        trail.opened = try care.opened.filter { clientID in
            try work.relation(to: clientID, try repositories.clients.find(clientID)?.care, among: others) == nil
        }
    }

    /// Checks the mandate or the authorisation of a caller who acts for a client, where the path does not lead to that client.
    /// - Throws: `authorisation_missing` (403) outside the mandate or the authorisation.
    func requireStanding() throws {
        if actor.role.actsForClient, let own = actor.clientID { try touch(clientID: own) }
    }

    /// Records that the call touches a client's data.
    /// - Throws: a `Refusal`, as `Access.decide`, if the caller has no relation to the client that the right accepts.
    func touch(clientID: ID<Client>, caseID: ID<Case>? = nil) throws {
        trail.note(clientID, caseID)
        guard trail.allowed != clientID else { return }
        guard !relations.contains(.task) || operation.right.isBarredByTies else { return trail.stand(to: clientID, by: .task) }
        let decision = try Access.decide(work, operation.right, of: clientID, try repositories.clients.find(clientID)?.care)
        trail.stand(to: clientID, by: decision.relation)
        trail.allowed = clientID
    }

    /// Returns whether the caller may learn of a client. The audit trail records the client in both cases.
    func mayFind(_ client: Client) throws -> Bool {
        trail.note(client.id)
        if let relation = try work.relation(to: client.id, client.care, among: relations) {
            trail.stand(to: client.id, by: relation)
            return true
        }
        trail.hidden.insert(client.id)
        return false
    }

    /// Records that a list was requested for one client, who may be hidden from the caller or not exist.
    func recordQuestion(about clientID: ID<Client>) throws {
        trail.lookedForClient = true
        if let client = try repositories.clients.find(clientID) { _ = try mayFind(client) }
    }

    /// Records that the caller learns of a client who is already in the register, by the national id in a registration.
    func recordKnown(_ hetu: Hetu) throws {
        guard let known = try repositories.clients.find(hetu: hetu) else { return }
        trail.note(known.id)
        // The refusal reveals that the client exists, also to a caller without a relation to the client.
        trail.stand(to: known.id, by: try work.relation(to: known.id, known.care, among: relations) ?? .task)
    }

    /// Returns the client that a body names. A client whom the caller may not see is treated as not in the register.
    /// - Parameter right: the right whose relations apply, if the operation's own right concerns the caller and no client.
    /// - Throws: `invalid` with `unknown_client` at the pointer.
    func client(named clientID: ID<Client>, at pointer: String, by right: Right? = nil) throws -> Client {
        let client = try repositories.clients.find(clientID)
        if client != nil { trail.note(clientID) }
        let relations = (right ?? operation.right).relations(of: actor.role)
        guard let relation = try work.relation(to: clientID, client?.care, among: relations), let client else {
            throw Refusal.invalid(pointer, "unknown_client", .notInRegister)
        }
        trail.stand(to: clientID, by: relation)
        if right == nil { _ = try Access.decide(work, operation.right, of: clientID, client.care) }
        return client
    }
}
