import Synchronization

/// Tells those who wait of the next commit that may have changed anything but the access log; each once.
///
/// A second process would have to ring it too: what is committed there wakes nobody here.
final class ChangeBell: Sendable {
    private struct Waiting: Sendable {
        var next = 0
        var calls: [Int: @Sendable () -> Void] = [:]
    }

    private let waiting = Mutex(Waiting())

    /// - Returns: what to leave by.
    func wait(_ call: @escaping @Sendable () -> Void) -> Int {
        waiting.withLock { waiting in
            waiting.next += 1
            waiting.calls[waiting.next] = call
            return waiting.next
        }
    }

    /// - Returns: whether the bell had not rung.
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
