import Foundation
import JSON
import Testing

/// Keys that are made and revoked while the service runs.
@Suite struct KeyTests {
    @Test("a new key's token is shown once and never again") func showsOnce() throws {
        let county = try County.shared
        try county.admin.post("/v1/units", ["name": "Talous"])
        let made = try county.admin.post("/v1/admin/keys", ["role": "finance", "name": "Rauni Raha", "unit": "Talous"])
        let token = try #require(made["token"].string)
        #expect(token.hasPrefix("avain_") && token.count == 70)
        #expect(made["role"] == "finance")
        let me = try county.caller(token: token).get("/v1/me")
        #expect(me["id"] == made["userId"])
        #expect(me["name"] == "Rauni Raha")
        #expect(me["unitId"] == made["unitId"])
        // The use of a key is written in the background, but before this later write.
        try county.admin.post("/v1/units", ["name": "Jonossa"], headers: ["Prefer": "dry-run"])
        let read = try county.admin.get(made.path)
        // The use does not change the version of the key.
        #expect(made["lastUsedAt"] == nil && read["lastUsedAt"] == "2026-06-30T09:00:00Z")
        #expect(read.etag?.prefix(3) == made.etag?.prefix(3))
        #expect(read["userId"] == made["userId"])
        #expect(read["token"] == .null)
        #expect(!read.text.contains(token))
        #expect(try county.admin.get("/v1/admin/keys?userId=\(made["userId"].string ?? "")").items.map { $0["id"] } == [made["id"]])
        // The same person gets a second key, not a second user.
        let second = try county.admin.post("/v1/admin/keys", ["userId": made["userId"]])
        #expect(second["userId"] == made["userId"] && second["roleId"] == made["roleId"] && second["name"] == "Rauni Raha")
        #expect(second["token"] != made["token"])
        // Without the user it is another person, and the answer names the first one.
        let other = try county.admin.post("/v1/admin/keys", ["role": "finance", "name": "Rauni Raha", "unit": "Talous"])
        #expect(other["userId"] != made["userId"] && other["namesakes"] == [made["userId"]])
        // So does a key for the user of that name: is it the right one?
        let third = try county.admin.post("/v1/admin/keys", ["userId": other["userId"]])
        #expect(third["namesakes"] == [made["userId"]])
    }

    @Test("the command line takes names as a body does: in normal form C, without characters that nobody sees (I33)") func takesNames()
        throws
    {
        let service = try ServiceProcess()
        let key = ["keys", "create", "--database", service.database, "--role", "system", "--name"]
        let refused: [(words: [String], says: String)] = [
            (["Effica\n"], "--name must not hold U+000A (a line break) at character 7"),
            (["\u{202E}Effica"], "--name must not hold U+202E"), (["Ef\u{AD}fica"], "--name must not hold U+00AD"),
            ([""], "--name takes 1 to 100"),
            ([" \u{A0}"], "--name takes 1 to 100"), ([String(repeating: "x", count: 101)], "--name takes 1 to 100"),
            (["e\(String(repeating: "\u{301}", count: 31))"], "--name takes 1 to 100"),
            ([String(repeating: "x", count: 61)], "add --source"), (["Effica", "--unit", "I\u{200B}tä"], "--unit must not hold U+200B"),
            (["Effica", "--unit", ""], "--unit takes 1 to 100"), (["Effica", "--source", "a\tb"], "--source must not hold U+0009"),
            (["Effica", "--source", String(repeating: "x", count: 61)], "--source takes 1 to 60"),
        ]
        for (words, says) in refused {
            let done = try ServiceProcess.run(key + words)
            #expect(done.status == 64 && done.errors.contains(says), "\(words): \(done)")
        }
        let made = try ServiceProcess.run(["keys", "create", "--database", service.database, "--role", "admin", "--name", "A\u{30A}ke"])
        try service.start()
        let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let me = try Caller(service: service, curl: Curl(), token: token, name: "Åke").get("/v1/me")
        #expect(Array((me["name"].string ?? "").utf8) == Array("\u{C5}ke".utf8))
    }

    @Test("a key limited to registering clients opens no case by an intake") func cutsIntakes() throws {
        let county = try County.shared
        let cut = try county.staff("social_worker", County.unit, ["scope": ["clients:write"]])
        let intake: JSONValue = [
            "client": county.clientBody(),
            "case": [
                "regionalModel": .string(County.model), "contactAt": "2026-06-29", "channel": "phone", "applicantRole": "client",
            ],
        ]
        let refused = try cut.inEnglish.post("/v1/intakes", intake, expecting: 403)
        #expect(refused["detail"].string?.contains("first-contact:write") == true, "\(refused)")
        let half = try county.staff("social_worker", County.unit, ["scope": ["first-contact:write"]])
        #expect(try half.inEnglish.post("/v1/intakes", intake, expecting: 403)["detail"].string?.contains("clients:write") == true)
        // The replayed answer of a key with that right is refused to it too.
        let whole = try county.admin.key(for: ["userId": .string(half.userID)])
        let key = ["Idempotency-Key": "vastaanotto-\(county.nextNumber())"]
        try whole.post("/v1/intakes", intake, headers: key)
        #expect(whole.userID == half.userID)
        #expect(try half.post("/v1/intakes", intake, expecting: 422, headers: key).code == "idempotency_mismatch")
    }

    @Test("unit names that differ only in case are the same unit") func foldsUnits() throws {
        let county = try County.shared
        try county.admin.post("/v1/units", ["name": "Öljymäen yksikkö"])
        #expect(try county.admin.post("/v1/units", ["name": "öljymäen YKSIKKÖ"], expecting: 409).code == "duplicate")
    }

    @Test("a misspelt unit is refused at its member, and no unit is made") func knowsUnits() throws {
        let county = try County.shared
        let order: JSONValue = ["role": "finance", "name": "Rauni Raha", "unit": "Vammaisplavelut"]
        #expect(try county.admin.post("/v1/admin/keys", order, expecting: 422).errors == ["/unit": "unknown_unit"])
        #expect(try !county.admin.all("/v1/units").contains { $0["name"] == "Vammaisplavelut" })
    }

    @Test("the database holds no token, and a new key takes no idempotency key") func keepsNoToken() throws {
        let county = try County()
        let order: JSONValue = ["role": "finance", "name": "Rauni Raha"]
        let refused = try county.admin.post("/v1/admin/keys", order, expecting: 400, headers: ["Idempotency-Key": "k"])
        #expect(refused.errors == ["Idempotency-Key": "not_taken_here"])
        let token = try #require(try county.admin.post("/v1/admin/keys", order)["token"].string)
        #expect(county.service.stop() == 0)
        let dump = try ServiceProcess.run(program: "/usr/bin/sqlite3", [county.service.database, ".dump"])
        #expect(dump.output.contains("access_keys") && !dump.output.contains(token) && !dump.output.contains(token.dropFirst(6)))
        #expect(!county.service.errors.contains(token))
    }

    @Test("a revoked key is refused from the next request on, for good") func revokes() throws {
        let county = try County.shared
        let made = try county.admin.post("/v1/admin/keys", ["role": "finance", "name": "Lähtijä"])
        let caller = county.caller(token: made["token"].string)
        try caller.get("/v1/me")
        try county.admin.send("POST", "\(made.path)/revoke", Array("{}".utf8), expecting: 428)
        let revoked = try county.admin.command(on: made.path, "revoke", at: "2026-06-30T10:00:00Z", etag: made.etag)
        #expect(revoked["revokedAt"] == "2026-06-30T10:00:00Z")
        try caller.get("/v1/me", expecting: 401)
        let again = try county.admin.command(on: made.path, "revoke", expecting: 409)
        #expect(again.code == "illegal_transition" && again.allowed == [])
    }

    @Test("a key that is revoked on one connection is answered 401 on all others at once, eight times")
    func revokesOnEveryLane() throws {
        let county = try County.shared
        for _ in 0..<8 {
            let made = try county.admin.post("/v1/admin/keys", ["role": "finance", "name": "Moni"])
            let callers = (0..<6).map { _ in county.caller(token: made["token"].string) }
            // Twice, so that the second answer comes from the lane's memory.
            for caller in callers + callers { try caller.get("/v1/me") }
            try county.admin.command(on: made.path, "revoke", etag: made.etag)
            for caller in callers { try caller.get("/v1/me", expecting: 401) }
        }
    }

    @Test("what one connection has written is what every other connection reads next") func readsWhatWasTold() throws {
        let county = try County.shared
        let client = try county.newClient()
        let readers = (0..<6).map { _ in county.caller(token: county.worker.token) }
        var told = try county.worker.get(client.path)
        for number in 1...30 {
            told = try county.worker.patch(client.path, ["givenNames": .string("Aino \(number)")], etag: told.etag)
            for reader in readers { #expect(try reader.get(client.path)["givenNames"] == told["givenNames"]) }
        }
        // Each of these reads is on record once.
        let entries = try county.dataProtectionOfficer.all("\(client.path)/access-log")
        #expect(entries.filter { $0["operation"] == "findClient" }.count == 1 + 30 * readers.count)
    }

    @Test("a key for a client needs a client of the register; a key for staff must not have one") func bindsClients() throws {
        let county = try County.shared
        let client = try county.newClient()
        for role in ["client", "hb_assistant"] {
            let order: JSONValue = ["role": .string(role), "name": "Asiakas"]
            #expect(try county.admin.post("/v1/admin/keys", order, expecting: 422).errors == ["/clientId": "required"])
            let nowhere = order.with("clientId", "01980000-0000-7000-8000-000000000000")
            #expect(try county.admin.post("/v1/admin/keys", nowhere, expecting: 422).errors == ["/clientId": "unknown_client"])
            let made = try county.admin.post("/v1/admin/keys", order.with("clientId", client["id"]))
            #expect(try county.caller(token: made["token"].string).get("/v1/me")["clientId"] == client["id"])
        }
        let staff: JSONValue = ["role": "social_worker", "name": "Sari", "clientId": client["id"], "sourceSystem": "effica_x"]
        #expect(
            try county.admin.post("/v1/admin/keys", staff, expecting: 422).errors == [
                "/clientId": "not_for_role", "/sourceSystem": "not_for_role",
            ])
        let late: JSONValue = ["role": "finance", "name": "Rauni", "expiresAt": "2026-06-30T09:00:00Z"]
        #expect(try county.admin.post("/v1/admin/keys", late, expecting: 422).errors == ["/expiresAt": "in_the_past"])
        #expect(
            try county.admin.post("/v1/admin/keys", ["role": "boss", "name": ""], expecting: 422).errors == [
                "/role": "unknown_code", "/name": "too_short",
            ])
    }

    @Test("a representative's key names a representative of the client; no other key names one") func bindsMandates() throws {
        let county = try County.shared
        let client = try county.newClient()
        let mandate: JSONValue = ["name": "Erkki Edunvalvoja", "kind": "guardian", "scope": "both", "validFrom": "2026-01-12"]
        let own = try county.worker.post("\(client.path)/representatives", mandate)
        let stranger = try county.worker.post("\(try county.newClient().path)/representatives", mandate)
        let order: JSONValue = ["role": "representative", "name": "Erkki Edunvalvoja", "clientId": client["id"]]
        #expect(try county.admin.post("/v1/admin/keys", order, expecting: 422).errors == ["/representativeId": "required"])
        #expect(
            try county.admin.post("/v1/admin/keys", order.with("clientId", nil).with("representativeId", own["id"]), expecting: 422).errors
                == [
                    "/clientId": "required"
                ])
        for unknown in [stranger["id"], "01980000-0000-7000-8000-000000000000"] {
            let refused = try county.admin.post("/v1/admin/keys", order.with("representativeId", unknown), expecting: 422)
            #expect(refused.errors == ["/representativeId": "unknown_representative"])
        }
        for role in ["client", "hb_assistant"] {
            let other = order.merged(["role": .string(role), "representativeId": own["id"]])
            #expect(try county.admin.post("/v1/admin/keys", other, expecting: 422).errors == ["/representativeId": "not_for_role"])
        }
        let made = try county.admin.post("/v1/admin/keys", order.with("representativeId", own["id"]))
        #expect(made["representativeId"] == own["id"])
        let me = try county.caller(token: made["token"].string).get("/v1/me")
        #expect(me["representativeId"] == own["id"])
        #expect(me["clientId"] == client["id"])
        // Another mandate under the same name is another user.
        let second = try county.worker.post("\(client.path)/representatives", mandate)
        #expect(try county.admin.post("/v1/admin/keys", order.with("representativeId", second["id"]))["userId"] != made["userId"])
    }

    @Test("only an administrator makes, lists and revokes keys; the list of users leaves out those who speak for a client (A6)")
    func guards() throws {
        let county = try County.shared
        for caller in [county.worker, county.decisionMaker, county.auditor, county.system, county.dataProtectionOfficer] {
            let refused = try caller.inEnglish.post("/v1/admin/keys", ["role": "admin", "name": "Minä"], expecting: 403)
            #expect(refused.text.contains("administration"))
            try caller.get("/v1/admin/keys", expecting: 403)
            try caller.get("/v1/admin/keys/\(county.worker.keyID)", expecting: 403)
        }
        let client = try county.newClient()
        let speaker = try county.client(for: client.id)
        let users = try county.admin.all("/v1/users")
        #expect(users.contains { $0["id"] == .string(county.worker.userID) })
        #expect(!users.contains { $0["id"] == .string(speaker.userID) })
    }

    @Test("a read of the user who speaks for a client is in that client's access log (A20)") func putsUsersOnRecord() throws {
        let county = try County.shared
        let client = try county.newClient()
        let speaker = try county.client(for: client.id)
        try county.admin.get("/v1/admin/users/\(speaker.userID)")
        let log = try speaker.get("\(client.path)/access-log").items
        #expect(log.contains { $0["operation"] == "findUser" && $0["role"] == "admin" })
    }
}
