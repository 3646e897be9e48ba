import Synchronization

/// Calls each waiting function once, after the next commit that may have changed anything but the access log.
///
/// It rings for the commits of this process. For a second process, a bell in the database would have to ring in both.
final class ChangeBell: Sendable {
    private struct Waiting: Sendable {
        var next = 0
        var calls: [Int: @Sendable () -> Void] = [:]
    }

    private let waiting = Mutex(Waiting())

    /// - Returns: the ticket for `leave`.
    func wait(_ call: @escaping @Sendable () -> Void) -> Int {
        waiting.withLock { waiting in
            waiting.next += 1
            waiting.calls[waiting.next] = call
            return waiting.next
        }
    }

    /// - Returns: whether the bell had not rung yet.
    @discardableResult
    func leave(_ number: Int) -> Bool { waiting.withLock { $0.calls.removeValue(forKey: number) != nil } }

    func ring() {
        let calls = waiting.withLock { waiting in
            let calls = waiting.calls
            waiting.calls = [:]
            return calls
        }
        for call in calls.values { call() }
    }
}
