import Testing

@testable import PersonalBudgeting

@Suite struct BudgetTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private static func period(_ from: String, _ to: String) throws -> Period { try #require(Period(from: day(from), to: day(to))) }

    @Test(
        "a yearly sum is prorated by days within a year and counted once for each whole year (M13, O4, row 58)",
        arguments: [
            (Int64(1_200_000), "2026-03-15", "2026-12-31", Int64?(960_000)), (1_000_000, "2028-02-29", "2028-12-31", 838_798),
            (1_000_000, "2026-01-01", "2026-12-31", 1_000_000), (1_000_000, "2026-07-01", "2027-06-30", 1_000_000),
            (1_000_000, "2026-01-01", "2027-12-31", 2_000_000), (1_000_000, "2026-07-01", "2027-06-29", nil),
            (1_000_000, "2026-12-31", "2027-01-01", nil), (365, "2026-06-30", "2026-06-30", 1),
        ])
    func sharesOfYears(annual: Int64, from: String, to: String, share: Int64?) throws {
        #expect(Budget.share(ofYearly: try BudgetTests.money(annual), for: try BudgetTests.period(from, to))?.cents == share)
    }
}
