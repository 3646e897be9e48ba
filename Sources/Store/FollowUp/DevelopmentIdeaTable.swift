import PersonalBudgeting

extension Table where Entity == DevelopmentIdea {
    static let developmentIdeas = Table(
        "development_ideas",
        Column("author_id", .id()) { $0.authorID },
        Column("author_role", .code) { $0.authorRole },
        Column("regional_model_code", .text) { $0.details.regionalModelCode },
        Column("text", .text) { $0.details.text },
        Column("state", .code) { $0.state },
        Column("reply", .optional(.text)) { $0.reply },
        Column("replied_on", .optional(.date)) { $0.repliedOn },
        make: { record, author, role, model, text, state, reply, repliedOn in
            DevelopmentIdea(
                record: record, authorID: author, authorRole: role,
                details: DevelopmentIdea.Details(regionalModelCode: model, text: text), state: state, reply: reply, repliedOn: repliedOn)
        })
}
