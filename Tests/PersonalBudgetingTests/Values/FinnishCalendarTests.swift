import PersonalBudgeting
import Testing

struct FinnishCalendarTests {
    /// The holidays and eves of 2025 to 2027 (D5).
    @Test(arguments: [
        (2025, "01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-08 06-21 11-01 12-06 12-25 12-26", "06-20 12-24"),
        (2026, "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-20 10-31 12-06 12-25 12-26", "06-19 12-24"),
        (2027, "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-26 11-06 12-06 12-25 12-26", "06-25 12-24"),
    ])
    func holidays(year: Int, holidays: String, eves: String) {
        #expect(FinnishCalendar.holidays(year).map { String($0.date.description.dropFirst(5)) }.joined(separator: " ") == holidays)
        #expect(FinnishCalendar.eves(year).map { String($0.date.description.dropFirst(5)) }.joined(separator: " ") == eves)
    }

    @Test(arguments: [
        (1818, "1818-03-22"), (1943, "1943-04-25"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25"), (2285, "2285-03-22"),
    ])
    func easter(year: Int, expected: String) { #expect(FinnishCalendar.easter(year)?.description == expected) }

    @Test func everyYear() throws {
        for year in 1800...2999 {
            #expect(FinnishCalendar.easter(year)?.weekday == 7)
            #expect(FinnishCalendar.holidays(year).count == 13)
        }
        for year in [1799, 3000, Int.min, Int.max] {
            #expect(FinnishCalendar.easter(year) == nil)
            #expect(FinnishCalendar.holidays(year).isEmpty && FinnishCalendar.eves(year).isEmpty)
        }
    }

    /// Certain vectors of the seventh weekday (D7, D8, D10, row 31; SHL 36 §).
    @Test(arguments: [
        ("2026-03-02", "2026-03-11"), ("2026-03-27", "2026-04-09"), ("2026-06-15", "2026-06-24"), ("2026-12-18", "2026-12-30"),
        ("2025-12-22", "2026-01-05"),
    ])
    func seventhWeekday(contact: String, last: String) throws {
        #expect(FinnishCalendar.weekday(number: 7, after: try date(contact))?.description == last)
    }

    /// Eves are weekdays by default; a setting excludes them (D8).
    @Test func evesMayBeExcluded() throws {
        let contact = try date("2026-06-15")
        #expect(FinnishCalendar.weekday(number: 7, after: contact, evesAreWeekdays: false)?.description == "2026-06-25")
        #expect(FinnishCalendar.isWeekday(try date("2026-12-24")))
        #expect(!FinnishCalendar.isWeekday(try date("2026-12-24"), evesAreWeekdays: false))
        #expect(!FinnishCalendar.isWeekday(try date("2026-03-07")))
        for number in [0, -1, 1001, Int.min, Int.max] { #expect(FinnishCalendar.weekday(number: number, after: contact) == nil) }
        #expect(FinnishCalendar.weekday(number: 1000, after: .latest) == .latest)
        #expect(FinnishCalendar.nextDayForAct(.latest) == .latest)
    }

    /// A last day on a Saturday, Sunday, holiday or eve moves to the next weekday (D2, MAL 5 §).
    @Test(arguments: [
        ("2026-04-08", "2026-04-08"), ("2026-06-19", "2026-06-22"), ("2026-12-24", "2026-12-28"), ("2026-05-01", "2026-05-04"),
        ("2026-04-03", "2026-04-07"), ("2026-04-05", "2026-04-07"), ("2026-04-04", "2026-04-07"), ("2026-12-06", "2026-12-07"),
    ])
    func nextDayForAct(day: String, expected: String) throws {
        #expect(FinnishCalendar.nextDayForAct(try date(day)).description == expected)
    }
}
