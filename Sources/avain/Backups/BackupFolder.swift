import Foundation
import PersonalBudgeting
import SQLiteEngine

/// The folder with the backups of one database. A backup is `NAME-20260630T090000123Z.sqlite`, where NAME is the name of the database, and
/// has its manifest beside it. Other files are left alone.
struct BackupFolder: Sendable {
    let path: String
    /// Whether the administrator named it.
    let isNamed: Bool
    private let database: DatabaseLocation

    /// - Parameter path: nil for `DATABASE.backups`.
    init(_ path: String?, of database: DatabaseLocation) {
        self.path = DatabaseLocation.resolved(path ?? database.file + ".backups")
        isNamed = path != nil
        self.database = database
    }

    /// Makes the folder, readable by its owner alone, if there is none.
    /// - Throws: `FileFault`.
    func make() throws {
        if let status = try FileStatus.of(path) {
            guard status.kind == .folder else { throw FileFault(path, "used as a folder", ENOTDIR) }
            if let why = status.whyReadOnly(path) { throw FileFault("\(path) \(why): it", "written", EACCES) }
            return
        }
        guard mkdir(path, 0o700) == 0 else { throw FileFault(path, "made", errno) }
        try DurableFile.synchroniseFolder(of: path)
    }

    /// The place of a backup that is made now.
    func place(at now: Instant) -> DatabaseLocation {
        let time = "\(now)".filter { $0.isNumber || $0 == "T" }
        return location(of: "\(prefix)\(time)Z\(BackupFolder.suffix)")
    }

    func location(of file: String) -> DatabaseLocation { DatabaseLocation(file: "\(path)/\(file)", keyFile: database.keyFile) }

    /// The manifests of the backups that are complete, oldest first.
    /// - Throws: `FileFault`.
    func manifests() throws -> [BackupManifest] {
        let names = try names()
        return names.filter { isBackup($0) && names.contains($0 + BackupManifest.suffix) }.compactMap { name in
            guard let octets = FileManager.default.contents(atPath: "\(path)/\(name)\(BackupManifest.suffix)"),
                let manifest = BackupManifest([UInt8](octets)), manifest.file == name
            else { return nil }
            return manifest
        }.sorted { $0.startedAt < $1.startedAt }
    }

    /// Removes a backup and then its manifest.
    /// - Throws: `FileFault`.
    func remove(_ file: String) throws {
        for path in ["\(path)/\(file)", "\(path)/\(file)\(BackupManifest.suffix)"] where unlink(path) != 0 && errno != ENOENT {
            throw FileFault(path, "removed", errno)
        }
        try DurableFile.synchroniseFolder(of: "\(path)/\(file)")
    }

    /// Removes what interrupted runs left: unfinished files that no process is making, and manifests without a backup.
    /// - Throws: `FileFault`.
    func removeRemains() throws {
        let names = try names()
        for name in names where name.hasPrefix(prefix) {
            for suffix in [BackupManifest.suffix, BackupManifest.suffix + DurableFile.asideSuffix] where name.hasSuffix(suffix) {
                let file = String(name.dropLast(suffix.count))
                // The backup may just be getting its name.
                let isWanted = suffix == BackupManifest.suffix && names.contains(file)
                if !isWanted, isFree("\(path)/\(file).partial") { unlink("\(path)/\(name)") }
            }
            guard name.hasSuffix(".partial"), isFree("\(path)/\(name)") else { continue }
            for log in ["", "-wal", "-shm", "-journal"] { unlink("\(path)/\(name)\(log)") }
        }
    }

    /// Whether no process is making this file.
    private func isFree(_ partial: String) -> Bool {
        do { _ = try DatabaseLock(databasePath: partial) } catch is DatabaseLock.Held { return false } catch { return true }
        return true
    }

    private static let suffix = ".sqlite"

    private var prefix: String { (database.file as NSString).lastPathComponent + "-" }

    private func isBackup(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(BackupFolder.suffix) }

    private func names() throws -> Set<String> {
        do { return Set(try FileManager.default.contentsOfDirectory(atPath: path)) } catch {
            throw FileFault(path, "read", EIO)
        }
    }
}
