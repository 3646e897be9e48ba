import PersonalBudgeting
import Testing

/// The rules of prices that need no storage (H7).
struct PriceTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func record<Entity>() throws -> Record<Entity> {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        return Record(id: ID(high: 1, low: 2), createdAt: now, updatedAt: now, version: 1)
    }

    @Test("a price is valid from its first day to its last, both included (H7, row 67)") func priceValidity() throws {
        func price(to last: String?) throws -> Price {
            Price(
                record: try PriceTests.record(),
                details: Price.Details(
                    serviceTypeCode: "valmennus", providerID: nil, unitPrice: try #require(Money(cents: 2450)),
                    validFrom: try PriceTests.day("2026-01-01"), validTo: try last.map { try PriceTests.day($0) }, source: "lautakunta"))
        }
        let ended = try price(to: "2026-06-30")
        #expect(!ended.isValid(on: try PriceTests.day("2025-12-31")))
        #expect(ended.isValid(on: try PriceTests.day("2026-01-01")))
        #expect(ended.isValid(on: try PriceTests.day("2026-06-30")))
        #expect(!ended.isValid(on: try PriceTests.day("2026-07-01")))
        #expect(try price(to: nil).isValid(on: .latest))
    }
}
