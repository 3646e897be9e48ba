import PersonalBudgeting
import Synchronization

/// Whose export is read or waits to be: one for each caller, for it takes as long as a thousand reads of one thing.
///
/// A second process would hold its own: a caller could have one export under way in each.
final class ExportsUnderWay: Sendable {
    /// Held until the export is read, whether the caller is still there or not.
    struct Hold: Sendable {
        fileprivate let caller: ID<User>
        fileprivate let all: ExportsUnderWay

        func release() { all.callers.withLock { _ = $0.remove(caller) } }
    }

    private let callers = Mutex<Set<ID<User>>>([])

    /// - Throws: `too_many_requests` (429) while another one of the caller is under way.
    func acquire(_ caller: ID<User>) throws(Problem) -> Hold {
        guard callers.withLock({ $0.insert(caller).inserted }) else { throw Problem.tooManyRequests(after: 2) }
        return Hold(caller: caller, all: self)
    }
}
