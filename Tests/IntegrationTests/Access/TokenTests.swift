import JSON
import Testing

/// A caller without a valid token gets the same bytes for every fault. Changes of a key or user take effect with the next request.
@Suite struct TokenTests {
    private typealias Field = (name: String, value: String)

    /// Everything but the time of the answer to a request with these fields.
    private func answer(_ county: County, _ method: String, _ path: String, _ fields: [Field], at moment: String = "2026-06-30T09:00:00Z")
        throws
        -> (status: Int, whole: [String])
    {
        let body: [UInt8]? = method == "POST" ? Array("{}".utf8) : nil
        var headers = fields + [("X-Test-Now", moment), ("X-Request-Id", "same")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let answer = try county.nobody.curl.send(method, county.service.base + path, headers: headers, body: body)
        let lines = answer.headers.lines.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
        return (answer.status, ["\(answer.status)", String(decoding: answer.body, as: UTF8.self)] + lines)
    }

    /// Values of Authorization that are no valid token, made from a valid one.
    private func strangers(_ token: String, hash: String, ids: [String]) -> [String] {
        let hexadecimal = String(token.dropFirst(6))
        func flipped(_ place: Int) -> String {
            var text = Array(token)
            text[place] = text[place] == "0" ? "1" : "0"
            return String(text)
        }
        let schemes = [
            "", "Bearer", "Bearer ", "Bearer    ", token, hexadecimal, "Bearer\(token)", "Bearer\t\(token)", "Bearer=\(token)",
            "Bearer:\(token)",
            "Basic \(token)", "Basic YWRtaW46YWRtaW4=", "Token \(token)", "Digest username=\"admin\"", "Negotiate \(token)",
            "Bear \(token)",
            "Bearers \(token)", "\u{FEFF}Bearer \(token)", "Ｂearer \(token)", "Bearer, \(token)", "Basic \(token), Bearer \(token)",
        ]
        let tokens = [
            flipped(6), flipped(37), flipped(69), String(token.dropLast()), String(token.dropFirst()), token + "0", "0" + token,
            token.uppercased(), "avain_\(hexadecimal.uppercased())", "avain_", "avain_\(token)", "Avain_\(hexadecimal)",
            "avain-\(hexadecimal)",
            "\"\(token)\"", "'\(token)'", "<\(token)>", "\(token),", "\(token);", "\(token)=", "\(token)==", "\(token) \(token)",
            "\(token),\(token)",
            "\(token)\u{A0}", "\u{200B}\(token)", token.replacing("a", with: "а"), "avain%5F\(hexadecimal)", "%20\(token)", hash,
            "avain_\(hash)",
            "null", "undefined", "true", "0", "*", "admin", "{\"token\":\"\(token)\"}", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.",
            "' OR 1=1 --", "../../etc/passwd", "avain_\(String(repeating: "0", count: 64))", "avain_\(String(repeating: "f", count: 64))",
            "avain_\(String(repeating: "a", count: 243))", String(repeating: "a", count: 300), "\\u0000", "ä\(token)", "🗝",
        ]
        return schemes + (tokens + ids).map { "Bearer \($0)" }
    }

    @Test("a caller who tries many tokens is slowed down, with a body and without; other callers are not") func flood() throws {
        let county = try County()
        let token = "avain_\(String(repeating: "0", count: 64))"
        // A burst is allowed, then about twenty a second.
        var refused: [Reply] = []
        for number in 0..<8_000 where refused.count < 20 {
            let isPost = number.isMultiple(of: 2)
            let stranger = county.caller(token: token)
            let reply = try stranger.send(
                isPost ? "POST" : "GET", "/v1/clients", isPost ? Array("{}".utf8) : nil, expecting: nil, isJudged: number < 10)
            if reply.status == 429 { refused.append(reply) } else { #expect(reply.status == 401 && number < 7_000) }
        }
        #expect(Set(refused.map { String($0.request.prefix(4)) }) == ["GET ", "POST"])
        #expect(refused.allSatisfy { $0.headers["Retry-After"] == "1" })
        // A caller with a key is served from the same address.
        try county.worker.get("/v1/clients")
    }

    @Test("a token that is forged, malformed, expired, revoked, foreign or of a user who is not valid gets 401, always the same bytes")
    func sameBytes() throws {
        let county = try County.shared
        let caller = try county.staff("social_worker")
        let token = try #require(caller.token)
        let stored = Stored(database: county.service.database)
        let hash = try stored.column("SELECT token_hash FROM access_keys WHERE id = '\(caller.keyID)'")[0]
        var fields: [[Field]] = strangers(token, hash: hash, ids: [caller.userID, caller.keyID]).map { [("Authorization", $0)] }
        #expect(fields.count >= 60)
        // The token in two fields, beside another scheme, and in other fields.
        fields += [
            [("Authorization", "Bearer \(token)"), ("Authorization", "Bearer \(token)")],
            [("Authorization", "Bearer \(token)"), ("Authorization", "Basic YWRtaW46YWRtaW4=")], [("Cookie", "token=\(token)")],
            [("X-Authorization", "Bearer \(token)")], [("Proxy-Authorization", "Bearer \(token)")], [("X-Api-Key", token)],
        ]

        // Tokens that were valid once or will be.
        func bearer(_ caller: Caller) -> [Field] { [("Authorization", "Bearer \(caller.token ?? "")")] }
        let revoked = try county.staff("social_worker")
        try county.admin.command(on: "/v1/admin/keys/\(revoked.keyID)", "revoke")
        let (gone, coming) = (try county.staff("social_worker"), try county.staff("social_worker"))
        try county.admin.patch("/v1/admin/users/\(gone.userID)", ["validTo": "2026-06-29"])
        try county.admin.patch("/v1/admin/users/\(coming.userID)", ["validFrom": "2026-07-01"])
        let other = try ServiceProcess()
        let foreign = county.caller(token: try other.makeKey(role: "admin", name: "Toinen"))
        fields += [revoked, gone, coming, foreign].map(bearer)

        let client = try county.newClient()
        let places = [
            ("GET", client.path), ("GET", "/v1/clients/0199a7f0-0000-7000-8000-0123456789ab"), ("GET", "/v1/me"), ("POST", "/v1/clients"),
            ("GET", "/v1/clients?limit=nosuch"), ("HEAD", client.path),
        ]
        for (method, path) in places {
            let nobody = try answer(county, method, path, [])
            #expect(nobody.status == 401)
            for field in fields {
                let told = try answer(county, method, path, field)
                #expect(told.whole == nobody.whole, "\(method) \(path) with \(field)\n\(told.whole)\n\(nobody.whole)")
            }
            #expect(try answer(county, method, path, bearer(caller)).status != 401)
        }
        // The same tokens are valid at another time.
        #expect(try answer(county, "GET", "/v1/me", bearer(gone), at: "2026-06-29T20:59:59Z").status == 200)
        #expect(try answer(county, "GET", "/v1/me", bearer(coming), at: "2026-06-30T21:00:00Z").status == 200)
    }

    @Test("a key is refused from the moment it expires") func expires() throws {
        let county = try County.shared
        let caller = try county.staff("social_worker", County.unit, ["expiresAt": "2026-07-01T12:00:00Z"])
        let nobody = try answer(county, "GET", "/v1/me", [])
        for _ in 0..<2 {
            for (moment, status) in [("2026-07-01T11:59:59Z", 200), ("2026-07-01T12:00:00Z", 401), ("2030-01-01T00:00:00Z", 401)] {
                let told = try answer(county, "GET", "/v1/me", [("Authorization", "Bearer \(caller.token ?? "")")], at: moment)
                #expect(told.status == status, "\(moment)")
                if status == 401 { #expect(told.whole == nobody.whole) }
            }
        }
        let past: JSONValue = ["role": "finance", "name": "Mennyt", "expiresAt": "2026-06-30T08:00:00Z"]
        #expect(try county.admin.post("/v1/admin/keys", past, expecting: 422).errors["/expiresAt"] != nil)
    }

    @Test("a user's last day or a revoked key takes effect with the next request on every connection") func nextRequest() throws {
        let county = try County.shared
        for number in 0..<6 {
            let caller = try county.staff("social_worker")
            let connections = (0..<4).map { _ in county.caller(token: caller.token) }
            for connection in connections + connections { try connection.get("/v1/me") }
            let user = "/v1/admin/users/\(caller.userID)"
            try county.admin.patch(user, ["validTo": "2026-06-29"])
            for connection in connections { try connection.get("/v1/me", expecting: 401) }
            try county.admin.patch(user, ["validTo": .null])
            for connection in connections { try connection.get("/v1/me") }
            if number % 2 == 0 { continue }
            try county.admin.command(on: "/v1/admin/keys/\(caller.keyID)", "revoke")
            for connection in connections { try connection.get("/v1/me", expecting: 401) }
        }
    }

    @Test("a stream of changes ends when its key is revoked") func streamEnds() throws {
        let county = try County.shared
        let caller = try county.staff("social_worker")
        let stream = try EventStream(caller)
        #expect(stream.status == 200)
        try county.admin.command(on: "/v1/admin/keys/\(caller.keyID)", "revoke")
        #expect(stream.end(withinSeconds: 20) == 0)
        #expect(stream.text.hasSuffix(": ended with 401\n"))
    }

    @Test("a user has at most two valid keys; a revoked or expired key makes room") func twoKeys() throws {
        let county = try County.shared
        let name = "Kahden avaimen \(county.nextNumber())"
        func order(_ more: JSONValue = [:]) -> JSONValue {
            let order: JSONValue = ["role": "finance", "name": .string(name), "unit": .string(County.unit)]
            return order.merged(more)
        }
        let first = try county.admin.key(for: order())
        func again(_ more: JSONValue = [:]) -> JSONValue {
            let order: JSONValue = ["userId": .string(first.userID)]
            return order.merged(more)
        }
        let second = try county.admin.key(for: again(["expiresAt": "2026-07-10T00:00:00Z"]))
        #expect(first.userID == second.userID)
        let refused = try county.admin.post("/v1/admin/keys", again(), expecting: 409)
        #expect(refused.code == "too_many_keys")
        try first.get("/v1/me")
        try second.get("/v1/me")
        try county.admin.command(on: "/v1/admin/keys/\(first.keyID)", "revoke")
        let third = try county.admin.key(for: again())
        #expect(try county.admin.post("/v1/admin/keys", again(), expecting: 409).code == "too_many_keys")
        // The second key has expired by then.
        try county.admin.post("/v1/admin/keys", again(), at: "2026-07-10")
        try third.get("/v1/me")
        try first.get("/v1/me", expecting: 401)
    }

    @Test("the last use of a key is shown, and does not change the key") func lastUse() throws {
        let county = try County.shared
        let caller = try county.staff("finance")
        let path = "/v1/admin/keys/\(caller.keyID)"
        let unused = try county.admin.get(path)
        #expect(unused["lastUsedAt"] == .null)
        func used() throws -> JSONValue {
            // There is one writer, so earlier entries are written before this is answered.
            try county.admin.post("/v1/units", ["name": "Ei kukaan"], headers: ["Prefer": "dry-run"])
            return try county.admin.get(path)["lastUsedAt"]
        }
        try caller.get("/v1/me", at: "2026-06-30T10:00:30Z")
        #expect(try used() == "2026-06-30T10:00:30Z")
        try caller.get("/v1/me", at: "2026-06-30T10:05:00Z")
        #expect(try used() == "2026-06-30T10:05:00Z")
        #expect(try county.admin.get(path)["updatedAt"] == unused["updatedAt"])
    }

    @Test("a key's scope holds only rights of the role, by name") func scope() throws {
        let county = try County.shared
        let order: JSONValue = ["role": "finance", "name": .string("Rajattu \(county.nextNumber())"), "unit": .string(County.unit)]
        for (right, code) in [("case-file:read", "unknown_right"), ("nosuch", "unknown_right"), ("Money Read", "wrong_form")] {
            let refused = try county.admin.post("/v1/admin/keys", order.with("scope", ["money:read", .string(right)]), expecting: 422)
            #expect(refused.errors.keys.contains("/scope/1"), "\(refused)")
            if code == "unknown_right" { #expect(refused.errors["/scope/1"] == code) }
        }
        let cut = try county.admin.key(for: order.with("scope", ["money:read"]))
        let file = try county.openCase()
        try cut.get("\(file.path)/budgets")
        try cut.get("/v1/me")
        let refused = try cut.inEnglish.get("\(file.path)/decisions", expecting: 403)
        #expect(refused.code == "forbidden" && refused["detail"].string?.contains("decisions:read") == true)
        // The refusal is the same for an existing and an absent case.
        let absent = try cut.inEnglish.get("/v1/cases/0199a7f0-0000-7000-8000-0123456789ab/decisions", expecting: 403)
        #expect(absent["detail"] == refused["detail"])
        try cut.get("/v1/prices", expecting: 403)
    }
}
