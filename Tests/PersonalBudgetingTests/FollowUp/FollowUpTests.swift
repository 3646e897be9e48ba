import PersonalBudgeting
import Testing

/// The rules of follow-up that need nothing but values.
struct FollowUpTests {
    private static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func monitoring(every months: Int, from start: String) throws -> MonitoringAgreement.Details {
        MonitoringAgreement.Details(what: "w", how: "h", intervalMonths: months, withWhom: "x", startsOn: try date(start))
    }

    @Test(
        "the grid of monitoring counts from the start, so that a month end does not drift",
        arguments: [
            (1, "2026-01-31", "2026-01-31", "2026-02-28"), (1, "2026-01-31", "2026-02-28", "2026-03-31"),
            (3, "2026-03-31", "2026-06-29", "2026-06-30"), (3, "2026-03-31", "2026-06-30", "2026-09-30"),
            (12, "2028-02-29", "2028-02-29", "2029-02-28"), (12, "2028-02-29", "2031-12-31", "2032-02-29"),
            (36, "2026-03-01", "2020-01-01", "2029-03-01"),
        ])
    func gridKeepsMonthEnds(months: Int, start: String, after: String, due: String) throws {
        let details = try FollowUpTests.monitoring(every: months, from: start)
        #expect(details.due(after: try FollowUpTests.date(after)) == (try FollowUpTests.date(due)))
    }

    @Test("the grid ends with the calendar and does not trap")
    func gridEnds() throws {
        let details = try FollowUpTests.monitoring(every: 36, from: "2999-01-01")
        #expect(details.firstDue == .latest)
        #expect(try FollowUpTests.monitoring(every: 1, from: "1800-01-31").due(after: .latest) == .latest)
    }

    @Test(
        "a text that holds a valid national id or an identity of the service is told by it, others are not",
        arguments: [
            ("Soita 010190-999W.", PersonalTrace.nationalID), ("010190–999w", .nationalID), ("xx010190Y999Wxx", .nationalID),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", .identity), ("(017F22E2-79B0-7CC3-98C4-DC0C0C07398F)", .identity),
            ("010190-999K", nil),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398", nil), ("ääni 2026-06-30, 040-1234567", nil), ("", nil), ("ä", nil),
        ] as [(String, PersonalTrace?)])
    func findsTraces(text: String, trace: PersonalTrace?) {
        #expect(PersonalTrace(in: text, among: [.nationalID, .identity]) == trace)
        // What is not looked for is not found.
        #expect(PersonalTrace(in: text, among: []) == nil)
    }

    @Test("words of a search are folded and begin words; without a letter or digit nothing is searched for")
    func foldsSearch() {
        #expect(CatalogueItem.search(" Äänekoski,  TERAPIA-ryhmä ") == .words(.foldedWords, ["aanekoski", "terapia", "ryhma"]))
        #expect(CatalogueItem.search("%_!") == .words(.foldedWords, []))
    }

    @Test("a consent holds from the day it is given to the day before it is withdrawn")
    func consentHolds() throws {
        let record = Record<ResearchConsent>(id: ID(high: 1, low: 1), createdAt: .earliest, updatedAt: .earliest, version: 1)
        var consent = ResearchConsent(
            record: record, caseID: ID(high: 1, low: 2),
            details: ResearchConsent.Details(
                scope: "s", givenOn: try FollowUpTests.date("2026-06-01"), form: .written, document: nil),
            pseudonym: ID(high: 1, low: 3), state: .given)
        #expect(!consent.isValid(on: try FollowUpTests.date("2026-05-31")))
        #expect(consent.isValid(on: try FollowUpTests.date("2026-06-01")))
        consent.withdrawnOn = try FollowUpTests.date("2026-06-10")
        #expect(consent.isValid(on: try FollowUpTests.date("2026-06-09")))
        #expect(!consent.isValid(on: try FollowUpTests.date("2026-06-10")))
    }
}
