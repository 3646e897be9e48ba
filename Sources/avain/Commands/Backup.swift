import ArgumentParser
import Foundation
import SQLiteEngine
import Store

/// Copies the database while no other process has it open.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Copy the database to one file and check the copy.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The path of the copy; must not exist.") var to: String

    func run() throws {
        let target = DatabaseLocation(file: to, keyFile: file.location.keyFile)
        try target.refuseTaken("choose another name")
        let opened = try file.open(mustExist: true)
        let partial = try PartialFile(for: target)
        try opened.database.backup(to: partial.location.file)
        do {
            let copy = try Database(engine: partial.location.engine(), keyFile: KeyFile(target.keyFile))
            let findings = try copy.findings()
            guard findings.isEmpty else { throw Exit.data("the copy has faults: \(findings.joined(separator: "; "))") }
            try copy.consolidate()
        }
        try partial.finish()
        print("backed up to \(target.file)")
    }
}
