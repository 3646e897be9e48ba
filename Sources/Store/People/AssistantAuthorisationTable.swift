import PersonalBudgeting

extension Table where Entity == AssistantAuthorisation {
    static let assistantAuthorisations = Table(
        "assistant_authorisations",
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        part(
            Column("hb_assistant_id", .id()) { $0.details.hbAssistantID },
            Column("user_id", .optional(.id()), field: .userID) { $0.details.userID },
            Column("parts", .codes()) { $0.details.parts },
            Column("valid_from", .date) { $0.details.from },
            Column("valid_to", .date) { $0.details.to },
            Column("written_on", .date) { $0.details.writtenOn },
            make: { assistant, user, parts, from, to, writtenOn in
                AssistantAuthorisation.Details(
                    hbAssistantID: assistant, userID: user, parts: parts, from: from, to: to, writtenOn: writtenOn)
            }),
        Column("state", .code, field: .state) { $0.state },
        make: { record, client, details, state in
            AssistantAuthorisation(record: record, clientID: client, details: details, state: state)
        })
}
