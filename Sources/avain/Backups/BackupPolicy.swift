import PersonalBudgeting

/// How often backups are made and tried, and how many are kept.
struct BackupPolicy: Sendable {
    /// Hours between the starts of two backups; nil to make none by schedule.
    var every: Double?
    /// Hours between two drills; nil to make none by schedule.
    var drillEvery: Double?
    /// The number of backups to keep, 1 or more.
    var keep = 7
    /// The days after which a backup is removed; nil for no limit.
    var keepDays: Int?

    /// Returns the files of the backups that are kept no longer. The newest good backup is always kept.
    func outdated(_ backups: [Backup], at now: Instant) -> [String] {
        let copies = backups.compactMap(\.copy).sorted { $0.startedAt < $1.startedAt }
        let newestGood = backups.newestGood?.copy
        return copies.enumerated().compactMap { index, copy in
            if copy == newestGood { return nil }
            let isBeyond = copies.count - index > keep
            let isOld = keepDays.map { now.microseconds - copy.startedAt.microseconds > Int64($0) * 86_400_000_000 } ?? false
            return isBeyond || isOld ? copy.file : nil
        }
    }

    /// Whether something that was last done at a time is due.
    static func isDue(_ last: Instant?, every hours: Double?, at now: Instant) -> Bool {
        guard let hours else { return false }
        guard let last else { return true }
        // A clock that was set back must not stop the schedule until the old time has come again.
        let elapsed = now.microseconds - last.microseconds
        return elapsed < 0 || Double(elapsed) >= hours * 3_600_000_000
    }
}
