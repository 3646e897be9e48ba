import PersonalBudgeting

extension Table where Entity == Suitability {
    static let suitabilities = Table(
        "suitabilities",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("possibilities", .texts) { $0.details.possibilities },
            Column("risks", .texts) { $0.details.risks },
            Column("support_needed", .optional(.text)) { $0.details.supportNeeded },
            make: { possibilities, risks, support in
                Suitability.Details(possibilities: possibilities, risks: risks, supportNeeded: support)
            }),
        make: { record, caseID, details in
            Suitability(record: record, caseID: caseID, details: details)
        })
}
