import Testing

@testable import PersonalBudgeting

/// The rules of money that need no case: M5, M11, M13, M16 and the forecast.
@Suite struct LedgerTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private static func period(_ from: String, _ to: String) throws -> Period { try #require(Period(from: day(from), to: day(to))) }

    @Test("every kind of movement counts in the figure it belongs to (M5)")
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

    @Test("allocated + in - out = committed + used + available after every step of random use, and commitments never overdraw")
    func randomLedgers() throws {
        var random = SplitMix64("random ledgers")
        for round in 0..<200 {
            var sums = [[LedgerEntry.Kind: Int64]](repeating: [.allocate: Int64.random(in: 0...1_000_000, using: &random)], count: 3)
            // What is available, worked out in another way: by what each step does to it.
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
            // Settled, every line comes to nothing (M17, M19).
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

    @Test(
        "what is left is carried over as the policy says, and the rest lapses (M16)",
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
            available: try available.map(LedgerTests.money), allocated: try LedgerTests.money(1_000_000), policy: policy, value: value)
        #expect(shares.map(\.carried.cents) == carried)
        #expect(shares.map(\.lapsed.cents) == lapsed)
        #expect(shares.map(\.covered.cents) == available.map { max(0, -$0) })
        for (before, share) in zip(available, shares) {
            #expect(before + share.covered.cents - share.carried.cents - share.lapsed.cents == 0)
        }
    }

    @Test(
        "a transfer keeps to the flexible part of a line, the bound of the model and what is free (M11)",
        arguments: [
            (Int64(80_000), Int64(0), Int64(400_000), true, false, RefusalCode?.none), (80_001, 0, 400_000, true, false, .transferBound),
            (1, 80_000, 320_000, true, false, .transferBound), (1, 79_999, 320_001, true, false, nil),
            (5_000, 0, 4_999, true, false, .belowCommitted), (1, 0, 400_000, false, false, .earmarkedLine),
            (1, 0, 400_000, true, true, .earmarkedLine),
        ])
    func boundsTransfers(amount: Int64, moved: Int64, available: Int64, isFlexible: Bool, isEarmarked: Bool, code: RefusalCode?) throws {
        let line = BudgetLine(
            record: Record(id: ID(high: 0, low: 1), createdAt: .earliest, updatedAt: .earliest, version: 1), caseID: ID(high: 0, low: 2),
            budgetID: ID(high: 0, low: 3), number: 1, serviceTypeCode: "a", purpose: "b", legalBasis: "c",
            quantity: try #require(Quantity(thousandths: 1_000)), unitPrice: try LedgerTests.money(400_000),
            amount: try LedgerTests.money(400_000), isFlexible: isFlexible, isEarmarked: isEarmarked)
        let figures = try Figures(sums: [.allocate: 400_000, .transferOut: moved, .reserve: 400_000 - moved - available])
        #expect(figures.available.cents == available)
        let refusal = Transfer.refusal(
            of: try LedgerTests.money(amount), from: line, figures, moved: try LedgerTests.money(moved), percent: 20)
        #expect(refusal?.code == code)
    }

    @Test(
        "a yearly sum is shared by days within a year, and counted once for each whole year (M13)",
        arguments: [
            (Int64(1_200_000), "2026-03-15", "2026-12-31", Int64?(960_000)), (1_000_000, "2028-02-29", "2028-12-31", 838_798),
            (1_000_000, "2026-01-01", "2026-12-31", 1_000_000), (1_000_000, "2026-07-01", "2027-06-30", 1_000_000),
            (1_000_000, "2026-01-01", "2027-12-31", 2_000_000), (1_000_000, "2026-07-01", "2027-06-29", nil),
            (1_000_000, "2026-12-31", "2027-01-01", nil), (365, "2026-06-30", "2026-06-30", 1),
        ])
    func sharesOfYears(annual: Int64, from: String, to: String, share: Int64?) throws {
        #expect(Budget.share(ofYearly: try LedgerTests.money(annual), for: try LedgerTests.period(from, to))?.cents == share)
    }

    @Test("the window of a forecast is the last three full months of the period, or those there are")
    func forecastWindow() throws {
        let year = try LedgerTests.period("2026-01-01", "2026-12-31")
        func window(_ today: String, _ period: Period) throws -> String? {
            Forecast.window(before: try LedgerTests.day(today), in: period)?.description
        }
        #expect(try window("2026-06-30", year) == "2026-03-01/2026-05-31")
        #expect(try window("2026-04-01", year) == "2026-01-01/2026-03-31")
        #expect(try window("2026-03-15", year) == "2026-01-01/2026-02-28")
        #expect(try window("2026-01-31", year) == nil)
        #expect(try window("2026-03-15", try LedgerTests.period("2026-01-15", "2026-12-31")) == "2026-02-01/2026-02-28")
    }

    @Test("a forecast is what is used and committed, and the use of the window for each day to come")
    func forecastAmount() throws {
        let year = try LedgerTests.period("2026-01-01", "2026-12-31")
        func forecast(_ today: String, window: Period?, inWindow: Int64) throws -> Int64 {
            try Forecast.amount(
                used: try LedgerTests.money(300_000), committed: try LedgerTests.money(100_000), inWindow: try LedgerTests.money(inWindow),
                window: window, today: try LedgerTests.day(today), period: year
            ).cents
        }
        let window = try LedgerTests.period("2026-03-01", "2026-05-31")
        #expect(try forecast("2026-06-30", window: window, inWindow: 92_000) == 584_000)
        #expect(try forecast("2026-06-30", window: window, inWindow: 1) == 400_002)
        #expect(try forecast("2026-12-31", window: window, inWindow: 92_000) == 400_000)
        #expect(try forecast("2027-02-01", window: window, inWindow: 92_000) == 400_000)
        #expect(try forecast("2026-01-20", window: nil, inWindow: 0) == 400_000)
    }

    @Test("the time told of a service must fit its days, and its end must not come before its start")
    func timesFit() throws {
        func usage(_ start: String, _ end: String?, _ thousandths: Int64, _ unit: ServiceUsage.Unit) throws -> ServiceUsage {
            ServiceUsage(
                eventID: "e", maskedHetu: nil, clientNumber: "A0000001", agreementID: nil, serviceTypeCode: "a",
                start: try #require(ServiceUsage.Moment(start)), end: try end.map { try #require(ServiceUsage.Moment($0)) },
                quantity: try #require(Quantity(thousandths: thousandths)), unit: unit, providerBusinessID: nil, amount: nil, status: .done,
                corrects: nil)
        }
        #expect(try usage("2026-06-10", nil, 24_000, .h).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", nil, 24_001, .h).isLongerThanItsDays)
        #expect(try usage("2026-06-10", "2026-06-11", 48_000, .h).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", nil, 1_440_001, .min).isLongerThanItsDays)
        #expect(try usage("2026-06-10", nil, 1_000_000, .trip).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", "2026-06-09", 1_000, .h).endsBeforeStart)
        #expect(try usage("2026-06-10T10:00:00Z", "2026-06-10T09:59:59Z", 1_000, .h).endsBeforeStart)
        #expect(try usage("2026-06-10T10:00:00Z", "2026-06-10", 1_000, .h).endsBeforeStart == false)
        // Late in the evening in UTC it is the next day in Helsinki.
        #expect(try usage("2026-06-10T21:30:00Z", nil, 1_000, .h).serviceDate.description == "2026-06-11")
    }
}
