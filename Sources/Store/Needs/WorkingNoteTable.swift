import PersonalBudgeting

extension Table where Entity == WorkingNote {
    static let workingNotes = Table(
        "working_notes",
        Column("case_id", .id()) { $0.caseID },
        Column("polarity", .code) { $0.details.polarity },
        Column("subject", .code) { $0.details.subject },
        Column("service_description", .optional(.text)) { $0.details.serviceDescription },
        Column("text", .text) { $0.details.text },
        make: { record, caseID, polarity, subject, service, text in
            WorkingNote(
                record: record, caseID: caseID,
                details: WorkingNote.Details(polarity: polarity, subject: subject, serviceDescription: service, text: text))
        })
}
