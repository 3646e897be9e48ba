import PersonalBudgeting

extension Table where Entity == DiaryEntry {
    static let diaryEntries = Table(
        "diary_entries",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("held_on", .date, field: .heldOn) { $0.details.heldOn },
            Column("text", .text) { $0.details.text },
            make: { heldOn, text in
                DiaryEntry.Details(heldOn: heldOn, text: text)
            }),
        Column("state", .code, field: .state) { $0.state },
        make: { record, caseID, details, state in
            DiaryEntry(record: record, caseID: caseID, details: details, state: state)
        })
}
