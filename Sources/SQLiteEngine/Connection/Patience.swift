import GRDBSQLite
import Glibc

/// How long the writing connection waits for a lock: some seconds for another program that writes, some milliseconds for its own readers,
/// and never for the readers of other programs.
///
/// It replaces the busy handler of the connection.
final class Patience {
    private enum Wait {
        case never
        case untilMilliseconds(Int)
        /// Only while one of this process's views is open that began in this time.
        case forViews(begunWithin: ClosedRange<UInt64>, untilMilliseconds: Int)
    }

    private let handle: OpaquePointer
    /// Closes the handle when it is released.
    private let owner: AnyObject
    private let views: OpenViews
    private var wait = Wait.never
    private var hasTriedOnceMore = false

    init(_ handle: OpaquePointer, owner: AnyObject, _ views: OpenViews) {
        self.handle = handle
        self.owner = owner
        self.views = views
        sqlite3_busy_handler(
            handle,
            { context, attempt in
                guard let context else { return 0 }
                return Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().mayRetry(Int(attempt)) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_busy_handler(handle, nil, nil) }

    /// Waits at most this time for locks during the body.
    func waiting<Result>(milliseconds: Int, _ body: () throws -> Result) rethrows -> Result {
        wait = .untilMilliseconds(MonotonicClock.milliseconds + milliseconds)
        defer { wait = .never }
        return try body()
    }

    /// Waits during the body only for the views that this process has open now, and at most this time. A view that has been open for longer
    /// belongs to a long read: the writer does not wait for it.
    func waitingForOwnViews<Result>(milliseconds: Int, _ body: () throws -> Result) rethrows -> Result {
        let now = MonotonicClock.nanoseconds
        let longest = UInt64(milliseconds) * 1_000_000
        wait = .forViews(begunWithin: now - min(now, longest)...now, untilMilliseconds: MonotonicClock.milliseconds + milliseconds)
        hasTriedOnceMore = false
        defer { wait = .never }
        return try body()
    }

    /// Sleeps a little.
    /// - Returns: false if the wait is over.
    private func mayRetry(_ attempt: Int) -> Bool {
        switch wait {
        case .never: return false
        case .untilMilliseconds(let end):
            guard MonotonicClock.milliseconds < end else { return false }
            usleep(UInt32(min(1 + attempt, 10)) * 1_000)
            return true
        case .forViews(let begins, let end):
            guard MonotonicClock.milliseconds < end else { return false }
            if let oldest = views.oldest, oldest <= begins.upperBound {
                guard begins.contains(oldest) else { return false }
                usleep(100)
                return true
            }
            // The last view may have ended after SQLite looked.
            defer { hasTriedOnceMore = true }
            return !hasTriedOnceMore
        }
    }
}
