/// A bearer token of a user, for one of the user's roles. Only the SHA-256 of the token is stored.
public struct AccessKey: Recorded {
    public static let noun = "key"
    public enum Field: ListField { case userID, roleID, tokenHash, expiresAt, revokedAt }
    public var record: Record<AccessKey>
    public let userID: ID<User>
    /// The role in which the user signs in with the key. The key works only on the days of the role and of the user.
    public let roleID: ID<UserRole>
    /// SHA-256 of the token, lower-case hexadecimal.
    public let tokenHash: String
    public var expiresAt: Instant?
    public var revokedAt: Instant?
    /// The names of the rights that the key is limited to; empty for all rights of the role.
    public let scope: [String]
    /// The time of the last use, to the minute. The repository sets it.
    public var lastUsedAt: Instant?

    public init(
        record: Record<AccessKey>, userID: ID<User>, roleID: ID<UserRole>, tokenHash: String, expiresAt: Instant?, revokedAt: Instant?,
        scope: [String] = []
    ) {
        self.record = record
        self.userID = userID
        self.roleID = roleID
        self.tokenHash = tokenHash
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.scope = scope
    }

    /// Whether the key is neither revoked nor expired at this moment.
    public func isLive(at now: Instant) -> Bool {
        if revokedAt != nil { return false }
        if let expiresAt { return now < expiresAt }
        return true
    }
}

extension Work {
    /// How many valid keys a user may have for a role: the present one, and the next one until it is in use.
    public static let liveKeys = 2

    /// Makes a user with a key (rows 70 and 71). The user is always a new one, because nobody can tell two people of one name apart here.
    /// Inserts the unit if it does not exist yet (L76).
    /// - Throws: as `addUser` and `addKey(tokenHash:for:in:)`.
    @discardableResult
    public func addKey(
        tokenHash: String, role: Role, name: String, unitName: String?, clientID: ID<Client>?,
        representativeID: ID<Representative>? = nil, sourceSystem: String?, expiresAt: Instant? = nil, scope: [String] = []
    ) throws -> (user: User, key: AccessKey) {
        let nobody = User.New(
            role: role, name: name, unitID: nil, clientID: clientID, representativeID: representativeID, sourceSystem: sourceSystem)
        // The refusal names all faults at once, before a unit is made.
        let faults = try self.faults(of: nobody) + [faultOfExpiry(expiresAt)].compactMap { $0 }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let unit = try unitName.map { unitName in
            if let known = try repositories.units.first([.equal(.name, unitName)]) { return known }
            return try addUnit(named: unitName)
        }
        if let unit, let fault = try faultOfUnit(unit.id, at: "/unit") { throw Refusal.invalid([fault]) }
        let user = try addUser(
            User.New(
                role: role, name: name, unitID: unit?.id, clientID: clientID, representativeID: representativeID,
                sourceSystem: sourceSystem))
        let main = try repositories.userRoles.require(user.mainRoleID)
        return (user, try addKey(tokenHash: tokenHash, for: user, in: main, expiresAt: expiresAt, scope: scope))
    }

    /// Makes a key for one of a user's roles. The data protection officer sees each key for staff (`KeyGrant`).
    /// - Parameters:
    ///   - expiresAt: the moment from which the key is not valid; nil for no end.
    ///   - scope: the names of the rights that the key is limited to; empty for all rights of the role.
    ///   - atMostLive: how many valid keys the user may have for the role, this one included; nil at the command line, whose operator has
    ///     the database file.
    /// - Throws: `invalid` for an expiry in the past, and for a user or a role whose last day is past; `too_many_keys`.
    @discardableResult
    public func addKey(
        tokenHash: String, for user: User, in role: UserRole, expiresAt: Instant? = nil, scope: [String] = [], atMostLive: Int? = nil
    ) throws -> AccessKey {
        var faults = [faultOfExpiry(expiresAt)].compactMap { $0 }
        if role.isOver(on: today) || user.validTo.map({ $0 < today }) ?? false {
            faults.append(
                RuleFault(
                    pointer: "/userId", code: "ended",
                    detail: LocalText(
                        fi: "käyttäjän tai roolin viimeinen päivä on ohi", sv: "användarens eller rollens sista dag har passerat",
                        en: "is a user, or has a role, whose last day is past")))
        }
        // An ended unit keeps its users, but nobody gets a new way into its cases.
        if let unitID = role.unitID, let fault = try faultOfUnit(unitID, at: "/userId") { faults.append(fault) }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        if let atMostLive {
            let live = try repositories.accessKeys.all([.equal(.userID, user.id), .equal(.roleID, role.id)]).filter { $0.isLive(at: now) }
            guard live.count < atMostLive else {
                throw Refusal(
                    .tooManyKeys,
                    LocalText(
                        fi: "käyttäjällä on \(live.count) voimassa olevaa avainta; mitätöi ensin yksi niistä",
                        sv: "användaren har \(live.count) giltiga nycklar; återkalla först en av dem",
                        en: "the user has \(live.count) valid keys; revoke one of them first"),
                    faults: [
                        RuleFault(
                            pointer: "/userId", code: "too_many_keys",
                            detail: LocalText(
                                fi: "voimassa olevia avaimia on \(live.count)", sv: "det finns \(live.count) giltiga nycklar",
                                en: "has \(live.count) valid keys"))
                    ])
            }
        }
        let key = AccessKey(
            record: newRecord(), userID: user.id, roleID: role.id, tokenHash: tokenHash, expiresAt: expiresAt, revokedAt: nil, scope: scope)
        try repositories.accessKeys.insert(key)
        try note("created", AccessKey.noun, "\(key.id)", clientID: user.clientID)
        try recordGrant(of: key, to: user, in: role)
        return key
    }

    private func faultOfExpiry(_ expiresAt: Instant?) -> RuleFault? {
        guard let expiresAt, expiresAt <= now else { return nil }
        return RuleFault(
            pointer: "/expiresAt", code: "in_the_past",
            detail: LocalText(
                fi: "täytyy olla tämän hetken jälkeen", sv: "måste vara efter den här stunden", en: "must be after now, \(now)"))
    }

    /// Returns the role of a user that a new key is for.
    /// - Parameters:
    ///   - roleID: the role itself; nil if it is the only one that fits.
    ///   - role: the role by its code; nil for any.
    ///   - unitName: the role by the name of its unit; nil for any.
    /// - Throws: `invalid` if the user has no such role, or several.
    public func role(of user: User, _ roleID: ID<UserRole>?, _ role: Role?, unitName: String?) throws -> UserRole {
        let unit = try unitName.map { name in
            guard let unit = try repositories.units.first([.equal(.name, name)]) else {
                throw Refusal.invalid("/unit", "unknown_unit", .unknownUnit)
            }
            return unit
        }
        let fitting = try repositories.userRoles.all([.equal(.userID, user.id)]).filter { one in
            if let roleID { return one.id == roleID }
            return !one.isOver(on: today) && role.map { one.role == $0 } ?? true && unit.map { one.unitID == $0.id } ?? true
        }
        if fitting.count == 1 { return fitting[0] }
        throw Refusal.invalid(
            "/roleId", fitting.isEmpty ? "unknown_role" : "ambiguous",
            fitting.isEmpty
                ? LocalText(
                    fi: "käyttäjällä ei ole tällaista roolia", sv: "användaren har ingen sådan roll", en: "is not a role of the user")
                : LocalText(
                    fi: "käyttäjällä on useita tällaisia rooleja; valitse yksi", sv: "användaren har flera sådana roller; välj en av dem",
                    en: "is needed, because the user has several such roles"))
    }

    /// Returns the other users of the same name and main role. Whoever makes a user compares them with the new one.
    public func namesakes(of user: User) throws -> [ID<User>] {
        let others = try repositories.users.all([.equal(.name, user.name), .equal(.role, user.role)]).map(\.id).filter { $0 != user.id }
        return Array(others.suffix(1_000))
    }

    /// Revokes a key for good. The next request with it is not signed in.
    /// - Throws: `illegal_transition` when the key is revoked already; `last_administrator`.
    public func revokeKey(_ key: AccessKey) throws -> AccessKey {
        guard key.revokedAt == nil else {
            throw Refusal.illegalTransition(AccessKey.noun, in: "revoked", toDo: "revoke")
        }
        let before = try repositories.userRoles.find(key.roleID)?.role == .admin ? administratorDays() : nil
        var key = key
        key.revokedAt = now
        touch(&key)
        try repositories.accessKeys.update(key)
        try note("revoke", AccessKey.noun, "\(key.id)")
        if let before { try requireAdministrator(asIn: before) }
        return key
    }
}
