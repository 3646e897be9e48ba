import Foundation
import Synchronization

/// A count that some threads increase and others wait for.
final class Tally: Sendable {
    private let value = Mutex(0)
    private let change = NSCondition()

    var count: Int { value.withLock { $0 } }

    func add() {
        change.lock()
        value.withLock { $0 += 1 }
        change.broadcast()
        change.unlock()
    }

    /// Waits until the count has reached a number.
    func wait(for wanted: Int, withinSeconds seconds: Double) throws {
        let end = Date(timeIntervalSinceNow: seconds)
        change.lock()
        defer { change.unlock() }
        while count < wanted {
            guard change.wait(until: end) else { throw ProcessFault("only \(count) of \(wanted) in \(seconds) s") }
        }
    }
}
