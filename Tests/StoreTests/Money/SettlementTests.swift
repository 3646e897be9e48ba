import PersonalBudgeting
import Testing

/// Carry-over from one budget to the next (M16).
@Suite struct SettlementTests {
    /// Closes and settles a budget.
    private static func settle(_ work: Work, _ budget: Budget, _ caseFile: Case) throws -> Budget {
        try work.settleBudget(try work.transition(.beginClosing, budget, in: caseFile, reason: "ends"), in: caseFile)
    }

    @Test(
        "money carried out of a budget is carried into the next, to the line of the same service (M16, row 61)", arguments: [true, false])
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
            // The next budget may be effective already or become effective later.
            if nextIsFirst { _ = try work.activateBudget(draft, in: caseFile) }
            let settled = try SettlementTests.settle(work, old, caseFile)
            #expect(settled.carriedOut.cents == 60_000)
            #expect(settled.carriedInto == (nextIsFirst ? draft.id : nil))
            if !nextIsFirst { _ = try work.activateBudget(draft, in: caseFile) }
            #expect(try work.repositories.budgets.require(old.id).carriedInto == draft.id)
            let next = try work.statement(of: try work.repositories.budgets.require(draft.id))
            // The next budget has no line of service c, so its money goes to the first flexible line.
            #expect(next.lines.map(\.figures.moneyIn.cents) == [30_000, 30_000])
            #expect(next.total.available.cents == 63_000)
            #expect(try work.statement(of: settled).total.available == .zero)
        }
    }
}
