import PersonalBudgeting

extension Table where Entity == Transfer {
    static let transfers = Table(
        "transfers",
        Column("case_id", .id()) { $0.caseID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("from_line_id", .id()) { $0.details.fromLineID },
        Column("to_line_id", .id()) { $0.details.toLineID },
        Column("amount_cents", .money) { $0.details.amount },
        Column("reason", .text) { $0.details.reason },
        make: { record, caseID, budget, from, to, amount, reason in
            Transfer(
                record: record, caseID: caseID, budgetID: budget,
                details: Transfer.Details(fromLineID: from, toLineID: to, amount: amount, reason: reason))
        })
}
