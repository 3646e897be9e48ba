/// A person or a system that may sign in (L76). Two people of one name, role and unit are two users. Everything that a person does or
/// declares names the user, whatever role the person acts in: the logs, ties, deputyships and decisions.
public struct User: Recorded {
    public static let noun = "user"
    public enum Field: ClientField { case id, name, role, clientID, nameOrder }
    public var record: Record<User>
    public var name: String
    /// The role and the unit of the main role: the one that the user was made with (`mainRole`). The other roles are `UserRole`s only.
    public var role: Role
    public var unitID: ID<OrganisationUnit>?
    /// Set for a client, a representative and an HB assistant: the client whose file they see.
    public var clientID: ID<Client>?
    /// Set for a representative: the mandate against which every call is checked (P10, row 71).
    public var representativeID: ID<Representative>?
    /// Set for a system: the code of the source system that it acts for (A9).
    public var sourceSystem: String?
    /// The first and the last day on which the user may sign in, as in an employment or an assignment; nil for no bound (L76).
    public var validFrom: CalendarDate?
    public var validTo: CalendarDate?

    public init(
        record: Record<User>, name: String, role: Role, unitID: ID<OrganisationUnit>?, clientID: ID<Client>?,
        representativeID: ID<Representative>?, sourceSystem: String?, validFrom: CalendarDate? = nil, validTo: CalendarDate? = nil
    ) {
        self.record = record
        self.name = name
        self.role = role
        self.unitID = unitID
        self.clientID = clientID
        self.representativeID = representativeID
        self.sourceSystem = sourceSystem
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// The user as an actor in the main role.
    public var actor: Actor { actor(in: mainRole, deputyships: [], scope: nil) }

    /// Returns the user as the actor of a call with a key for one of the user's roles.
    public func actor(in role: UserRole, deputyships: [Deputyship], scope: Set<String>?) -> Actor {
        Actor(
            userID: id, name: name, role: role.role, unitID: role.unitID, clientID: clientID, representativeID: representativeID,
            sourceSystem: sourceSystem, deputyships: deputyships, scope: scope)
    }

    /// Whether the user may sign in on a day.
    public func isValid(on day: CalendarDate) -> Bool {
        if let validFrom, day < validFrom { return false }
        if let validTo, day > validTo { return false }
        return true
    }
}

extension User {
    /// What an administrator may change. The unit is that of the main role.
    public struct Details: Sendable, Equatable {
        public var name: String
        public var unitID: ID<OrganisationUnit>?
        public var validFrom: CalendarDate?
        public var validTo: CalendarDate?

        public init(name: String, unitID: ID<OrganisationUnit>?, validFrom: CalendarDate?, validTo: CalendarDate?) {
            self.name = name
            self.unitID = unitID
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    public var details: Details {
        get { Details(name: name, unitID: unitID, validFrom: validFrom, validTo: validTo) }
        set { (name, unitID, validFrom, validTo) = (newValue.name, newValue.unitID, newValue.validFrom, newValue.validTo) }
    }
}
