import API
import Foundation
import PersonalBudgeting
import Store

/// Copies a database, checks the copy, and gives it its name when it and its manifest are complete and durable.
struct BackupMaker {
    let database: Database
    let anchors: AnchorFile
    /// Called between the steps of the work. It may wait; it throws to give up.
    let pause: () throws -> Void

    /// The request for a backup.
    struct Order {
        let id: ID<Backup>
        let requestedAt: Instant
        let requestedBy: ID<User>?
    }

    /// The copy did not pass its checks.
    struct Faulty: Error { let findings: [Finding] }

    /// A step copies 64 kB, so a sync writes 4 MB.
    private static let stepsOfSync = 64

    /// Makes one backup.
    /// - Parameter target: the file of the backup, with the key file of the database.
    /// - Throws: `Faulty`, `FileFault`, `StorageFault`, `DatabaseLock.Held`, `DatabaseLock.Failed`, and what `pause` throws. Nothing is left
    ///   then.
    func make(_ target: DatabaseLocation, for order: Order) throws -> BackupManifest {
        // Before the copy, which then contains all rows of this line.
        let anchor = try anchors.newestLine()
        let startedAt = machineNow()
        let partial = try PartialFile(for: target)
        var steps = 0
        try database.backup(to: partial.location.file) {
            steps += 1
            // The copy goes to the disk in parts. One sync of the whole at the end would hold up the syncs of the commits for as long.
            if steps % BackupMaker.stepsOfSync == 0 { try partial.lock.synchronise() }
            try pause()
        }
        let facts = try checked(partial.location)
        try partial.lock.synchronise()
        let (size, digest) = try FileDigest.of(partial.lock, between: pause)
        let manifest = BackupManifest(
            id: order.id, requestedAt: order.requestedAt, requestedBy: order.requestedBy, startedAt: startedAt, completedAt: machineNow(),
            program: apiVersion, file: (target.file as NSString).lastPathComponent, size: size, digest: digest, facts: facts, anchor: anchor
        )
        let path = target.file + BackupManifest.suffix
        try DurableFile.write(manifest.octets, to: path)
        do { try partial.finish() } catch {
            unlink(path)
            throw error
        }
        return manifest
    }

    /// Checks a copy that is not in use, and moves all of it into its file.
    /// - Throws: `Faulty`, `StorageFault`, `HetuKeyFault`.
    private func checked(_ copy: DatabaseLocation) throws -> DatabaseFacts {
        let database = try Database(engine: copy.engine(), keyFile: KeyFile(copy.keyFile))
        let findings = try database.verify(between: pause)
        guard findings.isEmpty else { throw Faulty(findings: findings) }
        let facts = try database.facts()
        try database.consolidate()
        return facts
    }
}
