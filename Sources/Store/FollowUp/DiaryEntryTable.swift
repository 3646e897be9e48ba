import PersonalBudgeting

extension Table where Entity == DiaryEntry {
    static let diaryEntries = Table(
        "diary_entries",
        Column("case_id", .id()) { $0.caseID },
        Column("held_on", .date) { $0.details.heldOn },
        Column("text", .text) { $0.details.text },
        Column("state", .code) { $0.state },
        make: { record, caseID, heldOn, text, state in
            DiaryEntry(record: record, caseID: caseID, details: DiaryEntry.Details(heldOn: heldOn, text: text), state: state)
        })
}
