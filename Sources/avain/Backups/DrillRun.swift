import Foundation
import PersonalBudgeting
import Store

/// Restores a backup aside, proves it, and removes it again.
struct DrillRun {
    let folder: BackupFolder
    /// The anchors of the database, with which the backup must agree as far as it goes.
    let anchors: AnchorFile
    /// Called between the steps of the work. It may wait; it throws to give up.
    let pause: () throws -> Void

    /// The result, and what was found.
    struct Outcome {
        let drill: RestoreDrill
        let findings: [String]
    }

    /// Tries the newest backup and remembers the result.
    /// - Returns: nil if there is no backup.
    /// - Throws: `FileFault`, `StorageFault`, and what `pause` throws, when the backup could not be tried.
    func perform() throws -> Outcome? {
        guard let manifest = try folder.manifests().last else { return nil }
        let began = ContinuousClock.now
        let (findings, rows) = try check(manifest)
        let taken = (ContinuousClock.now - began).components
        let drill = RestoreDrill(
            at: machineNow(), file: manifest.file, verdict: findings.isEmpty ? .good : .faulty, rows: rows,
            duration: Int(taken.seconds * 1_000 + taken.attoseconds / 1_000_000_000_000_000))
        try BackupLedger(folder).add(drill)
        return Outcome(drill: drill, findings: findings)
    }

    private func check(_ manifest: BackupManifest) throws -> (findings: [String], rows: Int) {
        let backup = folder.location(of: manifest.file)
        // The copy is never given this name: it is removed when it goes out of use.
        let partial = try PartialFile(for: folder.location(of: manifest.file + ".drill"))
        let (size, digest) = try StoredCopy(path: backup.file).copy(to: partial, between: pause)
        guard size == manifest.size, digest == manifest.digest else { return (["the file has changed since it was made"], 0) }
        do {
            let restored = try Database(engine: partial.location.engine(), keyFile: KeyFile(backup.keyFile))
            var record = restored.anchorRecord()
            try anchors.read(into: &record)
            var findings = try restored.verify(anchors: record, isBackup: true, between: pause).map(\.description)
            let facts = try restored.facts()
            if facts != manifest.facts { findings.append("the restored database has other logs or rows than its manifest says") }
            return (findings, facts.rows)
        } catch let fault as StorageFault where fault == .corrupt {
            return (["the file is damaged"], 0)
        }
    }
}
