import PersonalBudgeting
import Synchronization

/// Identities in the order of their making: UUIDv7 with a counter behind the millisecond (RFC 9562, 6.2, method 1).
///
/// The counter is one for all milliseconds and never seeded anew, so that of two things made at one moment the later one also comes later
/// where moments alternate, as they do under a test clock.
final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    private let counter = Atomic<UInt32>(.random(in: 0..<(1 << 31)))

    func next<Entity>(at now: Instant) -> ID<Entity> {
        var generator = SystemRandomNumberGenerator()
        let millisecond = UInt64(max(0, now.microseconds / 1000))
        let place = UInt64(counter.wrappingAdd(1, ordering: .relaxed).newValue)
        // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
        let random = (place & 0xF_FFFF) << 42 | (generator.next() >> 22)
        return ID.make(milliseconds: millisecond, random: place >> 20 & 0xFFF, random2: random)
    }
}
