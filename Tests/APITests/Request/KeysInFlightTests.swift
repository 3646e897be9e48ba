import PersonalBudgeting
import Testing

@testable import API

/// One request of a caller holds an idempotency key at a time (row 86).
struct KeysInFlightTests {
    private func actor(_ number: UInt64) -> Actor {
        Actor(userID: ID(high: 1, low: number), name: "A", role: .socialWorker, unitID: nil, clientID: nil)
    }

    @Test("a second request with a key is refused until the first is answered; keys of different callers are different (row 86)")
    func isHeldOnce() throws {
        let keys = KeysInFlight()
        let hold = try #require(try keys.acquire("k", for: actor(1)))
        let refused = #expect(throws: Problem.self) { try keys.acquire("k", for: actor(1)) }
        #expect(refused?.code == "idempotency_in_flight" && refused?.status == 409)
        #expect(try keys.acquire("k", for: actor(2)) != nil)
        #expect(try keys.acquire("other", for: actor(1)) != nil)
        #expect(try keys.acquire(nil, for: actor(1)) == nil)
        hold.release()
        #expect(try keys.acquire("k", for: actor(1)) != nil)
    }
}
