import PersonalBudgeting
import SQL

/// Access keys and their users, for sign-in.
struct KeyStore: KeyRepository {
    let unit: UnitOfWork

    static let uses = RowLayout(table: "key_uses", columns: ["key_id", "used_at"], key: ["key_id"])
    private static let insertUse = SQLStatement("INSERT INTO key_uses (key_id, used_at, row_digest) VALUES (?, ?, ?)")
    private static let updateUse = SQLStatement("UPDATE key_uses SET used_at = ?, row_digest = ? WHERE key_id = ?")

    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws {
        try storing {
            let before = try unit.connection.first(KeyStore.uses.find, [.text("\(key)")]) { row in
                try unit.digests.check(row, KeyStore.uses)
                return try row.integer(1)
            }
            let values: [SQL.Value] = [.text("\(key)"), .integer(moment.microseconds)]
            guard let before else { return try unit.digests.insert(values, KeyStore.uses, by: KeyStore.insertUse) }
            guard before < moment.microseconds else { return }
            try unit.connection.execute(
                KeyStore.updateUse, [values[1], try unit.digests.digest(values, KeyStore.uses), values[0]])
        }
    }

    func owner(tokenHash: String) throws -> KeyOwner? {
        guard let key = try TableStore(unit, .accessKeys).first([.equal(.tokenHash, tokenHash)]),
            let user = try TableStore(unit, .users).find(key.userID),
            let role = try TableStore(unit, .userRoles).find(key.roleID), role.userID == user.id
        else { return nil }
        let deputyships = try TableStore(unit, .deputyships).all([.equal(.deputyID, user.id)])
        return KeyOwner(key: key, user: user, role: role, deputyships: deputyships)
    }
}
