import JSON
import Testing

/// Row 1: the client register, and national ids by their vectors (I10).
@Suite struct ClientTests {
    private static let valid = """
        010594Y9032 010594Y9021 020594X903P 020594X902N 030594W903B 030694W9024 040594V9030 040594V902Y 050594U903M 050594U902L
        010516B903X 010516B902W 020516C903K 020516C902J 030516D9037 030516D9026 010501E9032 020502E902X 020503F9037 020504A902E
        020504B904H 010190-999W 010190Y999W 290200A901C 290204-900C 311299+9019 150650-9502 010126A9028 241285X977L 280201B9984
        131052-308T
        """.split { $0 == " " || $0 == "\n" }.map { String($0) }

    @Test("every published national id makes a client, two that differ by the sign two, and none is shown again (I3, I9, I10, A22, row 1)")
    func registersVectors() throws {
        let county = try County()
        for hetu in ClientTests.valid {
            let client = try county.worker.post("/v1/clients", county.clientBody(hetu: hetu))
            #expect(client["hetuMasked"] == .string(hetu.prefix(7) + "***"))
            #expect(client.headers["Location"] == "/v1/clients/\(client.id)")
            let again = try county.worker.post("/v1/clients", county.clientBody(hetu: " \(hetu.lowercased()) "), expecting: 409)
            #expect(again.code == "duplicate_hetu")
            #expect(again.errors == ["/hetu": "duplicate_hetu"])
            let found = try county.worker.post("/v1/clients/search", ["hetu": .string(hetu)], expecting: 200)
            #expect(found.items.map { $0["id"] } == [client["id"]])
            for reply in [client, again, found] { #expect(!reply.text.contains(hetu)) }
        }
        let clients = try county.worker.all("/v1/clients", limit: 7)
        #expect(clients.count == ClientTests.valid.count)
        #expect(Set(clients.compactMap { $0["id"].string }).count == clients.count)
        #expect(Set(clients.compactMap { $0["number"].string }).count == clients.count)
        let listed = try county.worker.get("/v1/clients?limit=200").text
        let written = county.service.errors
        let events = try ServiceProcess.run(
            program: "/usr/bin/sqlite3", [county.service.database, "SELECT * FROM events; SELECT * FROM access_log"])
        #expect(events.status == 0 && events.output.contains("registerClient"))
        for hetu in ClientTests.valid {
            for text in [listed, written, events.output] { #expect(!text.contains(hetu)) }
        }
    }

    @Test(
        "a text that is no national id is refused with its fault, and is not repeated (I1, I2, I4 to I7, I9, I10, row 1)",
        arguments: [
            ("010190-999K", "hetu_wrong_check_character"), ("290201A901C", "hetu_no_such_date"), ("010190G999W", "hetu_wrong_century_sign"),
            ("010190-99W", "hetu_wrong_length"), ("320190-9991", "hetu_no_such_date"), ("010190\u{2212}999W", "hetu_unicode_dash"),
            ("010190\u{2013}999W", "hetu_unicode_dash"), ("010190-000A", "hetu_wrong_number"), ("010190-999!", "hetu_wrong_form"),
            ("010127A902H", "hetu_birth_date_in_future"), ("", "too_short"),
        ])
    func refusesInvalid(hetu: String, code: String) throws {
        let county = try County.shared
        let refused = try county.worker.post("/v1/clients", county.clientBody(hetu: hetu), expecting: 422)
        #expect(refused.errors == ["/hetu": code])
        if !hetu.isEmpty { #expect(!refused.text.contains(hetu)) }
    }

    @Test("a search by national id is a POST, and the query refuses the id (I9, A22, rows 1 and 76)") func searchesInBodyOnly() throws {
        let county = try County.shared
        let hetu = county.newHetu()
        let client = try county.worker.post("/v1/clients", county.clientBody(hetu: hetu))
        let number = try county.worker.post("/v1/clients/search", ["number": client["number"]], expecting: 200)
        #expect(number.items.map { $0["id"] } == [client["id"]])
        #expect(try county.worker.post("/v1/clients/search", ["hetu": .string(county.newHetu())], expecting: 200).items.isEmpty)
        #expect(try county.worker.post("/v1/clients/search", [:], expecting: 422).errors == ["": "one_of"])
        let refused = try county.worker.get("/v1/clients?hetu=\(hetu)", expecting: 400)
        #expect(refused.errors == ["hetu": "unknown_parameter"])
        #expect(!refused.text.contains(hetu))
    }

    @Test("a name is found by its beginning, whatever its case, dots and accents (I32)") func searchesByName() throws {
        let county = try County.shared
        let name = "Öhquíst-Ålander\(county.nextNumber())"
        let client = try county.newClient(["familyName": .string(name)])
        let number = name.drop { !$0.isNumber }
        for begins in ["\(name)", "ohquist-alander\(number)", "%C3%96HQU%C3%8DST-%C3%85LANDER\(number)"] {
            let asked = begins.contains("%") ? begins : begins.utf8.map { $0 < 0x80 ? String(UnicodeScalar($0)) : hex($0) }.joined()
            #expect(try county.worker.get("/v1/clients?name=\(asked)").items.map { $0["id"] } == [client["id"]])
        }
        #expect(try county.worker.get("/v1/clients?name=ander\(number)").items.isEmpty)
    }

    @Test(
        "several words are found in any order, one of them with a slip; exact matches come first, and the count is of the matches")
    func searchesByWords() throws {
        let county = try County()
        func client(_ given: String, _ family: String) throws -> JSONValue {
            try county.newClient(["givenNames": .string(given), "familyName": .string(family)])["id"]
        }
        let (one, other) = (try client("Aino Maria", "Virtanen"), try client("Aino", "Wirtanen"))
        _ = try client("Eino", "Salo")
        func found(_ asked: String) throws -> [JSONValue] {
            let page = try county.worker.get("/v1/clients?name=\(asked)&count=exact")
            #expect(page["total"].int == page.items.count)
            return page.items.map { $0["id"] }
        }
        #expect(try found("virtanen") == [one, other])
        #expect(try found("wirtanen+aino") == [other, one])
        #expect(try found("maria+virt") == [one])
        #expect(try found("mraia+aino+virta") == [one])
        #expect(try found("eino+virtanen").isEmpty == false)
        #expect(try found("salo+maria").isEmpty)
        #expect(try county.worker.get("/v1/clients?name=--&count=exact")["total"] == 0)
        #expect(try county.worker.get("/v1/clients?name=aino&sort=createdAt", expecting: 400).errors == ["sort": "not_with_name"])
        // A caller who speaks for a client finds only that client, and counts no others.
        let own = try county.client(for: one.string ?? "")
        #expect(try own.get("/v1/clients?name=virtanen&count=exact")["total"] == 1)
        #expect(try own.get("/v1/clients?count=exact")["total"] == 1)
        #expect(try own.get("/v1/clients?name=salo&count=exact")["total"] == 0)
    }

    private func hex(_ octet: UInt8) -> String { "%" + String(octet, radix: 16) }

    @Test("every fault of a body is reported at once, with its pointer (I20, I29)") func tellsAllFaults() throws {
        let county = try County.shared
        let body: JSONValue = [
            "hetu": "010190-999K", "givenNames": "  ", "familyName": 7, "language": "xx-!", "municipality": "91", "postalCode": "3310",
            "email": "a\u{0007}b", "state": "dead",
        ]
        let refused = try county.worker.post("/v1/clients", body, expecting: 422)
        #expect(refused.code == "invalid_body")
        #expect(
            refused.errors == [
                "/hetu": "hetu_wrong_check_character", "/givenNames": "blank", "/familyName": "wrong_type", "/language": "unknown_language",
                "/municipality": "unknown_municipality", "/postalCode": "too_short", "/email": "control_character",
                "/state": "unknown_member",
            ])
        let empty = try county.worker.post("/v1/clients", [:], expecting: 422)
        #expect(Set(empty.errors.keys) == ["/hetu", "/givenNames", "/familyName", "/language", "/municipality"])
        #expect(Set(empty.errors.values) == ["required"])
    }

    @Test("a member that occurs twice is refused, also with equal values") func refusesTwice() throws {
        let county = try County.shared
        let body = county.clientBody().merged(["phone": "040 1234567"])
        guard case .object(let members) = body else { return }
        let twice = JSONValue.object(members + [JSONMember(name: "familyName", value: body["familyName"])])
        #expect(try county.worker.post("/v1/clients", twice, expecting: 422).errors == ["/familyName": "duplicate_member"])
        let client = try county.worker.post("/v1/clients", body)
        let patch: JSONValue = ["phone": "1", "phone": "2"]
        #expect(try county.worker.patch(client.path, patch, expecting: 422).errors == ["/phone": "duplicate_member"])
    }

    @Test("names are kept letter by letter, and decomposed letters are composed (I32)") func keepsNames() throws {
        let county = try County.shared
        let client = try county.newClient(["givenNames": "Ame\u{301}lie Åse Žofia 李", "familyName": "von Weymarn-O’Brien"])
        let read = try county.worker.get(client.path)
        #expect(read["givenNames"].string?.utf8.elementsEqual("Am\u{E9}lie Åse Žofia 李".utf8) == true)
        #expect(read["familyName"] == "von Weymarn-O’Brien")
        #expect(read["birthDate"].string?.count == 10)
    }

    @Test("a correction needs the version that the caller saw, and the national id cannot be corrected (row 86)") func corrects() throws {
        let county = try County.shared
        let client = try county.newClient()
        let missing = try county.worker.send("PATCH", client.path, Array(#"{"phone":"1"}"#.utf8), expecting: 428)
        #expect(missing.errors == ["If-Match": "required"])
        let changed = try county.worker.patch(client.path, ["phone": "040 7654321", "language": "sv"], etag: client.etag)
        #expect(changed["phone"] == "040 7654321")
        #expect(changed["language"] == "sv")
        let stale = try county.worker.patch(client.path, ["phone": "2"], expecting: 412, etag: client.etag)
        #expect(stale.code == "stale")
        #expect(try county.worker.get(client.path)["phone"] == "040 7654321")
        #expect(try county.worker.patch(client.path, ["hetu": "010190-999W"], expecting: 422).errors == ["/hetu": "unknown_member"])
    }

    @Test("a caller without the right is told which right is missing, and a client sees only the own entry (A5, A9, A10)")
    func guardsRegister() throws {
        let county = try County.shared
        let own = try county.newClient()
        let other = try county.newClient()
        let caller = try county.client(for: own.id)
        #expect(try caller.get("/v1/clients").items.map { $0["id"] } == [own["id"]])
        #expect(try caller.get(own.path)["id"] == own["id"])
        #expect(try caller.get(other.path, expecting: 404).code == "not_found")
        #expect(try county.finance.inEnglish.get(own.path, expecting: 403).text.contains("clients:read"))
        #expect(try county.system.inEnglish.get("/v1/clients", expecting: 403).text.contains("clients:read"))
        #expect(try caller.inEnglish.post("/v1/clients", county.clientBody(), expecting: 403).text.contains("clients:write"))
    }

    @Test("a purpose with control characters is refused", arguments: [("viranhaltijap\u{E4}\u{E4}t\u{F6}s", 200), ("a\u{9B}b", 400)])
    func checksPurpose(text: String, status: Int) throws {
        let county = try County.shared
        try county.worker.get("/v1/me", expecting: status, headers: ["X-Purpose": text])
    }

    @Test("every read of a client is in the client's own access log, refused reads too (A20, A21, row 75)") func logsAccess() throws {
        let county = try County.shared
        let client = try county.newClient()
        try county.worker2.get(client.path, headers: ["X-Purpose": "palvelutarpeen arviointi"])
        try county.finance.get(client.path, expecting: 403)
        // Other tests follow the changes of this county at the same time.
        let log = try county.client(for: client.id).get("\(client.path)/access-log").items.filter { $0["operation"] != "listChanges" }
        let seen = log.map { "\($0["operation"].string ?? "") \($0["status"].int ?? 0)" }
        #expect(seen.starts(with: ["issueKey 201", "findClient 403", "findClient 200", "registerClient 201"]))
        #expect(log[2]["purpose"] == "palvelutarpeen arviointi")
        #expect(log[2]["userId"] == .string(county.worker2.userID))
    }
}
