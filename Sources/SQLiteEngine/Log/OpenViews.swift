import Synchronization

/// The views that this process has open, so that the writer can tell its own readers from those of other programs: it may wait some
/// milliseconds for its own.
final class OpenViews: Sendable {
    /// The views of one reader, of which at most one is open.
    final class OfReader: Sendable {
        /// The monotonic time in nanoseconds; 0 if no view is open.
        fileprivate let since = Atomic<UInt64>(0)

        func begin() { since.store(MonotonicClock.nanoseconds, ordering: .releasing) }
        func end() { since.store(0, ordering: .releasing) }
    }

    private let readers = Mutex<[OfReader]>([])

    func add() -> OfReader {
        let reader = OfReader()
        readers.withLock { $0.append(reader) }
        return reader
    }

    func remove(_ reader: OfReader) { readers.withLock { readers in readers.removeAll { $0 === reader } } }

    /// The time at which the oldest open view began; nil if none is open.
    var oldest: UInt64? {
        readers.withLock { readers in readers.map { $0.since.load(ordering: .acquiring) }.filter { $0 != 0 }.min() }
    }
}
