import PersonalBudgeting
import Testing

struct NoticeTests {
    @Test(arguments: [
        (NoticeMethod.letter, "2026-03-02", "2026-03-09", "2026-04-08", "2026-04-08"),
        (.letter, "2026-05-13", "2026-05-20", "2026-06-19", "2026-06-22"),
        (.letter, "2026-11-17", "2026-11-24", "2026-12-24", "2026-12-28"),
        (.letter, "2026-03-25", "2026-04-01", "2026-05-01", "2026-05-04"),
        (.letter, "2026-02-25", "2026-03-04", "2026-04-03", "2026-04-07"),
        (.letter, "2026-02-27", "2026-03-06", "2026-04-05", "2026-04-07"),
        (.electronic, "2026-03-02", "2026-03-05", "2026-04-04", "2026-04-07"),
        (.substitute, "2026-03-02", "2026-03-05", "2026-04-04", "2026-04-07"),
        (.verifiable, "2026-03-09", "2026-03-09", "2026-04-08", "2026-04-08"),
    ])
    func dates(method: NoticeMethod, given: String, served: String, thirtieth: String, last: String) throws {
        let dates = NoticeDates(method: method, given: try date(given))
        #expect(dates.served.description == served)
        #expect(dates.thirtiethDay.description == thirtieth)
        #expect(dates.lastDayToClaim.description == last)
        #expect(NoticeDates.lastDayToClaim(served: dates.served) == dates.lastDayToClaim)
    }

    @Test func endOfTime() {
        for method in NoticeMethod.allCases { #expect(NoticeDates(method: method, given: .latest).lastDayToClaim == .latest) }
    }
}
