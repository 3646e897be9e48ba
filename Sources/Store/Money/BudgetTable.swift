import PersonalBudgeting

extension Table where Entity == Budget {
    static let budgets = Table(
        "budgets",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("calculation_id", .id()) { $0.calculationID },
        part(
            Column("period_from", .date, field: .periodFrom) { $0.period.from },
            Column("period_to", .date) { $0.period.to },
            make: { try sound(Period(from: $0, to: $1)) }),
        Column("administration_mode", .code) { $0.administrationMode },
        part(
            Column("state", .code, field: .state) { $0.state },
            Column("total_cents", .money) { $0.total },
            Column("decision_id", .optional(.id())) { $0.decisionID },
            make: { (state: $0, total: $1, decisionID: $2) }),
        part(
            Column("carried_out_cents", .money) { $0.carriedOut },
            Column("carried_into", .optional(.id())) { $0.carriedInto },
            make: { (out: $0, into: $1) }),
        make: { record, caseID, calculationID, period, mode, standing, carried in
            Budget(
                record: record, caseID: caseID, calculationID: calculationID, period: period, administrationMode: mode,
                state: standing.state, total: standing.total, decisionID: standing.decisionID, carriedOut: carried.out,
                carriedInto: carried.into)
        })
}

/// Returns the value. It can be missing only if the file was changed from outside.
/// - Throws: `Unreadable` if the value is missing.
func sound<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Unreadable(column: 0) }
    return value
}

extension Table where Entity == BudgetLine {
    static let budgetLines = Table(
        "budget_lines",
        part(
            Column("case_id", .id(), field: .caseID) { $0.caseID },
            Column("budget_id", .id(), field: .budgetID) { $0.budgetID },
            Column("number", .count) { $0.number },
            make: { (caseID: $0, budgetID: $1, number: $2) }),
        part(
            Column("service_type_code", .text) { $0.serviceTypeCode },
            Column("purpose", .text) { $0.purpose },
            Column("legal_basis", .text) { $0.legalBasis },
            make: { (serviceTypeCode: $0, text: $1, legalBasis: $2) }),
        part(
            Column("quantity_thousandths", .quantity) { $0.quantity },
            Column("unit_price_cents", .money) { $0.unitPrice },
            Column("amount_cents", .money) { $0.amount },
            make: { (quantity: $0, unitPrice: $1, amount: $2) }),
        part(
            Column("is_flexible", .flag) { $0.isFlexible },
            Column("is_earmarked", .flag) { $0.isEarmarked },
            make: { (isFlexible: $0, isEarmarked: $1) }),
        make: { record, place, purpose, price, use in
            BudgetLine(
                record: record, caseID: place.caseID, budgetID: place.budgetID, number: place.number,
                serviceTypeCode: purpose.serviceTypeCode, purpose: purpose.text, legalBasis: purpose.legalBasis,
                quantity: price.quantity, unitPrice: price.unitPrice, amount: price.amount, isFlexible: use.isFlexible,
                isEarmarked: use.isEarmarked)
        })
}
