import PersonalBudgeting
import Synchronization

/// The idempotency keys of requests in process: who sends the same again before the first is answered is told to wait (Docs/api-conventions.md).
///
/// A second process would hold its own: two requests with one key, one to each, would both run unless the writers of both take turns.
final class KeysInFlight: Sendable {
    /// A key belongs to its caller.
    struct Key: Hashable, Sendable {
        let caller: ID<User>
        let key: String
    }

    /// A key that is held until its request is answered.
    struct Hold: Sendable {
        fileprivate let key: Key
        fileprivate let keys: KeysInFlight

        func release() { keys.held.withLock { _ = $0.remove(key) } }
    }

    private let held = Mutex<Set<Key>>([])

    /// Nil where there is no key to hold.
    /// - Throws: `idempotency_in_flight` (409).
    func acquire(_ key: String?, for actor: Actor) throws(Problem) -> Hold? {
        guard let key else { return nil }
        let place = Key(caller: actor.userID, key: key)
        guard held.withLock({ $0.insert(place).inserted }) else {
            var problem = Problem(.idempotencyInFlight, "a request with this key is not answered yet")
            problem.headers = [("Retry-After", "1")]
            problem.errors = [
                Problem.Place(kind: .header, place: "Idempotency-Key", code: "in_flight", detail: "is in use by another request")
            ]
            throw problem
        }
        return Hold(key: place, keys: self)
    }
}
