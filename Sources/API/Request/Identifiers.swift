import Foundation
import PersonalBudgeting
import Synchronization

/// Identities in the order they are made: UUIDv7 with a counter (RFC 9562, 6.2, method 1).
///
/// Rules find the newest entity of a case by its identity, so two identities made at the same moment must keep their order. The counter
/// continues over the milliseconds and does not restart in each. With the test clock, requests at different moments alternate, so the same
/// moment can occur again.
///
/// Each process has its own counter. With two processes, identities stay unique by their 42 random bits, but two made in the same
/// millisecond in different processes have no defined order.
final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    /// Starts at 250 counts for each second since 1970, so that after a restart it continues above the earlier counts.
    private let counter = Atomic(UInt64(max(0, Date().timeIntervalSince1970) * 250))
    private let random = RandomWords()

    func next<Entity>(at now: Instant) -> ID<Entity> {
        let count = counter.add(1, ordering: .relaxed).newValue
        // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
        let low = (count & 0xF_FFFF) << 42 | (random.next() >> 22)
        return ID.make(milliseconds: UInt64(max(0, now.microseconds / 1000)), random: count >> 20 & 0xFFF, random2: low)
    }
}

/// Random numbers from the kernel, 256 at a time. Every request needs an identity, and one system call for each took longer than the rest
/// of its making.
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
        // No descriptor is free, so it takes a single number from the generator.
        guard count == words.count * 8 else {
            var generator = SystemRandomNumberGenerator()
            return [generator.next()]
        }
        return words
    }
}
