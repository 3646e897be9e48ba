/// The keys and their users.
public protocol KeyRepository {
    /// Stores the time of a use. It changes nothing about who may sign in.
    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws
    /// Returns who signs in with a token; nil for an unknown one.
    func owner(tokenHash: String) throws -> KeyOwner?
}

/// Who signs in with a key: the user, in the role that the key is for.
public struct KeyOwner: Sendable {
    public let key: AccessKey
    public let user: User
    public let role: UserRole
    /// The deputyships in which the user stands in.
    public let deputyships: [Deputyship]

    public init(key: AccessKey, user: User, role: UserRole, deputyships: [Deputyship]) {
        self.key = key
        self.user = user
        self.role = role
        self.deputyships = deputyships
    }

    /// Whether the key works at this moment: it is live, and today is among the days of the user and of the role (L76).
    public func isLive(at now: Instant) -> Bool {
        let today = now.helsinkiDate
        return key.isLive(at: now) && user.isValid(on: today) && role.isValid(on: today)
    }

    public var actor: Actor { user.actor(in: role, deputyships: deputyships, scope: key.scope.isEmpty ? nil : Set(key.scope)) }
}
