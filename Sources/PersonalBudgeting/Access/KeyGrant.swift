/// The record that somebody made a key for a member of staff. The data protection officer sees it, because whoever makes keys could make
/// one for themselves under another name (A6, A15).
public struct KeyGrant: Recorded {
    public static let noun = "key_grant"
    public enum Field: ListField { case userID, role, grantedBy, state }
    public var record: Record<KeyGrant>
    public let keyID: ID<AccessKey>
    /// The user who got the key, and the role and the unit that it is for.
    public let userID: ID<User>
    public let role: Role
    public let unitID: ID<OrganisationUnit>?
    /// The administrator who made the key; the actor of the command line is no user (`Actor.commandLine`).
    public let grantedBy: ID<User>
    public var state: State
    public var seenBy: ID<User>?
    public var seenAt: Instant?

    public enum State: String, CaseIterable, Sendable { case new, seen }

    public init(
        record: Record<KeyGrant>, keyID: ID<AccessKey>, userID: ID<User>, role: Role, unitID: ID<OrganisationUnit>?, grantedBy: ID<User>,
        state: State = .new, seenBy: ID<User>? = nil, seenAt: Instant? = nil
    ) {
        self.record = record
        self.keyID = keyID
        self.userID = userID
        self.role = role
        self.unitID = unitID
        self.grantedBy = grantedBy
        self.state = state
        self.seenBy = seenBy
        self.seenAt = seenAt
    }
}

extension Work {
    /// Records a new key for a member of staff; nothing for other roles.
    func recordGrant(of key: AccessKey, to user: User, in role: UserRole) throws {
        guard role.role.isStaff else { return }
        let grant = KeyGrant(
            record: newRecord(), keyID: key.id, userID: user.id, role: role.role, unitID: role.unitID, grantedBy: actor.userID)
        try repositories.keyGrants.insert(grant)
        try note("created", KeyGrant.noun, "\(grant.id)", to: grant.state.rawValue)
    }

    /// Marks a grant as seen.
    /// - Throws: `illegal_transition` if it is seen already; `four_eyes` for the user who made the key, and for the user who got it.
    public func acknowledge(_ grant: KeyGrant) throws -> KeyGrant {
        guard grant.state == .new else { throw Refusal.illegalTransition(KeyGrant.noun, in: grant.state.rawValue, toDo: "acknowledge") }
        guard actor.userID != grant.grantedBy, actor.userID != grant.userID else {
            throw Refusal(
                .fourEyes,
                LocalText(
                    fi: "avaimen tehnyt tai saanut käyttäjä ei voi kuitata sitä itse",
                    sv: "den som har gjort eller fått nyckeln kan inte kvittera den själv",
                    en: "the user who made or got the key may not acknowledge it"))
        }
        var seen = grant
        (seen.state, seen.seenBy, seen.seenAt) = (.seen, actor.userID, now)
        touch(&seen)
        try repositories.keyGrants.update(seen)
        try note("acknowledge", KeyGrant.noun, "\(grant.id)", from: grant.state.rawValue, to: seen.state.rawValue)
        return seen
    }
}
