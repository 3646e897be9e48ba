import PersonalBudgeting
import Synchronization

/// Identities in the order of their making: UUIDv7 with a counter within the millisecond (RFC 9562, 6.2, method 1).
final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    private let last = Mutex<(millisecond: UInt64, counter: UInt64)>((0, 0))

    func next<Entity>(at now: Instant) -> ID<Entity> {
        var generator = SystemRandomNumberGenerator()
        let asked = UInt64(max(0, now.microseconds / 1000))
        let (millisecond, counter) = last.withLock { last in
            if asked != last.millisecond {
                last = (asked, UInt64.random(in: 0..<(1 << 31), using: &generator))
            } else {
                last.counter += 1
            }
            return (last.millisecond, last.counter)
        }
        // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
        let random = (counter & 0xF_FFFF) << 42 | (generator.next() >> 22)
        return ID.make(milliseconds: millisecond, random: counter >> 20 & 0xFFF, random2: random)
    }
}
