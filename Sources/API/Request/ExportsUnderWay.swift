import PersonalBudgeting
import Synchronization

/// The callers whose export is running or waiting. Each caller may have one, because an export takes as long as a thousand reads of one
/// item.
///
/// Each process holds its own set, so with two processes a caller could have one export in each.
final class ExportsUnderWay: Sendable {
    /// Held until the export has been read, even if the caller has gone.
    struct Hold: Sendable {
        fileprivate let caller: ID<User>
        fileprivate let all: ExportsUnderWay

        func release() { all.callers.withLock { _ = $0.remove(caller) } }
    }

    private let callers = Mutex<Set<ID<User>>>([])

    /// Acquires the one export of a caller.
    /// - Throws: `too_many_requests` (429) while another export of the caller is running or waiting.
    func acquire(_ caller: ID<User>) throws(Problem) -> Hold {
        guard callers.withLock({ $0.insert(caller).inserted }) else { throw Problem.tooManyRequests(after: 2) }
        return Hold(caller: caller, all: self)
    }
}
