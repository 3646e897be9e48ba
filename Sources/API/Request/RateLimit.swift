import Dispatch
import PersonalBudgeting
import Synchronization

/// Token buckets, one for each key: a burst at once, then a number per second. Callers over the limit get Retry-After (RFC 6585, 4).
///
/// Each process counts for itself, so a caller that reaches two processes could send twice as much.
final class RateLimit<Key: Hashable & Sendable>: Sendable {
    /// The level of a bucket at its last use.
    private struct Bucket {
        var level: Double
        var at: UInt64
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[Key: Bucket]>([:])

    /// The most buckets that are kept. Beyond it, full buckets are dropped, since a new bucket starts full.
    private static var maximumKept: Int { 10_000 }

    /// - Parameters:
    ///   - perSecond: how many per second, above 0.
    ///   - burst: how many at once, 1 and up.
    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(max(1, perSecond))
        self.burst = Double(max(1, burst))
    }

    /// Takes one token out of the bucket of a key.
    /// - Parameter now: nanoseconds of a monotonic clock.
    /// - Returns: nil if there was a token; otherwise the seconds until there is one, rounded up.
    func acquire(_ key: Key, now: UInt64 = DispatchTime.now().uptimeNanoseconds) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= Self.maximumKept { buckets = buckets.filter { filled($0.value, now) < burst } }
            // If too many buckets are in use, all are dropped: bounded memory is worth more than the limit.
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

    /// The number of kept buckets.
    var count: Int { buckets.withLock { $0.count } }

    private func filled(_ bucket: Bucket, _ now: UInt64) -> Double {
        min(burst, bucket.level + Double(now > bucket.at ? now - bucket.at : 0) / 1e9 * perSecond)
    }
}

extension Problem {
    static func tooManyRequests(after seconds: Int) -> Problem {
        var problem = Problem(
            .tooManyRequests,
            LocalText(
                fi: "yritä uudelleen \(seconds) sekunnin kuluttua", sv: "försök igen om \(seconds) sekunder",
                en: "try again after \(seconds) s"))
        problem.headers = [("Retry-After", "\(seconds)")]
        return problem
    }
}
