import Foundation
import PersonalBudgeting
import Synchronization

/// Identities in the order of their making: UUIDv7 with a counter (RFC 9562, 6.2, method 1).
///
/// Rules ask for the newest of a case by its identity, so two made at the same moment must keep their order. The counter runs on over the
/// milliseconds instead of beginning anew in each: with the test clock, requests at many moments take turns, and a moment comes again.
final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    /// Begins where a clock of 250 beats a second stands, so that after a restart it goes on above what was given before.
    private let counter = Atomic(UInt64(max(0, Date().timeIntervalSince1970) * 250))

    func next<Entity>(at now: Instant) -> ID<Entity> {
        var generator = SystemRandomNumberGenerator()
        let count = counter.add(1, ordering: .relaxed).newValue
        // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
        let random = (count & 0xF_FFFF) << 42 | (generator.next() >> 22)
        return ID.make(milliseconds: UInt64(max(0, now.microseconds / 1000)), random: count >> 20 & 0xFFF, random2: random)
    }
}
