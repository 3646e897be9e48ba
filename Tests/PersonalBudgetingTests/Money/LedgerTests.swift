import TestSupport
import Testing

@testable import PersonalBudgeting

/// The figures of the ledger, computed without a case (M5).
@Suite struct LedgerTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }

    @Test("each kind of entry counts in its figure (M5, O3)")
    func figuresOfKinds() throws {
        let sums: [LedgerEntry.Kind: Int64] = [
            .allocate: 100_000, .amend: -10_000, .index: 500, .carryIn: 3_000, .transferIn: 2_000, .transferOut: 7_000, .reserve: 40_000,
            .release: 15_000, .actual: 12_000, .reversal: 2_000, .lapse: 1_000, .carryOut: 4_000, .recoveryClaim: 9_999,
            .recoveryPaid: 9_999, .recoveryWrittenOff: 9_999,
        ]
        #expect(Set(sums.keys) == Set(LedgerEntry.Kind.allCases))
        let figures = try Figures(sums: sums)
        #expect(figures.allocated.cents == 90_500)
        #expect(figures.moneyIn.cents == 5_000)
        #expect(figures.moneyOut.cents == 12_000)
        #expect(figures.committed.cents == 25_000)
        #expect(figures.used.cents == 10_000)
        #expect(figures.available.cents == 48_500)
        #expect(figures.granted.cents == 83_500)
    }

    @Test("allocated + in - out = committed + used + available after every random entry, and settled lines are zero (M5, M17, M19, row 56)")
    func randomLedgers() throws {
        var random = SplitMix64("random ledgers")
        for round in 0..<200 {
            var sums = [[LedgerEntry.Kind: Int64]](repeating: [.allocate: Int64.random(in: 0...1_000_000, using: &random)], count: 3)
            // The available money, computed independently from the effect of each entry.
            var expected = sums.map { $0[.allocate] ?? 0 }
            var open = [Int64](repeating: 0, count: 3)
            for _ in 0..<60 {
                let line = Int.random(in: 0..<3, using: &random)
                let other = (line + 1) % 3
                let amount = Int64.random(in: 1...200_000, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0:
                    guard amount <= expected[line] else { continue }
                    sums[line][.reserve, default: 0] += amount
                    open[line] += amount
                    expected[line] -= amount
                case 1:
                    let released = min(amount, open[line])
                    sums[line][.release, default: 0] += released
                    open[line] -= released
                    expected[line] += released
                case 2:
                    let drawn = min(amount, open[line])
                    guard amount - drawn <= expected[line] else { continue }
                    sums[line][.actual, default: 0] += amount
                    sums[line][.release, default: 0] += drawn
                    open[line] -= drawn
                    expected[line] -= amount - drawn
                case 3:
                    let used = (sums[line][.actual] ?? 0) - (sums[line][.reversal] ?? 0)
                    let back = min(amount, used)
                    sums[line][.reversal, default: 0] += back
                    expected[line] += back
                default:
                    guard amount <= expected[line] else { continue }
                    sums[line][.transferOut, default: 0] += amount
                    sums[other][.transferIn, default: 0] += amount
                    expected[line] -= amount
                    expected[other] += amount
                }
                let figures = try sums.map { try Figures(sums: $0) }
                for (index, one) in figures.enumerated() {
                    let left = one.allocated.cents + one.moneyIn.cents - one.moneyOut.cents
                    try #require(left == one.committed.cents + one.used.cents + one.available.cents, "round \(round)")
                    try #require(one.available.cents == expected[index], "round \(round)")
                    try #require(one.available >= .zero, "round \(round)")
                    try #require(one.committed.cents == open[index], "round \(round)")
                }
                let total = try Figures.sum(figures)
                try #require(
                    total.granted.cents == total.committed.cents + total.used.cents + total.available.cents, "round \(round)")
            }
            // After settlement, every line is zero (M17, M19).
            for line in 0..<3 { sums[line][.release, default: 0] += open[line] }
            let available = try sums.map { try Figures(sums: $0).available }
            let shares = Settlement.shares(
                available: available, allocated: try LedgerTests.money(sums.reduce(0) { $0 + ($1[.allocate] ?? 0) }),
                policy: .percentOfAllocation, value: 10)
            for (line, share) in shares.enumerated() {
                sums[line][.amend, default: 0] += share.covered.cents
                sums[line][.carryOut, default: 0] += share.carried.cents
                sums[line][.lapse, default: 0] += share.lapsed.cents
                let settled = try Figures(sums: sums[line])
                try #require(settled.available == .zero && settled.committed == .zero, "round \(round)")
            }
        }
    }
}
