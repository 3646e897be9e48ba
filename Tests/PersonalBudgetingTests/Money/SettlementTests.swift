import Testing

@testable import PersonalBudgeting

@Suite struct SettlementTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }

    @Test(
        "unused money is carried over by the policy, and the rest lapses (M16, M17, O4, row 61)",
        arguments: [
            (RegionalModel.CarryOverPolicy.none, Int64(0), [Int64(400_000), 200_000], [Int64(0), 0], [Int64(400_000), 200_000]),
            (.percentOfAllocation, 10, [400_000, 200_000], [100_000, 0], [300_000, 200_000]),
            (.percentOfAllocation, 10, [30_000, 20_000], [30_000, 20_000], [0, 0]),
            (.percentOfAllocation, 50, [400_000, 200_000], [400_000, 100_000], [0, 100_000]),
            (.cents, 450_000, [400_000, 200_000], [400_000, 50_000], [0, 150_000]),
            (.full, 0, [400_000, 200_000], [400_000, 200_000], [0, 0]),
            (.full, 0, [-50_000, 200_000], [0, 150_000], [0, 50_000]),
            (.full, 0, [-50_000, 20_000], [0, 0], [0, 20_000]),
        ])
    func carriesOver(
        policy: RegionalModel.CarryOverPolicy, value: Int64, available: [Int64], carried: [Int64], lapsed: [Int64]
    ) throws {
        let shares = Settlement.shares(
            available: try available.map(SettlementTests.money), allocated: try SettlementTests.money(1_000_000), policy: policy,
            value: value)
        #expect(shares.map(\.carried.cents) == carried)
        #expect(shares.map(\.lapsed.cents) == lapsed)
        #expect(shares.map(\.covered.cents) == available.map { max(0, -$0) })
        for (before, share) in zip(available, shares) {
            #expect(before + share.covered.cents - share.carried.cents - share.lapsed.cents == 0)
        }
    }
}
