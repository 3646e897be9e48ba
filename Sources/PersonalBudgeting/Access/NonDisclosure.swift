/// A non-disclosure order for personal safety (turvakielto, Laki väestötietojärjestelmästä 661/2009 36 §; P1, P5, row 69). Answers hide the
/// municipality, address, telephone, e-mail and places of the person and of the household (P3, L78). Only a worker who cares for the client
/// sees them, with the right `safety:read` and a purpose (P4, A23).
///
/// The order is in force until a user ends it. When its last day has passed, it raises a task and reveals nothing (P9).
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
        /// The client reported the order. The population register is asked to confirm it.
        case client
        case authority
    }

    public struct Details: Sendable, Equatable {
        public var validFrom: CalendarDate
        /// Nil for an order until further notice, and where the source gives no last day (P9).
        public var validTo: CalendarDate?
        public var source: Source
        /// A contact address that may be disclosed (yhteysosoite), such as a post-office box (P2).
        public var contactAddress: String?
        /// Other clients of the same household: their whereabouts reveal those of the protected person (P3, L78).
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

    /// All clients whom the order protects; empty when it has ended.
    var protectedIDs: [ID<Client>] { endedOn == nil ? [clientID] + details.householdClientIDs : [] }
}

extension Work {
    /// Returns the order of a client that has not ended.
    public func nonDisclosure(of client: Client) throws -> NonDisclosure? {
        try repositories.nonDisclosures.first([.equal(.clientID, client.id), .isAbsent(.endedOn)])
    }

    /// Puts an order in force, or replaces the present order.
    /// - Throws: `invalid` for a last day before the first, and for the client as a member of the own household.
    public func protect(_ client: Client, _ details: NonDisclosure.Details, replacing current: NonDisclosure?) throws -> NonDisclosure {
        if let last = details.validTo, last < details.validFrom {
            throw Refusal.invalid("/validTo", "before_start", .mustNotBeBefore("validFrom"))
        }
        if let known = details.householdClientIDs.firstIndex(of: client.id) {
            throw Refusal.invalid(
                "/householdClientIds/\(known)", "same_person",
                LocalText(fi: "täytyy olla toinen asiakas", sv: "måste vara en annan klient", en: "must be another client"))
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

    /// Ends an order after a user has checked that it is no longer in force. Callers with the right see the whereabouts again (P9).
    /// - Throws: `illegal_transition` if it has ended.
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

    /// Gives an order of their own to released clients whom the caller does not care for or is tied to (A16). Other workers find out
    /// whether that order continues.
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

    /// Marks each client as protected or not, by the orders in force (P7).
    private func markProtection(of clients: [ID<Client>]) throws {
        let protected = Set(try repositories.nonDisclosures.all([.isAbsent(.endedOn)]).flatMap(\.protectedIDs))
        for client in Set(clients) { try repositories.clients.mark(client, isProtected: protected.contains(client)) }
    }
}
