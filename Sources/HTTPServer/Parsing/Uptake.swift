/// Measures how fast a client reads its answer; the counterpart of the least rate of a body. It counts bytes that the client's end has
/// acknowledged. Bytes in the server's kernel buffers therefore do not count as read, and a client that empties them slowly does not count
/// as stuck.
///
/// A receiver announces new room in steps of some kB. A window that falls short by less than one step is therefore extended and not judged
/// yet. A client that keeps the least rate on average, in steps at most a window apart, is never too slow.
struct Uptake {
    private let leastRate: Int
    private let windowMilliseconds: Int
    private var since: Int64
    private var total: Int
    private var taken = 0
    private var largestStep = 0

    /// - Parameter total: the bytes the client has acknowledged so far on this connection.
    init(limits: Limits, total: Int, now: Int64) {
        leastRate = limits.answerBytesPerSecond
        windowMilliseconds = limits.answerWindowSeconds * 1_000
        self.total = total
        since = now
    }

    /// Called by the lane's coarse timer while bytes wait.
    mutating func isTooSlow(total: Int, now: Int64) -> Bool {
        let step = total - self.total
        self.total = total
        taken += step
        // A step counts for at most one window's worth, so a client that reads much and then nothing is detected within two windows.
        largestStep = max(largestStep, min(step, due(after: windowMilliseconds)))
        let elapsed = Int(now - since)
        if taken >= due(after: max(elapsed, windowMilliseconds)) {
            since = now
            taken = 0
            return false
        }
        return elapsed >= windowMilliseconds && taken + largestStep < due(after: elapsed)
    }

    private func due(after milliseconds: Int) -> Int { leastRate * milliseconds / 1_000 }
}
