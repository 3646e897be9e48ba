/// A bearer token of a user. Only the SHA-256 of the token is stored.
public struct AccessKey: Recorded {
    public static let noun = "key"
    public enum Field: ListField { case userID, tokenHash }
    public var record: Record<AccessKey>
    public let userID: ID<User>
    /// SHA-256 of the token, lower-case hexadecimal.
    public let tokenHash: String
    public var expiresAt: Instant?
    public var revokedAt: Instant?
    /// The names of the rights that the key is limited to; empty for all rights of the role.
    public let scope: [String]
    /// The time of the last use, to the minute. The repository sets it.
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

    /// Whether the key is neither revoked nor expired at this moment.
    public func isLive(at now: Instant) -> Bool {
        if revokedAt != nil { return false }
        if let expiresAt { return now < expiresAt }
        return true
    }
}

extension Work {
    /// How many valid keys a user may have: the present one, and the next one until it is in use.
    public static let liveKeys = 2

    /// Makes a key for a user. Inserts the user and the unit if they do not exist yet (L76, rows 70 and 71).
    /// - Parameters:
    ///   - expiresAt: the moment from which the key is not valid; nil for no end.
    ///   - scope: the names of the rights that the key is limited to; empty for all rights of the role.
    ///   - atMostLive: how many valid keys the user may have, this one included; nil at the command line, whose operator has the database
    ///     file.
    /// - Throws: `invalid` for an expiry in the past, a client who is not in the register, a client for a role that acts for no client, a
    ///   role that acts for a client without one, a representative's key without a representative of that client, a representative for
    ///   another role, and a source system for a role other than `system`; `too_many_keys`.
    @discardableResult
    public func addKey(
        tokenHash: String, role: Role, name: String, unitName: String?, clientID: ID<Client>?,
        representativeID: ID<Representative>? = nil, sourceSystem: String?, expiresAt: Instant? = nil, scope: [String] = [],
        atMostLive: Int? = nil
    ) throws -> (user: User, key: AccessKey) {
        var faults: [RuleFault] = []
        if role.actsForClient, clientID == nil {
            faults.append(
                RuleFault(
                    pointer: "/clientId", code: "required",
                    detail: LocalText(
                        fi: "rooli ”\(role.inWords.fi)” tarvitsee asiakkaan, jonka puolesta se toimii",
                        sv: "rollen ”\(role.inWords.sv)” behöver klienten som den handlar för",
                        en: "the role \(role.inWords.en) needs the client it acts for")))
        }
        if !role.actsForClient, clientID != nil {
            faults.append(
                RuleFault(
                    pointer: "/clientId", code: "not_for_role",
                    detail: LocalText(
                        fi: "rooli ”\(role.inWords.fi)” ei toimi kenenkään asiakkaan puolesta",
                        sv: "rollen ”\(role.inWords.sv)” handlar inte för någon klient",
                        en: "the role \(role.inWords.en) acts for no client")))
        }
        if let clientID, try repositories.clients.find(clientID) == nil {
            faults.append(RuleFault(pointer: "/clientId", code: "unknown_client", detail: .notInRegister))
        }
        if role == .representative, representativeID == nil {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "required",
                    detail: LocalText(
                        fi: "edustaja tarvitsee edustamisoikeuden", sv: "en företrädare behöver en behörighet",
                        en: "a representative needs a mandate")))
        }
        if role != .representative, representativeID != nil {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "not_for_role",
                    detail: LocalText(
                        fi: "roolilla ”\(role.inWords.fi)” ei ole edustamisoikeutta",
                        sv: "rollen ”\(role.inWords.sv)” har ingen behörighet att företräda",
                        en: "the role \(role.inWords.en) has no mandate")))
        } else if let representativeID, let clientID, try repositories.representatives.find(representativeID)?.clientID != clientID {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "unknown_representative",
                    detail: LocalText(
                        fi: "ei ole asiakkaan edustaja", sv: "är inte klientens företrädare", en: "is not a representative of the client")))
        }
        if role != .system, sourceSystem != nil {
            faults.append(
                RuleFault(
                    pointer: "/sourceSystem", code: "not_for_role",
                    detail: LocalText(
                        fi: "vain tietojärjestelmän roolilla on lähdejärjestelmä", sv: "bara rollen datasystem har ett källsystem",
                        en: "only the role system has a source system")))
        }
        if let expiresAt, expiresAt <= now {
            faults.append(
                RuleFault(
                    pointer: "/expiresAt", code: "in_the_past",
                    detail: LocalText(
                        fi: "täytyy olla tämän hetken jälkeen", sv: "måste vara efter den här stunden", en: "must be after now, \(now)")))
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
                    .tooManyKeys,
                    LocalText(
                        fi: "käyttäjällä on \(live.count) voimassa olevaa avainta; mitätöi ensin yksi niistä",
                        sv: "användaren har \(live.count) giltiga nycklar; återkalla först en av dem",
                        en: "the user has \(live.count) valid keys; revoke one of them first"),
                    faults: [
                        RuleFault(
                            pointer: "/name", code: "too_many_keys",
                            detail: LocalText(
                                fi: "voimassa olevia avaimia on \(live.count)", sv: "det finns \(live.count) giltiga nycklar",
                                en: "has \(live.count) valid keys"))
                    ])
            }
        }
        let key = AccessKey(
            record: newRecord(), userID: user.id, tokenHash: tokenHash, expiresAt: expiresAt, revokedAt: nil, scope: scope)
        try repositories.accessKeys.insert(key)
        try note("created", AccessKey.noun, "\(key.id)", clientID: clientID)
        return (user, key)
    }

    /// Revokes a key for good. The next request with it is not signed in.
    /// - Throws: `illegal_transition` when the key is revoked already.
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
