import PersonalBudgeting
import SQL

/// Access keys and their users, for sign-in.
struct KeyStore: KeyRepository {
    let connection: any Connection

    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws {
        try storing {
            try connection.execute(
                "INSERT INTO key_uses (key_id, used_at) VALUES (?, ?) ON CONFLICT (key_id) DO UPDATE SET used_at = excluded.used_at"
                    + " WHERE excluded.used_at > key_uses.used_at", [.text("\(key)"), .integer(moment.microseconds)])
        }
    }

    func user(tokenHash: String) throws -> (key: AccessKey, user: User, deputyships: [Deputyship])? {
        guard let key = try TableStore(connection, .accessKeys).first([.equal(.tokenHash, tokenHash)]),
            let user = try TableStore(connection, .users).find(key.userID)
        else { return nil }
        let deputyships = try TableStore(connection, .deputyships).all([.equal(.deputyID, user.id)])
        return (key, user, deputyships)
    }
}
