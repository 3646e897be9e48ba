/// A money amount or a calculation left the allowed range of ±10^12 cents (M1).
public struct AmountOutOfRange: Error, Hashable, Sendable {
    /// The only value.
    public init() {}
}

/// Euro cents as an integer, −10^12…10^12 (M1, M2).
///
/// Every rounding is half up to the cent; a negative amount is the mirror image of the positive one, so that a reversal cancels exactly.
public struct Money: Hashable, Sendable, Comparable {
    /// The greatest allowed absolute value, in cents.
    public static let limitCents: Int64 = 1_000_000_000_000
    /// Zero.
    public static let zero = Money(uncheckedCents: 0)

    /// Cents, −10^12…10^12.
    public let cents: Int64

    /// Nil when |cents| > 10^12.
    public init?(cents: Int64) {
        guard cents >= -Money.limitCents, cents <= Money.limitCents else { return nil }
        self.cents = cents
    }

    private init(uncheckedCents: Int64) {
        cents = uncheckedCents
    }

    /// The exact sum. Throws `AmountOutOfRange`.
    public func adding(_ other: Money) throws(AmountOutOfRange) -> Money {
        try Money.checked(Int128(cents) + Int128(other.cents))
    }

    /// The exact difference. Throws `AmountOutOfRange`.
    public func subtracting(_ other: Money) throws(AmountOutOfRange) -> Money {
        try Money.checked(Int128(cents) - Int128(other.cents))
    }

    /// The opposite amount; always in range.
    public static prefix func - (amount: Money) -> Money {
        Money(uncheckedCents: -amount.cents)
    }

    /// The exact sum; only the result must be in range, not the partial sums. Throws `AmountOutOfRange`.
    public static func sum(_ amounts: some Sequence<Money>) throws(AmountOutOfRange) -> Money {
        var total: Int128 = 0
        for amount in amounts { total += Int128(amount.cents) }
        return try checked(total)
    }

    /// Quantity × unit price, half up to the cent (M3). Throws `AmountOutOfRange`.
    public static func lineAmount(quantity: Quantity, unitPrice: Money) throws(AmountOutOfRange) -> Money {
        try checked(halfUp(Int128(quantity.thousandths) * Int128(unitPrice.cents), by: 1000))
    }

    /// A whole percentage 1…100 of the amount, half up to the cent; nil for another percentage.
    public func share(percent: Int) -> Money? {
        guard (1...100).contains(percent) else { return nil }
        return Money.inRange(Money.halfUp(Int128(cents) * Int128(percent), by: 100))
    }

    /// annual × active days ÷ 365 or 366, half up, both ends of the period counted (M13).
    ///
    /// Nil when the period covers more than one calendar year: the caller divides it first.
    public static func partialYear(annual: Money, period: Period) -> Money? {
        guard period.from.year == period.to.year else { return nil }
        return inRange(halfUp(Int128(annual.cents) * Int128(period.dayCount), by: Int128(period.from.daysInYear)))
    }

    /// The greatest number of parts ``split(into:)`` makes.
    public static let maximumParts = 10_000

    /// Parts that differ by at most one cent, the extra cents first, the sum exact (M14); nil unless 1…10 000 parts.
    public func split(into parts: Int) -> [Money]? {
        guard parts >= 1, parts <= Money.maximumParts else { return nil }
        let share = cents / Int64(parts)
        let extra = cents % Int64(parts)
        let step: Int64 = extra < 0 ? -1 : 1
        return (0..<parts).map { Money(uncheckedCents: Int64($0) < extra.magnitude ? share + step : share) }
    }

    /// The amount × (100 000 + thousandths of a percent) ÷ 100 000, half up (M15): 3 400 means +3.4 %.
    ///
    /// Throws `AmountOutOfRange`, also for a fall of more than 100 % (below −100 000).
    public func indexed(percentThousandths: Int) throws(AmountOutOfRange) -> Money {
        guard percentThousandths >= -100_000 else { throw AmountOutOfRange() }
        return try Money.checked(Money.halfUp(Int128(cents) * (100_000 + Int128(percentThousandths)), by: 100_000))
    }

    /// Order of the amounts.
    public static func < (left: Money, right: Money) -> Bool {
        left.cents < right.cents
    }

    /// Rounds half up by magnitude. The divisor is positive; the product of two Int64 values fits into 128 bits.
    private static func halfUp(_ value: Int128, by divisor: Int128) -> Int128 {
        value < 0 ? -((-value * 2 + divisor) / (divisor * 2)) : (value * 2 + divisor) / (divisor * 2)
    }

    private static func inRange(_ value: Int128) -> Money? {
        Int64(exactly: value).flatMap { Money(cents: $0) }
    }

    private static func checked(_ value: Int128) throws(AmountOutOfRange) -> Money {
        guard let money = inRange(value) else { throw AmountOutOfRange() }
        return money
    }
}

/// An amount of service (hours, times, kilometres…) in integer thousandths of the unit, 0…10^12 (M3).
public struct Quantity: Hashable, Sendable, Comparable {
    /// The greatest allowed number of thousandths.
    public static let limitThousandths: Int64 = 1_000_000_000_000

    /// Thousandths of the unit, 0…10^12.
    public let thousandths: Int64

    /// One whole unit.
    public static let oneUnit = Quantity(whole: 1)

    private init(whole: Int64) { thousandths = whole * 1000 }

    /// Nil outside 0…10^12.
    public init?(thousandths: Int64) {
        guard thousandths >= 0, thousandths <= Quantity.limitThousandths else { return nil }
        self.thousandths = thousandths
    }

    /// Order of the quantities.
    public static func < (left: Quantity, right: Quantity) -> Bool {
        left.thousandths < right.thousandths
    }
}
