import API
import ArgumentParser
import Foundation
import JSON
import PersonalBudgeting
import Store

/// Checks the file, every row against its digest, the chains against their anchors, and the sealed national ids.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the file, the schema, every row against its digest, the chains and their anchors, and the sealed national ids.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The anchor file, for example a copy from elsewhere; FILE.anchors beside the database by default.") var anchors: String?
    @Flag(help: "Check the database alone, for a copy without anchors.") var withoutAnchors = false

    func run() throws {
        if withoutAnchors, anchors != nil { throw Exit.usage("--without-anchors and --anchors exclude each other") }
        if let anchors, !FileManager.default.fileExists(atPath: anchors) { throw Exit.noInput("there are no anchors at \(anchors)") }
        let opened = try file.open(mustExist: true, provesSchema: false)
        var record: AnchorRecord?
        if !withoutAnchors {
            var read = opened.database.anchorRecord()
            try (anchors.map { AnchorFile(path: $0) } ?? opened.anchorFile).read(into: &read)
            record = read
        }
        let findings = try opened.database.verify(anchors: record)
        for note in record?.notes ?? [] { print("note: \(note)") }
        for finding in findings { print(finding) }
        if findings.contains(where: \.isOfDisk) { throw Exit.inputOutput("the disk did not give all that was to be checked") }
        guard findings.isEmpty else { throw ExitCode(65) }
        print("all holds")
    }
}

/// Migrates the database to the schema of this program.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Migrate the database to the schema of this program; keeps a copy first.")

    @OptionGroup var file: DatabaseOption
    @OptionGroup var new: NewDatabaseOption

    func run() throws {
        _ = try file.open(mustExist: new.noCreate)
        print("\(file.database) is up to date")
    }
}

/// Reseals the national ids under a new version of the key while no other process has the database open.
struct RotateKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reseal all national ids under a new version of the key; a serving process does the same by POST /v1/hetu-key-rotations.")

    @OptionGroup var file: DatabaseOption

    func run() throws {
        let opened = try file.open(mustExist: true)
        try opened.anchored { try rotate(opened.database) }
    }

    private func rotate(_ database: Database) throws {
        // A rotation that was requested or interrupted before is finished instead of starting a new one.
        let underWay = try database.writeAndWait { try $0.hetuKeyRotations.first(HetuKeyRotation.underWay) }
        if underWay == nil {
            let identifiers = TimeOrderedIdentifiers(after: try database.lastMillisecond())
            _ = try database.writeAndWait {
                try Work(repositories: $0, actor: .commandLine, now: machineNow(), identifiers: identifiers).rotateHetuKey()
            }
        }
        do { try database.carryOutRotation(clock: machineNow) } catch let fault as HetuKeyFault {
            throw Exit.configuration(fault.sentence(of: file.location.keyFile))
        } catch HetuKeyRotationFault.left(let count, let table) {
            throw Exit.data("\(count) national ids in \(table) cannot be unsealed and stay under an older version; avain verify names them")
        }
        print("all national ids are sealed under the new version; keep a copy of \(file.location.keyFile) apart from the backups")
    }
}

/// Prints the documents that are generated from the code.
struct PrintOpenAPI: ParsableCommand {
    enum Part: String, ExpressibleByArgument, CaseIterable { case openapi, problems, schema, promise }

    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the OpenAPI document or another generated document.")

    @Option(help: "openapi, problems (Markdown), schema (SQL) or promise (the part of the contract that later releases must keep).")
    var part = Part.openapi

    @Flag(
        help:
            "The closed form: exactly what this version answers. Without it, answers are open to new members and codes, as they are served."
    )
    var closed = false

    func run() throws {
        let octets =
            switch part {
            case .openapi: JSON.pretty(closed ? OpenAPI.closedBytes : OpenAPI.bytes)
            case .promise: OpenAPI.promise + [0x0A]
            case .problems: Array(Documents.problems.utf8)
            case .schema: Array(Database.schema.utf8)
            }
        try FileHandle.standardOutput.write(contentsOf: Data(octets))
    }
}
