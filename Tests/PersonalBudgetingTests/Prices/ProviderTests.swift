import PersonalBudgeting
import Testing

struct ProviderTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func record<Entity>() throws -> Record<Entity> {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        return Record(id: ID(high: 1, low: 2), createdAt: now, updatedAt: now, version: 1)
    }

    @Test("a provider is approved for its services from the first day of the approval to the last (O7, row 34)")
    func approval() throws {
        func provider(to last: String?) throws -> Provider {
            Provider(
                record: try ProviderTests.record(), businessID: try BusinessID("2077474-0"),
                details: Provider.Details(
                    name: "Apu Oy", approvedServiceTypes: ["valmennus"], approvedFrom: try ProviderTests.day("2026-02-01"),
                    approvedTo: try last.map { try ProviderTests.day($0) }, iban: nil, oid: nil, eInvoiceAddress: nil))
        }
        let ended = try provider(to: "2026-05-31")
        #expect(!ended.isApproved(for: "valmennus", on: try ProviderTests.day("2026-01-31")))
        #expect(ended.isApproved(for: "valmennus", on: try ProviderTests.day("2026-02-01")))
        #expect(ended.isApproved(for: "valmennus", on: try ProviderTests.day("2026-05-31")))
        #expect(!ended.isApproved(for: "valmennus", on: try ProviderTests.day("2026-06-01")))
        #expect(!ended.isApproved(for: "paivatoiminta", on: try ProviderTests.day("2026-03-01")))
        #expect(try provider(to: nil).isApproved(for: "valmennus", on: .latest))
    }
}
