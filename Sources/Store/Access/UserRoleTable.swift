import PersonalBudgeting

extension Table where Entity == UserRole {
    static let userRoles = Table(
        "user_roles",
        Column("user_id", .id(), field: .userID) { $0.userID },
        Column("role", .code, field: .role) { $0.role },
        Column("unit_id", .optional(.id()), field: .unitID) { $0.unitID },
        Column("valid_from", .optional(.date)) { $0.validFrom },
        Column("valid_to", .optional(.date), field: .validTo) { $0.validTo },
        make: { UserRole(record: $0, userID: $1, role: $2, unitID: $3, validFrom: $4, validTo: $5) })
}
