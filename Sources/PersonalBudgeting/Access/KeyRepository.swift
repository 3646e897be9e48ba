/// Users and their keys.
public protocol KeyRepository {
    /// Keeps the moment of a use; no change of who may sign in.
    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws
    func user(tokenHash: String) throws -> (key: AccessKey, user: User, deputyships: [Deputyship])?
}
