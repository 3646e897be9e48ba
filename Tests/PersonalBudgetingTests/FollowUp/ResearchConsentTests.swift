import PersonalBudgeting
import Testing

struct ResearchConsentTests {
    private static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test("a consent is valid from the day it is given to the day before it is withdrawn (S42, row 47)")
    func consentHolds() throws {
        let record = Record<ResearchConsent>(id: ID(high: 1, low: 1), createdAt: .earliest, updatedAt: .earliest, version: 1)
        var consent = ResearchConsent(
            record: record, caseID: ID(high: 1, low: 2),
            details: ResearchConsent.Details(
                scope: "s", givenOn: try ResearchConsentTests.date("2026-06-01"), form: .written, document: nil),
            pseudonym: ID(high: 1, low: 3), state: .given)
        #expect(!consent.isValid(on: try ResearchConsentTests.date("2026-05-31")))
        #expect(consent.isValid(on: try ResearchConsentTests.date("2026-06-01")))
        consent.withdrawnOn = try ResearchConsentTests.date("2026-06-10")
        #expect(consent.isValid(on: try ResearchConsentTests.date("2026-06-09")))
        #expect(!consent.isValid(on: try ResearchConsentTests.date("2026-06-10")))
    }
}
