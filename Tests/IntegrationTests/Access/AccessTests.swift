import JSON
import Testing

/// What callers can read about their own rights, and which rule allows or refuses an operation.
@Suite struct AccessTests {
    @Test("a caller reads the own rights, limited to the key's scope") func rights() throws {
        let county = try County.shared
        let all = try county.worker.get("/v1/me/rights")
        #expect(all["role"] == "social_worker" && all["scope"] == .null && all["rights"].array.count > 20)
        let money = try #require(all["rights"].array.first { $0["name"] == "money:write" })
        #expect(money["relations"] == ["caseload", "unit"] && money["operations"].array.contains("draftBudget"))
        let cut = try county.staff("social_worker", County.unit, ["scope": ["registers:read", "clients:read"]])
        let few = try cut.get("/v1/me/rights")
        #expect(few["scope"] == ["clients:read", "registers:read"])
        #expect(Set(few["rights"].array.compactMap { $0["name"].string }) == ["signed-in", "registers:read", "clients:read"])
        // The service enforces the rights that the answer lists.
        for operation in ["/v1/me", "/v1/regional-models", "/v1/clients"] { try cut.get(operation) }
        for (path, right) in [("/v1/cases", "cases:read"), ("/v1/work-queue", "work-queue:read"), ("/v1/users", "users:read")] {
            let refused = try cut.inEnglish.get(path, expecting: 403)
            #expect(refused["detail"].string?.contains("needs the right \(right)") == true, "\(refused)")
        }
        #expect(try county.nobody.get("/v1/me/rights", expecting: 401).code == "unauthorised")
    }

    @Test("the explanation of a right by task does not reveal whether a client exists, but shows the caller's own tie (A16, A18)")
    func explainsTasks()
        throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        func told(_ caller: Caller, _ operation: String, _ client: String) throws -> Reply {
            try caller.get("/v1/access/explain?operation=\(operation)&clientId=\(client)", headers: ["X-Request-Id": "same"])
        }
        let nobody = "0199a7f0-0000-7000-8000-0123456789ab"
        let leader = try county.staff("decision_maker", scene.otherUnit)
        for (caller, operation) in [
            (leader, "justifyBreakGlass"), (leader, "breakGlass"), (county.dataProtectionOfficer, "justifyBreakGlass"),
            (county.finance, "transferMoney"), (county.finance, "listBudgets"), (leader, "makeDecision"),
        ] {
            let (hidden, absent) = (try told(caller, operation, scene.client.id), try told(caller, operation, nobody))
            #expect(hidden.body == absent.body && hidden.etag == absent.etag, "\(operation): \(hidden) \(absent)")
        }
        try county.finance.post("/v1/me/ties", ["clientId": .string(scene.client.id), "ground": "interest"])
        #expect(try told(county.finance, "transferMoney", scene.client.id)["rule"] == "tie_declared")
    }

    @Test(
        "the explanation names the rule that allows or refuses",
        arguments: [
            ("health", "open", JSONValue.bool(true)), ("me", "task", true), ("findClient", "depends_on_relation", .null),
            ("revokeKey", "role_lacks_right", false), ("listRegionalModels", "task", true),
        ])
    func explains(operation: String, rule: String, allowed: JSONValue) throws {
        let told = try County.shared.worker.get("/v1/access/explain?operation=\(operation)")
        #expect(told["rule"] == .string(rule) && told["allowed"] == allowed, "\(told)")
    }

    @Test("for a client the explanation names the relation held; a hidden and an unknown client get the same bytes (A17, A18)")
    func explainsClients() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        func told(_ caller: Caller, _ client: String, _ operation: String = "findClient") throws -> Reply {
            try caller.get("/v1/access/explain?operation=\(operation)&clientId=\(client)", headers: ["X-Request-Id": "same"])
        }
        let mine = try told(scene.mine, scene.client.id)
        #expect(mine["rule"] == "relation_held" && mine["relationHeld"] == "unit" && mine["allowed"] == true, "\(mine)")
        let nobody = "0199a7f0-0000-7000-8000-0123456789ab"
        let (hidden, absent) = (try told(scene.theirs, scene.client.id), try told(scene.theirs, nobody))
        #expect(hidden["rule"] == "relation_missing" && hidden["allowed"] == false && hidden["relationHeld"] == .null)
        #expect(hidden.body == absent.body && hidden.etag == absent.etag)
        try scene.theirs.post("/v1/break-glass", ["clientId": .string(scene.client.id), "reason": "emergency", "explanation": "Hätä"])
        #expect(try told(scene.theirs, scene.client.id)["relationHeld"] == "break_glass")
        #expect(try told(scene.theirs, scene.client.id, "draftBudget")["rule"] == "relation_missing")
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.theirs.userID)])
        #expect(try told(scene.theirs, scene.client.id, "draftBudget")["relationHeld"] == "caseload")
        let own = try county.client(for: scene.client.id)
        #expect(try told(own, scene.client.id)["relationHeld"] == "own")
        #expect(try told(own, nobody)["rule"] == "relation_missing")
        let mandate: JSONValue = ["name": "Erkki", "kind": "guardian", "scope": "economy", "validFrom": "2026-01-01"]
        let guardian = try county.representative(by: try scene.mine.post("\(scene.client.path)/representatives", mandate))
        #expect(try told(guardian, scene.client.id, "listMeetings")["rule"] == "outside_mandate")
        #expect(try told(guardian, scene.client.id, "readMoneyView")["relationHeld"] == "mandate")
        try scene.mine.post("/v1/me/ties", ["clientId": .string(scene.client.id), "ground": "party"])
        let barred = try told(scene.mine, scene.client.id, "draftBudget")
        #expect(barred["rule"] == "tie_declared" && barred["allowed"] == false, "\(barred)")
        #expect(try told(scene.mine, scene.client.id)["rule"] == "relation_held")
        // A caller with a right by task gets the same answer for every client, but a tie still refuses.
        let finance = try county.staff("finance")
        #expect(try told(finance, scene.client.id, "draftBudget")["rule"] == "task")
        #expect(try told(finance, nobody, "draftBudget").body == told(finance, scene.client.id, "draftBudget").body)
        try finance.post("/v1/me/ties", ["clientId": .string(scene.client.id), "ground": "party"])
        #expect(try told(finance, scene.client.id, "draftBudget")["rule"] == "tie_declared")
        // The request for an explanation is on record like any read.
        let log = try county.dataProtectionOfficer.all("\(scene.client.path)/access-log")
        #expect(log.contains { $0["operation"] == "explainAccess" && $0["userId"] == .string(scene.mine.userID) })
    }

    @Test("an administrator gets an explanation for another user by role and key alone, and never for a client") func explainsOthers()
        throws
    {
        let county = try County.shared
        let path = "/v1/access/explain?operation=findClient&userId="
        let worker = try county.staff("social_worker")
        #expect(try county.admin.get(path + worker.userID)["rule"] == "depends_on_relation")
        #expect(try county.admin.get(path + county.finance.userID)["rule"] == "role_lacks_right")
        try county.admin.patch("/v1/admin/users/\(worker.userID)", ["validTo": "2026-06-29"])
        let ended = try county.admin.get(path + worker.userID)
        #expect(ended["rule"] == "user_not_valid" && ended["allowed"] == false)
        let client = try county.newClient()
        let both = try county.admin.get("\(path)\(county.worker.userID)&clientId=\(client.id)", expecting: 422)
        #expect(both.code == "invalid")
        try county.worker.get(path + county.worker2.userID, expecting: 403)
        try county.admin.get(path + "0199a7f0-0000-7000-8000-0123456789ab", expecting: 404)
        #expect(try county.worker.get("/v1/access/explain?operation=nosuch", expecting: 404).code == "not_found")
        #expect(try county.worker.get("/v1/access/explain", expecting: 400).errors == ["operation": "required"])
    }
}
