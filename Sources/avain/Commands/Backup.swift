import API
import ArgumentParser
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store

/// Copies the database while no other process has it open. A service that runs makes its backups itself.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database to one file with a manifest beside it, and check the copy.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The path of the copy; must not exist.") var to: String

    func run() throws {
        let target = DatabaseLocation(file: to, keyFile: file.location.keyFile)
        try target.refuseTaken("choose another name")
        let opened: OpenDatabase
        do { opened = try file.open(mustExist: true) } catch let exit as ExitCode where exit == Exit.isHeld {
            Exit.tell("a service that runs makes backups itself: as an administrator, send POST /v1/admin/backups, or use --backup-every")
            throw exit
        }
        let now = machineNow()
        let identifiers = TimeOrderedIdentifiers(after: try opened.database.lastMillisecond())
        let order = BackupMaker.Order(id: identifiers.next(at: now), requestedAt: now, requestedBy: nil)
        do {
            _ = try BackupMaker(database: opened.database, anchors: opened.anchorFile, pause: {}).make(target, for: order)
        } catch let faulty as BackupMaker.Faulty {
            throw Exit.found(faulty.findings, "the copy has faults: \(faulty.findings.sentence)")
        } catch {
            throw Exit.cannotUse(target, error)
        }
        print("backed up to \(target.file)")
    }
}
