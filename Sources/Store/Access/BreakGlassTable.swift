import PersonalBudgeting

extension Table where Entity == BreakGlass {
    static let breakGlasses = Table(
        "break_glasses",
        Column("user_id", .id()) { $0.userID },
        Column("client_id", .id()) { $0.clientID },
        Column("reason", .code) { $0.reason },
        Column("explanation", .text) { $0.explanation },
        Column("ends_at", .instant) { $0.endsAt },
        Column("state", .code) { $0.state },
        Column("reviewed_by", .optional(.id())) { $0.review?.by },
        Column("reviewed_at", .optional(.instant)) { $0.review?.at },
        Column("review_statement", .optional(.text)) { $0.review?.statement },
        make: { record, user, client, reason, explanation, ends, state, by, at, statement in
            var review: BreakGlass.Review?
            if let by, let at, let statement { review = BreakGlass.Review(by: by, at: at, statement: statement) }
            return BreakGlass(
                record: record, userID: user, clientID: client, reason: reason, explanation: explanation, endsAt: ends, state: state,
                review: review)
        })
}
