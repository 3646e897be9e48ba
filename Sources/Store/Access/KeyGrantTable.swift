import PersonalBudgeting

extension Table where Entity == KeyGrant {
    static let keyGrants = Table(
        "key_grants",
        Column("key_id", .id()) { $0.keyID },
        Column("user_id", .id(), field: .userID) { $0.userID },
        Column("role", .code, field: .role) { $0.role },
        Column("unit_id", .optional(.id())) { $0.unitID },
        Column("granted_by", .id(), field: .grantedBy) { $0.grantedBy },
        Column("state", .code, field: .state) { $0.state },
        Column("seen_by", .optional(.id())) { $0.seenBy },
        Column("seen_at", .optional(.instant)) { $0.seenAt },
        make: { record, key, user, role, unit, grantedBy, state, seenBy, seenAt in
            KeyGrant(
                record: record, keyID: key, userID: user, role: role, unitID: unit, grantedBy: grantedBy, state: state, seenBy: seenBy,
                seenAt: seenAt)
        })
}
