import PersonalBudgeting

extension Table where Entity == Transfer {
    static let transfers = Table(
        "transfers",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("budget_id", .id(), field: .budgetID) { $0.budgetID },
        part(
            Column("from_line_id", .id()) { $0.details.fromLineID },
            Column("to_line_id", .id()) { $0.details.toLineID },
            Column("amount_cents", .money, field: .amount) { $0.details.amount },
            Column("reason", .text) { $0.details.reason },
            make: { from, to, amount, reason in
                Transfer.Details(fromLineID: from, toLineID: to, amount: amount, reason: reason)
            }),
        make: { record, caseID, budget, details in
            Transfer(record: record, caseID: caseID, budgetID: budget, details: details)
        })
}
