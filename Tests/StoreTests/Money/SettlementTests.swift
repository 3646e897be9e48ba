import PersonalBudgeting
import Testing

/// What needs several budgets: carry-over.
@Suite struct SettlementTests {
    /// Closes and settles a budget.
    private static func settle(_ work: Work, _ budget: Budget, _ caseFile: Case) throws -> Budget {
        try work.settleBudget(try work.transition(.beginClosing, budget, in: caseFile, reason: "ends"), in: caseFile)
    }

    @Test("what is carried out of a budget is carried into the next, line by line of the same service (M16)", arguments: [true, false])
    func carriesOver(nextIsFirst: Bool) throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false, carryOver: .full)
        let (this, following) = (
            try BudgetFixtures.period("2026-01-01", "2026-12-31"), try BudgetFixtures.period("2027-01-01", "2027-12-31")
        )
        try stored.work(on: "2026-12-31") { work in
            let old = try work.activateBudget(
                try BudgetFixtures.approvedBudget(work, caseFile, this, lines: [("a", 30_000), ("b", 20_000), ("c", 10_000)]), in: caseFile
            )
            let draft = try BudgetFixtures.approvedBudget(work, caseFile, following, lines: [("b", 1_000), ("a", 2_000)])
            // The order does not matter: the next budget may be in force already, or come into force later.
            if nextIsFirst { _ = try work.activateBudget(draft, in: caseFile) }
            let settled = try SettlementTests.settle(work, old, caseFile)
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
}
