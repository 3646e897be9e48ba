import HTTPServer
import JSON
import PersonalBudgeting

/// Backups made while the service runs (row 115). They come from the folder of the backups and not from a repository.
enum BackupAPI {
    static let operations: [Operation] = [
        Operation(
            "listBackups", .get, path, "List the backups, oldest first: age, size, digest and the verdict of the last check",
            tag: .administration, effect: .read, right: .makeBackups, kind: .list, parameters: pageParameters,
            response: page.schema
        ) { call in
            let after = try call.position()
            let all = try keeper(call).backups
            let rest = all.filter { backup in after.map { "\(backup.id)" > $0 } ?? true }
            let total = call.query["count"] == nil ? nil : all.count
            let found = try call.page(Array(rest.prefix(call.limit + 1)), total: total) { "\($0.id)" }
            return call.answer(call.masked(found.map { aged($0, call) }), page)
        },
        Operation(
            "findBackup", .get, "\(path)/{backup}", "Read a backup, and whether it is complete", tag: .administration, effect: .read,
            right: .makeBackups, response: view.schema
        ) { call in
            let id = try call.id("backup", Backup.self)
            guard let backup = try keeper(call).backups.first(where: { $0.id == id }) else { throw Refusal.notFound(Backup.noun) }
            return .item(call.masked(aged(backup, call)), view)
        },
        Operation(
            "makeBackup", .post, path, "Start a backup of the whole database. The service answers meanwhile", tag: .administration,
            effect: .create, right: .makeBackups, request: NoMembers.shape.schema, isBodyOptional: true, status: 201, response: view.schema,
            refusals: [.duplicate], read: NoMembers.shape.reading
        ) { call in
            _ = try call.body(NoMembers.shape)
            let backup = try call.work.requestBackup(from: keeper(call), isRehearsal: call.request.incoming.isDryRun)
            return .created(call.masked(aged(backup, call)), view, at: "\(path)/\(backup.id)")
        },
    ]

    private static let path = "/v1/admin/backups"

    private static func keeper(_ call: AdmittedCall) throws -> any BackupKeeping {
        guard let keeper = call.request.incoming.service.backups else { throw StorageFault.unavailable }
        return keeper
    }

    private static func aged(_ backup: Backup, _ call: AdmittedCall) -> AgedBackup { AgedBackup(backup: backup, at: call.work.now) }

    private static let page = Page<AgedBackup>.view("Backups", view)

    private static let view = View<AgedBackup>(
        "Backup",
        [
            ViewMember("id", .id()) { $0.backup.id },
            ViewMember("requestedAt", .instant) { $0.backup.record.createdAt },
            ViewMember("requestedBy", .optional(.id())) { $0.backup.requestedBy },
            ViewMember("state", .code) { $0.backup.state },
            ViewMember("fault", .optional(.code)) { $0.backup.fault },
            ViewMember("startedAt", .optional(.instant)) { $0.backup.copy?.startedAt },
            ViewMember("ageSeconds", .optional(.count(0...most))) { $0.ageSeconds },
            ViewMember("file", .optional(.line())) { $0.backup.copy?.file },
            ViewMember("size", .optional(.count(0...most))) { $0.backup.copy?.size },
            ViewMember("digest", .optional(.text(64...64, .line, pattern: "^[0-9a-f]{64}$"))) { $0.backup.copy?.digest },
            ViewMember("verdict", .optional(.code)) { $0.backup.copy?.verdict },
            ViewMember("checkedAt", .optional(.instant)) { $0.backup.copy?.checkedAt },
        ])

    private static let most = 1 << 53
}

/// A backup with its age at the time of the call.
struct AgedBackup: Sendable {
    let backup: Backup
    let ageSeconds: Int?

    /// The age counts from the start of the copy: what was written later is not in it.
    init(backup: Backup, at now: Instant) {
        self.backup = backup
        ageSeconds = backup.copy.map { Int(max(0, now.microseconds - $0.startedAt.microseconds) / 1_000_000) }
    }
}

extension AgedBackup: Versioned { var version: Int64 { backup.record.version } }
extension AgedBackup: NothingToMask {}
