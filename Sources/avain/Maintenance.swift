import API
import ArgumentParser
import Foundation
import JSON
import PersonalBudgeting
import SQLiteEngine
import Store

/// Copies the database while nothing else has it open; a copy of a serving database is made with `sqlite3 FILE .backup` or a stop.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Copy the database to one file, checked.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "Where to; must not exist.") var to: String

    func run() throws {
        guard !FileManager.default.fileExists(atPath: to) else { throw Exit.cannotCreate("\(to) exists") }
        let opened = try file.open(mustExist: true)
        // Under another name until it is whole: no half copy can be taken for a backup.
        let partial = to + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try opened.database.backup(to: partial)
        do {
            let copy = try OpenDatabase(path: partial, mustExist: true)
            let findings = try copy.database.findings()
            guard findings.isEmpty else { throw Exit.data("the copy does not hold: \(findings.joined(separator: "; "))") }
        }
        for suffix in ["-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: partial + suffix) }
        try FileManager.default.moveItem(atPath: partial, toPath: to)
        print("backed up to \(to)")
    }
}

/// Puts a backup in the place of a database that is not there.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a backup and put it in place of a database that is not there.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The backup.") var from: String

    func run() throws {
        guard FileManager.default.fileExists(atPath: from) else { throw Exit.noInput("there is no backup at \(from)") }
        guard !FileManager.default.fileExists(atPath: file.database) else {
            throw Exit.cannotCreate("\(file.database) exists; move it away first")
        }
        let partial = file.database + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try FileManager.default.copyItem(atPath: from, toPath: partial)
        do {
            let copy = try OpenDatabase(path: partial, mustExist: true)
            let findings = try copy.database.findings()
            guard findings.isEmpty else { throw Exit.data("the backup does not hold: \(findings.joined(separator: "; "))") }
        }
        for suffix in ["-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: partial + suffix) }
        try FileManager.default.moveItem(atPath: partial, toPath: file.database)
        print("restored \(file.database)")
    }
}

/// Checks the file and the hash chains.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check the file and the chains of the events, the access log and the ledger.")

    @OptionGroup var file: DatabaseOption

    func run() throws {
        let findings = try file.open(mustExist: true).database.findings()
        for finding in findings { print(finding) }
        guard findings.isEmpty else { throw ExitCode(65) }
        print("all holds")
    }
}

/// Brings the database to the schema of this program.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database to this program's schema; a copy is kept first.")

    @OptionGroup var file: DatabaseOption

    func run() throws {
        _ = try file.open()
        print("\(file.database) is up to date")
    }
}

/// Prints the documents that are made from the code.
struct PrintOpenAPI: ParsableCommand {
    enum Part: String, ExpressibleByArgument, CaseIterable { case openapi, problems, schema, promise }

    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the OpenAPI document, or another generated one.")

    @Option(help: "openapi, problems (Markdown), schema (SQL) or promise (what a release holds later ones to).") var part = Part.openapi

    func run() {
        let octets =
            switch part {
            case .openapi: JSON.pretty(OpenAPI.bytes)
            case .promise: OpenAPI.promise + [0x0A]
            case .problems: Array(Documents.problems.utf8)
            case .schema: Array(Database.schema.utf8)
            }
        FileHandle.standardOutput.write(Data(octets))
    }
}
