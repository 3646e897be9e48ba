import Foundation
import Testing

/// The process from start to end: locks, signals, crashes.
@Suite struct LifecycleTests {
    // MARK: Starting

    @Test("a second process on the same database ends at once with 75, whatever its command") func locksOut() throws {
        let county = try County()
        let database = county.service.database
        let commands = [
            ["serve", "--database", database, "--listen", "127.0.0.1:0"],
            ["keys", "create", "--database", database, "--role", "admin", "--name", "Toinen"],
            ["verify", "--database", database], ["migrate", "--database", database],
            ["backup", "--database", database, "--to", database + ".copy"],
        ]
        for words in commands {
            let began = ContinuousClock.now
            let refused = try ServiceProcess.run(words)
            #expect(refused.status == 75, "\(words[0]): \(refused)")
            #expect(refused.errors.contains("another process has"))
            #expect(refused.output.isEmpty)
            #expect(ContinuousClock.now - began < .seconds(5))
        }
        try county.worker.get("/v1/me")
        #expect(!FileManager.default.fileExists(atPath: database + ".copy"))
    }

    @Test("an address that others can reach is refused with 78 without --behind-proxy") func refusesPublicBind() throws {
        let service = try ServiceProcess()
        for address in ["0.0.0.0:0", "[::]:0", "[::ffff:0.0.0.0]:0"] {
            let refused = try ServiceProcess.run(["serve", "--database", service.database, "--listen", address])
            #expect(refused.status == 78, "\(refused)")
            #expect(refused.errors.contains("--behind-proxy"))
        }
        #expect(!FileManager.default.fileExists(atPath: service.database))
        let behind = try ServiceProcess(arguments: ["--listen", "127.0.0.2:0", "--behind-proxy"])
        try behind.start()
        #expect(behind.base.hasPrefix("http://127.0.0.2:"))
        #expect(behind.stop() == 0)
    }

    @Test("a configuration that cannot work is refused with the exit code of its kind") func refusesConfiguration() throws {
        let service = try ServiceProcess()
        let garbage = service.folder + "/garbage.sqlite"
        try String(repeating: "this is no database\n", count: 500).write(toFile: garbage, atomically: true, encoding: .utf8)
        let serve = ["serve", "--database"]
        #expect(try ServiceProcess.run(serve + [service.database, "--listen", "nowhere"]).status == 64)
        #expect(try ServiceProcess.run(serve + [service.database, "--listen", "127.0.0.1:99999"]).status == 64)
        #expect(try ServiceProcess.run(["serve"]).status == 64)
        // Without the option a caller has the default limit.
        #expect(try ServiceProcess.run(["serve", "--help"]).output.contains("(default: 1000)"))
        #expect(try ServiceProcess.run(serve + [garbage, "--listen", "127.0.0.1:0"]).status == 65)
        #expect(try ServiceProcess.run(serve + [service.folder + "/no/such/place.sqlite", "--listen", "127.0.0.1:0"]).status == 73)
        for command in ["verify", "backup"] {
            let words =
                [command, "--database", service.folder + "/none.sqlite"] + (command == "backup" ? ["--to", service.folder + "/x"] : [])
            #expect(try ServiceProcess.run(words).status == 66)
        }
        let key = ["keys", "create", "--database", service.database, "--name", "Sari", "--role"]
        #expect(try ServiceProcess.run(key + ["boss"]).status == 64)
        #expect(try ServiceProcess.run(key + ["client"]).status == 64)
        #expect(try ServiceProcess.run(key + ["client", "--client", "01980000-0000-7000-8000-000000000000"]).status == 66)
        let nobody = "01980000-0000-7000-8000-000000000000"
        #expect(try ServiceProcess.run(key + ["representative", "--client", nobody]).status == 64)
        #expect(try ServiceProcess.run(key + ["client", "--client", nobody, "--representative", nobody]).status == 64)
        #expect(try ServiceProcess.run(key + ["representative", "--client", nobody, "--representative", nobody]).status == 66)
        let first = try ServiceProcess()
        try first.start()
        let port = first.base.split(separator: ":").last ?? ""
        #expect(try ServiceProcess.run(serve + [service.database, "--listen", "127.0.0.1:\(port)"]).status == 69)
    }

    @Test("the database, its journal and its lock are readable by their owner only") func keepsFilesPrivate() throws {
        let county = try County()
        for name in try FileManager.default.contentsOfDirectory(atPath: county.service.folder) where name.hasPrefix("avain.sqlite") {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(county.service.folder)/\(name)")[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test("a database of a newer program is refused with 78, and one with another history with 65; neither is changed")
    func refusesOtherSchemas() throws {
        let service = try ServiceProcess()
        _ = try service.makeKey(role: "admin", name: "Anna")
        try sqlite(service, "INSERT INTO migrations (number, name, checksum) VALUES (9999, 'from_the_future', 'x')")
        let newer = try ServiceProcess.run(["serve", "--database", service.database, "--listen", "127.0.0.1:0"])
        #expect(newer.status == 78)
        #expect(newer.errors.contains("9999"))
        try sqlite(service, "DELETE FROM migrations WHERE number = 9999; UPDATE migrations SET checksum = 'x' WHERE number = 1")
        let other = try ServiceProcess.run(["migrate", "--database", service.database])
        #expect(other.status == 65)
        #expect(try sqlite(service, "SELECT count(*) FROM access_keys") == "1\n")
    }

    @Test("without --test-clock a request that sets its time is refused") func refusesTestClock() throws {
        let service = try ServiceProcess(arguments: [])
        let token = try service.makeKey(role: "social_worker", name: "Sari")
        try service.start()
        let caller = Caller(service: service, curl: Curl(), token: token, name: "Sari")
        let refused = try caller.get("/v1/me", expecting: 400, at: "2026-06-30")
        #expect(refused.errors == ["X-Test-Now": "test_clock_off"])
        try caller.send("GET", "/v1/me", nil, expecting: 200, at: nil)
        try caller.send("GET", "/health", nil, expecting: 200, at: nil)
        #expect(try County.shared.worker.get("/v1/me", expecting: 400, at: "2026-06-31T09:00:00Z").errors == ["X-Test-Now": "wrong_form"])
    }

    // MARK: Ending

    @Test("SIGTERM finishes the running requests and ends with 0 in time, and no acknowledged write is lost (row 86)") func drains() throws
    {
        let county = try County()
        try county.worker.get("/v1/me")
        let writing = Writing(county, threads: 8)
        try writing.wait(forWrites: 60)
        let began = ContinuousClock.now
        #expect(county.service.stop() == 0)
        #expect(ContinuousClock.now - began < .seconds(7))
        let acknowledged = writing.stop()
        try county.service.start()
        #expect(try missing(acknowledged, county) == [])
        #expect(county.service.stop() == 0)
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
    }

    @Test("a SIGTERM at the moment the service begins to listen is not lost") func stopsAtOnce() throws {
        let service = try ServiceProcess()
        for _ in 0..<8 {
            try service.start()
            #expect(service.stop() == 0)
        }
    }

    @Test("after kill -9, three times, every acknowledged write is there and the chains hold (row 86)")
    func survivesKill() throws {
        let county = try County()
        var acknowledged: Set<String> = []
        for round in 1...3 {
            let writing = Writing(county, threads: 8)
            try writing.wait(forWrites: 100)
            county.service.kill()
            let now = writing.stop()
            #expect(now.count >= 100)
            #expect(acknowledged.isDisjoint(with: now))
            acknowledged.formUnion(now)
            let verified = try ServiceProcess.run(["verify", "--database", county.service.database])
            #expect(verified.status == 0 && verified.output == "all holds\n", "round \(round): \(verified)")
            try county.service.start()
            #expect(try missing(acknowledged, county) == [], "round \(round)")
        }
        // A write that was not acknowledged is there completely or not at all: client and event together.
        county.service.stop()
        let halves = """
            SELECT (SELECT count(*) FROM clients) - (SELECT count(*) FROM events WHERE noun = 'client' AND verb = 'created')
            """
        #expect(try sqlite(county.service, halves) == "0\n")
    }

    // MARK: Verifying

    @Test("verify accepts what the service wrote, and the logs refuse UPDATE and DELETE (A20, row 75)") func verifies() throws {
        let service = try ServiceProcess.busy()
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 0 && verified.output == "all holds\n")
        for table in ["events", "access_log"] {
            for change in ["UPDATE \(table) SET at = at + 1 WHERE sequence = 2", "DELETE FROM \(table)"] {
                let refused = try ServiceProcess.run(program: "/usr/bin/sqlite3", [service.database, change])
                #expect(refused.status != 0 && refused.errors.contains("only grow"), "\(change)")
            }
        }
    }

    @Test(
        "verify names the row that was changed, and how (A20, row 116)",
        arguments: [
            ("events", "UPDATE events SET verb = 'withdrawn' WHERE sequence = 5", "row 5 was edited"),
            (
                "events", "UPDATE events SET user_id = (SELECT user_id FROM events WHERE sequence = 1) || 'x' WHERE sequence = 3",
                "row 3 was edited"
            ),
            ("events", "UPDATE events SET at = at + 1 WHERE sequence = 1", "row 1 was edited"),
            ("events", "UPDATE events SET reason = '' WHERE sequence = 4", "row 4 was edited"),
            ("events", "DELETE FROM events WHERE sequence = 4", "row 4 is missing"),
            ("access_log", "UPDATE access_log SET operation = 'health' WHERE sequence = 2", "row 2 was edited"),
            ("access_log", "UPDATE access_log SET client_ids = zeroblob(16) WHERE sequence = 3", "row 3 was edited"),
            ("access_log", "UPDATE access_log SET hash = zeroblob(32) WHERE sequence = 4", "row 4: the hash was overwritten"),
            ("access_log", "DELETE FROM access_log WHERE sequence < 3", "rows 1 to 2 are missing"),
            ("access_log", "DELETE FROM access_log WHERE sequence > 4", "missing at the end"),
            (
                "access_log",
                "UPDATE access_log SET sequence = -1 WHERE sequence = 2; UPDATE access_log SET sequence = 2 WHERE sequence = 3; "
                    + "UPDATE access_log SET sequence = 3 WHERE sequence = -1", "row 2 was exchanged"
            ),
        ])
    func findsTampering(table: String, change: String, told: String) throws {
        let service = try ServiceProcess.busy()
        try sqlite(service, "DROP TRIGGER \(table)_keep; DROP TRIGGER \(table)_keep_all; \(change)")
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 65)
        let lines = verified.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("\(table): ") && $0.contains(told) }, "\(verified.output)")
        // The triggers that forbid the change were removed first.
        #expect(lines.contains("schema: trigger \(table)_keep is missing"), "\(verified.output)")
    }

    @Test("verify needs the anchors unless an option says otherwise, and finds lines that were edited or removed")
    func verifiesAnchors() throws {
        let service = try ServiceProcess.busy()
        let anchors = service.database + ".anchors"
        let lines = try text(ofFile: anchors).split(separator: "\n").map(String.init)
        #expect(lines.count >= 4)
        let verify = ["verify", "--database", service.database]
        func verified(_ lines: [String]) throws -> ServiceProcess.Finished {
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: anchors))
            return try ServiceProcess.run(verify)
        }
        // The database keeps the newest line.
        #expect(try verified(Array(lines.dropLast())).output == "all holds\n")
        let last = lines.count
        let cut = try verified(Array(lines.dropLast(2)))
        #expect(cut.output.hasPrefix("anchors: lines \(last - 1) to \(last) are missing at the end\n"), "\(cut)")
        let edited = try verified(lines.enumerated().map { $0 == 1 ? $1.replacing("\"row\":", with: "\"row\":1") : $1 })
        #expect(edited.status == 65 && edited.output == "anchors: line 2 was edited\n", "\(edited)")
        // An incomplete line after a crash does not count.
        try Data((lines.joined(separator: "\n") + "\n{\"line\":").utf8).write(to: URL(filePath: anchors))
        #expect(try ServiceProcess.run(verify).output == "all holds\n")
        let copy = service.folder + "/copied-away"
        try FileManager.default.moveItem(atPath: anchors, toPath: copy)
        let without = try ServiceProcess.run(verify)
        #expect(without.status == 65 && without.output.contains("missing at the end"), "\(without)")
        #expect(try ServiceProcess.run(verify + ["--without-anchors"]).output == "all holds\n")
        #expect(try ServiceProcess.run(verify + ["--anchors", copy]).output == "all holds\n")
        #expect(try ServiceProcess.run(verify + ["--anchors", copy + "2"]).status == 66)
        // Serving again does not hide that they are missing.
        try service.start()
        service.stop()
        let later = try ServiceProcess.run(verify)
        // The newest of them was in the database as well.
        #expect(later.output == "anchors: lines 1 to \(lines.count - 1) are missing\n", "\(later)")
    }

    @Test("anchors are written while the service runs, and a row added by hand between a stop and a start is found (row 116)")
    func anchorsWhileServing() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--anchor-every", "1"])
        let caller = Caller(
            service: service, curl: Curl(), token: try service.makeKey(role: "admin", name: "Anna", unit: "Vammaispalvelut"), name: "Anna")
        try service.start()
        let anchors = service.database + ".anchors"
        func kinds() throws -> [String] {
            try text(ofFile: anchors).split(separator: "\n").map { line in
                String(line.split(separator: "\"kind\":\"").last?.prefix { $0 != "\"" } ?? "")
            }
        }
        #expect(try kinds() == ["open", "close", "open"])
        let watch = try FileWatch(anchors)
        try caller.post("/v1/admin/keys", ["role": "auditor", "name": "Tauno", "unit": "Vammaispalvelut"])
        try watch.wait(withinSeconds: 30) { try kinds().count >= 4 }
        #expect(try kinds() == ["open", "close", "open", "serving"])
        service.kill()
        try caller.service.start()
        service.stop()
        #expect(try kinds() == ["open", "close", "open", "serving", "open", "close"])
        let verify = ["verify", "--database", service.database]
        #expect(try ServiceProcess.run(verify).output == "all holds\n")
        let newest = try sqlite(service, "SELECT max(sequence) FROM events").dropLast()
        let columns = "at, user_id, role, client_id, case_id, noun, noun_id, verb, from_state, to_state, reason, hash"
        try sqlite(service, "INSERT INTO events (sequence, \(columns)) SELECT \(newest) + 1, \(columns) FROM events WHERE sequence = 1")
        let added = try ServiceProcess.run(verify)
        #expect(added.output.contains("events: row \((Int(newest) ?? 0) + 1) was added while the service was stopped"), "\(added)")
    }

    @Test("anchors that cannot be written are reported, and stop nothing") func servesWithoutAnchors() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--anchor-every", "1"])
        let token = try service.makeKey(role: "social_worker", name: "Sari")
        let anchors = service.database + ".anchors"
        try FileManager.default.removeItem(atPath: anchors)
        try FileManager.default.createDirectory(atPath: anchors, withIntermediateDirectories: false)
        try service.start()
        try Caller(service: service, curl: Curl(), token: token, name: "Sari").get("/v1/me")
        #expect(service.stop() == 0)
        #expect(service.errors.contains("could not be copied out of the database"), "\(service.errors)")
    }

    @Test("verify finds a page that was overwritten") func findsDamage() throws {
        let service = try ServiceProcess.busy()
        let file = try #require(FileHandle(forUpdatingAtPath: service.database))
        let page = try #require(Int(try sqlite(service, "SELECT rootpage FROM sqlite_master WHERE name = 'clients'").dropLast()))
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 65, "\(verified)")
        #expect(verified.output.contains("clients: cannot be read"), "\(verified)")
        // What can be read is verified all the same.
        #expect(!verified.output.contains("cases: "), "\(verified)")
    }

    // MARK: Helpers

    @discardableResult
    private func sqlite(_ service: ServiceProcess, _ script: String) throws -> String {
        let done = try ServiceProcess.run(program: "/usr/bin/sqlite3", [service.database, script])
        guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
        return done.output
    }

    /// The ids of the clients that are missing.
    private func missing(_ ids: Set<String>, _ county: County) throws -> [String] {
        let there = Set(try county.worker.all("/v1/clients").compactMap { $0["id"].string })
        return ids.subtracting(there).sorted()
    }
}
