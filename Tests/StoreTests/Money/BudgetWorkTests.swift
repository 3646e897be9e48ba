import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// What needs several budgets, or a hand on the file: carry-over, overlap, and the ledger that only grows.
@Suite struct BudgetWorkTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
    static func period(_ from: String, _ to: String) throws -> Period {
        let (first, last) = (try #require(CalendarDate(from)), try #require(CalendarDate(to)))
        return try #require(Period(from: first, to: last))
    }

    /// An approved budget with one line for each amount, as a decision leaves it.
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

    /// Closes and settles a budget.
    private static func settle(_ work: Work, _ budget: Budget, _ caseFile: Case) throws -> Budget {
        try work.settleBudget(try work.takeBudgetStep("begin-closing", budget, in: caseFile, reason: "ends"), in: caseFile)
    }

    @Test("what is carried out of a budget is carried into the next, line by line of the same service (M16)", arguments: [true, false])
    func carriesOver(nextIsFirst: Bool) throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false, carryOver: .full)
        let (this, following) = (
            try BudgetWorkTests.period("2026-01-01", "2026-12-31"), try BudgetWorkTests.period("2027-01-01", "2027-12-31")
        )
        try stored.work(on: "2026-12-31") { work in
            let old = try work.activateBudget(
                try BudgetWorkTests.approvedBudget(work, caseFile, this, lines: [("a", 30_000), ("b", 20_000), ("c", 10_000)]), in: caseFile
            )
            let draft = try BudgetWorkTests.approvedBudget(work, caseFile, following, lines: [("b", 1_000), ("a", 2_000)])
            // The order does not matter: the next budget may be in force already, or come into force later.
            if nextIsFirst { _ = try work.activateBudget(draft, in: caseFile) }
            let settled = try BudgetWorkTests.settle(work, old, caseFile)
            #expect(settled.carriedOut.cents == 60_000)
            #expect(settled.carriedInto == (nextIsFirst ? draft.id : nil))
            if !nextIsFirst { _ = try work.activateBudget(draft, in: caseFile) }
            #expect(try work.repositories.budgets.require(old.id).carriedInto == draft.id)
            let next = try work.statement(of: try work.repositories.budgets.require(draft.id))
            // The service c has no line of its own and goes to the first flexible one.
            #expect(next.lines.map(\.figures.moneyIn.cents) == [30_000, 30_000])
            #expect(next.total.available.cents == 63_000)
            #expect(try work.statement(of: settled).total.available == .zero)
        }
    }

    @Test("two budgets are never both in force on a day (M12)")
    func refusesOverlap() throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false)
        let (first, second) = (
            try BudgetWorkTests.period("2026-01-01", "2026-12-31"), try BudgetWorkTests.period("2026-12-31", "2027-12-30")
        )
        try stored.work(on: "2026-06-30") { work in
            _ = try work.activateBudget(try BudgetWorkTests.approvedBudget(work, caseFile, first, lines: [("a", 1)]), in: caseFile)
            let other = try BudgetWorkTests.approvedBudget(work, caseFile, second, lines: [("a", 1)])
            let refusal = #expect(throws: Refusal.self) { try work.activateBudget(other, in: caseFile) }
            #expect(refusal?.code == .budgetsDisagree)
        }
    }

    @Test("the ledger refuses to be changed, and a change made around it is found by the chain")
    func ledgerOnlyGrows() throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false)
        let year = try BudgetWorkTests.period("2026-01-01", "2026-12-31")
        try stored.work(on: "2026-06-30") { work in
            let budget = try BudgetWorkTests.approvedBudget(work, caseFile, year, lines: [("a", 1_000), ("b", 2_000)])
            _ = try work.activateBudget(budget, in: caseFile)
        }
        #expect(try stored.database.findings() == [])
        let hand = try SQLiteEngine(path: stored.path).makeWriter()
        for statement in ["UPDATE ledger_entries SET amount_cents = 9", "DELETE FROM ledger_entries", "DELETE FROM budget_lines"] {
            #expect(throws: SQLFault.self, "\(statement)") { try hand.transaction { try $0.execute(statement) } }
        }
        let insert = """
            INSERT INTO ledger_entries SELECT sequence + 9, id || 'x', recorded_at, recorded_by, business_date, kind, case_id, budget_id,
                line_id, 0, agreement_id, actual_id, transfer_id, reversed_id, reason, hash FROM ledger_entries
            """
        #expect(throws: SQLFault.self) { try hand.transaction { try $0.execute(insert) } }
        try hand.transaction { connection in
            try connection.execute("DROP TRIGGER ledger_entries_keep")
            try connection.execute("UPDATE ledger_entries SET amount_cents = 2001 WHERE sequence = 2")
        }
        #expect(
            try stored.database.findings() == ["ledger_entries: row 2 was edited, or the row before was replaced with a hash of its own"])
    }
}
