import ArgumentParser
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store

/// Restores a backup to the path of a database that does not exist.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a backup against the anchors beside its target, and restore it to a path without a database.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "The backup. If it has a log beside it (BACKUP-wal), the log is read too.") var from: String
    @Flag(help: "Accept that rows which the anchors beside the target contain are lost.") var olderThanAnchors = false
    @Flag(help: "Do not compare the backup with the anchors beside the target; they are put aside if they are not its own.")
    var withoutAnchors = false

    func run() throws {
        let location = file.location
        let source = try StoredCopy(path: from)
        try location.refuseTaken("move it away first, its log together with it")
        let partial: PartialFile
        do { partial = try PartialFile(for: location) } catch { throw Exit.cannotUse(location, error) }
        let (size, digest) = try source.copy(to: partial)
        if let manifest = source.manifest, manifest.size != size || manifest.digest != digest {
            throw Exit.data("\(from) has changed since it was made: its size or its digest is not that of its manifest")
        }
        do {
            let copy: Database
            do { copy = try Database(engine: partial.location.engine(), keyFile: KeyFile(location.keyFile)) } catch {
                throw Exit.cannotUse(DatabaseLocation(file: from, keyFile: location.keyFile), error)
            }
            let anchors = try withoutAnchors ? nil : RestoreAnchors(location.anchors, for: copy)
            let findings = try copy.verify(anchors: anchors?.record, isBackup: true)
            guard findings.isEmpty else { throw Exit.found(findings, "the backup has faults: \(findings.sentence)") }
            try anchors?.accept(loss: olderThanAnchors)
            let again = try copy.destroyAgain(anchors?.record.destroyed ?? [], at: machineNow())
            if again > 0 { Exit.tell("\(again) texts of the logs that were destroyed after the backup are destroyed again") }
            try copy.noteRestore()
            try copy.consolidate()
        }
        try partial.finish()
        // Opens it under its name, which writes the anchor of the restore.
        do { try OpenDatabase(location, partial.lock).database.consolidate() } catch {
            Exit.tell("\(location.file) is restored, but the restore is not on record yet; the next start tries again")
            throw error
        }
        print("restored \(location.file)")
    }
}

/// The anchors beside the target of a restore, and what they say about the backup.
struct RestoreAnchors {
    let record: AnchorRecord
    private let missing: [MissingRows]

    /// Reads the anchors. Reports their own faults, which are not faults of the backup.
    /// - Throws: exit code 65 when they are the anchors of another database.
    init(_ file: AnchorFile, for copy: Database) throws {
        if let line = try file.newestLine(), case .another(let name) = copy.owner(ofAnchor: line) {
            throw Exit.data(
                "the anchors \(file.path) belong to another database (\(name)) than the backup (\(copy.anchorName)): this is the backup of"
                    + " another organiser, or the wrong target. To restore it all the same, move the anchors away, or add --without-anchors"
            )
        }
        var record = copy.anchorRecord()
        try file.read(into: &record)
        for finding in record.findings { Exit.tell(finding) }
        self.record = record
        missing = try copy.rowsMissing(record)
    }

    /// Refuses a backup that lacks rows which the anchors contain, unless the loss is accepted. Says in both cases what is lost.
    /// - Throws: exit code 65.
    func accept(loss isAccepted: Bool) throws {
        guard !missing.isEmpty else { return }
        for part in missing {
            let since = part.since.map { "written after \($0)" } ?? "written before the first anchor"
            let rows = part.rows.count == 1 ? "row \(part.rows.lowerBound)" : "rows \(part.rows.lowerBound) to \(part.rows.upperBound)"
            Exit.tell("\(part.table): the backup lacks \(part.rows.count) rows: \(rows), \(since)")
        }
        guard isAccepted else {
            throw Exit.data(
                "the backup is older than the anchors beside the target; nothing was restored. Restore a newer backup, or accept this loss with"
                    + " --older-than-anchors")
        }
    }
}
