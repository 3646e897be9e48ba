/// How fast a client takes the octets it is owed: the counterpart of a body's least rate. What counts is what its end has acknowledged, so
/// that neither what lies in the kernel's buffers counts as taken, nor a client that empties them slowly as stuck.
///
/// A receiver tells the room it has made in steps of some kB, so a window that falls short by less than one step goes on and is not judged
/// yet: a client that keeps the least rate on average, in steps at most a window apart, is never too slow.
struct Uptake {
    private let leastRate: Int
    private let windowMilliseconds: Int
    private var since: Int64
    private var total: Int
    private var taken = 0
    private var largestStep = 0

    /// - Parameter total: octets the client has acknowledged so far, of the whole connection.
    init(limits: Limits, total: Int, now: Int64) {
        leastRate = limits.answerBytesPerSecond
        windowMilliseconds = limits.answerWindowSeconds * 1_000
        self.total = total
        since = now
    }

    /// Asked by the lane's coarse timer as long as octets wait.
    mutating func isTooSlow(total: Int, now: Int64) -> Bool {
        let step = total - self.total
        self.total = total
        taken += step
        // More than a window's worth excuses nothing: whoever takes much and then nothing is seen within two windows.
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
