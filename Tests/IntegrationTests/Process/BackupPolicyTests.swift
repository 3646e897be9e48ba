import PersonalBudgeting
import Testing

@testable import avain

/// Which backups are kept, and when one is due (row 115).
@Suite struct BackupPolicyTests {
    private static func backup(_ day: Int, _ verdict: Backup.Verdict? = .good) throws -> Backup {
        let at = try #require(Instant("2026-06-\(day < 10 ? "0" : "")\(day)T01:00:00Z"))
        return Backup(
            record: Record(id: ID(high: 7 << 12, low: UInt64(day)), createdAt: at, updatedAt: at, version: 1), requestedBy: nil,
            state: verdict == nil ? .failed : .done,
            copy: verdict.map { Backup.Copy(file: "\(day)", size: 1, digest: "", startedAt: at, verdict: $0, checkedAt: at) })
    }

    @Test(
        "backups beyond the number or the age are kept no longer, but the newest good one always is (row 115)",
        arguments: [
            (keep: 2, days: nil, faulty: [], gone: ["1", "2", "3"]), (keep: 1, days: nil, faulty: [5], gone: ["1", "2", "3"]),
            (keep: 9, days: 3, faulty: [], gone: ["1", "2"]), (keep: 9, days: 1, faulty: [4, 5], gone: ["1", "2", "4"]),
            (keep: 1, days: 1, faulty: [1, 2, 3, 4, 5], gone: ["1", "2", "3", "4"]), (keep: 9, days: nil, faulty: [], gone: []),
        ] as [(keep: Int, days: Int?, faulty: Set<Int>, gone: [String])])
    func keeps(keep: Int, days: Int?, faulty: Set<Int>, gone: [String]) throws {
        // A failed request has no file and does not count.
        let backups = try (1...5).map { try Self.backup($0, faulty.contains($0) ? .faulty : .good) } + [try Self.backup(6, nil)]
        let now = try #require(Instant("2026-06-05T13:00:00Z"))
        #expect(BackupPolicy(keep: keep, keepDays: days).outdated(backups.shuffled(), at: now).sorted() == gone)
    }

    @Test("what was never done is due at once, and a clock that was set back does not stop the schedule (row 115)") func isDue() throws {
        let last = try #require(Instant("2026-06-05T13:00:00Z"))
        for (now, isDue) in [("2026-06-05T13:59:59Z", false), ("2026-06-05T14:00:00Z", true), ("2026-06-04T00:00:00Z", true)] {
            #expect(BackupPolicy.isDue(last, every: 1, at: try #require(Instant(now))) == isDue, "\(now)")
        }
        #expect(BackupPolicy.isDue(nil, every: 24, at: last))
        #expect(!BackupPolicy.isDue(nil, every: nil, at: last))
    }
}
