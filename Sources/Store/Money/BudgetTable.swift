import PersonalBudgeting

extension Table where Entity == Budget {
    static let budgets = Table(
        "budgets",
        Column("case_id", .id()) { $0.caseID },
        Column("calculation_id", .id()) { $0.calculationID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        Column("administration_mode", .code) { $0.administrationMode },
        Column("state", .code) { $0.state },
        Column("total_cents", .money) { $0.total },
        Column("decision_id", .optional(.id())) { $0.decisionID },
        Column("carried_out_cents", .money) { $0.carriedOut },
        Column("carried_into", .optional(.id())) { $0.carriedInto },
        make: { record, caseID, calculation, from, to, mode, state, total, decision, carried, into in
            Budget(
                record: record, caseID: caseID, calculationID: calculation, period: try sound(Period(from: from, to: to)),
                administrationMode: mode, state: state, total: total, decisionID: decision, carriedOut: carried, carriedInto: into)
        })
}

/// A value that can only be missing when the file was changed from outside.
func sound<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Unreadable(column: 0) }
    return value
}

extension Table where Entity == BudgetLine {
    static let budgetLines = Table(
        "budget_lines",
        Column("case_id", .id()) { $0.caseID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("number", .count) { $0.number },
        Column("service_type_code", .text) { $0.serviceTypeCode },
        Column("purpose", .text) { $0.purpose },
        Column("legal_basis", .text) { $0.legalBasis },
        Column("quantity_thousandths", .quantity) { $0.quantity },
        Column("unit_price_cents", .money) { $0.unitPrice },
        Column("amount_cents", .money) { $0.amount },
        Column("is_flexible", .flag) { $0.isFlexible },
        Column("is_earmarked", .flag) { $0.isEarmarked },
        make: BudgetLine.init)
}
