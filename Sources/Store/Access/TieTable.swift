import PersonalBudgeting

extension Table where Entity == Tie {
    static let ties = Table(
        "ties",
        Column("user_id", .id(), field: .userID) { $0.userID },
        Column("client_id", .optional(.id()), field: .clientID) { $0.clientID },
        Column("provider_id", .optional(.id()), field: .providerID) { $0.providerID },
        Column("ground", .code) { $0.ground },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        make: Tie.init)
}
