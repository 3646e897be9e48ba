import Foundation
import JSON
import PersonalBudgeting
import SQLiteEngine

/// What is remembered about backups and drills beside the manifests, in two small files of the folder: `failed.json` (the requests that
/// came to nothing, or are under way) and `drills.json` (the last drills). The manifests say which backups there are.
struct BackupLedger {
    private let folder: BackupFolder

    init(_ folder: BackupFolder) { self.folder = folder }

    /// The number of failed requests and of drills that are remembered.
    private static let most = 50

    private var failedPath: String { "\(folder.path)/failed.json" }
    private var drillsPath: String { "\(folder.path)/drills.json" }

    /// The present file with the drills. Each write makes a new one.
    var drillsFile: FileIdentity? { FileIdentity(path: drillsPath) }

    /// Returns all backups, oldest first. A request that was under way when its process ended counts as interrupted.
    /// - Throws: `FileFault`.
    func read() throws -> (backups: [Backup], drill: RestoreDrill?) {
        let drills = readDrills()
        var backups = try folder.manifests().map(\.backup)
        for index in backups.indices {
            guard let drill = drills.last(where: { $0.file == backups[index].copy?.file }) else { continue }
            backups[index].copy?.verdict = drill.verdict
            backups[index].copy?.checkedAt = drill.at
        }
        let known = Set(backups.map(\.id))
        backups += readFailed().filter { !known.contains($0.id) }
        return (backups.sorted { $0.id < $1.id }, drills.last)
    }

    /// Stores the requests that have no manifest.
    /// - Throws: `FileFault`.
    func write(_ backups: [Backup]) throws {
        var writer = JSONWriter()
        writer.beginArray()
        for backup in backups.filter({ $0.copy == nil }).suffix(BackupLedger.most) {
            writer.beginObject()
            writer.name("id")
            writer.string("\(backup.id)")
            writer.name("requestedAt")
            writer.string("\(backup.record.createdAt)")
            if let user = backup.requestedBy {
                writer.name("requestedBy")
                writer.string("\(user)")
            }
            writer.name("endedAt")
            writer.string("\(backup.record.updatedAt)")
            if let fault = backup.fault {
                writer.name("fault")
                writer.string(fault.rawValue)
            }
            writer.endObject()
        }
        writer.endArray()
        try DurableFile.write(JSON.pretty(writer.bytes), to: failedPath)
    }

    /// Stores the result of a drill.
    /// - Throws: `FileFault`.
    func add(_ drill: RestoreDrill) throws {
        var writer = JSONWriter()
        writer.beginArray()
        for drill in (readDrills() + [drill]).suffix(BackupLedger.most) {
            writer.beginObject()
            writer.name("at")
            writer.string("\(drill.at)")
            writer.name("file")
            writer.string(drill.file)
            writer.name("verdict")
            writer.string(drill.verdict.rawValue)
            writer.name("rows")
            writer.integer(Int64(drill.rows))
            writer.name("milliseconds")
            writer.integer(Int64(drill.duration))
            writer.endObject()
        }
        writer.endArray()
        try DurableFile.write(JSON.pretty(writer.bytes), to: drillsPath)
    }

    private func readFailed() -> [Backup] {
        guard case .array(let entries)? = BackupLedger.read(failedPath) else { return [] }
        return entries.compactMap { entry in
            guard let id = entry["id"]?.text.flatMap({ ID<Backup>($0) }), let at = entry["requestedAt"]?.text.flatMap({ Instant($0) }),
                let end = entry["endedAt"]?.text.flatMap({ Instant($0) })
            else { return nil }
            return Backup(
                record: Record(id: id, createdAt: at, updatedAt: end, version: 2),
                requestedBy: entry["requestedBy"]?.text.flatMap { ID<User>($0) }, state: .failed,
                fault: entry["fault"]?.text.flatMap { Backup.Fault(rawValue: $0) } ?? .interrupted)
        }
    }

    /// Returns the last drills, oldest first. `avain drill` may have written them while the service runs.
    private func readDrills() -> [RestoreDrill] {
        guard case .array(let entries)? = BackupLedger.read(drillsPath) else { return [] }
        return entries.compactMap { entry in
            guard let at = entry["at"]?.text.flatMap({ Instant($0) }), let file = entry["file"]?.text,
                let verdict = entry["verdict"]?.text.flatMap({ Backup.Verdict(rawValue: $0) }), let rows = entry["rows"]?.number,
                let duration = entry["milliseconds"]?.number
            else { return nil }
            return RestoreDrill(at: at, file: file, verdict: verdict, rows: rows, duration: duration)
        }
    }

    private static func read(_ path: String) -> JSONValue? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONReader.read([UInt8]($0)) }
    }
}
