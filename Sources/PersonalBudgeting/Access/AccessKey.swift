/// A bearer token of a user; only the SHA-256 of the token is kept.
public struct AccessKey: Recorded {
    public static let noun = "key"
    public enum Field: ListField { case userID, tokenHash }
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
    /// How many keys of a user may be alive at a time: the one in use, and the next one while it is put in its place.
    public static let liveKeys = 2

    /// Makes a key for a user, and the user and the unit where they are not there yet.
    /// - Parameters:
    ///   - expiresAt: the moment from which it opens nothing.
    ///   - scope: the names of the rights it is cut to; empty for all of the role's.
    ///   - atMostLive: how many keys of the user may be alive with it; nil at the command line, whose holder has the file.
    /// - Throws: `invalid` for a moment that has passed, a client who is not in the register, a client for a role that speaks for nobody,
    ///   and the reverse; a representative's key without a representative of that client, and a representative for another role.
    @discardableResult
    public func addKey(
        tokenHash: String, role: Role, name: String, unitName: String?, clientID: ID<Client>?,
        representativeID: ID<Representative>? = nil, sourceSystem: String?, expiresAt: Instant? = nil, scope: [String] = [],
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
            if let known = try repositories.units.first([.equal(.name, unitName)]) { return known }
            return try addUnit(named: unitName)
        }
        let sameName = try repositories.users.all([.equal(.name, name), .equal(.role, role)])
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
            let live = try repositories.accessKeys.all([.equal(.userID, user.id)]).filter { $0.isLive(at: now) }
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
            throw Refusal.illegalTransition(AccessKey.noun, in: "revoked", toDo: "revoke")
        }
        var key = key
        key.revokedAt = now
        touch(&key)
        try repositories.accessKeys.update(key)
        try note("revoke", AccessKey.noun, "\(key.id)")
        return key
    }
}
