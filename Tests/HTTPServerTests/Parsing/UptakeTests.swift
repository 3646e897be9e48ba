import Testing

@testable import HTTPServer

@Suite struct UptakeTests {
    /// The second at which a client is found too slow, checked four times a second for an hour; nil if never.
    private func end(_ total: (Double) -> Int) -> Double? {
        var uptake = Uptake(limits: Limits(), total: 1_000, now: 5_000)
        for quarter in 1...14_400 {
            let seconds = Double(quarter) / 4
            if uptake.isTooSlow(total: 1_000 + total(seconds), now: 5_000 + Int64(seconds * 1_000)) { return seconds }
        }
        return nil
    }

    private func steps(of octets: Int, every seconds: Double) -> (Double) -> Int { { Int($0 / seconds) * octets } }

    @Test func `a client that reads nothing is cut off after twenty seconds`() {
        #expect(end { _ in 0 } == 20)
    }

    @Test(arguments: [(1, 1.0), (100, 1), (490, 1), (125, 0.5), (1_000, 4), (2_048, 8)])
    func `a client that reads a trickle is cut off soon after`(_ octets: Int, _ seconds: Double) throws {
        #expect(try #require(end(steps(of: octets, every: seconds))) <= 25)
    }

    @Test(arguments: [(500, 1.0), (125, 0.25), (2_048, 4), (4_096, 8), (6_144, 12), (10_000, 20), (66_560, 19), (20_000, 0.5)])
    func `a client that keeps the least rate stays, in steps of any size`(_ octets: Int, _ seconds: Double) {
        #expect(end(steps(of: octets, every: seconds)) == nil)
    }

    @Test func `large steps at long intervals can be below the rate`() throws {
        #expect(try #require(end(steps(of: 4_096, every: 10))) <= 60)
    }

    @Test func `a fast client that stops reading is cut off within two windows`() throws {
        let stop = 100.0
        #expect(try #require(end { Int(min($0, stop)) * 1_000_000 }) < stop + 21)
        #expect(try #require(end { Int(min($0, stop)) * 600 }) <= stop + 40)
    }
}
