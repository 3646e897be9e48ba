import PersonalBudgeting

extension Table where Entity == HbChoice {
    static let choices = Table(
        "choices",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("chosen", .flag) { $0.details.chosen },
            Column("chosen_on", .date) { $0.details.chosenOn },
            Column("commitments_acknowledged", .codes()) { $0.details.commitmentsAcknowledged },
            make: { chosen, on, commitments in
                HbChoice.Details(chosen: chosen, chosenOn: on, commitmentsAcknowledged: commitments)
            }),
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, state, details, withdrawnOn in
            HbChoice(record: record, caseID: caseID, details: details, state: state, withdrawnOn: withdrawnOn)
        })
}
