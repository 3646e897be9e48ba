import PersonalBudgeting

extension Table where Entity == HbChoice {
    static let choices = Table(
        "choices",
        Column("case_id", .id()) { $0.caseID },
        Column("state", .code) { $0.state },
        Column("chosen", .flag) { $0.details.chosen },
        Column("chosen_on", .date) { $0.details.chosenOn },
        Column("commitments_acknowledged", .codes()) { $0.details.commitmentsAcknowledged },
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, state, chosen, on, commitments, withdrawnOn in
            HbChoice(
                record: record, caseID: caseID,
                details: HbChoice.Details(chosen: chosen, chosenOn: on, commitmentsAcknowledged: commitments), state: state,
                withdrawnOn: withdrawnOn)
        })
}
