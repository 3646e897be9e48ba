import PersonalBudgeting

extension Table where Entity == AccessKey {
    static let accessKeys = Table(
        "access_keys",
        Column("user_id", .id(), field: .userID) { $0.userID },
        Column("token_hash", .text, field: .tokenHash) { $0.tokenHash },
        Column("expires_at", .optional(.instant), field: .expiresAt) { $0.expiresAt },
        Column("revoked_at", .optional(.instant), field: .revokedAt) { $0.revokedAt },
        Column("scope", .texts) { $0.scope },
        Column("role_id", .id(), field: .roleID) { $0.roleID },
        make: { AccessKey(record: $0, userID: $1, roleID: $6, tokenHash: $2, expiresAt: $3, revokedAt: $4, scope: $5) })
}
