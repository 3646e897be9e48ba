import JSON
import Testing

/// The conventions of every operation (Docs/api-conventions.md), tried on a few.
@Suite struct ConventionTests {
    // MARK: Callers

    @Test("without a valid token every answer is the same 401, byte for byte") func unauthorised() throws {
        let county = try County.shared
        let file = try county.openCase()
        let shortLived = try county.admin.key(for: ["role": "social_worker", "name": "Sijainen", "expiresAt": "2026-07-01T00:00:00Z"])
        try shortLived.get("/v1/me", at: "2026-06-30T23:59:59Z")
        let tokens = [nil, "avain_\(String(repeating: "0", count: 64))", "", "x", shortLived.token]
        var answers = try tokens.map { try county.caller(token: $0).get(file.path, expecting: 401, at: "2026-07-01") }
        for header in ["Basic YTpi", "Bearer", "Bearer  ", "bearer\t\(county.worker.token ?? "")", "Token \(county.worker.token ?? "")"] {
            answers.append(try county.nobody.get(file.path, expecting: 401, headers: ["Authorization": header]))
        }
        answers.append(try county.nobody.get("/v1/cases/x/meetings?no=1", expecting: 401))
        for answer in answers {
            #expect(answer.body == answers[0].body)
            #expect(answer.headers["WWW-Authenticate"] == "Bearer")
            #expect(answer.headers["Content-Type"] == "application/problem+json")
        }
        for open in ["/health", "/ready", "/openapi.json", "/problems/unauthorised"] { try county.nobody.get(open) }
    }

    @Test("a problem follows RFC 9457, in the requested language (row 80)") func problems() throws {
        let county = try County.shared
        let finnish = try county.worker.get("/v1/clients/x", expecting: 404, headers: ["X-Request-Id": "pyynto-1"])
        #expect(finnish.headers["Content-Type"] == "application/problem+json")
        #expect(finnish.json.names == ["type", "title", "status", "detail", "instance", "code"])
        #expect(finnish["status"] == 404)
        #expect(finnish["instance"] == "urn:uuid:pyynto-1")
        #expect(finnish.headers["X-Request-Id"] == "pyynto-1")
        let languages = [
            "sv": "Uppgiften finns inte", "en": "Not found", "de, sv;q=0.5, en;q=0.4": "Uppgiften finns inte", "fr": "Tietoa ei löydy",
        ]
        for (asked, title) in languages {
            let reply = try county.worker.get("/v1/clients/x", expecting: 404, headers: ["Accept-Language": asked])
            #expect(reply["title"] == .string(title), "\(asked)")
            #expect(reply.code == finnish.code)
        }
        let explained = try county.nobody.get(finnish["type"].string ?? "")
        #expect(explained["code"] == "not_found")
    }

    @Test("a request id is kept as it is, or the answer says why it was not (A22)") func requestIDs() throws {
        let county = try County.shared
        let kept = [
            "pyynto-1", "5c010190-9090-4999-8999-999999999999", "deadbeef010190a9090deadbeef", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "Vm9pIHZpdGFsYWluZW4+/w==", String(repeating: "f", count: 128),
        ]
        for path in ["/health", "/v1/me", "/v1/clients/x", "/v1/nowhere"] {
            for id in kept {
                let reply = try county.worker.send("GET", path, nil, expecting: nil, headers: ["X-Request-Id": id])
                #expect(reply.headers["X-Request-Id"] == id && reply.headers["Request-Id-Replaced"] == nil, "\(path) \(id)")
                if reply.status >= 400 { #expect(reply["instance"] == .string("urn:uuid:\(id)")) }
            }
            for (id, why) in [
                ("a b\"c", "wrong_form"), ("ä", "wrong_form"), (String(repeating: "f", count: 129), "wrong_form"),
                ("haku-010190-999W", "third_person_data"),
            ] {
                let reply = try county.worker.send("GET", path, nil, expecting: nil, headers: ["X-Request-Id": id])
                #expect(reply.headers["X-Request-Id"]?.count == 36 && reply.headers["Request-Id-Replaced"] == why, "\(path) \(id)")
                #expect(!reply.text.contains("999W"))
            }
        }
        let nobody = try county.nobody.get("/v1/me", expecting: 401, headers: ["X-Request-Id": "a b"])
        #expect(nobody.headers["Request-Id-Replaced"] == "wrong_form")
        let twice = try RawSocket(county.service).ask(
            "GET /health HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\r\nX-Request-Id: b\r\nConnection: close\r\n\r\n")
        #expect(twice.headers["Request-Id-Replaced"] == "duplicate_header" && twice.headers["X-Request-Id"]?.count == 36)
    }

    @Test("a purpose is given once, in one line, and is kept in normal form C (A20, I33)") func purposes() throws {
        let county = try County.shared
        func ask(_ fields: String) throws -> Reply {
            try RawSocket(county.service).ask(
                "GET /v1/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \(county.worker.token ?? "")\r\n\(fields)\r\n"
            )
        }
        #expect(try ask("X-Purpose: palvelutarpeen arviointi\r\n").status == 200)
        #expect(try ask("X-Purpose: a\r\nX-Purpose: b\r\n").errors == ["X-Purpose": "duplicate_header"])
        for (text, code) in [
            ("a\tb", "control_character"), ("a\u{202E}b", "control_character"), ("a\u{AD}b", "forbidden_character"),
            ("a\u{FFFD}b", "not_utf8"), (String(repeating: "a", count: 201), "wrong_form"), ("010190-999W", "third_person_data"),
        ] {
            #expect(try ask("X-Purpose: \(text)\r\n").errors == ["X-Purpose": code], "\(text)")
        }
        #expect(try ask("X-Purpose: tunnus 5c010190-9090-4999-8999-999999999999\r\n").status == 200)
        // 200 letters with a mark each are 200 characters in normal form C.
        #expect(try ask("X-Purpose: \(String(repeating: "a\u{308}", count: 200))\r\n").status == 200)
    }

    @Test("fields in several lines are one list: the language, and every content coding") func fieldsInLines() throws {
        let county = try County.shared
        let head = "Host: a\r\nConnection: close\r\nAuthorization: Bearer \(county.worker.token ?? "")\r\n"
        let languages = try RawSocket(county.service).ask(
            "GET /v1/clients/x HTTP/1.1\r\n\(head)Accept-Language: de\r\nAccept-Language: sv;q=0.5, fil\r\n\r\n")
        #expect(languages["title"] == "Uppgiften finns inte")
        let coded = try RawSocket(county.service).ask(
            "POST /v1/clients/search HTTP/1.1\r\n\(head)Content-Type: application/json\r\nContent-Encoding: identity\r\n"
                + "Content-Encoding: gzip\r\nContent-Length: 14\r\n\r\n{\"number\":\"A\"}")
        #expect(coded.status == 415 && coded.errors == ["Content-Encoding": "unsupported_media_type"])
    }

    // MARK: Requests

    @Test("an unknown query parameter is refused with the nearest known ones, and so are a value of the wrong form and a repeated one")
    func queries() throws {
        let county = try County.shared
        let unknown = try county.worker.inEnglish.get("/v1/clients?limt=5", expecting: 400)
        #expect(unknown.errors == ["limt": "unknown_parameter"])
        #expect(unknown["errors"][0]["detail"].string?.contains("nearest: limit") == true)
        for query in ["limit=0", "limit=201", "limit=%2B5", "limit=5.0", "limit=", "count=about", "after=x", "name="] {
            let refused = try county.worker.get("/v1/clients?\(query)", expecting: 400)
            #expect(refused.code == "bad_query", "\(query)")
            #expect(refused.errors.keys.first.map { query.hasPrefix($0) } == true, "\(query)")
        }
        #expect(try county.worker.get("/v1/clients?limit=5&limit=5", expecting: 400).errors == ["limit": "duplicate_parameter"])
        #expect(try county.worker.get("/v1/clients?name=%FF", expecting: 400).errors.values.first == "bad_encoding")
        for (text, code) in [("%0A", "control_character"), ("%E2%80%8B", "control_character"), ("%C2%AD", "forbidden_character")] {
            #expect(try county.worker.get("/v1/clients?name=a\(text)b", expecting: 400).errors == ["name": code])
        }
        #expect(try county.worker.get("/v1/clients?li%E2%80%8Bmit=5", expecting: 400).errors == ["li%E2%80%8Bmit": "control_character"])
        #expect(
            try county.worker.get("/v1/cases?state=open&clientId=7", expecting: 400).errors == [
                "state": "bad_value", "clientId": "bad_value",
            ])
    }

    @Test(
        "a body that is not JSON is answered 400 with line and column",
        arguments: [
            "", "{", "{\"a\":1,}", "[1 2]", "nul", "{\"a\":\"\u{1}\"}", "{} {}", "{'a':1}", "\u{FEFF}{}", "{\"a\":01}", "\"\\ud800\"",
        ])
    func notJSON(body: String) throws {
        let refused = try County.shared.worker.inEnglish.send("POST", "/v1/clients", Array(body.utf8), expecting: 400)
        #expect(refused.code == "malformed_json")
        #expect(refused["detail"].string?.contains("column") == true)
    }

    @Test("JSON that is not an object, not UTF-8 or too deep is refused") func wrongJSON() throws {
        let county = try County.shared
        for body in ["[]", "7", "null", "\"x\""] {
            #expect(try county.worker.send("POST", "/v1/clients", Array(body.utf8), expecting: 422).errors == ["": "wrong_type"], "\(body)")
        }
        let latin = Array("{\"familyName\":\"".utf8) + [0xC4] + Array("\"}".utf8)
        #expect(try county.worker.send("POST", "/v1/clients", latin, expecting: 400).errors == ["": "invalid_utf8"])
        for depth in [65, 500_000] {
            let deep = Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
            #expect(try county.worker.send("POST", "/v1/clients", deep, expecting: 400).errors == ["": "too_deep"])
        }
    }

    @Test("another media type is answered 415, an unacceptable one 406, and content encodings are refused") func mediaTypes() throws {
        let county = try County.shared
        let body = county.clientBody().octets
        for type in [
            "text/plain", "application/xml", "application/json; charset=latin1", "application/jsonx", "application/merge-patch+json",
        ] {
            #expect(
                try county.worker.send("POST", "/v1/clients", body, expecting: 415, headers: ["Content-Type": type]).code
                    == "unsupported_media_type")
        }
        let untyped = try county.worker.send("POST", "/v1/clients", body, expecting: 415, headers: ["Content-Type": ""])
        #expect(untyped.errors == ["Content-Type": "unsupported_media_type"])
        let encoded = try county.worker.send("POST", "/v1/clients", body, expecting: 415, headers: ["Content-Encoding": "gzip"])
        #expect(encoded.errors == ["Content-Encoding": "unsupported_media_type"])
        try county.worker.send("POST", "/v1/clients", body, expecting: 201, headers: ["Content-Type": "Application/JSON;charset=UTF-8"])
        for type in ["text/html", "application/json;q=0", "image/*"] {
            #expect(try county.worker.get("/v1/me", expecting: 406, headers: ["Accept": type]).code == "not_acceptable")
        }
        for type in ["*/*", "application/*;q=0.1", "text/html, application/json"] {
            try county.worker.get("/v1/me", headers: ["Accept": type])
        }
    }

    @Test("a body above the limit is answered 413, and the service keeps running") func tooLarge() throws {
        let county = try County.shared
        let limit = 1 << 20
        for size in [limit + 1, 3 * limit] {
            let body = [UInt8](repeating: 0x20, count: size)
            #expect(
                try county.worker.send("POST", "/v1/clients", body, expecting: 413).headers["Content-Type"] == "application/problem+json")
        }
        let filled = county.clientBody().octets + [UInt8](repeating: 0x20, count: limit - county.clientBody().octets.count - 64)
        try county.worker.send("POST", "/v1/clients", filled, expecting: 201)
    }

    @Test("HEAD answers like GET without the body, OPTIONS lists the methods, and another method is answered 405 with them") func methods()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let read = try county.worker.get(file.path)
        let head = try county.worker.send("HEAD", file.path, nil, expecting: 200)
        #expect(head.body.isEmpty)
        #expect(head.headers["Content-Length"] == "\(read.body.count)")
        #expect(head.etag == read.etag)
        #expect(try county.worker.send("HEAD", "/v1/clients/x", nil, expecting: 404).body.isEmpty)
        let options = try county.worker.send("OPTIONS", file.path, nil, expecting: 204)
        #expect(options.headers["Allow"] == "GET, HEAD, OPTIONS, PATCH")
        for method in ["DELETE", "PUT", "POST", "TRACE", "BREW"] {
            let body: [UInt8]? = method == "TRACE" ? nil : Array("{}".utf8)
            let refused = try county.worker.send(method, file.path, body, expecting: nil)
            #expect([405, 501].contains(refused.status), "\(refused)")
            if refused.status == 405 { #expect(refused.headers["Allow"] == "GET, HEAD, OPTIONS, PATCH", "\(method)") }
        }
        #expect(try county.worker.send("DELETE", "/v1/clients", nil, expecting: 405).headers["Allow"] == "GET, HEAD, OPTIONS, POST")
        #expect(try county.worker.get("/v2/clients", expecting: 404).code == "no_such_route")
        #expect(try county.worker.get("/v1/clients/", expecting: 404).code == "no_such_route")
    }

    // MARK: Versions

    @Test("an unchanged answer is 304; If-Match accepts lists and a star (row 86)") func entityTags() throws {
        let county = try County.shared
        let client = try county.newClient()
        let tag = client.etag ?? ""
        let same = try county.worker.get(client.path, expecting: 304, headers: ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(same.body.isEmpty)
        #expect(same.etag == tag)
        try county.worker.get(client.path, headers: ["If-None-Match": "\"x\""])
        try county.worker.patch(client.path, ["phone": "1"], headers: ["If-Match": "\"9.x\", \(tag)"])
        try county.worker.get(client.path, headers: ["If-None-Match": tag])
        try county.worker.patch(client.path, ["phone": "2"], expecting: 412, headers: ["If-Match": "\"9.x\", \"nonsense\", \"x\""])
        try county.worker.patch(client.path, ["phone": "3"], headers: ["If-Match": "*"])
        let page = try county.worker.get("/v1/clients?name=zzzz")
        try county.worker.get("/v1/clients?name=zzzz", expecting: 304, headers: ["If-None-Match": page.etag ?? ""])
        #expect(page.headers["Cache-Control"] == "no-store")
    }

    // MARK: Replays and dry runs

    @Test("the same key and body replay the first answer; another body is answered 422; another caller's key is another key") func replays()
        throws
    {
        let county = try County.shared
        let body = county.clientBody()
        let key = ["Idempotency-Key": "kerran-\(county.nextNumber())"]
        let first = try county.worker.post("/v1/clients", body, headers: key)
        #expect(first.headers["Idempotency-Replayed"] == nil)
        let again = try county.worker.post("/v1/clients", body, headers: key)
        #expect(again.headers["Idempotency-Replayed"] == "true")
        #expect(again.body == first.body)
        #expect(again.etag == first.etag)
        #expect(again.headers["Location"] == first.headers["Location"])
        let other = try county.worker.post("/v1/clients", body.with("phone", "1"), expecting: 422, headers: key)
        #expect(other.code == "idempotency_mismatch")
        #expect(other.errors == ["Idempotency-Key": "used_already"])
        // The same bytes on another path are another request.
        try county.worker.post("/v1/clients?pretty", body, expecting: 422, headers: key)
        #expect(try county.worker2.post("/v1/clients", body, expecting: 409, headers: key).code == "duplicate_hetu")
        for bad in ["a b", String(repeating: "x", count: 201), "ä"] {
            #expect(
                try county.worker.post("/v1/clients", body, expecting: 400, headers: ["Idempotency-Key": bad]).errors
                    == ["Idempotency-Key": "wrong_form"])
        }
    }

    @Test("any random id is an idempotency key, and so is a key with a national id: the service keeps a mark of it (row 86)")
    func takesAnyKey() throws {
        let county = try County.shared
        let keys = [
            "5c010190-9090-4999-8999-999999999999", "deadbeef010190a9090deadbeef", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "Vm9pIHZpdGFsYWluZW4+/w==",
            "010190-999W", "era-010326-0915", "1.\(String(repeating: "a", count: 32))", "~", "!",
            String(repeating: "x", count: 200),
        ]
        let number = county.nextNumber()
        for (index, key) in keys.enumerated() {
            let body = county.clientBody()
            let header = ["Idempotency-Key": key.utf8.count < 190 && index > 0 ? "\(key)/\(number)" : key]
            let first = try county.worker.post("/v1/clients", body, headers: header)
            let again = try county.worker.post("/v1/clients", body, headers: header)
            #expect(again.id == first.id && again.headers["Idempotency-Replayed"] == "true", "\(key)")
            let other = try county.worker.post("/v1/clients", county.clientBody(), expecting: 422, headers: header)
            #expect(other.code == "idempotency_mismatch" && !other.text.contains(key), "\(key)")
        }
    }

    @Test("a refused request keeps no answer: the same key accepts the mended body") func refusalsAreNotKept() throws {
        let county = try County.shared
        let body = county.clientBody()
        let key = ["Idempotency-Key": "uudelleen-\(county.nextNumber())"]
        try county.worker.post("/v1/clients", body.with("municipality", "91"), expecting: 422, headers: key)
        try county.worker.post("/v1/clients", body, headers: key)
    }

    @Test("of a request sent many times at once one is done, and the others get its answer or a 409 with Retry-After")
    func replaysAtOnce() throws {
        let county = try County.shared
        let body = county.clientBody().octets
        let headers = ["Idempotency-Key": "yhtaikaa-\(county.nextNumber())"]
        let replies = try concurrently(16) { _ in try county.worker.send("POST", "/v1/clients", body, expecting: nil, headers: headers) }
        let made = replies.filter { $0.status == 201 }
        #expect(Set(made.map(\.id)).count == 1)
        #expect(made.filter { $0.headers["Idempotency-Replayed"] == nil }.count == 1)
        for other in replies where other.status != 201 {
            #expect(other.status == 409 && other.code == "idempotency_in_flight" && other.headers["Retry-After"] == "1", "\(other)")
        }
        let again = try county.worker.send("POST", "/v1/clients", body, expecting: 201, headers: headers)
        #expect(again.id == made.first?.id && again.headers["Idempotency-Replayed"] == "true")
    }

    @Test("reads of a hidden item and of an absent one are answered alike, and both are on record (A18, A20)") func hidesAlike() throws {
        let county = try County()
        let (own, other) = (try county.openCase(), try county.openCase())
        let client = try county.client(for: own["clientId"].string ?? "")
        func rows() throws -> Int {
            let count = try ServiceProcess.run(
                program: "/usr/bin/sqlite3", ["-readonly", county.service.database, "SELECT count(*) FROM access_log"])
            return Int(count.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
        }
        let before = try rows()
        let hidden = try client.get("\(other.path)/meetings", expecting: 404, headers: ["X-Request-Id": "a"])
        let unknown = try client.get("/v1/cases/\(own["clientId"].string ?? "")/meetings", expecting: 404, headers: ["X-Request-Id": "a"])
        #expect(hidden.body == unknown.body)
        #expect(try rows() == before + 2)
    }

    @Test("a request with two idempotency keys is refused") func refusesTwoKeys() throws {
        let county = try County.shared
        let refused = try RawSocket(county.service).ask(
            "POST /v1/clients/search HTTP/1.1\r\nHost: avain\r\nConnection: close\r\nAuthorization: Bearer \(county.worker.token ?? "")\r\n"
                + "Content-Type: application/json\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 14\r\n\r\n{\"number\":\"A\"}"
        )
        #expect(refused.status == 400 && refused.errors == ["Idempotency-Key": "duplicate_header"])
    }

    @Test("an answer is kept for seven days; after that the key starts a new request") func expires() throws {
        let county = try County.shared
        let body = county.clientBody()
        let headers = ["Idempotency-Key": "viikko-\(county.nextNumber())"]
        let first = try county.worker.post("/v1/clients", body, at: "2026-06-30T09:00:00Z", headers: headers)
        let kept = try county.worker.post("/v1/clients", body, at: "2026-07-07T09:00:00Z", headers: headers)
        #expect(kept.id == first.id && kept.headers["Idempotency-Replayed"] == "true")
        // The request runs again, and the client exists already.
        let anew = try county.worker.post("/v1/clients", body, expecting: 409, at: "2026-07-07T09:00:01Z", headers: headers)
        #expect(anew.code == "duplicate_hetu")
        let other = try county.worker.post("/v1/clients", county.clientBody(), at: "2026-07-07T09:00:01Z", headers: headers)
        #expect(other.headers["Idempotency-Replayed"] == nil)
    }

    @Test("an answer kept by its key survives a restart") func replaysAfterRestart() throws {
        let county = try County()
        let body = county.clientBody()
        let first = try county.worker.post("/v1/clients", body, headers: ["Idempotency-Key": "k"])
        #expect(county.service.stop() == 0)
        try county.service.start()
        let again = try county.worker.post("/v1/clients", body, headers: ["Idempotency-Key": "k"])
        #expect(again.headers["Idempotency-Replayed"] == "true")
        #expect(again.body == first.body)
        try county.worker.post("/v1/clients", body.with("phone", "1"), expecting: 422, headers: ["Idempotency-Key": "k"])
    }

    @Test("a dry run answers like the real call and keeps nothing") func rehearses() throws {
        let county = try County.shared
        let body = county.clientBody()
        let dry = ["Prefer": "dry-run"]
        let rehearsed = try county.worker.post("/v1/clients", body, headers: dry)
        #expect(rehearsed.headers["Preference-Applied"] == "dry-run")
        try county.worker.get(rehearsed.path, expecting: 404)
        #expect(try county.worker.post("/v1/clients/search", ["hetu": body["hetu"]], expecting: 200).items.isEmpty)
        let real = try county.worker.post("/v1/clients", body)
        let without = { (reply: Reply) in reply.json.with("id", nil).with("number", nil) }
        #expect(without(rehearsed) == without(real))
        let file = try county.openCase(client: real)
        let command = try county.worker.command(on: file.path, "start-assessment", headers: dry)
        #expect(command["state"] == "assessing")
        #expect(try county.worker.get(file.path)["state"] == "opened")
        #expect(try county.worker.get(file.path).etag == file.etag)
        // A dry run is refused alike, and uses up no idempotency key.
        let key = dry.merging(["Idempotency-Key": "kuiva-\(county.nextNumber())"]) { $1 }
        try county.worker.post("/v1/clients", body, expecting: 409, headers: key)
        try county.worker.post("/v1/clients", county.clientBody(), headers: key.filter { $0.key != "Prefer" })
    }

    // MARK: Lists

    @Test("the pages have every item once while others add items; a cursor belongs to its caller and its query") func pages() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/meetings"
        func add(_ place: String) throws -> JSONValue {
            try county.worker.post(
                path, ["kind": "plan", "heldOn": "2026-03-05", "place": .string(place), "placeChosenBy": "worker"])["id"]
        }
        let ids = try (0..<23).map { try add("\($0)") }
        var seen: [JSONValue] = []
        var pages = 0
        var asked = "\(path)?limit=5&kind=plan"
        while true {
            let page = try county.worker.get(asked)
            seen += page.items.map { $0["id"] }
            pages += 1
            if pages == 2 { _ = try add("added on the way") }
            guard let next = page["next"].string else { break }
            #expect(page.items.count == 5)
            asked = "\(path)?limit=5&kind=plan&after=\(next)"
            #expect(page.headers["Link"] == "<\(path)?kind=plan&limit=5&after=\(next)>; rel=\"next\"")
        }
        #expect(Array(seen.prefix(23)) == ids)
        #expect(seen.count == 24)
        let cursor = try county.worker.get("\(path)?limit=5")["next"].string ?? ""
        let bad = ["after": "bad_cursor"]
        #expect(try county.worker2.get("\(path)?limit=5&after=\(cursor)", expecting: 400).errors == bad)
        #expect(try county.worker.get("\(path)?kind=plan&after=\(cursor)", expecting: 400).errors == bad)
        #expect(try county.worker.get("\(path)?after=\(cursor.dropLast())", expecting: 400).errors == bad)
        #expect(try county.worker.get("\(path)?limit=5&count=exact")["total"] == 24)
        #expect(try county.worker.get("\(path)?limit=5")["total"] == .null)
        #expect(try county.worker.get("\(path)?limit=5&pretty").text.contains("\n  \"items\""))
    }
}
