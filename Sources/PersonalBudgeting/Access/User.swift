/// A unit of the organiser (toimintayksikkö). Staff and cases belong to units.
public struct OrganisationUnit: Recorded {
    public static let noun = "unit"
    public enum Field: ListField { case name }
    public var record: Record<OrganisationUnit>
    public var name: String

    public init(record: Record<OrganisationUnit>, name: String) {
        self.record = record
        self.name = name
    }
}

/// A person or a system that may sign in, with one role (L76).
public struct User: Recorded {
    public static let noun = "user"
    public enum Field: ClientField { case name, role, clientID, nameOrder }
    public var record: Record<User>
    public var name: String
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

    public var actor: Actor { actor(deputyships: [], scope: nil) }

    /// Returns the user as the actor of a call with a key.
    public func actor(deputyships: [Deputyship], scope: Set<String>?) -> Actor {
        Actor(
            userID: id, name: name, role: role, unitID: unitID, clientID: clientID, representativeID: representativeID,
            sourceSystem: sourceSystem, deputyships: deputyships, scope: scope)
    }

    /// Whether the user may sign in on a day.
    public func isValid(on day: CalendarDate) -> Bool {
        if let validFrom, day < validFrom { return false }
        if let validTo, day > validTo { return false }
        return true
    }
}

extension Work {
    /// Adds a unit.
    /// - Throws: `duplicate` when a unit has this name already.
    public func addUnit(named name: String) throws -> OrganisationUnit {
        let unit = OrganisationUnit(record: newRecord(), name: name)
        // Names that differ only in case, accents or punctuation count as the same name.
        let taken = FoldedText.fold(name)
        guard try !repositories.units.all([]).contains(where: { FoldedText.fold($0.name) == taken }) else {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "samanniminen yksikkö on jo olemassa", sv: "en enhet med samma namn finns redan",
                    en: "there is already a unit with this name"),
                faults: [
                    RuleFault(
                        pointer: "/name", code: "duplicate", detail: LocalText(fi: "on jo käytössä", sv: "är upptaget", en: "is taken"))
                ])
        }
        try repositories.units.insert(unit)
        try note("created", OrganisationUnit.noun, "\(unit.id)")
        return unit
    }
}

extension Work {
    /// Changes a user's name, unit or days (L76). The role never changes: a person with other tasks gets another user, so that the logs
    /// stay true.
    /// - Throws: `invalid` for an unknown unit, and for a last day before the first.
    public func changeUser(_ user: User, _ details: User.Details) throws -> User {
        var faults: [RuleFault] = []
        if let unitID = details.unitID, try repositories.units.find(unitID) == nil {
            faults.append(RuleFault(pointer: "/unitId", code: "unknown_unit", detail: .unknownUnit))
        }
        if let from = details.validFrom, let to = details.validTo, to < from {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: .mustNotBeBefore("validFrom")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        var changed = user
        changed.details = details
        touch(&changed)
        try repositories.users.update(changed)
        try note("updated", User.noun, "\(user.id)", clientID: user.clientID)
        return changed
    }
}

extension User {
    /// What an administrator may change.
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
