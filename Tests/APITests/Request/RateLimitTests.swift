import Testing

@testable import API

/// Token buckets with the test's own clock.
struct RateLimitTests {
    @Test("each key may acquire the burst at once, then the rate per second") func limits() {
        let limit = RateLimit<String>(perSecond: 2, burst: 4)
        let second: UInt64 = 1_000_000_000
        for _ in 0..<4 { #expect(limit.acquire("a", now: second) == nil) }
        #expect(limit.acquire("a", now: second) == 1)
        #expect(limit.acquire("b", now: second) == nil)
        // Half a second adds one permit.
        #expect(limit.acquire("a", now: second + second / 2) == nil)
        #expect(limit.acquire("a", now: second + second / 2) == 1)
        // A pause adds no more than the burst.
        for _ in 0..<4 { #expect(limit.acquire("a", now: 1_000 * second) == nil) }
        #expect(limit.acquire("a", now: 1_000 * second) == 1)
        // A clock that goes back adds nothing.
        #expect(limit.acquire("a", now: 0) == 1)
    }

    @Test("over a long time exactly the rate is granted, at any pace of requests") func keepsRate() {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        print("seed \(seed)")
        var state = seed | 1
        let limit = RateLimit<Int>(perSecond: 10, burst: 20)
        var now: UInt64 = 0
        var taken = 0
        while now < 100_000_000_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            now += state >> 38
            if limit.acquire(1, now: now) == nil { taken += 1 }
        }
        // 100 seconds at 10 a second, and the burst of 20.
        #expect((1_010...1_021).contains(taken), "\(taken), seed \(seed)")
    }

    @Test("a caller that tries ever new keys uses bounded memory") func isBounded() {
        let limit = RateLimit<Int>(perSecond: 1, burst: 1)
        for key in 0..<30_000 { _ = limit.acquire(key, now: 1) }
        #expect(limit.count <= 10_000)
    }
}
