/// The division of the money left in a budget at settlement: a part may be carried over, the rest lapses to the county (M16, M17, row 61).
public enum Settlement {
    /// The result for one line; afterwards nothing is available on it.
    public struct Share: Sendable, Equatable {
        /// The overspending of the line by delivered service, which the county covers (M7).
        public let covered: Money
        public let carried: Money
        public let lapsed: Money
    }

    /// Returns one share for each line. An overrun of one line lowers what the others carry over.
    /// - Parameters:
    ///   - available: the available money of each line after all commitments are released; below zero where delivered service exceeded the
    ///     line.
    ///   - allocated: the allocation of the whole budget, the base of a percentage.
    ///   - value: percent or cents, as the policy says (M16).
    public static func shares(
        available: [Money], allocated: Money, policy: RegionalModel.CarryOverPolicy, value: Int64
    ) -> [Share] {
        let unused = max(0, available.reduce(Int64(0)) { $0 + $1.cents })
        let bound: Int64 =
            switch policy {
            case .none: 0
            case .percentOfAllocation: allocated.share(percent: Int(clamping: value))?.cents ?? 0
            case .cents: value
            case .full: unused
            }
        var left = max(0, min(unused, bound))
        return available.map { amount in
            guard amount > .zero else { return Share(covered: -amount, carried: .zero, lapsed: .zero) }
            let carried = min(amount.cents, left)
            left -= carried
            return Share(
                covered: .zero, carried: Money(cents: carried) ?? .zero, lapsed: Money(cents: amount.cents - carried) ?? .zero)
        }
    }
}
