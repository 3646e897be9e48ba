import PersonalBudgeting
import Testing

struct BudgetCalculationTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func record<Entity>() throws -> Record<Entity> {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        return Record(id: ID(high: 1, low: 2), createdAt: now, updatedAt: now, version: 1)
    }

    @Test("the comparison is basis B minus basis A, and has no difference while one of them is missing (S15, K4)")
    func difference() throws {
        func calculation(_ basis: BudgetBasis, _ cents: Int64) throws -> BudgetCalculation {
            BudgetCalculation(
                record: try BudgetCalculationTests.record(), caseID: ID(high: 3, low: 4), basis: basis,
                pricesAsOf: try BudgetCalculationTests.day("2026-06-30"),
                lines: [], total: try #require(Money(cents: cents)), computedBy: ID(high: 5, low: 6), state: .computed)
        }
        let current = try calculation(.currentServicesToChange, 400_000)
        let entitled = try calculation(.entitlement, 360_000)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: current, entitlement: entitled).difference?.cents == -40_000)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: nil, entitlement: entitled).difference == nil)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: current, entitlement: nil).difference == nil)
    }

    @Test(
        "the exchanged amount and the remainder add up to the yearly amount (S16, row 17)",
        arguments: [(1_000_000, 40), (333, 50), (1, 1), (99, 100)])
    func remainder(annual: Int64, percent: Int) throws {
        let whole = try #require(Money(cents: annual))
        let line = BudgetCalculation.Line(
            reference: .currentService(ID(high: 1, low: 1)), serviceTypeCode: "valmennus",
            quantityPerYear: try #require(Quantity(thousandths: 1000)), price: nil, annualAmount: whole, exchangedSharePercent: percent,
            amount: try #require(whole.share(percent: percent)))
        #expect(line.amount.cents + line.remainder.cents == annual)
    }
}
