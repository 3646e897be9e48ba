import Dispatch
import PersonalBudgeting
import Synchronization

/// Where one reading of the change feed has come to.
struct FeedPlace: Sendable {
    /// The last event that was read, shown or not.
    let sequence: Int64
    let hasMore: Bool
    /// Set where there is nothing new yet and the caller wants to wait so many seconds for it.
    let mayWaitSeconds: Int?
}

/// Holds those who read the change feed, find nothing new and want to wait for it (`wait`, `ChangeStream`): until something is new for
/// them, their time is over, or the service stops.
///
/// A second process would hold its own, and wake them only by a bell that rings for the commits of both (`Storage.whenChanged`).
final class ChangeFeed: Sendable {
    /// Reads once and hands on what came of it.
    typealias Reading = @Sendable (_ then: @escaping @Sendable (Result<(Answer, AuditTrail), any Error>) -> Void) -> Void
    /// What came of it, and the count of changes (`Storage.changes`) before it was read.
    typealias Delivery = @Sendable (_ result: Result<(Answer, AuditTrail), any Error>, _ changes: Int) -> Void

    private struct Waiting: Sendable {
        var isOver = false
        var next = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let storage: any Storage
    private let waiting = Mutex(Waiting())

    init(storage: any Storage) { self.storage = storage }

    /// Reads, and reads again after each change until there is something to deliver.
    func run(_ read: @escaping Reading, then deliver: @escaping Delivery) {
        // Asked before the reading, so that no change falls in between.
        let changes = storage.changes
        read { [self] result in
            guard let seconds = (try? result.get())?.0.feedPlace?.mayWaitSeconds, seconds > 0 else { return deliver(result, changes) }
            wait(from: changes, until: .now() + .seconds(seconds), read, deliver)
        }
    }

    /// Whether the service stops: nobody waits any more.
    var isOver: Bool { waiting.withLock { $0.isOver } }

    /// Reads after each change that comes after this count of changes, until there is something to deliver; and once more at the deadline.
    func wait(from changes: Int, until deadline: DispatchTime, _ read: @escaping Reading, _ deliver: @escaping Delivery) {
        let waiter = Waiter { [self] reason in
            let changes = storage.changes
            read { result in
                let mayWait = (try? result.get())?.0.feedPlace?.mayWaitSeconds != nil
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

    /// Tells everybody what there is: the service stops. Whoever comes later does not wait.
    func stop() {
        let waiters = waiting.withLock { waiting in
            waiting.isOver = true
            return Array(waiting.waiters.values)
        }
        for waiter in waiters { waiter.wake(.over) }
    }
}

/// One who waits: woken once, by a change or because the time is over.
private final class Waiter: Sendable {
    enum Reason { case changed, over }

    private struct State: Sendable {
        /// Nil once it is awake: whoever still holds the waiter must not hold a request that was answered long ago.
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

    /// What is to be put away when it wakes; at once where it has.
    func whenAwake(_ cleanUp: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            guard state.goOn != nil else { return true }
            state.cleanUp = cleanUp
            return false
        }
        if isLate { cleanUp() }
    }
}

/// Calls once, unless it is cancelled before. Who follows wakes many times before the time is over: what `asyncAfter` keeps would pile up.
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
