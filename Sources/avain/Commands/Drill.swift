import ArgumentParser
import PersonalBudgeting
import SQLiteEngine
import Store

/// Tries the newest backup of a folder. The service may run meanwhile.
struct Drill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore the newest backup aside, prove it, remove it again, and remember the result. The service may run meanwhile.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The folder of the backups; DATABASE.backups by default.") var backups: String?

    func run() throws {
        let location = file.location
        let folder = BackupFolder(backups, of: location)
        guard try FileStatus.of(folder.path) != nil else { throw Exit.noInput("there is no folder \(folder.path)") }
        let outcome: DrillRun.Outcome?
        do { outcome = try DrillRun(folder: folder, anchors: location.anchors, pause: {}).perform() } catch {
            throw Exit.cannotUse(location, error)
        }
        guard let outcome else { throw Exit.noInput("there is no backup of \(location.file) in \(folder.path)") }
        for finding in outcome.findings { print(finding) }
        let drill = outcome.drill
        guard drill.verdict == .good else { throw Exit.data("\(drill.file) cannot be restored") }
        print("restored \(drill.file) aside: all holds, \(drill.rows) rows, \(drill.duration) ms")
    }
}
