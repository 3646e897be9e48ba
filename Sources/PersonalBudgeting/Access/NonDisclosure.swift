/// A non-disclosure order for personal safety (turvakielto, Laki väestötietojärjestelmästä 661/2009 36 §; P1, P5): municipality, address,
/// telephone, e-mail and places of the person, and of the household, leave through no answer.
///
/// It holds until somebody ends it: a last day that has passed raises a task and reveals nothing.
public struct NonDisclosure: Recorded {
    public static let noun = "non_disclosure"
    public enum Field: ClientField { case clientID, endedOn }
    public var record: Record<NonDisclosure>
    public let clientID: ID<Client>
    public var details: Details
    public var endedOn: CalendarDate?
    public var endReason: String?

    public enum Source: String, CaseIterable, Sendable {
        /// The population register (DVV).
        case populationRegister = "population_register"
        /// The client told of it; the register is asked.
        case client
        case authority
    }

    public struct Details: Sendable, Equatable {
        public var validFrom: CalendarDate
        /// Nil until further notice, and where the source tells no day.
        public var validTo: CalendarDate?
        public var source: Source
        /// An address for contact that may be disclosed (yhteysosoite), a post-office box.
        public var contactAddress: String?
        /// Others of the same household who are in the register: their whereabouts are hers or his.
        public var householdClientIDs: [ID<Client>]

        public init(
            validFrom: CalendarDate, validTo: CalendarDate?, source: Source, contactAddress: String?, householdClientIDs: [ID<Client>]
        ) {
            self.validFrom = validFrom
            self.validTo = validTo
            self.source = source
            self.contactAddress = contactAddress
            self.householdClientIDs = householdClientIDs
        }
    }

    public init(
        record: Record<NonDisclosure>, clientID: ID<Client>, details: Details, endedOn: CalendarDate? = nil, endReason: String? = nil
    ) {
        self.record = record
        self.clientID = clientID
        self.details = details
        self.endedOn = endedOn
        self.endReason = endReason
    }

    /// Everybody it protects.
    var protectedIDs: [ID<Client>] { endedOn == nil ? [clientID] + details.householdClientIDs : [] }
}

extension Work {
    /// The order of a client that has not been ended.
    public func nonDisclosure(of client: Client) throws -> NonDisclosure? {
        try repositories.nonDisclosures.first([.equal(.clientID, client.id), .isAbsent(.endedOn)])
    }

    /// Puts an order in force, or another in the place of the present one.
    /// - Throws: `invalid` for days that end before they begin.
    public func protect(_ client: Client, _ details: NonDisclosure.Details, replacing current: NonDisclosure?) throws -> NonDisclosure {
        if let last = details.validTo, last < details.validFrom {
            throw Refusal.invalid("/validTo", "before_start", "must not be before validFrom")
        }
        if let known = details.householdClientIDs.firstIndex(of: client.id) {
            throw Refusal.invalid("/householdClientIds/\(known)", "same_person", "is the client")
        }
        var affected = current?.protectedIDs ?? []
        let kept: NonDisclosure
        if var order = current {
            order.details = details
            touch(&order)
            try repositories.nonDisclosures.update(order)
            try note("updated", NonDisclosure.noun, "\(order.id)", clientID: client.id)
            kept = order
        } else {
            kept = NonDisclosure(record: newRecord(), clientID: client.id, details: details)
            try repositories.nonDisclosures.insert(kept)
            try note("created", NonDisclosure.noun, "\(kept.id)", clientID: client.id)
        }
        if let current { try keepProtected(affected.filter { !kept.protectedIDs.contains($0) }, by: current) }
        affected += kept.protectedIDs
        try markProtection(of: affected)
        return kept
    }

    /// Ends an order: somebody has made sure that it holds no more. Whoever has the right sees the whereabouts again.
    public func endNonDisclosure(_ order: NonDisclosure, reason: String) throws -> NonDisclosure {
        guard order.endedOn == nil else {
            throw Refusal.illegalTransition(NonDisclosure.noun, in: "ended", toDo: "end")
        }
        var ended = order
        ended.endedOn = today
        ended.endReason = reason
        touch(&ended)
        try repositories.nonDisclosures.update(ended)
        try note("end", NonDisclosure.noun, "\(order.id)", clientID: order.clientID, reason: reason)
        try keepProtected(order.details.householdClientIDs, by: order)
        try markProtection(of: order.protectedIDs)
        return ended
    }

    /// Whether a client is protected now by an order that was made or changed after a moment.
    public func isProtected(_ clientID: ID<Client>, since moment: Instant) throws -> Bool {
        guard try repositories.clients.find(clientID)?.isProtected == true else { return false }
        return try repositories.nonDisclosures.all([.isAbsent(.endedOn)]).contains {
            $0.protectedIDs.contains(clientID) && $0.record.updatedAt > moment
        }
    }

    /// Whom an order lets go and the caller does not care for, or is tied to, gets an order of their own: whether it goes on is for others to find
    /// out.
    private func keepProtected(_ released: [ID<Client>], by order: NonDisclosure) throws {
        for id in released where id != order.clientID {
            guard let client = try repositories.clients.find(id), try !caresFor(client) || isTied(to: id),
                try nonDisclosure(of: client) == nil
            else { continue }
            var details = order.details
            details.householdClientIDs = []
            let own = NonDisclosure(record: newRecord(), clientID: id, details: details)
            try repositories.nonDisclosures.insert(own)
            try note("created", NonDisclosure.noun, "\(own.id)", clientID: id)
        }
    }

    /// Sets the mark beside each client by the orders in force.
    private func markProtection(of clients: [ID<Client>]) throws {
        let protected = Set(try repositories.nonDisclosures.all([.isAbsent(.endedOn)]).flatMap(\.protectedIDs))
        for client in Set(clients) { try repositories.clients.mark(client, isProtected: protected.contains(client)) }
    }
}
