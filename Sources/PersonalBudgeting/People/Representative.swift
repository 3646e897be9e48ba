/// A person who may act for the client, in which matters and on which days (P10, A11, row 71). A representative with a right to speak gets
/// the notice of a decision as well as the client (P13, HL 56 §).
public struct Representative: Recorded {
    public static let noun = "representative"
    public enum Field: ClientField { case clientID, validFrom, validTo }
    public var record: Record<Representative>
    public let clientID: ID<Client>
    public var details: Details

    /// The ground of the representation (P10).
    public enum Kind: String, CaseIterable, Sendable {
        /// Edunvalvoja, appointed for the client.
        case guardian
        /// Huoltaja of a child.
        case custodian
        /// Valtuutettu, by the client's own authorisation.
        case authorised
    }

    /// The matters that the mandate covers (P10).
    public enum Scope: String, CaseIterable, Sendable {
        /// Matters of the person: services, housing, the plan.
        case person
        /// Money and property.
        case economy
        case both
    }

    public struct Details: Sendable, Equatable {
        public var name: String
        public var kind: Kind
        public var scope: Scope
        /// The basis of the mandate: the appointment or the authorisation, with its date.
        public var basis: String?
        public var phone: String?
        /// The address to which notice is sent (HL 59 §).
        public var noticeAddress: String?
        /// The first day of the mandate.
        public var validFrom: CalendarDate
        /// The last day of the mandate, included; nil until further notice.
        public var validTo: CalendarDate?

        public init(
            name: String, kind: Kind, scope: Scope, basis: String?, phone: String?, noticeAddress: String?, validFrom: CalendarDate,
            validTo: CalendarDate?
        ) {
            self.name = name
            self.kind = kind
            self.scope = scope
            self.basis = basis
            self.phone = phone
            self.noticeAddress = noticeAddress
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    public init(record: Record<Representative>, clientID: ID<Client>, details: Details) {
        self.record = record
        self.clientID = clientID
        self.details = details
    }

    /// Whether the mandate is in force on a day. Its first and last day are included.
    public func isValid(on date: CalendarDate) -> Bool { date.isWithin(details.validFrom, details.validTo) }
}

extension Work {
    /// Adds a representative of the client.
    /// - Throws: `invalid` when the mandate ends before it begins.
    public func addRepresentative(_ details: Representative.Details, to client: Client) throws -> Representative {
        try checkMandate(details)
        let representative = Representative(record: newRecord(), clientID: client.id, details: details)
        try repositories.representatives.insert(representative)
        try note("created", Representative.noun, "\(representative.id)", clientID: client.id)
        return representative
    }

    /// Changes or ends a mandate.
    /// - Throws: as `addRepresentative`.
    public func changeRepresentative(_ representative: Representative, _ details: Representative.Details) throws -> Representative {
        try checkMandate(details)
        var representative = representative
        representative.details = details
        touch(&representative)
        try repositories.representatives.update(representative)
        try note("updated", Representative.noun, "\(representative.id)", clientID: representative.clientID)
        return representative
    }

    /// Returns the representatives whose mandate is in force on a day, in any scope. They receive notice as well as the client (P13, HL 56
    /// §).
    public func representatives(of clientID: ID<Client>, on date: CalendarDate) throws -> [Representative] {
        try repositories.representatives.all([.equal(.clientID, clientID)]).filter { $0.isValid(on: date) }
    }

    /// Refuses unless the mandate of the signed-in representative is for this client, is in force today and covers one of the scopes (P10,
    /// row 71).
    /// - Throws: `authorisation_missing` (403).
    public func requireMandate(of clientID: ID<Client>, in scopes: Set<Representative.Scope>) throws {
        let mandate = try actor.representativeID.flatMap { try repositories.representatives.find($0) }
        guard let mandate, mandate.clientID == clientID, mandate.isValid(on: today) else {
            throw Refusal(
                .authorisationMissing,
                LocalText(
                    fi: "asiakkaan edustamisoikeus ei ole voimassa \(today.prose)",
                    sv: "behörigheten att företräda klienten gäller inte \(today.prose)",
                    en: "the mandate to represent the client is not in force on \(today)"))
        }
        guard scopes.contains(mandate.details.scope) else {
            throw Refusal(
                .authorisationMissing,
                LocalText(
                    fi: "edustamisoikeus ei kata tätä asiaa", sv: "behörigheten att företräda klienten omfattar inte detta ärende",
                    en: "the mandate covers \(mandate.details.scope.rawValue) only, which does not include this matter"))
        }
    }

    private func checkMandate(_ details: Representative.Details) throws {
        if let last = details.validTo, last < details.validFrom {
            throw Refusal.invalid("/validTo", "before_start", .mustNotBeBefore("validFrom"))
        }
    }
}

/// The people around a client on one day.
public struct ClientNetwork: Sendable {
    /// The day for which the network is listed.
    public let date: CalendarDate
    public var closePersons: [ClosePerson]
    public var representatives: [Representative]
}

extension Work {
    /// Returns the close persons and the representatives whose relation or mandate is in force on a day.
    public func network(of client: Client, on date: CalendarDate) throws -> ClientNetwork {
        let persons = try repositories.closePersons.all([.equal(.clientID, client.id)])
        return ClientNetwork(
            date: date, closePersons: persons.filter { date.isWithin($0.details.validFrom, $0.details.validTo) },
            representatives: try representatives(of: client.id, on: date))
    }
}

extension CalendarDate {
    /// Whether the day is between two days, both included; a missing end is open.
    func isWithin(_ first: CalendarDate?, _ last: CalendarDate?) -> Bool {
        if let first, self < first { return false }
        if let last, self > last { return false }
        return true
    }
}
