import PersonalBudgeting
import Synchronization

/// The calls of a costly kind that are running or waiting, for each caller. A caller may have a few, so that no caller takes them all.
///
/// Each process holds its own set, so with two processes a caller could have as many in each.
final class CallsUnderWay: Sendable {
    /// Held until the call is over, even if the caller has gone.
    final class Hold: Sendable {
        private let caller: ID<User>
        private let all: CallsUnderWay
        private let isReleased = Atomic(false)

        fileprivate init(_ caller: ID<User>, _ all: CallsUnderWay) {
            self.caller = caller
            self.all = all
        }

        deinit { release() }

        /// Ends the hold. A second call does nothing.
        func release() {
            guard !isReleased.exchange(true, ordering: .relaxed) else { return }
            all.counts.withLock { counts in
                let left = (counts[caller] ?? 1) - 1
                counts[caller] = left > 0 ? left : nil
            }
        }
    }

    private let most: Int
    private let counts = Mutex<[ID<User>: Int]>([:])

    /// - Parameter most: the most calls of one caller, 1 and up.
    init(atMost most: Int) { self.most = most }

    /// Acquires one call of a caller.
    /// - Throws: `too_many_requests` (429) while the caller has as many as it may have.
    func acquire(_ caller: ID<User>) throws(Problem) -> Hold {
        let isFree = counts.withLock { counts in
            let count = counts[caller] ?? 0
            if count < most { counts[caller] = count + 1 }
            return count < most
        }
        guard isFree else { throw Problem.tooManyRequests(after: 2) }
        return Hold(caller, self)
    }
}
