import Foundation
import JSON
import Synchronization
import Testing

/// Row 76 and encryption at rest (Docs/decisions/0013-national-ids-at-rest.md): no file keeps a readable national id (TSL 29 §).
@Suite struct HetuAtRestTests {
    /// The forms to search for: as sent, in lower case, and without the sign.
    private static func forms(_ hetu: String) -> [String] { [hetu, hetu.lowercased(), hetu.replacing("-", with: "")] }

    @Test("no file holds a trace of a national id: not the database, its log, its copies or the service's output (I9, A22, row 76)")
    func leavesNoTrace() throws {
        let county = try County()
        var used: [String] = []
        func new() -> String {
            used.append(county.newHetu())
            return used.last ?? ""
        }
        // Registered, refused, dry run, replayed and searched for.
        let worker = county.worker
        for number in 0..<20 {
            let key = ["Idempotency-Key": "rekisteriin-\(number)"]
            let body = county.clientBody(hetu: new())
            try worker.post("/v1/clients", body, headers: key)
            let again = try worker.post("/v1/clients", body, headers: key)
            #expect(again.headers["Idempotency-Replayed"] == "true")
            try worker.post("/v1/clients", county.clientBody(hetu: new()), expecting: 422, headers: key)
            try worker.post("/v1/clients", body, expecting: 409)
            try worker.post("/v1/clients", county.clientBody(hetu: new()), headers: ["Prefer": "dry-run"])
            try worker.post("/v1/clients", county.clientBody(hetu: new()).with("municipality", "999"), expecting: 422)
            let search: JSONValue = ["hetu": .string(used.randomElement() ?? "")]
            try worker.post("/v1/clients/search", search, expecting: 200, headers: ["Idempotency-Key": "haku-\(number)"])
            try worker.post("/v1/clients/search", ["hetu": .string(new())], expecting: 200)
        }
        let wrong = "\(new().dropLast())?"
        try worker.post("/v1/clients", county.clientBody(hetu: wrong), expecting: 422)
        let client = try county.newClient(["hetu": .string(new())])
        try worker.patch(client.path, ["phone": "040 123 4567"])
        try worker.post(
            "/v1/intakes",
            [
                "client": county.clientBody(hetu: new()),
                "case": ["regionalModel": .string(County.model), "contactAt": "2026-03-02", "channel": "phone", "applicantRole": "client"],
            ])
        // Where a national id does not belong, it is refused or not kept.
        try worker.get("/v1/clients/\(new())", expecting: 404)
        try worker.get("/v1/clients?name=\(new())")
        try worker.get("/v1/clients?\(new())=1", expecting: 400)
        try worker.get("/v1/me", expecting: 400, headers: ["X-Purpose": "haku \(new())"])
        let renamed = try worker.get(client.path, headers: ["X-Request-Id": new()])
        #expect(renamed.headers["Request-Id-Replaced"] == "third_person_data")
        // An idempotency key is marked, whatever it holds.
        for _ in 0..<3 {
            let (key, body) = (["Idempotency-Key": new()], county.clientBody())
            try worker.post("/v1/clients", body, headers: key)
            #expect(try worker.post("/v1/clients", body, headers: key).headers["Idempotency-Replayed"] == "true")
            try worker.post("/v1/clients", county.clientBody(), expecting: 422, headers: key)
            try worker.post("/v1/clients", ["familyName": "Virtanen"], expecting: 422, headers: ["Idempotency-Key": new()])
            try worker.get("/v1/me", headers: ["Idempotency-Key": new()])
        }
        try county.nobody.post("/v1/clients", county.clientBody(hetu: new()), expecting: 401)
        // Service data: accepted, held, held and later resolved, duplicate, changed, invalid, and as lines.
        let money = try county.moneyCase()
        used.append(money.hetu)
        _ = try money.agree()
        func told(_ hetu: String, _ changes: JSONValue = [:]) -> JSONValue {
            money.row(money.event(), ["clientRef": ["hetu": .string(hetu)]]).merged(changes)
        }
        let later = new()
        let rows: [(row: JSONValue, code: String?)] = [
            (told(money.hetu), nil), (told(later), "unknown_client"), (told(new()), "unknown_client"),
            (told(money.hetu, ["serviceTypeCode": .string(new())]), "third_person_data"),
            (told(money.hetu, ["eventId": .string(new())]), "third_person_data"),
            (told(money.hetu, ["corrects": .string(new())]), "third_person_data"),
            (told("x").with("clientRef", ["clientNumber": .string(new())]), "third_person_data"),
            (told(money.hetu).with(new(), 1), "unknown_member"), (told("\(new().dropLast())?"), "hetu_wrong_form"),
        ]
        let receipt = try money.push(rows.map(\.row))
        #expect(receipt.items.map { $0["code"].string } == rows.map(\.code), "\(receipt)")
        #expect(try money.push([rows[0].row]).items[0]["outcome"] == "duplicate")
        let changed = rows[0].row.with("clientRef", ["hetu": .string(new())])
        #expect(try money.push([changed]).items[0]["code"] == "event_changed")
        let lines = [told(money.hetu), told(new())].map(\.octets).joined(separator: [0x0A])
        try county.system.send(
            "POST", "/v1/service-data/imports", Array(lines), expecting: 200, headers: ["Content-Type": "application/x-ndjson"])
        try worker.post("/v1/clients", county.clientBody(hetu: later))
        let held = receipt.items[1]["actualId"].string ?? ""
        let resolved = try county.finance.post(
            "/v1/service-data/held/\(held)/resolve", ["decision": "retry", "reason": "asiakas on nyt rekisterissä"], expecting: 200,
            headers: ["If-Match": try county.finance.get("/v1/service-data/actuals/\(held)").etag ?? ""])
        #expect(resolved["hold"] == "no_agreement" && resolved["clientId"].string != nil)
        // Killed, so that the write-ahead log is in the state of a running service.
        county.service.kill()
        let texts = Set(used).flatMap(HetuAtRestTests.forms)
        #expect(used.count > 100)
        let atWork = try StoredOctets(folder: county.service.folder)
        #expect(Set(atWork.files.map(\.name)).isSuperset(of: ["avain.sqlite", "avain.sqlite-wal", "avain.sqlite.keys", "errors.txt"]))
        #expect(atWork.files.contains { $0.name == "avain.sqlite-wal" && $0.octets.count > 100_000 })
        #expect(atWork.holding(texts) == [])
        // Other words of the same rows are found, so the search looks in the right files.
        #expect(atWork.holding(["Ääkkönen", "\(used[0].prefix(7))***"]).count >= 2)
        let copy = county.service.folder + "/copy.sqlite"
        #expect(try ServiceProcess.run(["backup", "--database", county.service.database, "--to", copy]).status == 0)
        let verified = try ServiceProcess.run(["verify", "--database", county.service.database])
        #expect(verified.output == "all holds\n", "\(verified)")
        #expect(try StoredOctets(folder: county.service.folder).holding(texts) == [])
        let key = try String(contentsOfFile: county.service.database + ".keys", encoding: .utf8).split(separator: "\n").last ?? ""
        let octets = try #require(HetuAtRestTests.octets(key))
        for file in try StoredOctets(folder: county.service.folder).files where file.name != "avain.sqlite.keys" {
            #expect(file.octets.range(of: octets) == nil && file.octets.range(of: Data(key.utf8.dropFirst(2))) == nil, "\(file.name)")
        }
    }

    /// The key on a line of the key file.
    private static func octets(_ line: Substring) -> Data? {
        let digits = line.split(separator: " ").last?.compactMap(\.hexDigitValue) ?? []
        guard digits.count == 64 else { return nil }
        return Data(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    /// Turns a database back to before migration 12, as far as the tests need it: with readable national ids.
    static func makeOlder(_ database: String) throws -> [String] {
        func sqlite(_ script: String) throws -> String {
            let done = try ServiceProcess.run(program: "/usr/bin/sqlite3", [database, script])
            guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
            return done.output
        }
        let ids = try sqlite("SELECT id FROM clients ORDER BY id").split(separator: "\n")
        let hetus = ids.indices.map { County.hetu(number: $0) }
        let plain = zip(ids, hetus).map { "UPDATE clients SET hetu = '\($1)' WHERE id = '\($0)';" }.joined()
        _ = try sqlite(
            """
            DROP TRIGGER told_actuals_keep;
            ALTER TABLE clients RENAME COLUMN hetu_mark TO hetu;
            ALTER TABLE clients DROP COLUMN hetu_masked;
            ALTER TABLE clients DROP COLUMN hetu_sealed;
            ALTER TABLE actuals RENAME COLUMN client_hetu_masked TO client_hetu;
            ALTER TABLE actuals DROP COLUMN client_hetu_sealed;
            DROP TABLE hetu_keys;
            DROP TABLE hetu_key_rotations;
            DELETE FROM migrations WHERE number = 12;
            \(plain)
            UPDATE actuals SET client_hetu = '\(hetus[0])' WHERE id = (SELECT min(id) FROM actuals);
            CREATE TRIGGER told_actuals_keep BEFORE UPDATE ON actuals WHEN NEW.client_hetu IS NOT OLD.client_hetu
            BEGIN SELECT RAISE(ABORT, 'what a source told does not change'); END;
            PRAGMA wal_checkpoint(TRUNCATE);
            """)
        try? FileManager.default.removeItem(atPath: database + ".keys")
        return hetus
    }

    @Test("the first command that opens an older database seals its ids; the copy made before is readable by its owner only (I9)")
    func sealsOlder() throws {
        let service = try ServiceProcess()
        try OlderRelease.makeDatabase(service.database)
        let hetus = try HetuAtRestTests.makeOlder(service.database)
        let count = hetus.count
        #expect(count == OlderRelease.clients)
        #expect(try StoredOctets(folder: service.folder).holding(hetus).count == count)
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "Vammaispalvelut, itä")
        let files = try StoredOctets(folder: service.folder)
        let copies = files.files.map(\.name).filter { $0.contains(".before-migration-") }
        #expect(copies.count == 1)
        let copy = "\(service.folder)/\(copies.first ?? "")"
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        let holding = files.holding(hetus)
        #expect(holding.count == count && holding.allSatisfy { $0.contains(".before-migration-") }, "\(holding)")
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).output == "all holds\n")
        try service.start()
        let worker = Caller(service: service, curl: Curl(), token: token, name: "Sari")
        for hetu in hetus.prefix(5) {
            let found = try worker.post("/v1/clients/search", ["hetu": .string(hetu)], expecting: 200).items
            #expect(found.map { $0["hetuMasked"].string } == ["\(hetu.prefix(7))***"])
        }
        service.stop()
        // When the old copy is restored, it is sealed on the way, and no further copy is made.
        let restored = service.folder + "/restored.sqlite"
        let restoring = try ServiceProcess.run(["restore", "--database", restored, "--from", copy])
        #expect(restoring.status == 0, "\(restoring)")
        #expect(try StoredOctets(folder: service.folder).holding(hetus).count == count)
    }

    // MARK: The key file

    @Test(
        "every command refuses with 78 a database whose key file is missing, readable by others, damaged or wrong, and changes nothing")
    func needsItsKey() throws {
        let county = try County()
        _ = try county.newClient()
        #expect(county.service.stop() == 0)
        let database = county.service.database
        let keys = database + ".keys"
        let files = FileManager.default
        let good = try String(contentsOfFile: keys, encoding: .utf8)
        #expect(try files.attributesOfItem(atPath: keys)[.posixPermissions] as? Int == 0o600)
        let before = try Data(contentsOf: URL(filePath: database))
        let zeros = String(repeating: "0", count: 64)
        let cases: [(text: String?, mode: Int, says: String)] = [
            (nil, 0o600, "there is no key file"), (good, 0o644, "chmod 600"), (good, 0o640, "chmod 600"), ("", 0o600, "holds no key"),
            ("1 abc\n", 0o600, "no key on line 1"), ("1 \(zeros)\n", 0o600, "is not the key"),
            ("2 \(zeros)\n", 0o600, "does not have version 1"),
            (good + good, 0o600, "an earlier line has"), (good.replacing("\n1 ", with: "\n+1 "), 0o600, "no key on line 2"),
        ]
        let commands = [
            ["serve", "--listen", "127.0.0.1:0"], ["keys", "create", "--role", "admin", "--name", "Anna"], ["verify"], ["migrate"],
            ["backup", "--to", database + ".copy"], ["rotate-keys"], ["generate-county"],
        ]
        for (index, one) in cases.enumerated() {
            try? files.removeItem(atPath: keys)
            if let text = one.text {
                try text.write(toFile: keys, atomically: false, encoding: .utf8)
                try files.setAttributes([.posixPermissions: one.mode], ofItemAtPath: keys)
            }
            for words in index == 0 ? commands : [commands[index % commands.count]] {
                let refused = try ServiceProcess.run(words + ["--database", database])
                #expect(refused.status == 78, "\(words): \(refused)")
                #expect(refused.errors.contains(one.says) && refused.errors.contains(keys), "\(words): \(refused)")
                #expect(!refused.errors.contains(zeros))
            }
            #expect(files.fileExists(atPath: keys) == (one.text != nil))
        }
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
        // A key file in another place is used if the option names it.
        let elsewhere = county.service.folder + "/avain.key"
        try good.write(toFile: elsewhere, atomically: false, encoding: .utf8)
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: elsewhere)
        let verified = try ServiceProcess.run(["verify", "--database", database, "--key-file", elsewhere])
        #expect(verified.status == 0 && verified.output == "all holds\n", "\(verified)")
        // A backup opens only with the key.
        let copy = database + ".copy"
        #expect(try ServiceProcess.run(["backup", "--database", database, "--to", copy, "--key-file", elsewhere]).status == 0)
        let restored = county.service.folder + "/restored.sqlite"
        let restore = ["restore", "--database", restored, "--from", copy]
        let refused = try ServiceProcess.run(restore)
        #expect(refused.status == 78 && refused.errors.contains(restored + ".keys"), "\(refused)")
        #expect(!files.fileExists(atPath: restored))
        #expect(try ServiceProcess.run(restore + ["--key-file", elsewhere]).status == 0)
    }

    // MARK: Rotation

    @Test("ten rotations of the key under load fail no read and no search, and all ids end under the newest version")
    func rotatesUnderLoad() throws {
        let county = try County()
        let hetus = (0..<400).map { _ in county.newHetu() }
        let clients = try hetus.map { try county.worker.post("/v1/clients", county.clientBody(hetu: $0)) }
        let load = Load(county, hetus, clients.map(\.path))
        var meanwhile = 0
        for version in 2...11 {
            let before = load.answered
            let asked = try county.admin.post("/v1/hetu-key-rotations", [:])
            #expect(asked["state"] == "requested")
            let done = try county.admin.completed(asked)
            #expect(done["state"] == "done" && done["toVersion"].int == version)
            meanwhile += load.answered - before
            // Nobody was blocked during the rotation, and the calls continue.
            try load.wait(for: before + 50)
        }
        let failures = load.stop()
        #expect(failures == [])
        print("\(meanwhile) reads, searches and registrations while the key was rotated")
        #expect(meanwhile > 20)
        let versions = try county.admin.get("/v1/hetu-keys")["versions"].array
        #expect(versions.count == 1 && versions[0]["version"] == 11)
        #expect(versions[0]["clients"].int == (try county.worker.all("/v1/clients").count))
        #expect(county.service.stop() == 0)
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
        // The command for a stopped service rotates too. Then the service starts again.
        let rotated = try ServiceProcess.run(["rotate-keys", "--database", county.service.database])
        #expect(rotated.status == 0, "\(rotated)")
        try county.service.start()
        #expect(try county.admin.get("/v1/hetu-keys")["versions"].array.map { $0["version"] } == [12])
        for (hetu, client) in zip(hetus, clients).prefix(20) {
            let found = try county.worker.post("/v1/clients/search", ["hetu": .string(hetu)], expecting: 200).items
            #expect(found.map { $0["id"].string } == [client.id])
        }
        let keys = try String(contentsOfFile: county.service.database + ".keys", encoding: .utf8).split(separator: "\n")
        #expect(keys.filter { !$0.hasPrefix("#") }.map { Int($0.prefix { $0 != " " }) } == Array(1...12))
    }

    @Test("a service killed during a rotation completes it after the next start") func goesOnAfterKill() throws {
        let county = try County()
        let hetus = (0..<300).map { _ in county.newHetu() }
        for hetu in hetus { try county.worker.post("/v1/clients", county.clientBody(hetu: hetu)) }
        for _ in 0..<3 {
            let asked = try county.admin.post("/v1/hetu-key-rotations", [:])
            county.service.kill()
            let verified = try ServiceProcess.run(["verify", "--database", county.service.database])
            #expect(verified.output == "all holds\n", "\(verified)")
            try county.service.start()
            #expect(try county.admin.completed(asked)["state"] == "done")
            for hetu in hetus.prefix(10) {
                #expect(try county.worker.post("/v1/clients/search", ["hetu": .string(hetu)], expecting: 200).items.count == 1)
            }
        }
        #expect(try county.admin.get("/v1/hetu-keys")["versions"].array.map { $0["version"] } == [4])
    }

    @Test("only an administrator may request a rotation") func isForAdministrators() throws {
        let county = try County.shared
        for caller in [county.worker, county.decisionMaker, county.auditor, county.system] {
            #expect(try caller.post("/v1/hetu-key-rotations", [:], expecting: 403).code == "forbidden")
            #expect(try caller.get("/v1/hetu-keys", expecting: 403).code == "forbidden")
        }
    }
}

extension Caller {
    /// Waits for the change that reports the end of a rotation, and returns the rotation.
    func completed(_ rotation: Reply) throws -> Reply {
        var place = 0
        for _ in 0..<9 {
            let changes = try get("/v1/changes?after=\(place)&limit=1000&wait=20")
            if changes.items.contains(where: { $0["nounId"].string == rotation.id && $0["verb"] == "completed" }) { break }
            place = changes["next"].int ?? Int(changes["next"].string ?? "") ?? place
        }
        return try get(rotation.path)
    }
}

/// Threads that read, search for and register clients, and the failures they met.
private final class Load: Sendable {
    private let failures = Mutex<[String]>([])
    private let answers = Tally()
    private let isOver = Atomic(false)
    private let threads = DispatchGroup()

    init(_ county: County, _ hetus: [String], _ paths: [String]) {
        let ids = paths.map { $0.split(separator: "/").last.map(String.init) ?? "" }
        run { number in
            let place = number * 7 % hetus.count
            let search: JSONValue = ["hetu": .string(hetus[place])]
            let found = try county.worker.send("POST", "/v1/clients/search", search.octets, expecting: nil)
            return found.status == 200 && found.items.map { $0["id"].string } == [ids[place]] ? nil : "\(found)"
        }
        run { number in
            let read = try county.worker2.send("GET", paths[number * 11 % paths.count], nil, expecting: nil)
            return read.status == 200 && read["hetuMasked"].string?.hasSuffix("***") == true ? nil : "\(read)"
        }
        run { number in
            // A registration is answered 201, its replay with the same bytes, and a second one without the key is a duplicate.
            let hetu = county.newHetu()
            let body = county.clientBody(hetu: hetu).octets
            let headers = ["Idempotency-Key": "kuorma-\(number)"]
            let made = try county.coordinator.send("POST", "/v1/clients", body, expecting: nil, headers: headers)
            let again = try county.coordinator.send("POST", "/v1/clients", body, expecting: nil, headers: headers)
            let twice = try county.coordinator.send("POST", "/v1/clients", body, expecting: nil)
            let isRight = made.status == 201 && again.body == made.body && again.status == 201 && twice.code == "duplicate_hetu"
            return isRight ? nil : "\(made)\n\(again)\n\(twice)"
        }
    }

    private func run(_ body: @escaping @Sendable (Int) throws -> String?) {
        threads.enter()
        let thread = Thread { [self] in
            var number = 0
            while !isOver.load(ordering: .relaxed) {
                do {
                    if let failure = try body(number) { failures.withLock { $0.append(failure) } }
                } catch { failures.withLock { $0.append("\(error)") } }
                number += 1
                answers.add()
            }
            threads.leave()
        }
        thread.start()
    }

    var answered: Int { answers.count }

    /// Waits until so many calls were answered.
    func wait(for wanted: Int) throws { try answers.wait(for: wanted, withinSeconds: 60) }

    /// Stops the threads and returns the failures.
    func stop() -> [String] {
        isOver.store(true, ordering: .relaxed)
        threads.wait()
        return failures.withLock { $0 }
    }
}
