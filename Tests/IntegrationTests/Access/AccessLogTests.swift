import Foundation
import JSON
import Testing

/// The client's own extract of the access log (A21, row 75). No client data leaves the service without a row in the log.
@Suite struct AccessLogTests {
    /// The rows of the log, without those of other tests that follow the changes of the shared county at the same time.
    private static func rows(_ reply: Reply) -> [JSONValue] {
        reply.items.filter { $0["operation"] != "listChanges" && $0["operation"] != "issueKey" }
    }

    @Test("the client reads who looked, in which role and unit, at what, why and when in Helsinki time, in three languages (A20, A21)")
    func tellsInPlainWords() throws {
        let county = try County.shared
        let body = county.clientBody()
        let client = try county.worker.post("/v1/clients", body)
        let own = try county.client(for: client.id)
        try county.worker2.get(client.path, headers: ["X-Purpose": "palvelutarpeen arviointi"])
        #expect(try county.worker.post("/v1/clients/search", ["hetu": body["hetu"]], expecting: 200).items.count == 1)
        try county.finance.get(client.path, expecting: 403)
        try county.dataProtectionOfficer.get("\(client.path)/access-log")
        let log = AccessLogTests.rows(try own.get("\(client.path)/access-log"))
        let told = log.map { row in
            ["who", "roleTitle", "unitName", "what", "why"].map { row[$0].string ?? "-" }.joined(separator: " | ")
        }
        #expect(
            told == [
                "Tiina Tietosuoja | tietosuojavastaava | Vammaispalvelut | Luki: lokitiedot | tietojen käsittelyn valvonta",
                "Raija Raha | talous | Vammaispalvelut | Yritti lukea: asiakkaan perustiedot (ei onnistunut) | ei perustetta: tietoja ei annettu",
                "Sari Sosiaali | sosiaalityöntekijä | Vammaispalvelut | Haki: asiakas henkilötunnuksella tai asiakasnumerolla | "
                    + "asiakassuhde: palvelujen järjestäminen",
                "Timo Toinen | sosiaalityöntekijä | Vammaispalvelut | Luki: asiakkaan perustiedot | "
                    + "asiakassuhde: palvelujen järjestäminen; ilmoitettu syy: palvelutarpeen arviointi",
                "Sari Sosiaali | sosiaalityöntekijä | Vammaispalvelut | Kirjasi: asiakkaan perustiedot | "
                    + "asiakassuhde: palvelujen järjestäminen",
            ])
        #expect(log.allSatisfy { $0["when"] == "30.6.2026 klo 12.00.00" })
        // The client's own reading above is now the newest row.
        for (language, what) in [("sv", "Läste: logguppgifter"), ("en", "Read: the access log")] {
            let newest = AccessLogTests.rows(try own.get("\(client.path)/access-log", headers: ["Accept-Language": language]))[0]
            #expect(newest["what"].string == what)
        }
    }

    @Test("each row keeps the caller's relation to the client at that time, or that nothing was returned (A20)") func tellsGrounds() throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        let responsible = try county.staff("service_coordinator", scene.otherUnit)
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(responsible.userID)])
        let opener = try county.staff("social_worker", scene.otherUnit)
        let own = try county.client(for: scene.client.id)
        try scene.mine.get(scene.client.path)
        try responsible.get(scene.client.path)
        try opener.get(scene.client.path, expecting: 404)
        try opener.post("/v1/clients/search", ["number": scene.client["number"]], expecting: 200)
        try opener.get("/v1/access/explain?operation=findClient&clientId=\(scene.client.id)")
        try opener.post("/v1/break-glass", ["clientId": .string(scene.client.id), "reason": "emergency", "explanation": "Hätä"])
        // Lists and the feed record the relation too. Only some of these clients are listed because of the opening.
        let hers = try opener.post("/v1/clients", county.clientBody())
        try opener.get("/v1/clients?limit=200")
        let place = try Stored(database: county.service.database).column("SELECT max(sequence) FROM events")[0]
        try scene.mine.post("\(scene.file.path)/meetings", CareScene.meeting)
        try opener.get("/v1/changes?after=\(place)&limit=1000")
        try own.get(scene.client.path)
        func grounds(_ client: String, _ caller: Caller) throws -> [String] {
            try county.dataProtectionOfficer.all("/v1/clients/\(client)/access-log").reversed()
                .filter { $0["userId"] == .string(caller.userID) && $0["operation"] != "issueKey" }
                .map { row in
                    let isUntold = row["why"].string?.hasPrefix("ei perustetta") == true
                    return "\(row["operation"].string ?? "") \(isUntold ? "nothing" : row["relation"].string ?? "role")"
                }
        }
        #expect(try Set(grounds(scene.client.id, scene.mine)).isSuperset(of: ["findClient unit", "addMeeting unit"]))
        #expect(try grounds(scene.client.id, responsible) == ["findClient caseload"])
        #expect(
            try grounds(scene.client.id, opener) == [
                "findClient nothing", "searchClients nothing", "explainAccess nothing", "breakGlass break_glass", "listClients break_glass",
                "listChanges break_glass",
            ])
        #expect(try grounds(hers.id, opener).contains("listClients role"))
        #expect(try grounds(scene.client.id, own) == ["findClient own"])
        // The row keeps the grounds, and the chain covers them.
        let rows = try Stored(database: county.service.database).column(
            "SELECT grounds FROM access_log WHERE operation = 'listClients' AND user_id = '\(opener.userID)'")
        #expect(rows.count == 1 && rows[0].contains(",") && rows[0].split(separator: ",") == ["break_glass"], "\(rows)")
    }

    @Test("a dry run, a replayed answer, a known national id and a list filtered by a hidden client are logged as such (A20)")
    func tellsManner() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let path = "\(scene.file.path)/meetings"
        try scene.mine.post(path, CareScene.meeting, headers: ["Prefer": "dry-run"])
        let key = ["Idempotency-Key": "tapaaminen-\(county.nextNumber())"]
        for _ in 0..<2 { try scene.mine.post(path, CareScene.meeting, headers: key) }
        let stranger = try county.staff("social_worker", scene.otherUnit)
        try stranger.post("/v1/clients", county.clientBody(hetu: scene.hetu), expecting: 409)
        #expect(try stranger.get("/v1/cases?clientId=\(scene.client.id)").items.isEmpty)
        func told(_ caller: Caller, _ operation: String) throws -> [String] {
            try county.dataProtectionOfficer.all("\(scene.client.path)/access-log").reversed()
                .filter { $0["userId"] == .string(caller.userID) && $0["operation"] == .string(operation) }
                .map {
                    "\($0["manner"].string ?? "-") \($0["relation"].string ?? "-") \($0["what"].string ?? ""); \($0["why"].string ?? "")"
                }
        }
        let why = "asiakassuhde: palvelujen järjestäminen"
        #expect(
            try told(scene.mine, "addMeeting") == [
                "dry_run unit Kokeili tallentamatta: tapaamiset; \(why)", "- unit Kirjasi: tapaamiset; \(why)",
                "replay unit Sai aiemman vastauksen uudelleen: tapaamiset; \(why)",
            ])
        #expect(
            try told(stranger, "registerClient") == [
                "- task Yritti kirjata: asiakkaan perustiedot (ei onnistunut); virkatehtävä ilman asiakassuhdetta"
            ])
        #expect(try told(stranger, "listCases") == ["- - Luki: asioiden luettelo; ei perustetta: tietoja ei annettu"])
    }

    @Test("as plain text the log is a letter in the reader's language that cites the law (A21)")
    func writesLetter() throws {
        let county = try County.shared
        let client = try county.newClient()
        try county.worker2.get(client.path, headers: ["X-Purpose": "puhelu"])
        let own = try county.client(for: client.id)
        let path = "\(client.path)/access-log?to=2026-06-30"
        let letter = try own.get(path, headers: ["Accept": "text/plain"]).text
        #expect(letter.hasPrefix("Kuka on käsitellyt asiakkaan tietoja\n"))
        #expect(letter.contains("Ajalta: 30.6.2024 – 30.6.2026\n"))
        #expect(
            letter.contains(
                "30.6.2026 klo 12.00.00\n  Kuka: Timo Toinen, sosiaalityöntekijä, Vammaispalvelut\n  Mitä: Luki: asiakkaan perustiedot\n"
                    + "  Miksi: asiakassuhde: palvelujen järjestäminen; ilmoitettu syy: puhelu\n"))
        #expect(letter.contains("Yli kaksi vuotta vanhat") && letter.contains("703/2023"))
        let swedish = try own.get(path, headers: ["Accept": "text/plain", "Accept-Language": "sv"]).text
        #expect(swedish.contains("  Vad: Läste: klientens basuppgifter\n"))
        let cut = try own.get("\(path)&limit=1", headers: ["Accept": "text/plain", "Accept-Language": "en"]).text
        #expect(cut.contains("next page: after="))
    }

    @Test("rows over two years old are left out, shown with a reason, and refused without one; the reason is logged (A21, ATL 11 §)")
    func obeysTwoYears() throws {
        let county = try County.shared
        let client = try county.worker.post("/v1/clients", county.clientBody(), at: "2023-05-02")
        let own = try county.client(for: client.id)
        for day in ["2024-06-28", "2024-07-02", "2026-06-01"] { try county.worker.get(client.path, at: day) }
        func days(_ query: String, _ headers: [String: String] = [:]) throws -> [String] {
            try own.get("\(client.path)/access-log\(query)", headers: headers).items.filter { $0["operation"] == "findClient" }
                .compactMap { $0["at"].string.map { String($0.prefix(10)) } }
        }
        let reason = ["X-Purpose": "epäily väärinkäytöstä"]
        #expect(try days("") == ["2026-06-01", "2024-07-02"])
        #expect(try days("?from=2024-06-30&to=2025-01-01") == ["2024-07-02"])
        #expect(try days("", reason) == ["2026-06-01", "2024-07-02", "2024-06-28"])
        #expect(try days("?from=2023-01-01&to=2024-06-29", reason) == ["2024-06-28"])
        for query in ["?from=2024-06-29", "?to=2024-06-29", "?from=2020-01-01&to=2021-01-01"] {
            #expect(try own.get("\(client.path)/access-log\(query)", expecting: 422).code == "reason_needed", "\(query)")
        }
        #expect(try own.get("\(client.path)/access-log?from=2026-06-30&to=2026-06-29", expecting: 400).errors == ["to": "before_start"])
        let read = try own.get("\(client.path)/access-log").items.filter { (row: JSONValue) in row["purpose"] == "epäily väärinkäytöstä" }
        #expect(
            read.count == 2
                && read.allSatisfy {
                    $0["operation"].string == "readAccessLog" && $0["why"] == "oma asia; ilmoitettu syy: epäily väärinkäytöstä"
                })
        // The refused call is on record too.
        #expect(try own.get("\(client.path)/access-log").items.contains { $0["status"] == 422 })
    }

    @Test("no request changes the log (A20, row 75)", arguments: ["PUT", "PATCH", "DELETE", "POST"])
    func refusesChanges(method: String) throws {
        let county = try County.shared
        let client = try county.newClient()
        for caller in [county.admin, county.dataProtectionOfficer, try county.client(for: client.id)] {
            let refused = try caller.send(method, "\(client.path)/access-log", JSONValue.object([]).octets, expecting: 405)
            #expect(refused.code == "method_not_allowed")
            try caller.send(method, "\(client.path)/access-log/1", JSONValue.object([]).octets, expecting: 404)
        }
    }

    @Test("after 10,000 reads of a client the extract, read page by page, lists exactly those reads, newest first (A20)")
    func tellsTenThousand() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = file["clientId"].string ?? ""
        let threads = 4
        let each = 2_500
        let parts = try concurrently(threads) { thread -> [String: String] in
            var done: [String: String] = [:]
            for number in 0..<each {
                let id = "extract-\(thread)-\(number)"
                let caller = number % 2 == 0 ? county.worker : county.worker2
                let (path, operation, status) =
                    switch number % 5 {
                    case 0: ("/v1/clients/\(client)/close-persons", "listClosePersons", 200)
                    case 1: (file.path, "findCase", 200)
                    case 2: ("/v1/clients/\(client)/close-persons/01980000-0000-7000-8000-000000000000", "findClosePerson", 404)
                    default: ("/v1/clients/\(client)", "findClient", 200)
                    }
                var headers = ["X-Request-Id": id]
                if number % 3 == 0 { headers["X-Purpose"] = "syy \(number)" }
                try caller.get(path, expecting: status, headers: headers)
                done[id] = "\(operation) \(status) \(caller.userID) \(headers["X-Purpose"] ?? "-")"
            }
            return done
        }
        let done = parts.reduce(into: [String: String]()) { $0.merge($1) { first, _ in first } }
        #expect(done.count == threads * each)
        let rows = try county.client(for: client).all("/v1/clients/\(client)/access-log")
        var told: [String: String] = [:]
        for row in rows {
            guard let id = row["requestId"].string, id.hasPrefix("extract-") else { continue }
            #expect(told[id] == nil, "\(id) twice")
            told[id] =
                "\(row["operation"].string ?? "") \(row["status"].int ?? 0) \(row["userId"].string ?? "") \(row["purpose"].string ?? "-")"
        }
        #expect(told == done)
        let sequences = rows.compactMap { $0["sequence"].int }
        #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("while the log cannot be written, no client data leaves the service; afterwards the service answers again (A20)")
    func refusesUnlogged() throws {
        let county = try County()
        let client = try county.newClient()
        let file = try county.openCase(client: client)
        let own = try county.client(for: client.id)
        let familyName = try #require(client["familyName"].string)
        func rows() throws -> String {
            try ServiceProcess.run(program: "/usr/bin/sqlite3", [county.service.database, "SELECT count(*) FROM access_log"]).output
        }
        func letGrow(_ octets: String) throws {
            let pid = try #require(county.service.pid)
            let done = try ServiceProcess.run(program: "/usr/bin/prlimit", ["--pid", "\(pid)", "--fsize=\(octets)"])
            guard done.status == 0 else { throw ProcessFault("prlimit: \(done.errors)") }
        }
        let before = try rows()
        // Simulates a full disk: no file may grow, and the log needs to.
        try letGrow("4096:unlimited")
        let paths = [
            client.path, "/v1/clients",
            "/v1/clients?name=\(familyName.prefix(3).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")",
            file.path, "\(file.path)/timeline", "\(file.path)/readiness", "\(client.path)/access-log", "/v1/work-queue",
            "/v1/changes?after=0",
            "\(client.path)/network",
        ]
        for caller in [county.worker, own] {
            for path in paths where caller.token == county.worker.token || path != "/v1/work-queue" {
                for type in ["application/json", "text/plain"] {
                    let reply = try caller.send("GET", path, nil, expecting: nil, headers: ["Accept": "\(type), */*;q=0.1"])
                    #expect([403, 503, 507].contains(reply.status), "\(reply)")
                    #expect(!reply.text.contains(familyName) && !reply.text.contains(client.id), "\(reply)")
                }
            }
        }
        let stream = try county.worker.send("GET", "/v1/changes?after=0", nil, expecting: nil, headers: ["Accept": "text/event-stream"])
        #expect([503, 507].contains(stream.status), "\(stream)")
        let number: JSONValue = ["number": client["number"]]
        let search = try county.worker.send(
            "POST", "/v1/clients/search", number.octets, expecting: nil)
        #expect([503, 507].contains(search.status) && !search.text.contains(familyName), "\(search)")
        let write = try county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: nil)
        #expect([503, 507].contains(write.status), "\(write)")
        #expect(try rows() == before)
        // Calls that touch no client are answered.
        try county.nobody.get("/health")
        try county.worker.get("/v1/me")
        try letGrow("unlimited:unlimited")
        #expect(try county.worker.get(client.path)["familyName"].string == familyName)
        #expect(try rows() != before)
        #expect(county.service.stop() == 0)
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
    }
}
