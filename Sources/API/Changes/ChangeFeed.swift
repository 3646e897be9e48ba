import Dispatch
import PersonalBudgeting
import Synchronization

/// The cursor that one reading of the change feed has reached.
struct FeedCursor: Sendable {
    /// The last event that was read, visible or not.
    let sequence: Int64
    let hasMore: Bool
    /// How many seconds the caller wants to wait for the next change; set only if there is nothing new yet.
    let mayWaitSeconds: Int?
}

/// Holds the callers that have read the change feed, found nothing new and want to wait (`wait`, `ChangeStream`). Each waits until
/// something is new for it, its time is over, or the service stops.
///
/// Each process holds its own callers. With two processes, `Storage.whenChanged` would have to report the commits of both.
final class ChangeFeed: Sendable {
    /// Reads once and passes the result to `then`.
    typealias Reading = @Sendable (_ then: @escaping @Sendable (Result<(Answer, AuditTrail), any Error>) -> Void) -> Void
    /// Gets the result and the count of changes (`Storage.changes`) from before the reading.
    typealias Delivery = @Sendable (_ result: Result<(Answer, AuditTrail), any Error>, _ changes: Int) -> Void

    private struct Waiting: Sendable {
        var isOver = false
        var next = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let storage: any Storage
    private let waiting = Mutex(Waiting())

    init(storage: any Storage) { self.storage = storage }

    /// Reads, then reads again after each change until there is something to deliver.
    func run(_ read: @escaping Reading, then deliver: @escaping Delivery) {
        // Taken before the reading, so that no change is missed in between.
        let changes = storage.changes
        read { [self] result in
            guard let seconds = (try? result.get())?.0.feedCursor?.mayWaitSeconds, seconds > 0 else { return deliver(result, changes) }
            wait(from: changes, until: .now() + .seconds(seconds), read, deliver)
        }
    }

    /// Whether the service is stopping, so that nobody waits any more.
    var isOver: Bool { waiting.withLock { $0.isOver } }

    /// Reads after each change that follows this count of changes, until there is something to deliver. Reads once more at the deadline.
    func wait(from changes: Int, until deadline: DispatchTime, _ read: @escaping Reading, _ deliver: @escaping Delivery) {
        let waiter = Waiter { [self] reason in
            let changes = storage.changes
            read { result in
                let mayWait = (try? result.get())?.0.feedCursor?.mayWaitSeconds != nil
                guard reason == .changed, mayWait, DispatchTime.now() < deadline else { return deliver(result, changes) }
                self.wait(from: changes, until: deadline, read, deliver)
            }
        }
        let number = waiting.withLock { waiting -> Int? in
            if waiting.isOver { return nil }
            waiting.next += 1
            waiting.waiters[waiting.next] = waiter
            return waiting.next
        }
        guard let number else { return waiter.wake(.over) }
        let ticket = storage.whenChanged(from: changes) { waiter.wake(.changed) }
        let timer = Timer(deadline) { waiter.wake(.over) }
        waiter.whenAwake { [self] in
            timer.cancel()
            storage.stopWaiting(ticket)
            waiting.withLock { $0.waiters[number] = nil }
        }
    }

    /// Answers all waiting callers, because the service stops. Later callers do not wait.
    func stop() {
        let waiters = waiting.withLock { waiting in
            waiting.isOver = true
            return Array(waiting.waiters.values)
        }
        for waiter in waiters { waiter.wake(.over) }
    }
}

/// One waiting caller. It is woken once, by a change or at the deadline.
private final class Waiter: Sendable {
    enum Reason { case changed, over }

    private struct State: Sendable {
        /// Nil once the waiter is awake. Otherwise its holders would keep a request that was answered long ago.
        var goOn: (@Sendable (Reason) -> Void)?
        var cleanUp: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ goOn: @escaping @Sendable (Reason) -> Void) { state = Mutex(State(goOn: goOn)) }

    func wake(_ reason: Reason) {
        let woken = state.withLock { state in
            let before = state
            state = State()
            return before
        }
        woken.cleanUp?()
        woken.goOn?(reason)
    }

    /// Sets the clean-up to run when the waiter wakes; runs it at once if the waiter is already awake.
    func whenAwake(_ cleanUp: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            guard state.goOn != nil else { return true }
            state.cleanUp = cleanUp
            return false
        }
        if isLate { cleanUp() }
    }
}

/// A timer that fires once unless it is cancelled. A stream wakes many times before its deadline, and the closures that `asyncAfter` keeps
/// would pile up.
private final class Timer: Sendable {
    private let source: Mutex<any DispatchSourceTimer>

    init(_ deadline: DispatchTime, _ call: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        source.schedule(deadline: deadline)
        source.setEventHandler(handler: call)
        source.resume()
        self.source = Mutex(source)
    }

    func cancel() { source.withLock { $0.cancel() } }
}
