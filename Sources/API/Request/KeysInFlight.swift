import PersonalBudgeting
import Synchronization

/// The idempotency keys of requests in process. A request repeated before the first is answered gets 409 with Retry-After
/// (Docs/api-conventions.md, row 86).
///
/// Each process holds its own set. Two requests with one key that reach two processes would both run unless the writers take turns.
final class KeysInFlight: Sendable {
    /// The key together with its caller.
    struct Key: Hashable, Sendable {
        let caller: ID<User>
        let key: String
    }

    /// Holds a key until its request is answered.
    struct Hold: Sendable {
        fileprivate let key: Key
        fileprivate let keys: KeysInFlight

        func release() { keys.held.withLock { _ = $0.remove(key) } }
    }

    private let held = Mutex<Set<Key>>([])

    /// Acquires a key. Returns nil if there is no key.
    /// - Throws: `idempotency_in_flight` (409).
    func acquire(_ key: String?, for actor: Actor) throws(Problem) -> Hold? {
        guard let key else { return nil }
        let place = Key(caller: actor.userID, key: key)
        guard held.withLock({ $0.insert(place).inserted }) else {
            var problem = Problem(
                .idempotencyInFlight,
                LocalText(
                    fi: "pyyntöön, jossa on sama avain, ei ole vielä vastattu", sv: "en begäran med samma nyckel har ännu inte besvarats",
                    en: "a request with this key is not answered yet"))
            problem.headers = [("Retry-After", "1")]
            problem.errors = [
                Problem.Place(
                    kind: .header, place: "Idempotency-Key", code: "in_flight",
                    detail: LocalText(
                        fi: "on toisen pyynnön käytössä", sv: "används av en annan begäran", en: "is in use by another request"))
            ]
            throw problem
        }
        return Hold(key: place, keys: self)
    }
}
