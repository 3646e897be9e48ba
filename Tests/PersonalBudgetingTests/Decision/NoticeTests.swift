import PersonalBudgeting
import Testing

struct NoticeTests {
    /// The vectors of D19, with substitute and verifiable electronic service (D17, D18, row 28; HL 49 c, 59 and 61 §, SAL 18 and 19 §). The last
    /// day moves off holidays (D2, MAL 5 §).
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

    /// Days after the end of the calendar become its last day.
    @Test func endOfTime() {
        for method in NoticeMethod.allCases { #expect(NoticeDates(method: method, given: .latest).lastDayToClaim == .latest) }
    }

    @Test(
        "the claim time runs from the proven day of receipt, else from the presumed day of service (D17, D18, row 28)",
        arguments: [
            (NoticeMethod.letter, "2026-05-13", String?.none, "2026-05-20", "2026-06-22"),
            (.letter, "2026-05-13", "2026-05-15", "2026-05-15", "2026-06-15"),
            (.letter, "2026-05-13", "2026-05-25", "2026-05-25", "2026-06-24"),
            (.electronic, "2026-03-02", nil, "2026-03-05", "2026-04-07"),
            (.substitute, "2026-03-02", nil, "2026-03-05", "2026-04-07"),
            (.verifiable, "2026-03-02", "2026-03-09", "2026-03-09", "2026-04-08"),
        ])
    func notices(method: NoticeMethod, sent: String, received: String?, served: String, last: String) throws {
        let notice = try notice(method, sent: sent, received: received)
        #expect(notice.served?.description == served)
        #expect(notice.lastDayToClaim?.description == last)
    }

    @Test("a verifiable notice is not served before its receipt is recorded (D18, W10)") func verifiable() throws {
        let notice = try notice(.verifiable, sent: "2026-03-02", received: nil)
        #expect(notice.presumedServed == nil)
        #expect(notice.served == nil)
        #expect(notice.thirtiethDay == nil)
        #expect(notice.lastDayToClaim == nil)
    }

    private func notice(_ method: NoticeMethod, sent: String, received: String?) throws -> Notice {
        Notice(
            record: Record(id: ID(high: 0, low: 1), createdAt: .earliest, updatedAt: .earliest, version: 1), caseID: ID(high: 0, low: 2),
            decisionID: ID(high: 0, low: 3), recipient: .client, method: method, sentOn: try date(sent),
            receipt: try received.map { Notice.Receipt(on: try date($0), evidence: nil) })
    }
}
