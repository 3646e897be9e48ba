import PersonalBudgeting
import Testing

/// The days on which monitoring is due (S34, row 39).
struct MonitoringAgreementTests {
    private static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func monitoring(every months: Int, from start: String) throws -> MonitoringAgreement.Details {
        MonitoringAgreement.Details(what: "w", how: "h", intervalMonths: months, withWhom: "x", startsOn: try date(start))
    }

    @Test(
        "due days are counted from the start day, so that month ends do not drift (S34, row 39)",
        arguments: [
            (1, "2026-01-31", "2026-01-31", "2026-02-28"), (1, "2026-01-31", "2026-02-28", "2026-03-31"),
            (3, "2026-03-31", "2026-06-29", "2026-06-30"), (3, "2026-03-31", "2026-06-30", "2026-09-30"),
            (12, "2028-02-29", "2028-02-29", "2029-02-28"), (12, "2028-02-29", "2031-12-31", "2032-02-29"),
            (36, "2026-03-01", "2020-01-01", "2029-03-01"),
        ])
    func gridKeepsMonthEnds(months: Int, start: String, after: String, due: String) throws {
        let details = try MonitoringAgreementTests.monitoring(every: months, from: start)
        #expect(details.due(after: try MonitoringAgreementTests.date(after)) == (try MonitoringAgreementTests.date(due)))
    }

    @Test("due days stop at the last day of the calendar and do not trap")
    func gridEnds() throws {
        let details = try MonitoringAgreementTests.monitoring(every: 36, from: "2999-01-01")
        #expect(details.firstDue == .latest)
        #expect(try MonitoringAgreementTests.monitoring(every: 1, from: "1800-01-31").due(after: .latest) == .latest)
    }
}
