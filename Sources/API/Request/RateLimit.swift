import Dispatch
import Synchronization

/// Token buckets, one for each key: so many at once, then so many a second. Callers over the limit get Retry-After (RFC 6585, 4).
///
/// A second process would count for itself: a caller who reaches both could send twice as much.
final class RateLimit<Key: Hashable & Sendable>: Sendable {
    /// How full one was when it was last asked.
    private struct Bucket {
        var level: Double
        var at: UInt64
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[Key: Bucket]>([:])

    /// More are not in use at one time; those that have filled up again are forgotten then.
    private static var maximumKept: Int { 10_000 }

    /// - Parameters:
    ///   - perSecond: above 0.
    ///   - burst: how many may come at once, 1 and up.
    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(max(1, perSecond))
        self.burst = Double(max(1, burst))
    }

    /// Takes one out of the bucket of a key.
    /// - Parameter now: nanoseconds of a clock that only goes forward.
    /// - Returns: nil when there was one; else after how many seconds there is, rounded up.
    func acquire(_ key: Key, now: UInt64 = DispatchTime.now().uptimeNanoseconds) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= Self.maximumKept { buckets = buckets.filter { filled($0.value, now) < burst } }
            // Still too many, each under way: the memory is worth more than the limit.
            if buckets.count >= Self.maximumKept { buckets.removeAll() }
            let level = buckets[key].map { filled($0, now) } ?? burst
            guard level >= 1 else {
                buckets[key] = Bucket(level: level, at: now)
                return max(1, Int(((1 - level) / perSecond).rounded(.up)))
            }
            buckets[key] = Bucket(level: level - 1, at: now)
            return nil
        }
    }

    /// How many keys are kept.
    var count: Int { buckets.withLock { $0.count } }

    private func filled(_ bucket: Bucket, _ now: UInt64) -> Double {
        min(burst, bucket.level + Double(now > bucket.at ? now - bucket.at : 0) / 1e9 * perSecond)
    }
}

extension Problem {
    static func tooManyRequests(after seconds: Int) -> Problem {
        var problem = Problem(.tooManyRequests, "come again after \(seconds) s")
        problem.headers = [("Retry-After", "\(seconds)")]
        return problem
    }
}
