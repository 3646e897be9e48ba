import PersonalBudgeting

extension Table where Entity == HbAssistant {
    static let hbAssistants = Table(
        "hb_assistants",
        part(
            Column("name", .text) { $0.details.name },
            Column("contact", .text) { $0.details.contact },
            Column("trained_on", .date) { $0.details.trainedOn },
            Column("languages", .languages) { $0.details.languages },
            make: { name, contact, trainedOn, languages in
                HbAssistant.Details(name: name, contact: contact, trainedOn: trainedOn, languages: languages)
            }),
        make: { record, details in
            HbAssistant(record: record, details: details)
        })
}
