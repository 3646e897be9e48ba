import PersonalBudgeting

extension Table where Entity == DevelopmentIdea {
    static let developmentIdeas = Table(
        "development_ideas",
        Column("author_id", .id(), field: .authorID) { $0.authorID },
        Column("author_role", .code) { $0.authorRole },
        part(
            Column("regional_model_code", .text, field: .regionalModelCode) { $0.details.regionalModelCode },
            Column("text", .text) { $0.details.text },
            make: { model, text in
                DevelopmentIdea.Details(regionalModelCode: model, text: text)
            }),
        Column("state", .code, field: .state) { $0.state },
        Column("reply", .optional(.text)) { $0.reply },
        Column("replied_on", .optional(.date)) { $0.repliedOn },
        make: { record, author, role, details, state, reply, repliedOn in
            DevelopmentIdea(
                record: record, authorID: author, authorRole: role, details: details, state: state, reply: reply, repliedOn: repliedOn)
        })
}
