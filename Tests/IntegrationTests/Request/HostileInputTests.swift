import Foundation
import JSON
import Testing

/// Hostile texts in filters, sorts, cursors, searches, members and headers.
@Suite struct HostileInputTests {
    /// Texts against statements, patterns, full-text queries and templates.
    static let payloads: [String] = {
        let ends = ["'", "\"", "`", "')", "\")", "']", "';"]
        let middles = [
            " OR 1=1 --", " OR '1'='1", " UNION SELECT token_hash FROM access_keys --", "; DROP TABLE clients; --", " AND sleep(5) --",
            " || (SELECT name FROM sqlite_master) || ", "/**/OR/**/1",
        ]
        let others = [
            "%", "_", "%%", "a%", "_____", "*", "?", "[a-z]", "NEAR(a b)", "a* OR b*", "\"a\" AND \"b\"", "{}", "$1", "?1", ":id", "@id",
            "\\",
            "\\'", "%00", "0x27", "1e309", "-1", "9223372036854775808", "null", "undefined", "{{7*7}}", "${7*7}",
            "../../etc/passwd",
            "\u{0000}", "a\u{0000}b", "\u{2019} OR 1=1", "\u{FF07} OR 1=1", "\u{202E}", "id) --", "rowid", "sequence; --",
        ]
        return ends.flatMap { end in middles.map { "x\(end)\($0)" } } + others
    }()

    static func escaped(_ text: String) -> String {
        text.utf8.map { "%" + String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }

    @Test("a search by name looks for letters: no pattern finds everybody") func searches() throws {
        let county = try County.shared
        _ = try county.newClient()
        for payload in ["%", "_", "%%%", "*", "'", "\" OR \"", "NEAR", "' OR 1=1 --", "a* OR b*"] {
            let found = try county.worker.get("/v1/clients?name=\(HostileInputTests.escaped(payload))&limit=200").items
            #expect(found.count < 3, "\(payload) finds \(found.count)")
        }
        let texts = HostileInputTests.payloads.filter { !$0.contains("\u{0000}") && !$0.contains("\u{202E}") }
        let client = try county.newClient()
        for text in texts {
            let made = try county.worker.post("\(client.path)/close-persons", ["name": .string(text), "relation": "friend"])
            #expect(made["name"].string == text)
        }
        #expect(try county.worker.all("\(client.path)/close-persons").count == texts.count)
    }

    @Test("a cursor with any single bit changed is refused") func cursors() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        for number in 0..<3 {
            try scene.mine.post("\(scene.client.path)/close-persons", ["name": .string("N\(number)"), "relation": "friend"])
        }
        let path = "\(scene.client.path)/close-persons?limit=1"
        let cursor = try #require(try scene.mine.get(path)["next"].string)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var refused = 0
        for place in cursor.indices {
            let value = try #require(letters.firstIndex(of: cursor[place]))
            for bit in 0..<6 {
                var changed = cursor
                changed.replaceSubrange(place...place, with: [letters[value ^ (1 << bit)]])
                let reply = try scene.mine.get("\(path)&after=\(changed)", expecting: 400)
                #expect(reply.errors == ["after": "bad_cursor"], "\(changed)")
                refused += 1
            }
        }
        #expect(refused >= 300)
        try scene.mine.get("\(path)&after=\(cursor)")
    }

    @Test("a line of the log is one line of JSON whatever a request says, and holds no national id (A22, row 76)") func logLines() throws {
        let service = try ServiceProcess()
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "Itä")
        let another = try service.makeKey(role: "social_worker", name: "Timo", unit: "Länsi")
        try service.start()
        let socket = try RawSocket(service)
        let hostile = [
            "a\r\n{\"level\":\"critical\"}", "a\n{\"level\":\"critical\"}", "\u{1B}[2J", "a\u{2028}b", "\"}{\"level\":\"critical\"", "ä",
            "%0a%0d",
            String(repeating: "x", count: 4_000), "\u{7}", "010190-999W", "\u{0}",
        ]
        for text in hostile {
            for field in ["X-Request-Id", "X-Purpose", "User-Agent", "Idempotency-Key", "Accept-Language", "Prefer", "If-Match"] {
                _ = try socket.ask(
                    "GET /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\(field): \(text)\r\nConnection: close\r\n\r\n"
                )
            }
            _ = try socket.ask("GET /v1/\(text) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        }
        // An opening writes a line. Here its caller chooses the request id.
        let caller = Caller(service: service, curl: Curl(), token: token, name: "Sari")
        let new: JSONValue = [
            "hetu": .string(County.hetu(number: 1)), "givenNames": "Aino", "familyName": "Mäki", "language": "fi", "municipality": "837",
        ]
        let client = try caller.post("/v1/clients", new)
        let other = Caller(service: service, curl: Curl(), token: another, name: "Timo")
        for id in ["\"}{\"level\":\"critical\"", "010190-999W", "plain-1"] {
            let opening: JSONValue = [
                "clientId": .string(client.id), "reason": "emergency", "explanation": "a {\"level\":\"critical\"}",
            ]
            try other.post("/v1/break-glass", opening, headers: ["X-Request-Id": id])
        }
        func openings(_ log: String) -> Int { log.split(separator: "\n").filter { $0.contains("break-glass") }.count }
        let lines = try service.errors { openings($0) == 3 && $0.hasSuffix("\n") }.split(separator: "\n")
        let read = try lines.map { try JSONReader.read(Array($0.utf8)) }
        #expect(read.filter { $0["message"] == "break-glass" }.count == 3, "\(lines)")
        #expect(read.allSatisfy { $0["level"] != "critical" })
        for line in lines {
            #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{2028}" }, "\(line)")
            #expect(!line.contains("010190-999W") && !line.contains("Aino"), "\(line)")
        }
    }
}

/// The same for every operation.
@Suite(.serialized) struct HostileOperationTests {
    private static let started = Result { try PeopledCounty() }

    private var county: PeopledCounty { get throws { try Self.started.get() } }

    @Test("every filter, sort, search and cursor takes a hostile text as plain text, or refuses it by name") func hostileQueries() throws {
        let county = try county
        let reached = try county.reached()
        // The first use of each key is written now, so that it does not fall between the reads.
        for (_, _, caller) in reached where caller.token != nil { try caller.get("/v1/me", at: PeopledCounty.day) }
        let before = try county.content()
        var asked = 0
        for (operation, path, caller) in reached where operation.method == "GET" && !operation.isOpen {
            let names: [String] = operation.described["parameters"].array.filter { $0["in"] == "query" }.compactMap { $0["name"].string }
            // A call with `wait` would take that long.
            for name in names where name != "wait" {
                func ask(_ text: String) throws -> Reply {
                    let query = "\(name)=\(HostileInputTests.escaped(text))"
                    return try caller.send("GET", "\(path)?\(query)", nil, expecting: nil, at: PeopledCounty.day, isJudged: false)
                }
                let harmless = try ask("eiole")
                for payload in HostileInputTests.payloads {
                    let reply = try ask(payload)
                    asked += 1
                    let what: Comment = "\(operation.id) \(name)=\(payload): \(reply)"
                    #expect(reply.status == 200 || reply.status == 400 || reply.status == 404, what)
                    // The answer equals that for a plain text that matches nothing. A search by name looks for letters only.
                    if reply.status == 200, operation.isList, name != "name", name != "q" { #expect(reply.items == harmless.items, what) }
                }
            }
        }
        #expect(asked > 5_000)
        #expect(try county.content() == before)
        // The names of backups hold that of the database.
        let log = county.service.errors.lowercased().replacing(".sqlite", with: "")
        for word in ["sql", "syntax", "operation failed", "request failed"] { #expect(!log.contains(word), "the log holds \(word)") }
    }

    @Test("every operation refuses members that the service itself sets, each by name") func massAssignment() throws {
        let county = try county
        let reached = try county.reached()
        // The first use of each key is written now, so that it does not fall between the calls.
        for (_, _, caller) in reached where caller.token != nil { try caller.get("/v1/me", at: PeopledCounty.day) }
        let before = try county.content()
        let names = [
            "id", "createdAt", "updatedAt", "version", "tenantId", "approvedBy", "decidedById", "preparedById", "computedById",
            "reviewedBy",
            "authorId", "isProtected", "hash", "__proto__", "constructor", "role ", "State",
        ]
        var asked = 0
        for (operation, path, caller) in reached where operation.requestTypes.contains("application/json") {
            var body = try #require(try county.body(of: operation, at: path))
            for name in names { body = body.with(name, "x") }
            var headers = operation.rehearsing
            func ask() throws -> Reply {
                try caller.send(operation.method, path, body.octets, expecting: nil, at: PeopledCounty.day, headers: headers)
            }
            var refused = try ask()
            // A document that does not exist yet has no version.
            if refused.status == 412 {
                headers["If-Match"] = nil
                refused = try ask()
            }
            #expect(refused.status == 422, "\(operation.id): \(refused)")
            for name in names { #expect(refused.errors["/\(name)"] == "unknown_member", "\(operation.id): \(name)") }
            asked += 1
        }
        #expect(asked > 100)
        #expect(try county.content() == before)
    }
}
