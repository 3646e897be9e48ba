import PersonalBudgeting

extension Table where Entity == BreakGlass {
    static let breakGlasses = Table(
        "break_glasses",
        Column("user_id", .id(), field: .userID) { $0.userID },
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        Column("reason", .code) { $0.reason },
        Column("explanation", .text) { $0.explanation },
        Column("ends_at", .instant, field: .endsAt) { $0.endsAt },
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("reviewed_by", .optional(.id())) { $0.review?.by },
            Column("reviewed_at", .optional(.instant)) { $0.review?.at },
            Column("review_statement", .optional(.text)) { $0.review?.statement },
            make: review),
        make: { record, user, client, reason, explanation, ends, state, review in
            BreakGlass(
                record: record, userID: user, clientID: client, reason: reason, explanation: explanation, endsAt: ends, state: state,
                review: review)
        })
}

private func review(by: ID<User>?, at: Instant?, statement: String?) -> BreakGlass.Review? {
    guard let by, let at, let statement else { return nil }
    return BreakGlass.Review(by: by, at: at, statement: statement)
}
