import PersonalBudgeting
import Testing

/// The rules of service types, prices and approvals that need no storage.
struct PriceTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func record<Entity>() throws -> Record<Entity> {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        return Record(id: ID(high: 1, low: 2), createdAt: now, updatedAt: now, version: 1)
    }

    @Test("a price is valid from its first day to its last, both included") func priceValidity() throws {
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

    @Test("a provider is approved for its services from the first day of the approval to the last") func approval() throws {
        func provider(to last: String?) throws -> Provider {
            Provider(
                record: try PriceTests.record(), businessID: try BusinessID("2077474-0"),
                details: Provider.Details(
                    name: "Apu Oy", approvedServiceTypes: ["valmennus"], approvedFrom: try PriceTests.day("2026-02-01"),
                    approvedTo: try last.map { try PriceTests.day($0) }, iban: nil, oid: nil, eInvoiceAddress: nil))
        }
        let ended = try provider(to: "2026-05-31")
        #expect(!ended.isApproved(for: "valmennus", on: try PriceTests.day("2026-01-31")))
        #expect(ended.isApproved(for: "valmennus", on: try PriceTests.day("2026-02-01")))
        #expect(ended.isApproved(for: "valmennus", on: try PriceTests.day("2026-05-31")))
        #expect(!ended.isApproved(for: "valmennus", on: try PriceTests.day("2026-06-01")))
        #expect(!ended.isApproved(for: "paivatoiminta", on: try PriceTests.day("2026-03-01")))
        #expect(try provider(to: nil).isApproved(for: "valmennus", on: .latest))
    }

    @Test("the comparison gives basis B less basis A, and nothing while one of them is missing") func difference() throws {
        func calculation(_ basis: BudgetBasis, _ cents: Int64) throws -> BudgetCalculation {
            BudgetCalculation(
                record: try PriceTests.record(), caseID: ID(high: 3, low: 4), basis: basis, pricesAsOf: try PriceTests.day("2026-06-30"),
                lines: [], total: try #require(Money(cents: cents)), computedBy: ID(high: 5, low: 6), state: .computed)
        }
        let current = try calculation(.currentServicesToChange, 400_000)
        let entitled = try calculation(.entitlement, 360_000)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: current, entitlement: entitled).difference?.cents == -40_000)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: nil, entitlement: entitled).difference == nil)
        #expect(BudgetCalculation.Comparison(currentServicesToChange: current, entitlement: nil).difference == nil)
    }

    @Test(
        "what is not exchanged stays: amount and remainder make the yearly amount",
        arguments: [(1_000_000, 40), (333, 50), (1, 1), (99, 100)])
    func remainder(annual: Int64, percent: Int) throws {
        let whole = try #require(Money(cents: annual))
        let line = BudgetCalculation.Line(
            reference: .currentService(ID(high: 1, low: 1)), serviceTypeCode: "valmennus",
            quantityPerYear: try #require(Quantity(thousandths: 1000)), price: nil, annualAmount: whole, exchangedSharePercent: percent,
            amount: try #require(whole.share(percent: percent)))
        #expect(line.amount.cents + line.remainder.cents == annual)
    }

    @Test("the standard services have codes of their own, names in both languages and prices in their range") func standardServices() {
        let codes = StandardService.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.count == 19)
        for service in StandardService.all {
            #expect(!service.details.nameFi.isEmpty && !service.details.nameSv.isEmpty)
            if let price = service.price { #expect(price.range.contains(price.usual), "\(service.code)") }
        }
        #expect(StandardService.all.first { $0.code == "henkilokohtainen_apu" }?.details.isFreeOfCharge == true)
        #expect(StandardService.all.first { $0.code == "muut_palvelut" }?.details.isSubjectiveRight == false)
    }

    @Test("every municipality code that is not refused stands once in the list") func municipalities() {
        let all = MunicipalityCode.all
        #expect(all.count == 312)
        #expect(all == all.sorted())
        #expect(Set(all).count == all.count)
        #expect(all.filter { $0.validTo != nil }.map(\.text) == ["588"])
        #expect(all.filter { !$0.isMunicipality }.map(\.text) == ["198", "199", "200"])
    }
}
