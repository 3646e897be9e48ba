import Foundation
import PersonalBudgeting
import Synchronization

/// Identities in the order they are made: UUIDv7 with a counter (RFC 9562, 6.2, method 1).
///
/// Lists are in the order of identities, cursors continue after one, and rules find the newest entity of a case by its identity. So an
/// identity is above all that were made before it, whatever the clock says: a clock that was put back, or a test clock that jumps, leaves
/// the millisecond at the greatest one so far (RFC 9562, 6.1).
///
/// Each process has its own counter. With two processes, identities stay unique by their 42 random bits, but two made in the same
/// millisecond in different processes have no defined order.
public final class TimeOrderedIdentifiers: IdentifierSource, Sendable {
    private struct State {
        var milliseconds: UInt64
        /// The identities made in the millisecond: 32 bits.
        var count: UInt64
        var random: RandomWords
    }

    private let state: Mutex<State>

    /// - Parameter millisecond: the greatest millisecond of an identity that storage holds (`Storage.lastMillisecond`). All new identities
    ///   are above it.
    public init(after millisecond: UInt64) {
        // The counter of the earlier process is not known, so its millisecond counts as full.
        state = Mutex(State(milliseconds: millisecond, count: TimeOrderedIdentifiers.lastCount, random: RandomWords()))
    }

    public func next<Entity>(at now: Instant) -> ID<Entity> {
        state.withLock { state in
            let present = UInt64(max(0, now.microseconds / 1000))
            if present > state.milliseconds {
                (state.milliseconds, state.count) = (present, 0)
            } else if state.count < TimeOrderedIdentifiers.lastCount {
                state.count += 1
            } else {
                (state.milliseconds, state.count) = (min(state.milliseconds + 1, TimeOrderedIdentifiers.lastMillisecond), 0)
            }
            // 32 bits of counter, 12 of them in rand_a and 20 at the top of rand_b, then 42 random bits.
            let low = (state.count & 0xF_FFFF) << 42 | (state.random.next() >> 22)
            return ID.make(milliseconds: state.milliseconds, random: state.count >> 20 & 0xFFF, random2: low)
        }
    }

    private static let lastCount: UInt64 = 0xFFFF_FFFF
    /// The millisecond has 48 bits, enough for the year 10889.
    private static let lastMillisecond: UInt64 = 0xFFFF_FFFF_FFFF
}

/// Random numbers from the kernel, 256 at a time. Every request needs an identity, and one system call for each took longer than the rest
/// of its making.
private struct RandomWords {
    private var words: [UInt64] = []

    mutating func next() -> UInt64 {
        if words.isEmpty { words = RandomWords.fetch() }
        return words.removeLast()
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
