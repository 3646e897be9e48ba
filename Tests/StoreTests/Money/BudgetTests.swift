import PersonalBudgeting
import Testing

@Suite struct BudgetTests {
    @Test("two budgets of a case are never both effective on one day (M12)")
    func refusesOverlap() throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false)
        let (first, second) = (
            try BudgetFixtures.period("2026-01-01", "2026-12-31"), try BudgetFixtures.period("2026-12-31", "2027-12-30")
        )
        try stored.work(on: "2026-06-30") { work in
            _ = try work.activateBudget(try BudgetFixtures.approvedBudget(work, caseFile, first, lines: [("a", 1)]), in: caseFile)
            let other = try BudgetFixtures.approvedBudget(work, caseFile, second, lines: [("a", 1)])
            let refusal = #expect(throws: Refusal.self) { try work.activateBudget(other, in: caseFile) }
            #expect(refusal?.code == .budgetsDisagree)
        }
    }
}
