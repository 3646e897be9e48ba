import PersonalBudgeting

extension Table where Entity == WorkingNote {
    static let workingNotes = Table(
        "working_notes",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("polarity", .code, field: .polarity) { $0.details.polarity },
            Column("subject", .code, field: .subject) { $0.details.subject },
            Column("service_description", .optional(.text)) { $0.details.serviceDescription },
            Column("text", .text) { $0.details.text },
            make: { polarity, subject, service, text in
                WorkingNote.Details(polarity: polarity, subject: subject, serviceDescription: service, text: text)
            }),
        make: { record, caseID, details in
            WorkingNote(record: record, caseID: caseID, details: details)
        })
}
