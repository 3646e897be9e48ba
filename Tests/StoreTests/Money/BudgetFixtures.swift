import PersonalBudgeting
import Testing

/// Budgets in the state after an approving decision.
enum BudgetFixtures {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
    static func period(_ from: String, _ to: String) throws -> Period {
        let (first, last) = (try #require(CalendarDate(from)), try #require(CalendarDate(to)))
        return try #require(Period(from: first, to: last))
    }

    /// Inserts an approved budget with one line for each amount.
    static func approvedBudget(_ work: Work, _ caseFile: Case, _ period: Period, lines: [(code: String, cents: Int64)]) throws
        -> Budget
    {
        let user = try work.addKey(
            tokenHash: "\(work.newID(Never.self))", role: .socialWorker, name: "Sari", unitName: nil, clientID: nil, sourceSystem: nil
        ).user
        let calculation = BudgetCalculation(
            record: work.newRecord(), caseID: caseFile.id, basis: .entitlement, pricesAsOf: work.today, lines: [],
            total: try money(1_000_000),
            computedBy: user.id, state: .computed)
        try work.repositories.budgetCalculations.insert(calculation)
        let budget = Budget(
            record: work.newRecord(), caseID: caseFile.id, calculationID: calculation.id, period: period,
            administrationMode: .countyManaged,
            state: .approved, total: try money(lines.reduce(0) { $0 + $1.cents }))
        try work.repositories.budgets.insert(budget)
        try work.repositories.budgetLines.replace(
            of: budget.id,
            with: try lines.enumerated().map { index, line in
                if try work.repositories.serviceTypes.first([.equal(.code, line.code)]) == nil {
                    _ = try work.addServiceType(
                        code: line.code,
                        ServiceType.Details(
                            nameFi: "n", nameSv: "n", unit: .hour, law: "l", legalBasis: "l", isSubjectiveRight: true, isFreeOfCharge: true,
                            validFrom: .earliest, validTo: nil))
                }
                return BudgetLine(
                    record: work.newRecord(), caseID: caseFile.id, budgetID: budget.id, number: index + 1, serviceTypeCode: line.code,
                    purpose: "p", legalBasis: "l", quantity: try #require(Quantity(thousandths: 1_000)), unitPrice: try money(line.cents),
                    amount: try money(line.cents), isFlexible: true, isEarmarked: false)
            })
        return budget
    }
}
