/// A close person of the client (läheinen), with the days of the relation. Data on others is minimal: no national id.
public struct ClosePerson: Recorded {
    public static let noun = "close_person"
    public enum Field: ClientField { case clientID }
    public var record: Record<ClosePerson>
    public let clientID: ID<Client>
    public var details: Details

    public enum Relation: String, CaseIterable, Sendable {
        case parent, child, spouse, sibling, grandparent, relative, friend, supporter, other
    }

    public struct Details: Sendable, Equatable {
        public var name: String
        public var relation: Relation
        public var phone: String?
        /// Whether the client has forbidden contact with this person (S2, row 3).
        public var contactForbidden: Bool
        public var validFrom: CalendarDate?
        public var validTo: CalendarDate?

        public init(
            name: String, relation: Relation, phone: String?, contactForbidden: Bool, validFrom: CalendarDate?, validTo: CalendarDate?
        ) {
            self.name = name
            self.relation = relation
            self.phone = phone
            self.contactForbidden = contactForbidden
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    public init(record: Record<ClosePerson>, clientID: ID<Client>, details: Details) {
        self.record = record
        self.clientID = clientID
        self.details = details
    }
}

extension Work {
    /// Adds a close person to the client's network.
    public func addClosePerson(_ details: ClosePerson.Details, to client: Client) throws -> ClosePerson {
        let person = ClosePerson(record: newRecord(), clientID: client.id, details: details)
        try repositories.closePersons.insert(person)
        try note("created", ClosePerson.noun, "\(person.id)", clientID: client.id)
        return person
    }

    public func changeClosePerson(_ person: ClosePerson, _ details: ClosePerson.Details) throws -> ClosePerson {
        var person = person
        person.details = details
        touch(&person)
        try repositories.closePersons.update(person)
        try note("updated", ClosePerson.noun, "\(person.id)", clientID: person.clientID)
        return person
    }
}
