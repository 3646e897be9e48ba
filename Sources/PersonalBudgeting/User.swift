/// A unit of the organiser (toimintayksikkö) that staff belong to and cases are handled in.
public struct OrganisationUnit: Recorded {
    public static let noun = "unit"
    public var record: Record<OrganisationUnit>
    public var name: String

    public init(record: Record<OrganisationUnit>, name: String) {
        self.record = record
        self.name = name
    }
}

/// A person or a system that may sign in, with one role.
public struct User: Recorded {
    public static let noun = "user"
    public var record: Record<User>
    public var name: String
    public var role: Role
    public var unitID: ID<OrganisationUnit>?
    /// Set for a client, a representative and an HB assistant: whose file.
    public var clientID: ID<Client>?
    /// Set for a representative: the mandate that every call is checked against (row 71).
    public var representativeID: ID<Representative>?
    /// Set for a system: the code of the source it speaks for.
    public var sourceSystem: String?
    /// The days on which the user may sign in at all: an employment, an assignment. Nil for no bound.
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

    /// The user as one who acts with a key.
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

/// A bearer token of a user; only the SHA-256 of the token is kept.
public struct AccessKey: Recorded {
    public static let noun = "key"
    public var record: Record<AccessKey>
    public let userID: ID<User>
    /// SHA-256 of the token, lower-case hexadecimal.
    public let tokenHash: String
    public var expiresAt: Instant?
    public var revokedAt: Instant?
    /// The names of the rights the key is cut to; empty for all of the role's.
    public let scope: [String]
    /// To the minute; told by the repository.
    public var lastUsedAt: Instant?

    public init(
        record: Record<AccessKey>, userID: ID<User>, tokenHash: String, expiresAt: Instant?, revokedAt: Instant?, scope: [String] = []
    ) {
        self.record = record
        self.userID = userID
        self.tokenHash = tokenHash
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.scope = scope
    }

    /// Whether the key opens anything at this moment.
    public func isLive(at now: Instant) -> Bool {
        if revokedAt != nil { return false }
        if let expiresAt { return now < expiresAt }
        return true
    }
}

extension Work {
    /// Adds a unit. - Throws: `duplicate` when there is one of the name.
    public func addUnit(named name: String) throws -> OrganisationUnit {
        let unit = OrganisationUnit(record: newRecord(), name: name)
        guard try repositories.units.first([.equal("name", name)]) == nil else {
            throw Refusal(
                .duplicate, "there is a unit of this name", faults: [RuleFault(pointer: "/name", code: "duplicate", detail: "is taken")])
        }
        try repositories.units.insert(unit)
        try note("created", OrganisationUnit.noun, "\(unit.id)")
        return unit
    }
}

extension Work {
    /// Makes a key for a user, and the user and the unit where they are not there yet.
    @discardableResult
    public func issueKey(
        tokenHash: String, role: Role, name: String, unitName: String?, clientID: ID<Client>?,
        representativeID: ID<Representative>? = nil, sourceSystem: String?
    ) throws -> User {
        try addKey(
            tokenHash: tokenHash, role: role, name: name, unitName: unitName, clientID: clientID, representativeID: representativeID,
            sourceSystem: sourceSystem, expiresAt: nil
        ).user
    }

    /// How many keys of a user may be alive at a time: the one in use, and the next one while it is put in its place.
    public static let liveKeys = 2

    /// The same, with the key itself and a moment from which it opens nothing.
    /// - Parameters:
    ///   - scope: the names of the rights it is cut to; empty for all of the role's.
    ///   - atMostLive: how many keys of the user may be alive with it; nil at the command line, whose holder has the file.
    /// - Throws: `invalid` for a moment that has passed, a client who is not in the register, a client for a role that speaks for nobody,
    ///   and the reverse; a representative's key without a representative of that client, and a representative for another role.
    public func addKey(
        tokenHash: String, role: Role, name: String, unitName: String?, clientID: ID<Client>?,
        representativeID: ID<Representative>? = nil, sourceSystem: String?, expiresAt: Instant?, scope: [String] = [],
        atMostLive: Int? = nil
    ) throws -> (user: User, key: AccessKey) {
        var faults: [RuleFault] = []
        if role.actsForClient, clientID == nil {
            faults.append(RuleFault(pointer: "/clientId", code: "required", detail: "a \(role.rawValue) speaks for one client"))
        }
        if !role.actsForClient, clientID != nil {
            faults.append(RuleFault(pointer: "/clientId", code: "not_for_role", detail: "a \(role.rawValue) speaks for no client"))
        }
        if let clientID, try repositories.clients.find(clientID) == nil {
            faults.append(RuleFault(pointer: "/clientId", code: "unknown_client", detail: "is not in the register"))
        }
        if role == .representative, representativeID == nil {
            faults.append(RuleFault(pointer: "/representativeId", code: "required", detail: "a representative acts by a mandate"))
        }
        if role != .representative, representativeID != nil {
            faults.append(RuleFault(pointer: "/representativeId", code: "not_for_role", detail: "a \(role.rawValue) acts by no mandate"))
        } else if let representativeID, let clientID, try repositories.representatives.find(representativeID)?.clientID != clientID {
            faults.append(
                RuleFault(pointer: "/representativeId", code: "unknown_representative", detail: "is not a representative of the client"))
        }
        if role != .system, sourceSystem != nil {
            faults.append(RuleFault(pointer: "/sourceSystem", code: "not_for_role", detail: "only a system pushes for a source"))
        }
        if let expiresAt, expiresAt <= now {
            faults.append(RuleFault(pointer: "/expiresAt", code: "in_the_past", detail: "must be after now, \(now)"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let unit = try unitName.map { unitName in
            if let known = try repositories.units.first([.equal("name", unitName)]) { return known }
            return try addUnit(named: unitName)
        }
        let sameName = try repositories.users.all([.equal("name", name), .equal("role", role.rawValue)])
        let user: User
        let known = sameName.first {
            $0.unitID == unit?.id && $0.clientID == clientID && $0.representativeID == representativeID && $0.sourceSystem == sourceSystem
        }
        if let known {
            user = known
        } else {
            user = User(
                record: newRecord(), name: name, role: role, unitID: unit?.id, clientID: clientID, representativeID: representativeID,
                sourceSystem: sourceSystem)
            try repositories.users.insert(user)
            try note("created", User.noun, "\(user.id)", clientID: clientID)
        }
        if let atMostLive {
            let live = try repositories.accessKeys.all([.equal("user_id", "\(user.id)")]).filter { $0.isLive(at: now) }
            guard live.count < atMostLive else {
                throw Refusal(
                    .tooManyKeys, "\(live.count) keys of the user are alive; revoke one of them first",
                    faults: [RuleFault(pointer: "/name", code: "too_many_keys", detail: "has \(live.count) live keys")])
            }
        }
        let key = AccessKey(
            record: newRecord(), userID: user.id, tokenHash: tokenHash, expiresAt: expiresAt, revokedAt: nil, scope: scope)
        try repositories.accessKeys.insert(key)
        try note("created", AccessKey.noun, "\(key.id)", clientID: clientID)
        return (user, key)
    }

    /// Takes a key out of use, for good; the next request with it is nobody's.
    /// - Throws: `illegal_transition` when it is revoked already.
    public func revokeKey(_ key: AccessKey) throws -> AccessKey {
        guard key.revokedAt == nil else {
            throw Refusal.illegalTransition(AccessKey.noun, from: "revoked", command: "revoke", allowed: [])
        }
        var key = key
        key.revokedAt = now
        touch(&key)
        try repositories.accessKeys.update(key)
        try note("revoke", AccessKey.noun, "\(key.id)")
        return key
    }
}

extension Work {
    /// Changes a user's name, unit or days. The role is no one's to change: who gets other tasks gets another user, so that the logs stay true.
    /// - Throws: `invalid` for an unknown unit, and days that end before they begin.
    public func changeUser(_ user: User, _ details: User.Details) throws -> User {
        var faults: [RuleFault] = []
        if let unitID = details.unitID, try repositories.units.find(unitID) == nil {
            faults.append(RuleFault(pointer: "/unitId", code: "unknown_unit", detail: "is not a unit"))
        }
        if let from = details.validFrom, let to = details.validTo, to < from {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: "must not be before validFrom"))
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
