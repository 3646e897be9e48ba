import Foundation
import JSON
import Testing

/// Backups that are made while the service runs, and drills (row 115).
@Suite struct BackupTests {
    // MARK: On request

    @Test("a backup made under load contains every write acknowledged before its start, and restores (row 115)") func backsUpUnderLoad()
        throws
    {
        let county = try County()
        let (folder, database) = (county.service.folder, county.service.database)
        let writing = Writing(county, threads: 4)
        for round in 1...3 {
            try writing.wait(forWrites: round * 60)
            let acknowledged = writing.acknowledgedSoFar
            let backup = try county.admin.backup()
            #expect(backup["state"] == "done" && backup["verdict"] == "good" && backup["fault"].isNull, "\(backup)")
            let file = "\(database).backups/\(try #require(backup["file"].string))"
            #expect(try mode(of: file) == 0o600)
            let octets = try Data(contentsOf: URL(filePath: file))
            #expect(octets.count == backup["size"].int)
            let digest = try ServiceProcess.run(program: "/usr/bin/sha256sum", [file]).output.prefix(64)
            #expect(String(digest) == backup["digest"].string)
            let restored = "\(folder)/restored-\(round).sqlite"
            let restore = ["restore", "--database", restored, "--from", file, "--key-file", database + ".keys"]
            let done = try ServiceProcess.run(restore)
            #expect(done.status == 0, "\(done)")
            let there = Set(try Stored(database: restored).column("SELECT id FROM clients"))
            #expect(acknowledged.subtracting(there) == [], "round \(round)")
            let verified = try ServiceProcess.run(["verify", "--database", restored, "--key-file", database + ".keys"])
            #expect(verified.status == 0 && verified.output.hasSuffix("all holds\n"), "\(verified)")
        }
        _ = writing.stop()
        #expect(try names(in: database + ".backups").allSatisfy { !$0.contains(".partial") })
        #expect(try mode(of: database + ".backups") == 0o700)
        // SQLite's locks on the file are still there: nothing has closed another descriptor of it.
        let locks = try ServiceProcess.run(program: "/bin/cat", ["/proc/locks"]).output
        let inode = try #require(try FileManager.default.attributesOfItem(atPath: database)[.systemFileNumber] as? Int)
        let pid = try #require(county.service.pid)
        let held = locks.split(separator: "\n").filter { $0.contains(" \(pid) ") && $0.contains(":\(inode) ") }
        #expect(held.contains { $0.contains("FLOCK") && $0.contains("WRITE") } && held.contains { $0.contains("POSIX") }, "\(held)")
    }

    @Test("backups are listed with age, size, digest and verdict, survive a restart, and are one at a time (row 115)") func listsBackups()
        throws
    {
        let county = try County()
        #expect(try county.admin.get("/v1/admin/backups").items == [])
        let first = try county.admin.backup()
        let second = try county.admin.backup()
        let list = try county.admin.get("/v1/admin/backups?count=exact")
        #expect(list.items.map { $0["id"] } == [first["id"], second["id"]] && list["total"].int == 2)
        #expect(try county.admin.all("/v1/admin/backups", limit: 1).map { $0["id"] } == [first["id"], second["id"]])
        let later = try county.admin.get(first.path, at: "2099-01-01")
        #expect(try #require(later["ageSeconds"].int) > 86_400 && later["requestedBy"] == county.admin.get("/v1/me")["id"])
        #expect(county.service.stop() == 0)
        try county.service.start()
        #expect(try county.admin.get("/v1/admin/backups").items == list.items)
        // A rehearsal makes nothing, and who may not make backups does not see them.
        try county.admin.post("/v1/admin/backups", [:], headers: ["Prefer": "dry-run"])
        #expect(try county.admin.get("/v1/admin/backups").items.count == 2)
        for caller in [county.worker, county.finance, county.auditor, county.dataProtectionOfficer] {
            try caller.get("/v1/admin/backups", expecting: 403)
            try caller.post("/v1/admin/backups", [:], expecting: 403)
        }
        try county.admin.get("/v1/admin/backups/01980000-0000-7000-8000-000000000000", expecting: 404)
        #expect(try county.nobody.get("/ready")["backup"]["outcome"] == "done")
    }

    @Test("a manifest says what a backup is, and a restore compares it (row 115)") func comparesManifest() throws {
        let county = try County()
        _ = try county.newClient()
        let backup = try county.admin.backup()
        let database = county.service.database
        let file = "\(database).backups/\(try #require(backup["file"].string))"
        let manifest = try JSONReader.read(Array(try text(ofFile: file + ".manifest.json").utf8))
        #expect(manifest["digest"] == backup["digest"] && manifest["size"] == backup["size"] && manifest["id"] == backup["id"])
        #expect(manifest["anchor"].string?.contains(#""database":"\#(manifest["database"].string ?? "?")""#) == true)
        #expect(manifest["keyVersion"] == 1 && manifest["schemaStep"].int.map { $0 >= 15 } == true)
        #expect(manifest["heads"].array.map { $0["table"] } == ["events", "access_log", "ledger_entries", "row_digests"])
        #expect(county.service.stop() == 0)
        // One octet of a text is another.
        let restored = county.service.folder + "/restored.sqlite"
        let restore = ["restore", "--database", restored, "--from", file, "--key-file", database + ".keys"]
        var octets = try Data(contentsOf: URL(filePath: file))
        octets[octets.count - 1] ^= 1
        try octets.write(to: URL(filePath: file))
        let changed = try ServiceProcess.run(restore)
        #expect(changed.status == 65 && changed.errors.contains("has changed since it was made"), "\(changed)")
        #expect(!FileManager.default.fileExists(atPath: restored))
        octets[octets.count - 1] ^= 1
        try octets.write(to: URL(filePath: file))
        #expect(try ServiceProcess.run(restore).status == 0)
    }

    // MARK: By schedule

    @Test("the schedule makes backups, keeps the wanted number, and tries the newest; the ages are in /ready (row 115)")
    func keepsSchedule() throws {
        let place = try ServiceProcess()
        let backups = place.folder + "/elsewhere"
        try FileManager.default.createDirectory(
            atPath: backups, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        func service(_ schedule: [String]) throws -> ServiceProcess {
            try ServiceProcess(database: place.database, in: place.folder, arguments: ["--backup-to", backups] + schedule)
        }
        let often = ["--backup-every", "0.0002", "--backup-keep", "2", "--drill-every", "0.0002"]
        let scheduled = try service(often)
        let token = try scheduled.makeKey(role: "admin", name: "Anna", unit: "Vammaispalvelut")
        let watch = try FolderWatch(backups)
        try scheduled.start()
        for _ in 0..<4 { try watch.wait(withinSeconds: 60) { $0.hasSuffix(".sqlite") } }
        try watch.wait(withinSeconds: 60) { $0 == "drills.json" }
        try watch.wait(withinSeconds: 60) { $0 == "drills.json" }
        let admin = Caller(service: scheduled, curl: Curl(), token: token, name: "Anna")
        let ready = try admin.send("GET", "/ready", nil, expecting: 200, at: nil)
        #expect(ready["status"] == "ready" && ready["backup"]["outcome"] == "done" && ready["drill"]["outcome"] == "good", "\(ready)")
        for part in ["backup", "drill"] { #expect(ready[part]["ageSeconds"].int.map { (0..<60).contains($0) } == true, "\(ready)") }
        #expect(scheduled.stop() == 0)
        let files = try names(in: backups).filter { $0.hasSuffix(".sqlite") }
        // The service may have been stopped before it removed the oldest.
        #expect((2...3).contains(files.count), "\(files)")
        #expect(!scheduled.errors.contains(#""level":"error""#), "\(scheduled.errors)")

        // A drill finds what has changed in a backup, and everybody is told.
        let newest = "\(backups)/\(try #require(files.last))"
        var octets = try Data(contentsOf: URL(filePath: newest))
        octets[octets.count / 2] ^= 0xFF
        try octets.write(to: URL(filePath: newest))
        let failed = try ServiceProcess.run(["drill", "--database", place.database, "--backups", backups])
        #expect(failed.status == 65 && failed.output.contains("has changed since it was made"), "\(failed)")
        let again = try service([])
        try again.start()
        let asked = Caller(service: again, curl: Curl(), token: token, name: "Anna")
        let told = try asked.send("GET", "/ready", nil, expecting: 200, at: nil)
        #expect(told["status"] == "ready" && told["drill"]["outcome"] == "faulty", "\(told)")
        let verdicts = try asked.send("GET", "/v1/admin/backups", nil, expecting: 200, at: nil).items.compactMap { $0["verdict"].string }
        #expect(verdicts.last == "faulty" && verdicts.first == "good", "\(verdicts)")
        #expect(again.stop() == 0)
    }

    @Test("avain drill proves the newest backup while the service runs, and leaves nothing behind (row 115)") func drills() throws {
        let county = try County()
        let database = county.service.database
        let none = try ServiceProcess.run(["drill", "--database", database])
        #expect(none.status == 66, "\(none)")
        let backup = try county.admin.backup()
        let before = try names(in: database + ".backups")
        let drill = try ServiceProcess.run(["drill", "--database", database])
        #expect(drill.status == 0 && drill.output.contains("restored \(backup["file"].string ?? "?") aside: all holds"), "\(drill)")
        #expect(try names(in: database + ".backups") == (before + ["drills.json"]).sorted())
        let refused = try ServiceProcess.run(["backup", "--database", database, "--to", database + ".copy"])
        #expect(refused.status == 75 && refused.errors.contains("POST /v1/admin/backups"), "\(refused)")
        let checked = try county.admin.get(backup.path)
        #expect(checked["verdict"] == "good")
    }

    // MARK: Interruptions

    @Test("half a backup never has a final name: killed at any step, the next start removes the rest (row 115)") func survivesKill() throws
    {
        let county = try County()
        let folder = county.service.database + ".backups"
        _ = try county.admin.backup()
        for round in 0..<4 {
            let watch = try FolderWatch(folder)
            let asked = try county.admin.post("/v1/admin/backups", [:])
            // The file, the manifest, or neither is being written.
            let sign = [".partial", ".manifest.json.new", "", ".partial"][round]
            try watch.wait(withinSeconds: 30) { $0.hasSuffix(sign) }
            county.service.kill()
            for name in try names(in: folder) where name.hasSuffix(".sqlite") {
                #expect(try names(in: folder).contains(name + ".manifest.json"), "\(name)")
            }
            try county.service.start()
            #expect(try !names(in: folder).contains { $0.contains(".partial") })
            let ended = try county.admin.get(asked.path)
            let isDone = ended["state"] == "done" && ended["verdict"] == "good"
            let isInterrupted = ended["state"] == "failed" && ended["fault"] == "interrupted"
            #expect(isDone || isInterrupted, "\(ended)")
        }
        #expect(try county.admin.backup()["state"] == "done")
    }

    @Test("a backup that finds no space fails and says so; the service goes on, and the next one works (row 115)") func reportsFullDisk()
        throws
    {
        // A limit on the size of files stands in for a full disk: the copy may not grow, and the log of a fresh start is still short.
        let county = try County()
        #expect(county.service.stop() == 0)
        try county.service.start()
        let pid = try #require(county.service.pid)
        func limit(_ octets: String) throws -> Int32 {
            try ServiceProcess.run(program: "/usr/bin/prlimit", ["--pid", "\(pid)", "--fsize=\(octets):unlimited"]).status
        }
        #expect(try limit("400000") == 0)
        let failed = try county.admin.backup()
        #expect(failed["state"] == "failed" && !failed["fault"].isNull, "\(failed)")
        #expect(try limit("unlimited") == 0)
        _ = try county.newClient()
        #expect(try county.admin.backup()["state"] == "done")
        let ready = try county.nobody.get("/ready")
        #expect(ready["status"] == "ready" && ready["backup"]["outcome"] == "done", "\(ready)")
    }

    @Test("a stop does not wait for a backup") func stopsAtOnce() throws {
        let county = try County()
        try county.admin.post("/v1/admin/backups", [:])
        let began = ContinuousClock.now
        #expect(county.service.stop() == 0)
        #expect(ContinuousClock.now - began < .seconds(6))
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
    }
}
