import Foundation
import Synchronization

/// Values that other threads pass to a test, which waits for them.
final class Inbox<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    private let arrival = NSCondition()

    var all: [Value] { values.withLock { $0 } }

    func add(_ value: Value) {
        arrival.lock()
        values.withLock { $0.append(value) }
        arrival.broadcast()
        arrival.unlock()
    }

    /// Waits for the first value; nil if none comes in time.
    func first(withinSeconds seconds: Double = 10) -> Value? { first(1, withinSeconds: seconds)?.first }

    /// Waits until there are `count` values and returns all; nil if they do not come in time.
    func first(_ count: Int, withinSeconds seconds: Double = 10) -> [Value]? {
        let end = Date(timeIntervalSinceNow: seconds)
        arrival.lock()
        defer { arrival.unlock() }
        while all.count < count {
            guard arrival.wait(until: end) else { return nil }
        }
        return all
    }

    /// Removes and returns all values.
    func takeAll() -> [Value] {
        values.withLock { values in
            defer { values = [] }
            return values
        }
    }
}
