import PersonalBudgeting
import Testing

@testable import API

/// How many costly calls a caller may have under way.
struct CallsUnderWayTests {
    @Test("a caller may have so many calls and no more, until one is over; other callers are not held up") func limits() throws {
        let calls = CallsUnderWay(atMost: 2)
        let (one, other) = (ID<User>(high: 1, low: 1), ID<User>(high: 1, low: 2))
        let first = try calls.acquire(one)
        let second = try calls.acquire(one)
        let refused = #expect(throws: Problem.self) { try calls.acquire(one) }
        #expect(refused?.status == 429 && refused?.headers.contains { $0.name == "Retry-After" } == true)
        try calls.acquire(other).release()
        first.release()
        // A second release of the same call releases no other.
        first.release()
        let third = try calls.acquire(one)
        #expect(throws: Problem.self) { try calls.acquire(one) }
        withExtendedLifetime((second, third)) {}
    }

    @Test("a call that nobody holds any more is over") func letsGo() throws {
        let calls = CallsUnderWay(atMost: 1)
        let caller = ID<User>(high: 1, low: 1)
        for _ in 0..<10 { _ = try calls.acquire(caller) }
    }
}
