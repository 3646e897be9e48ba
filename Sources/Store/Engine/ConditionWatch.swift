import PersonalBudgeting
import Synchronization

/// What the last commits have shown of the storage. Any thread may ask.
final class ConditionWatch: Sendable {
    private struct State {
        var isFull = false
        /// The fault of the last commit; nil if it worked.
        var fault: StorageFault?
    }

    private let state = Mutex(State())

    var current: StorageCondition {
        let state = state.withLock { $0 }
        if let fault = state.fault { return .failing(fault) }
        return state.isFull ? .full : .works
    }

    /// Whether rows of the access log can be stored.
    var takesLog: Bool { state.withLock { $0.fault == nil } }

    /// Whether the disk has no more room than the reserve.
    var isFull: Bool {
        get { state.withLock { $0.isFull } }
        set { state.withLock { $0.isFull = newValue } }
    }

    /// Runs a transaction and notes whether storage took it. A transaction that a rule refused says nothing of the storage.
    func noting<Result>(_ transaction: () throws -> Result) throws -> Result {
        do {
            let result = try transaction()
            if !takesLog { state.withLock { $0.fault = nil } }
            return result
        } catch let fault as StorageFault {
            switch fault {
            case .busy, .full, .corrupt, .readOnly, .unavailable, .outcomeUnknown, .failed: state.withLock { $0.fault = fault }
            case .duplicate, .reference, .stale: break
            }
            throw fault
        }
    }
}
