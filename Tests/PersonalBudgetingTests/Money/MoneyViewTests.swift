import Testing

@testable import PersonalBudgeting

/// The forecast of a budget at the end of its period (Z2, row 82).
@Suite struct MoneyViewTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private static func period(_ from: String, _ to: String) throws -> Period { try #require(Period(from: day(from), to: day(to))) }

    @Test("a forecast uses the last three full months, or as many as the period has (Z2)")
    func forecastWindow() throws {
        let year = try MoneyViewTests.period("2026-01-01", "2026-12-31")
        func window(_ today: String, _ period: Period) throws -> String? {
            Forecast.window(before: try MoneyViewTests.day(today), in: period)?.description
        }
        #expect(try window("2026-06-30", year) == "2026-03-01/2026-05-31")
        #expect(try window("2026-04-01", year) == "2026-01-01/2026-03-31")
        #expect(try window("2026-03-15", year) == "2026-01-01/2026-02-28")
        #expect(try window("2026-01-31", year) == nil)
        #expect(try window("2026-03-15", try MoneyViewTests.period("2026-01-15", "2026-12-31")) == "2026-02-01/2026-02-28")
    }

    @Test("a forecast is the used and committed money, and the daily use of the window for each remaining day")
    func forecastAmount() throws {
        let year = try MoneyViewTests.period("2026-01-01", "2026-12-31")
        func forecast(_ today: String, window: Period?, inWindow: Int64) throws -> Int64 {
            try Forecast.amount(
                used: try MoneyViewTests.money(300_000), committed: try MoneyViewTests.money(100_000),
                inWindow: try MoneyViewTests.money(inWindow),
                window: window, today: try MoneyViewTests.day(today), period: year
            ).cents
        }
        let window = try MoneyViewTests.period("2026-03-01", "2026-05-31")
        #expect(try forecast("2026-06-30", window: window, inWindow: 92_000) == 584_000)
        #expect(try forecast("2026-06-30", window: window, inWindow: 1) == 400_002)
        #expect(try forecast("2026-12-31", window: window, inWindow: 92_000) == 400_000)
        #expect(try forecast("2027-02-01", window: window, inWindow: 92_000) == 400_000)
        #expect(try forecast("2026-01-20", window: nil, inWindow: 0) == 400_000)
    }
}
