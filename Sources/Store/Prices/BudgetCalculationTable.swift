import PersonalBudgeting

extension Table where Entity == BudgetCalculation {
    static let budgetCalculations = Table(
        "budget_calculations",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("basis", .code, field: .basis) { $0.basis },
        Column("prices_as_of", .date) { $0.pricesAsOf },
        Column("lines", .records(fields, line)) { $0.lines },
        Column("total_cents", .money) { $0.total },
        Column("computed_by", .id()) { $0.computedBy },
        Column("state", .code, field: .state) { $0.state },
        make: { record, caseID, basis, date, lines, total, user, state in
            BudgetCalculation(
                record: record, caseID: caseID, basis: basis, pricesAsOf: date, lines: lines, total: total, computedBy: user,
                state: state)
        })

    /// Returns a line as fields. The fields of the price are empty if the line has none.
    @Sendable private static func fields(_ line: BudgetCalculation.Line) -> [String] {
        let reference =
            switch line.reference {
            case .currentService(let id): ["current_service", "\(id)"]
            case .need(let id): ["need", "\(id)"]
            }
        return reference + [
            line.serviceTypeCode, "\(line.quantityPerYear.thousandths)", line.price.map { "\($0.id)" } ?? "",
            line.price.map { "\($0.unitPrice.cents)" } ?? "", "\(line.annualAmount.cents)", "\(line.exchangedSharePercent)",
            "\(line.amount.cents)",
        ]
    }

    @Sendable private static func line(_ fields: [String]) -> BudgetCalculation.Line? {
        guard fields.count == 9, let quantity = Int64(fields[3]).flatMap({ Quantity(thousandths: $0) }), let annual = money(fields[6]),
            let percent = Int(fields[7]), let amount = money(fields[8])
        else { return nil }
        let reference: BudgetCalculation.Reference
        switch (fields[0], ID<CurrentService>(fields[1]), ID<Statement>(fields[1])) {
        case ("current_service", let id?, _): reference = .currentService(id)
        case ("need", _, let id?): reference = .need(id)
        default: return nil
        }
        var price: BudgetCalculation.FrozenPrice?
        if !fields[4].isEmpty {
            guard let id = ID<Price>(fields[4]), let unitPrice = money(fields[5]) else { return nil }
            price = BudgetCalculation.FrozenPrice(id: id, unitPrice: unitPrice)
        }
        return BudgetCalculation.Line(
            reference: reference, serviceTypeCode: fields[2], quantityPerYear: quantity, price: price, annualAmount: annual,
            exchangedSharePercent: percent, amount: amount)
    }

    private static func money(_ text: String) -> Money? { Int64(text).flatMap { Money(cents: $0) } }
}
