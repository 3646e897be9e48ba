import Foundation
import Synchronization

/// What other threads tell a test, which waits for it.
final class Told<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    private let arrival = NSCondition()

    var all: [Value] { values.withLock { $0 } }

    func tell(_ value: Value) {
        arrival.lock()
        values.withLock { $0.append(value) }
        arrival.broadcast()
        arrival.unlock()
    }

    /// The first that comes, within so many seconds.
    func first(withinSeconds seconds: Double = 10) -> Value? { first(1, withinSeconds: seconds)?.first }

    /// All, as soon as there are so many; nil when there are not within so many seconds.
    func first(_ count: Int, withinSeconds seconds: Double = 10) -> [Value]? {
        let end = Date(timeIntervalSinceNow: seconds)
        arrival.lock()
        defer { arrival.unlock() }
        while all.count < count {
            guard arrival.wait(until: end) else { return nil }
        }
        return all
    }

    /// Moves all out.
    func takeAll() -> [Value] {
        values.withLock { values in
            defer { values = [] }
            return values
        }
    }
}
