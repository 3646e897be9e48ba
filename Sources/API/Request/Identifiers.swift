import Foundation
import PersonalBudgeting
import Synchronization

/// Identities in the order of their making: UUIDv7 with a counter (RFC 9562, 6.2, method 1).
///
/// Rules ask for the newest of a case by its identity, so two made at the same moment must keep their order. The counter runs on over the
/// milliseconds instead of beginning anew in each: with the test clock, requests at many moments take turns, and a moment comes again.
///
/// A second process would count for itself: identities stay unique by their 42 random bits, but two made in one millisecond, one in each
/// process, stand in any order.
final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    /// Begins where a clock of 250 beats a second stands, so that after a restart it goes on above what was given before.
    private let counter = Atomic(UInt64(max(0, Date().timeIntervalSince1970) * 250))
    private let random = RandomWords()

    func next<Entity>(at now: Instant) -> ID<Entity> {
        let count = counter.add(1, ordering: .relaxed).newValue
        // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
        let low = (count & 0xF_FFFF) << 42 | (random.next() >> 22)
        return ID.make(milliseconds: UInt64(max(0, now.microseconds / 1000)), random: count >> 20 & 0xFFF, random2: low)
    }
}

/// Random numbers of the kernel, 256 at a time: every request has an identity, and to ask the kernel for each took longer than all
/// else about it.
private final class RandomWords: Sendable {
    private let words = Mutex<[UInt64]>([])

    func next() -> UInt64 {
        words.withLock { words in
            if words.isEmpty { words = RandomWords.fetch() }
            return words.removeLast()
        }
    }

    private static func fetch() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 256)
        let source = open("/dev/urandom", O_RDONLY | O_CLOEXEC)
        defer { if source >= 0 { close(source) } }
        let count = words.withUnsafeMutableBytes { source < 0 ? -1 : read(source, $0.baseAddress, $0.count) }
        // Out of descriptors: one at a time.
        guard count == words.count * 8 else {
            var generator = SystemRandomNumberGenerator()
            return [generator.next()]
        }
        return words
    }
}
