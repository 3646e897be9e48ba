import Dispatch
import PersonalBudgeting
import Synchronization

/// Holds the answers of those who read the change feed, are told of nothing new and want to wait for it (`wait`): until something is new for
/// them, their time is over, or the service stops.
final class ChangeFeed: Sendable {
    /// Reads once and hands on what came of it.
    typealias Reading = @Sendable (_ then: @escaping @Sendable (Result<(Answer, Trail), any Error>) -> Void) -> Void
    typealias Telling = @Sendable (Result<(Answer, Trail), any Error>) -> Void

    private struct Waiting: Sendable {
        var isOver = false
        var next = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let storage: any Storage
    private let waiting = Mutex(Waiting())

    init(storage: any Storage) { self.storage = storage }

    /// Reads, and reads again after each change until there is something to tell.
    func run(_ read: @escaping Reading, then tell: @escaping Telling) {
        // Asked before the reading, so that no change falls in between.
        let changes = storage.changes
        read { [self] result in
            guard let seconds = (try? result.get())?.0.mayWaitSeconds, seconds > 0 else { return tell(result) }
            wait(from: changes, until: .now() + .seconds(seconds), read, tell)
        }
    }

    private func wait(from changes: Int, until deadline: DispatchTime, _ read: @escaping Reading, _ tell: @escaping Telling) {
        let waiter = Waiter { [self] reason in
            guard reason == .changed else { return read(tell) }
            let changes = storage.changes
            read { result in
                guard (try? result.get())?.0.mayWaitSeconds != nil, DispatchTime.now() < deadline else { return tell(result) }
                self.wait(from: changes, until: deadline, read, tell)
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
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: deadline) { waiter.wake(.over) }
        waiter.whenAwake { [self] in
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
        /// Nil once it is awake: the timer holds the waiter to its end, and must not hold a request that was answered long ago.
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
