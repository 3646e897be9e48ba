import PersonalBudgeting

extension Table where Entity == Suitability {
    static let suitabilities = Table(
        "suitabilities",
        Column("case_id", .id()) { $0.caseID },
        Column("possibilities", .texts) { $0.details.possibilities },
        Column("risks", .texts) { $0.details.risks },
        Column("support_needed", .optional(.text)) { $0.details.supportNeeded },
        make: { record, caseID, possibilities, risks, support in
            Suitability(
                record: record, caseID: caseID,
                details: Suitability.Details(possibilities: possibilities, risks: risks, supportNeeded: support))
        })
}
