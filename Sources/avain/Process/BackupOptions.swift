import ArgumentParser

/// The options of `serve` for backups.
struct BackupOptions: ParsableArguments {
    @Option(help: "The folder for backups; DATABASE.backups by default. Better on another disk.") var backupTo: String?
    @Option(help: "Hours between two backups, such as 24 or 0.5; without it, backups are made on request only.") var backupEvery: Double?
    @Option(help: "The number of backups to keep, 1 to 10000. The newest good one is always kept.") var backupKeep = 7
    @Option(help: "Days after which a backup is removed, 1 to 36500; without it, age does not matter.") var backupKeepDays: Int?
    @Option(help: "Hours between two drills, each of which restores the newest backup aside and proves it.") var drillEvery: Double?

    func validate() throws {
        for (name, hours) in [("--backup-every", backupEvery), ("--drill-every", drillEvery)] {
            guard hours.map({ $0 >= 0.000_1 && $0 <= 8_760 }) ?? true else { throw ValidationError("\(name) takes 0.0001 to 8760 hours") }
        }
        guard (1...10_000).contains(backupKeep) else { throw ValidationError("--backup-keep takes 1 to 10000") }
        guard backupKeepDays.map((1...36_500).contains) ?? true else { throw ValidationError("--backup-keep-days takes 1 to 36500") }
        guard backupTo?.isEmpty != true else { throw ValidationError("--backup-to takes the path of a folder") }
    }

    var policy: BackupPolicy {
        BackupPolicy(every: backupEvery, drillEvery: drillEvery, keep: backupKeep, keepDays: backupKeepDays)
    }
}
