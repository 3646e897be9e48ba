import PersonalBudgeting
import Testing

/// The consent that an export for research requires (S42), on a real database.
struct ResearchConsentTests {
    @Test("an export for research is refused without a consent of its scope that is valid on the day (S42, row 47)")
    func requiresConsent() throws {
        let stored = try StoredWork()
        let file = try stored.openCase(monitoringRequired: false)
        func refusal(_ scope: String, on day: String) throws -> RefusalCode? {
            let moment = try #require(CalendarDate(day))
            do {
                try stored.work(on: "2026-06-30") { _ = try $0.requireConsent(file, scope: scope, on: moment) }
                return nil
            } catch let refusal as Refusal {
                return refusal.code
            }
        }
        #expect(try refusal("kela", on: "2026-06-30") == .consentMissing)
        let consent = try stored.work(on: "2026-06-01") { work in
            try work.giveConsent(
                ResearchConsent.Details(scope: "kela", givenOn: work.today, form: .electronic, document: nil), in: file)
        }
        #expect(try refusal("kela", on: "2026-06-30") == nil)
        #expect(try refusal("kela", on: "2026-05-31") == .consentMissing)
        #expect(try refusal("thl", on: "2026-06-30") == .consentMissing)
        _ = try stored.work(on: "2026-06-20") { try $0.withdrawConsent(consent, in: file) }
        #expect(try refusal("kela", on: "2026-06-19") == nil)
        #expect(try refusal("kela", on: "2026-06-20") == .consentMissing)
    }
}
