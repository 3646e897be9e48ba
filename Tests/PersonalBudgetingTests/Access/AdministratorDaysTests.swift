import Testing

@testable import PersonalBudgeting

struct AdministratorDaysTests {
    private static func days(_ spans: [(Int, Int?)]) throws -> AdministratorDays {
        AdministratorDays(
            today: try day(1),
            spans: try spans.map { first, last in AdministratorDays.Span(first: try day(first), last: try last.map(day)) })
    }

    private static func day(_ number: Int) throws -> CalendarDate {
        try #require(CalendarDate(year: 2026, month: 12, day: number))
    }

    @Test("a change loses the first day that had an administrator and has none after it") func lostDays() throws {
        let table: [(before: [(Int, Int?)], after: [(Int, Int?)], lost: Int?)] = [
            ([(1, nil)], [(1, nil)], nil),
            ([(1, nil)], [], 1),
            ([(1, nil), (1, 5)], [(1, 3), (1, 5)], 6),
            ([(1, nil), (1, 1)], [(1, 1)], 2),
            ([(1, nil), (10, nil)], [(1, 5), (10, nil)], 6),
            ([(1, nil), (6, nil)], [(1, 5), (6, nil)], nil),
            // The gap was there before: it may stay and shrink, but not grow.
            ([(1, 5)], [(1, 5)], nil),
            ([(1, 5)], [(1, 8)], nil),
            ([(1, 5)], [(1, 4)], 5),
            ([(3, 5)], [], 3),
        ]
        for row in table {
            let lost = try Self.days(row.after).firstLostDay(since: try Self.days(row.before))
            #expect(try lost == row.lost.map(Self.day), "\(row)")
        }
    }
}
