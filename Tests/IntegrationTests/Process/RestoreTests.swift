import Foundation
import JSON
import Testing

/// Copies of the database, and putting one in the place of a lost database.
@Suite struct RestoreTests {
    @Test("a backup restored in another place gives the same answers to the same keys") func restores() throws {
        let county = try County()
        for _ in 0..<3 { _ = try county.newClient() }
        let before = try county.worker.get("/v1/clients?limit=200")
        county.service.stop()
        let copy = county.service.folder + "/copy.sqlite"
        let backup = ["backup", "--database", county.service.database, "--to", copy]
        #expect(try ServiceProcess.run(backup).status == 0)
        #expect(try ServiceProcess.run(backup).status == 73)
        let restored = county.service.folder + "/restored.sqlite"
        let restore = ["restore", "--database", restored, "--from", copy]
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // The backup does not contain the key.
        try FileManager.default.copyItem(atPath: county.service.database + ".keys", toPath: restored + ".keys")
        #expect(try ServiceProcess.run(restore).status == 0)
        #expect(try ServiceProcess.run(restore).status == 73)
        #expect(try ServiceProcess.run(["restore", "--database", restored + "2", "--from", copy + "2"]).status == 66)
        let other = try ServiceProcess(database: restored, in: county.service.folder)
        try other.start()
        let caller = Caller(service: other, curl: Curl(), token: county.worker.token, name: "Sari")
        #expect(try caller.get("/v1/clients?limit=200").items == before.items)
        try caller.post("/v1/clients", county.clientBody())
        #expect(other.stop() == 0)
        let verified = try ServiceProcess.run(["verify", "--database", restored]).output
        #expect(verified.hasPrefix("note: anchors: start at line") && verified.hasSuffix("a restore started a new file\nall holds\n"))
        // Only the named files are left.
        let left = try names(in: county.service.folder).filter { $0.contains("partial") || $0.hasPrefix("copy") }
        #expect(left == ["copy.sqlite", "copy.sqlite.manifest.json"])
    }

    @Test("a damaged backup is not restored") func refusesDamagedBackup() throws {
        let service = try ServiceProcess.busy()
        let copy = service.folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", service.database, "--to", copy]).status == 0)
        let damage = "DROP TRIGGER events_keep; UPDATE events SET verb = 'x' WHERE sequence = 2"
        #expect(try ServiceProcess.run(program: "/usr/bin/sqlite3", [copy, damage]).status == 0)
        let restored = service.folder + "/restored.sqlite"
        let restore = ["restore", "--database", restored, "--from", copy, "--key-file", service.database + ".keys"]
        let changed = try ServiceProcess.run(restore)
        #expect(changed.status == 65 && changed.errors.contains("has changed since it was made"), "\(changed)")
        try FileManager.default.removeItem(atPath: copy + ".manifest.json")
        let refused = try ServiceProcess.run(restore)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("schema: trigger events_keep is missing"))
        #expect(!FileManager.default.fileExists(atPath: restored))
        #expect(!FileManager.default.fileExists(atPath: restored + ".partial"))
    }

    @Test("a text that was destroyed stays destroyed when an older backup is restored (row 116)") func destroysAgain() throws {
        let county = try County()
        let service = county.service
        let client = try county.newClient()
        let opening: JSONValue = ["clientId": .string(client.id), "reason": "emergency", "explanation": "Soitto päivystykseen"]
        try county.staff("social_worker", "Muu yksikkö").post("/v1/break-glass", opening)
        service.stop()
        let (database, copy) = (service.database, service.folder + "/copy.sqlite")
        let rows = try Stored(database: database).column("SELECT sequence FROM log_texts WHERE chain = 'events' ORDER BY sequence")
        let row = try #require(rows.first)
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        let destroy = ["destroy-text", "--database", database, "--log", "events", "--row", row, "--because"]
        #expect(try ServiceProcess.run(destroy + ["010190-999W"]).status == 64)
        let destroyed = try ServiceProcess.run(destroy + ["tietosuojavastaavan päätös 2026-14"])
        #expect(destroyed.status == 0, "\(destroyed)")
        let count = "SELECT count(*) FROM log_texts WHERE chain = 'events' AND sequence = \(row)"
        #expect(try Stored(database: database).column(count) == ["0"])
        #expect(try ServiceProcess.run(["verify", "--database", database]).output == "all holds\n")
        #expect(try ServiceProcess.run(destroy + ["toinen kerta"]).status == 66)
        #expect(try String(contentsOfFile: database + ".anchors", encoding: .utf8).contains(#""texts":"events \#(row)""#))

        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + suffix) {
            try FileManager.default.moveItem(atPath: database + suffix, toPath: service.folder + "/away.sqlite" + suffix)
        }
        let restored = try ServiceProcess.run(["restore", "--database", database, "--from", copy, "--older-than-anchors"])
        #expect(restored.status == 0 && restored.errors.contains("1 texts of the logs"), "\(restored)")
        #expect(try Stored(database: database).column(count) == ["0"])
        let verified = try ServiceProcess.run(["verify", "--database", database])
        #expect(verified.status == 0 && verified.output.hasSuffix("all holds\n"), "\(verified)")
    }

    // MARK: What lies beside

    @Test("beside the log of the database that was moved away, a restore is refused with 73 and says what to move; then it works")
    func refusesLeftLog() throws {
        let county = try County()
        let (folder, database) = (county.service.folder, county.service.database)
        county.service.stop()
        let copy = folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        try county.service.start()
        let client = try county.newClient()
        county.service.kill()
        let away = folder + "/away.sqlite"
        let restore = ["restore", "--database", database, "--from", copy, "--older-than-anchors"]
        let whole = try ServiceProcess.run(restore)
        #expect(whole.status == 73 && whole.errors.contains("\(database), \(database)-wal, \(database)-shm exists"), "\(whole)")
        // The administrator moves the file alone.
        try FileManager.default.moveItem(atPath: database, toPath: away)
        let refused = try ServiceProcess.run(restore)
        #expect(refused.status == 73 && refused.errors.contains("\(database)-wal, \(database)-shm: these belong to"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: database))
        for suffix in ["-wal", "-shm"] { try FileManager.default.moveItem(atPath: database + suffix, toPath: away + suffix) }
        let restored = try ServiceProcess.run(restore)
        #expect(restored.status == 0, "\(restored)")
        let query = "SELECT count(*) FROM clients WHERE id = '\(client.id)'"
        #expect(try Stored(database: database).column(query) == ["0"])
        // What was acknowledged is in the file that was moved, with its log.
        #expect(try Stored(database: away).column(query) == ["1"])
        // A backup does not go beside a log either.
        try Data("log".utf8).write(to: URL(filePath: folder + "/next.sqlite-wal"))
        let next = try ServiceProcess.run(["backup", "--database", database, "--to", folder + "/next.sqlite"])
        #expect(next.status == 73 && !FileManager.default.fileExists(atPath: folder + "/next.sqlite"), "\(next)")
    }

    @Test("a copy with its own log is restored with what the log has") func readsOwnLog() throws {
        let county = try County()
        let (folder, database) = (county.service.folder, county.service.database)
        let clients = try (0..<3).map { _ in try county.newClient().id }
        county.service.kill()
        let copy = folder + "/copy.sqlite"
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: database + suffix, toPath: copy + suffix) }
        let size = try #require(try FileManager.default.attributesOfItem(atPath: copy + "-wal")[.size] as? Int)
        #expect(size > 0)
        let before = try ["", "-wal"].map { try Data(contentsOf: URL(filePath: copy + $0)) }
        let restored = folder + "/restored.sqlite"
        try FileManager.default.copyItem(atPath: database + ".keys", toPath: restored + ".keys")
        let done = try ServiceProcess.run(["restore", "--database", restored, "--from", copy])
        #expect(done.status == 0, "\(done)")
        #expect(Set(clients).isSubset(of: try Stored(database: restored).column("SELECT id FROM clients")))
        // The copy is read and not changed.
        #expect(try ["", "-wal"].map { try Data(contentsOf: URL(filePath: copy + $0)) } == before)
        #expect(try !names(in: folder).contains("copy.sqlite-shm"))
    }

    // MARK: What is no backup

    @Test("what is no backup is refused with the code of its kind, and nothing is left of the try") func refusesOtherKinds() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let files = FileManager.default
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        try files.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
        #expect(files.createFile(atPath: folder + "/empty", contents: nil))
        #expect(files.createFile(atPath: folder + "/garbage", contents: Data(repeating: 0x61, count: 8192)))
        try files.copyItem(atPath: database, toPath: folder + "/half.partial")
        #expect(try ServiceProcess.run(program: "/usr/bin/sqlite3", [folder + "/other", "CREATE TABLE places (url TEXT)"]).status == 0)
        #expect(try ServiceProcess.run(program: "/usr/bin/sqlite3", [folder + "/blank", "VACUUM"]).status == 0)
        let octets = try Data(contentsOf: URL(filePath: database))
        #expect(files.createFile(atPath: folder + "/cut", contents: octets.prefix(octets.count / 2)))
        let target = folder + "/restored.sqlite"
        try files.copyItem(atPath: database + ".keys", toPath: target + ".keys")
        let before = try names(in: folder)
        let cases: [(name: String, status: Int32, says: String)] = [
            ("pipe", 65, "is a pipe"), ("folder", 65, "is a folder"), ("empty", 65, "is empty"), ("garbage", 65, "is not a database"),
            ("half.partial", 65, "unfinished copy"), ("other", 65, "is no database of this program"),
            ("blank", 65, "is no database of this program"), ("cut", 65, "is damaged"), ("none", 66, "there is no backup"),
        ]
        for (name, status, says) in cases {
            let refused = try ServiceProcess.run(["restore", "--database", target, "--from", "\(folder)/\(name)"], withinSeconds: 20)
            #expect(refused.status == status && refused.errors.contains(says), "\(name): \(refused)")
            #expect(try names(in: folder) == before, "\(name)")
        }
        // A copy of a database in use lacks what its process has not written yet.
        try service.start()
        let used = try ServiceProcess.run(["restore", "--database", target, "--from", database])
        #expect(used.status == 75 && used.errors.contains("another process has"), "\(used)")
        #expect(service.stop() == 0)
    }

    // MARK: The anchors beside the target

    @Test("the backup of another organiser is refused beside these anchors, unless --without-anchors says so") func refusesForeign() throws
    {
        let service = try ServiceProcess.busy()
        let other = try ServiceProcess()
        _ = try other.makeKey(role: "admin", name: "Anna")
        let copy = service.folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", other.database, "--to", copy]).status == 0)
        for suffix in ["", ".keys"] { try FileManager.default.removeItem(atPath: service.database + suffix) }
        try FileManager.default.copyItem(atPath: other.database + ".keys", toPath: service.database + ".keys")
        let anchors = try text(ofFile: service.database + ".anchors")
        let restore = ["restore", "--database", service.database, "--from", copy]
        for words in [restore, restore + ["--older-than-anchors"]] {
            let refused = try ServiceProcess.run(words)
            #expect(refused.status == 65 && refused.errors.contains("belong to another database"), "\(refused)")
            #expect(!FileManager.default.fileExists(atPath: service.database))
        }
        #expect(try text(ofFile: service.database + ".anchors") == anchors)
        let restored = try ServiceProcess.run(restore + ["--without-anchors"])
        #expect(restored.status == 0, "\(restored)")
        let aside = try #require(try names(in: service.folder).first { $0.contains(".anchors.aside-") })
        #expect(try text(ofFile: "\(service.folder)/\(aside)") == anchors)
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 0, "\(verified)")
    }

    @Test("a backup that lacks rows of the anchors is refused with what would be lost; --older-than-anchors accepts the loss")
    func refusesOlder() throws {
        let county = try County()
        let (folder, database) = (county.service.folder, county.service.database)
        county.service.stop()
        let copy = folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        let ends = try Stored(database: copy).rows("SELECT (SELECT max(sequence) FROM events), (SELECT max(sequence) FROM access_log)")[0]
        try county.service.start()
        for _ in 0..<4 { _ = try county.newClient() }
        county.service.stop()
        let later = try Stored(database: database).column("SELECT max(sequence) FROM events")[0]
        try FileManager.default.moveItem(atPath: database, toPath: folder + "/away.sqlite")
        let restore = ["restore", "--database", database, "--from", copy]
        let refused = try ServiceProcess.run(restore)
        #expect(refused.status == 65 && refused.errors.contains("older than the anchors"), "\(refused)")
        let lost = (Int(later) ?? 0) - (Int(ends[0]) ?? 0)
        let rows = "events: the backup lacks \(lost) rows: rows \((Int(ends[0]) ?? 0) + 1) to \(later), written after 20"
        #expect(lost >= 4 && refused.errors.contains(rows), "\(refused)")
        #expect(refused.errors.contains("access_log: the backup lacks "), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: database))
        let restored = try ServiceProcess.run(restore + ["--older-than-anchors"])
        #expect(restored.status == 0 && restored.errors.contains(rows), "\(restored)")
        let verified = try ServiceProcess.run(["verify", "--database", database])
        #expect(
            verified.status == 0 && verified.output.contains("the restore of") && verified.output.hasSuffix("all holds\n"), "\(verified)")
    }

    // MARK: Interruptions

    @Test("a restore or a backup that is killed leaves a whole file or none, and the next try works") func survivesKill() throws {
        guard ServiceProcess.canTrace else { return }
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let copy = folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        for command in ["backup", "restore"] {
            var killed = 0
            for step in 1...40 where killed == step - 1 {
                let target = "\(folder)/\(command)-\(step).sqlite"
                let words =
                    command == "backup"
                    ? ["backup", "--database", database, "--to", target]
                    : ["restore", "--database", target, "--from", copy, "--key-file", database + ".keys"]
                let ended = try ServiceProcess.disturbed("signal=KILL:when=\(step)", words)
                killed += ended.status == 0 ? 0 : 1
                let isThere = FileManager.default.fileExists(atPath: target)
                let left = try names(in: folder).filter { $0.hasPrefix("\(command)-\(step).") }
                if !isThere {
                    #expect(
                        left.allSatisfy { $0.contains(".partial") || $0.contains(".manifest.json") || $0.hasSuffix(".anchors") },
                        "\(step): \(left)")
                    let again = try ServiceProcess.run(words)
                    #expect(again.status == 0, "\(command) \(step): \(again)")
                }
                // A restore that was killed after its file had its name is on record from the next start on.
                let keys = ["--key-file", database + ".keys"] + (command == "backup" ? ["--without-anchors"] : [])
                let verified = try ServiceProcess.run(["verify", "--database", target] + keys)
                #expect(verified.status == 0 && verified.output.hasSuffix("all holds\n"), "\(command) \(step): \(verified)")
                #expect(try !names(in: folder).contains { $0.contains(".partial") }, "\(command) \(step)")
            }
            #expect((3..<40).contains(killed), "\(command): \(killed) steps")
        }
    }

    @Test("a restore or a backup whose data cannot be made durable ends with 74 and leaves nothing") func reportsFailedSync() throws {
        guard ServiceProcess.canTrace else { return }
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let copy = folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        for command in ["backup", "restore"] {
            var failed = 0
            for step in 1...40 {
                let target = "\(folder)/\(command)-\(step).sqlite"
                let words =
                    command == "backup"
                    ? ["backup", "--database", database, "--to", target]
                    : ["restore", "--database", target, "--from", copy, "--key-file", database + ".keys"]
                let ended = try ServiceProcess.disturbed("error=EIO:when=\(step)", words)
                let isThere = FileManager.default.fileExists(atPath: target)
                if ended.status == 0 {
                    #expect(isThere, "\(command) \(step)")
                    let keys = ["--key-file", database + ".keys", "--without-anchors"]
                    #expect(try ServiceProcess.run(["verify", "--database", target] + keys).status == 0, "\(command) \(step)")
                    continue
                }
                failed += 1
                #expect(ended.status == 74, "\(command) \(step): \(ended)")
                #expect(try !names(in: folder).contains { $0.contains(".partial") }, "\(command) \(step)")
            }
            #expect(failed >= 3, "\(command): \(failed) steps")
        }
    }

    @Test("a restore that could not be put on record is put on record by the next start") func recordsLater() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let copy = folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy]).status == 0)
        #expect(try ServiceProcess.run(["keys", "create", "--database", database, "--role", "admin", "--name", "Anna"]).status == 0)
        try FileManager.default.removeItem(atPath: database)
        let anchors = database + ".anchors"
        try FileManager.default.moveItem(atPath: anchors, toPath: folder + "/anchors")
        try FileManager.default.createDirectory(atPath: anchors, withIntermediateDirectories: false)
        let restored = try ServiceProcess.run(["restore", "--database", database, "--from", copy, "--without-anchors"])
        #expect(restored.status == 73 && restored.errors.contains("is restored, but the restore is not on record yet"), "\(restored)")
        try FileManager.default.removeItem(atPath: anchors)
        try FileManager.default.moveItem(atPath: folder + "/anchors", toPath: anchors)
        try service.start()
        #expect(service.stop() == 0)
        #expect(try text(ofFile: anchors).contains(#""kind":"restore""#))
        let verified = try ServiceProcess.run(["verify", "--database", database])
        #expect(verified.status == 0 && verified.output.hasSuffix("all holds\n"), "\(verified)")
    }
}
