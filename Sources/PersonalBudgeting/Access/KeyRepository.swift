/// The keys and their users.
public protocol KeyRepository {
    /// Stores the time of a use. It changes nothing about who may sign in.
    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws
    func user(tokenHash: String) throws -> (key: AccessKey, user: User, deputyships: [Deputyship])?
}
