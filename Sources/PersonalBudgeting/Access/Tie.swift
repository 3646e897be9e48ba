/// A tie that disqualifies a user from the matters of a client or a provider (esteellisyys, HL 27 to 30 §; A16, row 73). The user declares
/// it. While it is in force, the user may not prepare, decide or approve those matters.
public struct Tie: Recorded {
    public static let noun = "tie"
    public enum Field: ClientField { case userID, clientID, providerID }
    public var record: Record<Tie>
    public let userID: ID<User>
    /// The client or the provider: exactly one is set.
    public let clientID: ID<Client>?
    public let providerID: ID<Provider>?
    public let ground: Ground
    /// The last day of the tie; nil while it is in force. An ended tie is kept for good.
    public var endedOn: CalendarDate?

    /// The ground, by the items of HL 28 § 1 mom.
    public enum Ground: String, CaseIterable, Sendable {
        /// The user or a close person is a party (1).
        case party
        /// The user or a close person assists or represents a party (2).
        case representation
        /// The outcome brings special benefit or damage (3).
        case interest
        /// The user is employed by a party, or has a commission from a party in the matter (4).
        case employment
        /// A seat in a governing body of a party (5 and 6).
        case position
        /// Trust in impartiality is in danger for another special reason (7).
        case otherReason = "other_reason"
    }

    public init(
        record: Record<Tie>, userID: ID<User>, clientID: ID<Client>?, providerID: ID<Provider>?, ground: Ground,
        endedOn: CalendarDate? = nil
    ) {
        self.record = record
        self.userID = userID
        self.clientID = clientID
        self.providerID = providerID
        self.ground = ground
        self.endedOn = endedOn
    }
}

extension Work {
    /// Declares a tie of the caller (A16, row 73).
    /// - Throws: `invalid` for an unknown provider.
    public func declareTie(to client: Client?, providerID: ID<Provider>?, _ ground: Tie.Ground) throws -> Tie {
        if let providerID, try repositories.providers.find(providerID) == nil {
            throw Refusal.invalid("/providerId", "unknown_provider", .notInRegister)
        }
        let tie = Tie(record: newRecord(), userID: actor.userID, clientID: client?.id, providerID: providerID, ground: ground)
        try repositories.ties.insert(tie)
        try note("created", Tie.noun, "\(tie.id)", clientID: client?.id)
        return tie
    }

    /// Ends a tie of the caller. From tomorrow the caller may act again.
    /// - Throws: `illegal_transition` if it has ended.
    public func endTie(_ tie: Tie) throws -> Tie {
        guard tie.endedOn == nil else { throw Refusal.illegalTransition(Tie.noun, in: "ended", toDo: "end") }
        var ended = tie
        ended.endedOn = today
        touch(&ended)
        try repositories.ties.update(ended)
        try note("end", Tie.noun, "\(tie.id)", clientID: tie.clientID)
        return ended
    }

    /// Whether the caller has declared a tie to the client that is in force today.
    func isTied(to clientID: ID<Client>) throws -> Bool {
        do { try requireNoTie(to: clientID) } catch is Refusal { return true }
        return false
    }

    /// Refuses a caller with a tie to the client (A16, HL 27 §).
    /// - Throws: `disqualified` (409).
    public func requireNoTie(to clientID: ID<Client>) throws {
        try requireNoTie(.equal(.clientID, clientID), LocalText(fi: "asiakas", sv: "klient", en: "client"))
    }

    /// Refuses a caller with a tie to the provider (A16, HL 27 §).
    /// - Throws: `disqualified` (409).
    func requireNoTie(to providerID: ID<Provider>) throws {
        try requireNoTie(.equal(.providerID, providerID), LocalText(fi: "palveluntuottaja", sv: "tjänsteproducent", en: "provider"))
    }

    private func requireNoTie(_ filter: Filter<Tie>, _ what: LocalText) throws {
        let ties = try repositories.ties.all([.equal(.userID, actor.userID), filter])
        // A tie is in force through the whole of its last day.
        if ties.contains(where: { tie in tie.endedOn.map { $0 >= today } ?? true }) {
            throw Refusal(
                .disqualified,
                LocalText(
                    fi: "olet ilmoittanut sidonnaisuuden: \(what.fi)", sv: "du har anmält en bindning: \(what.sv)",
                    en: "the caller has declared a tie to the \(what.en)"))
        }
    }
}
