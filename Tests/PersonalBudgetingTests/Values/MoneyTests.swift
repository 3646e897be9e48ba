import PersonalBudgeting
import TestSupport
import Testing

func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

struct MoneyTests {
    /// Money is at most 10^12 cents in either direction (M1).
    @Test func range() throws {
        #expect(Money(cents: 1_000_000_000_000) != nil)
        #expect(Money(cents: -1_000_000_000_000) != nil)
        for cents in [1_000_000_000_001, -1_000_000_000_001, Int64.max, Int64.min] { #expect(Money(cents: cents) == nil) }
        let most = try money(Money.limitCents)
        #expect(throws: AmountOutOfRange.self) { try most.adding(try money(1)) }
        #expect(throws: AmountOutOfRange.self) { try (-most).subtracting(try money(1)) }
        #expect(try Money.sum([most, most, -most]) == most)
        #expect(throws: AmountOutOfRange.self) { try Money.sum([most, most]) }
        #expect(try Money.sum([]) == .zero)
    }

    /// Quantity × unit price, rounded half up to the cent (M3, O4).
    @Test(
        arguments: [
            (1000, 2450, 2450), (1500, 2450, 3675), (333, 100, 33), (5, 100, 1), (4, 100, 0), (500, 1, 1), (499, 1, 0), (0, 2450, 0),
            (1500, 3, 5),
            (500, -1, -1), (2500, -3, -8),
        ] as [(Int64, Int64, Int64)])
    func lineAmountRoundsHalfUp(thousandths: Int64, price: Int64, expected: Int64) throws {
        let quantity = try #require(Quantity(thousandths: thousandths))
        #expect(try Money.lineAmount(quantity: quantity, unitPrice: money(price)).cents == expected)
    }

    @Test func lineAmountDoesNotOverflow() throws {
        let most = try #require(Quantity(thousandths: Quantity.limitThousandths))
        #expect(throws: AmountOutOfRange.self) { try Money.lineAmount(quantity: most, unitPrice: money(Money.limitCents)) }
        #expect(try Money.lineAmount(quantity: most, unitPrice: money(1000)).cents == Money.limitCents)
        #expect(Quantity(thousandths: -1) == nil)
        #expect(Quantity(thousandths: Quantity.limitThousandths + 1) == nil)
    }

    /// Annual × active days ÷ days of the year, half up (M13, O4, row 58).
    @Test(
        arguments: [
            (1_200_000, "2026-03-15", "2026-12-31", 960_000), (1_000_000, "2028-02-29", "2028-12-31", 838_798),
            (1_000_000, "2028-01-01", "2028-12-31", 1_000_000), (365, "2026-07-01", "2026-07-01", 1),
        ] as [(Int64, String, String, Int64)])
    func partialYear(annual: Int64, from: String, to: String, expected: Int64) throws {
        let period = try #require(Period(from: date(from), to: date(to)))
        #expect(try Money.partialYear(annual: money(annual), period: period)?.cents == expected)
    }

    @Test func partialYearWithinOneYear() throws {
        let period = try #require(Period(from: date("2026-12-31"), to: date("2027-01-01")))
        #expect(Money.partialYear(annual: .zero, period: period) == nil)
    }

    /// Extra cents go to the earliest periods (M14, O4, row 58).
    @Test func splitVector() throws {
        let parts = try #require(try money(100_000).split(into: 12))
        #expect(parts.map(\.cents) == [8334, 8334, 8334, 8334] + Array(repeating: 8333, count: 8))
        for count in [0, -1, Int.min, 10_001, Int.max] { #expect(Money.zero.split(into: count) == nil) }
    }

    /// Price × (100 000 + thousandths) ÷ 100 000, half up (M15, O4, row 58).
    @Test(
        arguments: [
            (2450, 3400, 2533), (2450, 0, 2450), (100, -100_000, 0), (1, 50_000, 2), (1, 49_999, 1), (10_000, 1, 10_000),
            (-2450, 3400, -2533),
        ] as [(Int64, Int, Int64)])
    func indexed(cents: Int64, percentThousandths: Int, expected: Int64) throws {
        #expect(try money(cents).indexed(percentThousandths: percentThousandths).cents == expected)
    }

    @Test(arguments: [Int.min, -100_001, Int.max])
    func indexedRefuses(percentThousandths: Int) throws {
        #expect(throws: AmountOutOfRange.self) { try money(Money.limitCents).indexed(percentThousandths: percentThousandths) }
    }

    /// A share is 1 to 100 % (S16, row 17).
    @Test(arguments: [(1000, 20, 200), (5, 50, 3), (5, 10, 1), (4, 10, 0), (999, 100, 999), (-5, 50, -3)] as [(Int64, Int, Int64)])
    func share(cents: Int64, percent: Int, expected: Int64) throws {
        #expect(try money(cents).share(percent: percent)?.cents == expected)
        for percent in [0, 101, -1, Int.max, Int.min] { #expect(Money.zero.share(percent: percent) == nil) }
    }

    /// Parts add up exactly and differ by at most one cent (M14); two parts of a year add up within one cent (M13).
    @Test func propertiesOfSplitAndPartialYears() throws {
        var random = SplitMix64("Money")
        for _ in 0..<2000 {
            let amount = try money(Int64.random(in: -Money.limitCents...Money.limitCents, using: &random))
            let parts = try #require(amount.split(into: Int.random(in: 1...60, using: &random)))
            #expect(try Money.sum(parts) == amount)
            let magnitudes = parts.map(\.cents.magnitude)
            #expect(magnitudes == magnitudes.sorted(by: >))
            #expect((magnitudes.first ?? 0) - (magnitudes.last ?? 0) <= 1)

            let year = Int.random(in: 1800...2999, using: &random)
            let first = try #require(CalendarDate(year: year, month: 1, day: 1))
            let day = first.addingClamped(days: Int.random(in: 0..<first.daysInYear - 1, using: &random))
            let last = try #require(CalendarDate(year: year, month: 12, day: 31))
            let before = try #require(Period(from: first, to: day).flatMap { Money.partialYear(annual: amount, period: $0) })
            let after = try #require(
                Period(from: day.addingClamped(days: 1), to: last).flatMap { Money.partialYear(annual: amount, period: $0) })
            #expect(abs(try before.adding(after).subtracting(amount).cents) <= 1)
            #expect(try amount.adding(-amount) == .zero)
        }
    }
}
