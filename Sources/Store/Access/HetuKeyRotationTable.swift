import PersonalBudgeting

extension Table where Entity == HetuKeyRotation {
    static let hetuKeyRotations = Table(
        "hetu_key_rotations",
        Column("requested_by", .id()) { $0.requestedBy },
        Column("state", .code, field: .state) { $0.state },
        Column("to_version", .optional(.count)) { $0.toVersion },
        make: HetuKeyRotation.init)
}
