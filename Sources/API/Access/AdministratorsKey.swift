import PersonalBudgeting

extension Service {
    /// Makes a new administrator with a key, for the operator at the command line while the service has the database. The key is in the
    /// events and in the list of the data protection officer, like every key for staff (`KeyGrant`).
    /// - Parameters:
    ///   - tokenHash: SHA-256 of the token, lower-case hexadecimal.
    ///   - done: gets the identity of the user after the commit, on the writer's thread.
    public func makeAdministratorsKey(
        tokenHash: String, name: String, done: @escaping @Sendable (Result<String, any Error>) -> Void
    ) {
        let (now, identifiers) = (clock(), identifiers)
        storage.write(
            { repositories in
                let work = Work(repositories: repositories, actor: .commandLine, now: now, identifiers: identifiers)
                let made = try work.addKey(
                    tokenHash: tokenHash, role: .admin, name: name, unitName: nil, clientID: nil, sourceSystem: nil)
                return "\(made.user.id)"
            }, then: done)
    }
}
