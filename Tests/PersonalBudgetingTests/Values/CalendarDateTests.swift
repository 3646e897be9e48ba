import Foundation
import PersonalBudgeting
import TestSupport
import Testing

struct CalendarDateTests {
    @Test func everyDayRoundTrips() throws {
        var day: CalendarDate? = .earliest
        var count = 0
        var weekday = CalendarDate.earliest.weekday
        while let today = day {
            guard CalendarDate(year: today.year, month: today.month, day: today.day) == today, today.weekday == weekday else {
                Issue.record("\(today)")
                return
            }
            count += 1
            weekday = weekday % 7 + 1
            day = today.adding(days: 1)
        }
        #expect(count == 438_291)
        #expect(CalendarDate.latest.description == "2999-12-31")
        #expect(CalendarDate.earliest.description == "1800-01-01")
        #expect(try date("1970-01-01").daysSinceEpoch == 0)
        #expect(try date("2026-06-19").weekday == 5)
        #expect(try date("1800-01-01").weekday == 3)
    }

    /// A date is `YYYY-MM-DD` only (I30).
    @Test(arguments: [
        "", "2026-2-03", "2026-02-29", "2025-00-10", "2025-13-01", "2025-04-31", "1799-12-31", "3000-01-01", "2026-02-03 ", "2026/02/03",
        "+026-02-03", "２026-02-03", "2026-02-0a", "2026-02-03T00:00:00Z",
    ])
    func refuses(_ text: String) { #expect(CalendarDate(text) == nil) }

    @Test func refusesNumbers() {
        for value in [Int.min, -1, 0, 13, 32, Int.max] {
            #expect(CalendarDate(year: 2026, month: value == 13 ? 13 : value, day: value) == nil)
            #expect(CalendarDate(year: value, month: 1, day: 1) == nil)
        }
        #expect(CalendarDate(daysSinceEpoch: Int32.max) == nil)
        #expect(CalendarDate(daysSinceEpoch: Int32.min) == nil)
    }

    /// Months end on the same day of the month, or on the last day of a shorter month (D1, row 31; MAL 3 §).
    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-01-15", 3, "2026-04-15"), ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"), ("2026-01-10", -1, "2025-12-10"), ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-31", 0, "2026-05-31"),
    ])
    func addsMonths(start: String, months: Int, expected: String) throws {
        #expect(try date(start).adding(months: months)?.description == expected)
    }

    @Test func addingNeverTraps() throws {
        let day = try date("2026-01-31")
        for value in [Int.max, Int.min, 1_000_000_000_000, -1_000_000_000_000] {
            #expect(day.adding(days: value) == nil)
            #expect(day.adding(months: value) == nil)
            #expect(day.addingClamped(days: value) == (value < 0 ? .earliest : .latest))
        }
        #expect(CalendarDate.latest.adding(months: 1) == nil)
        #expect(day.days(to: try date("2027-01-31")) == 365)
        #expect(day.daysInYear == 365)
        #expect(try date("2000-05-05").daysInYear == 366)
        #expect(try date("1900-05-05").daysInYear == 365)
    }

    @Test func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var random = SplitMix64("CalendarDate")
        for _ in 0..<500 {
            let days = Int32.random(in: CalendarDate.earliest.daysSinceEpoch...CalendarDate.latest.daysSinceEpoch, using: &random)
            let day = try #require(CalendarDate(daysSinceEpoch: days))
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day)
            #expect(CalendarDate(day.description) == day)
        }
    }
}
