import Foundation
import JSON
import Testing

/// Users are people: made and managed by themselves, with roles by unit and days, and one key for one role.
@Suite struct UserTests {
    private let county: County

    init() throws { county = try County.shared }

    /// A number as letters, because names are compared.
    private func name(_ start: String) -> String { "\(start) \(county.nextNumber())" }

    @Test("two users of one name are two in the access log, ties, deputyships and decisions") func twoOfOneName() throws {
        let scene = try PlanScene(county)
        let order: JSONValue = ["role": "social_worker", "name": .string(name("Sari Sama")), "unit": .string(County.unit)]
        let (first, second) = (try county.admin.key(for: order), try county.admin.key(for: order))
        #expect(first.userID != second.userID)

        // The access log.
        for caller in [first, second] { try caller.get(scene.client.path) }
        let own = try county.client(for: scene.client.id)
        let looks = try own.all("\(scene.client.path)/access-log").filter { (look: JSONValue) in look["who"].string == order["name"].string
        }
        #expect(Set(looks.compactMap { $0["userId"].string }) == Set([first.userID, second.userID]))

        // Decisions: the one prepares, the other decides.
        let decision = try scene.proposedDecision(total: 960_000, by: first)
        let made = try second.command(on: decision.path, "make", ["outcome": "approved"])
        #expect(made["preparedById"] == .string(first.userID) && made["decidedById"] == .string(second.userID))

        // Ties: only the user who declared one is barred.
        let other = try PlanScene(county)
        try first.post("/v1/me/ties", ["clientId": .string(other.client.id), "ground": "interest"])
        #expect(try first.get("/v1/me/ties").items.count == 1 && second.get("/v1/me/ties").items.isEmpty)
        let statement: JSONValue = ["kind": "need", "statedBy": "client", "inOwnWords": "Apua", "supportedBy": [], "priority": 1]
        #expect(try first.post("\(other.path)/statements", statement, expecting: 409).code == "disqualified")
        try second.post("\(other.path)/statements", statement)

        // Deputyships: the namesake of a deputy stands in for nobody.
        let care = try CareScene(county)
        try care.mine.patch(care.file.path, ["responsibleWorkerId": .string(care.mine.userID)])
        let deputyship: JSONValue = [
            "absentId": .string(care.mine.userID), "deputyId": .string(first.userID),
            "period": ["from": "2026-06-01", "to": "2026-07-31"],
        ]
        try county.admin.post("/v1/admin/deputyships", deputyship)
        try first.get(care.client.path)
        try second.get(care.client.path, expecting: 404)
    }

    @Test("a tie bars the person in every role (A16, HL 27 §)") func tiesInEveryRole() throws {
        let scene = try PlanScene(county)
        let worker = try county.staff("social_worker")
        try worker.post("/v1/me/ties", ["clientId": .string(scene.client.id), "ground": "interest"])
        let unit = try worker.get("/v1/me")["unitId"]
        let role = try county.admin.post("/v1/admin/users/\(worker.userID)/roles", ["role": "decision_maker", "unitId": unit])
        let decider = try county.admin.key(for: ["userId": .string(worker.userID), "roleId": role["id"]])
        #expect(decider.userID == worker.userID)
        let me = try decider.get("/v1/me")
        #expect(me["id"] == .string(worker.userID) && me["role"] == "decision_maker")
        let decision = try scene.proposedDecision(total: 960_000)
        let refused = try decider.command(on: decision.path, "make", ["outcome": "approved"], expecting: 409)
        #expect(refused.code == "disqualified")
    }

    @Test("a user is made, found by role and unit, and ended; each key of the user ends with it (L76)") func managesUsers() throws {
        let unit = try county.admin.post("/v1/units", ["name": .string(name("Tiimi"))])
        let order: JSONValue = ["role": "service_coordinator", "name": .string(name("Oona Ohjaaja")), "unitId": unit["id"]]
        let user = try county.admin.post("/v1/admin/users", order)
        let again = try county.admin.post("/v1/admin/users", order)
        #expect(user["id"] != again["id"])
        func found(_ query: String) throws -> Set<String> {
            Set(try county.admin.all("/v1/users?\(query)").compactMap { $0["id"].string })
        }
        #expect(try found("role=service_coordinator&unitId=\(unit.id)") == Set([user.id, again.id]))
        #expect(try found("role=social_worker&unitId=\(unit.id)").isEmpty)
        // A second role in the unit shows the user under both.
        try county.admin.post("\(user.path)/roles", ["role": "finance", "unitId": unit["id"], "validFrom": "2026-06-30"])
        #expect(try found("role=finance&unitId=\(unit.id)") == Set([user.id]))
        let clash = try county.admin.post("\(user.path)/roles", ["role": "finance", "unitId": unit["id"]], expecting: 409)
        #expect(clash.code == "duplicate")

        let both: JSONValue = ["userId": user["id"]]
        #expect(try county.admin.post("/v1/admin/keys", both, expecting: 422).errors == ["/roleId": "ambiguous"])
        let keys = try ["service_coordinator", "finance"].map { try county.admin.key(for: both.with("role", .string($0))) }
        for key in keys { try key.get("/v1/me") }
        let ended = try county.admin.command(on: user.path, "end", ["lastDay": "2026-06-29"])
        #expect(ended["validTo"] == "2026-06-29")
        for key in keys { try key.get("/v1/me", expecting: 401) }
        #expect(try county.admin.command(on: user.path, "end", ["lastDay": "2026-06-30"], expecting: 409).code == "illegal_transition")
        #expect(try county.admin.post("/v1/admin/keys", both.with("role", "finance"), expecting: 422).errors == ["/userId": "ended"])
    }

    @Test("a key works only on the days of its role") func roleDays() throws {
        let user = try county.staff("social_worker")
        let path = "/v1/admin/users/\(user.userID)/roles"
        let role = try county.admin.post(path, ["role": "auditor", "validFrom": "2026-06-30", "validTo": "2026-07-01"])
        let key = try county.admin.key(for: ["userId": .string(user.userID), "role": "auditor"])
        for (moment, status) in [
            ("2026-06-29T20:59:59Z", 401), ("2026-06-29T21:00:00Z", 200), ("2026-07-01T20:59:59Z", 200), ("2026-07-01T21:00:00Z", 401),
        ] { try key.get("/v1/me", expecting: status, at: moment) }
        try user.get("/v1/me", at: "2026-07-02")
        try county.admin.patch(role.path, ["validTo": "2026-07-10"])
        try key.get("/v1/me", at: "2026-07-02")
        // The role of a client is nobody's second role.
        #expect(try county.admin.post(path, ["role": "client"], expecting: 422).errors == ["/role": "not_for_user"])
    }

    @Test("an order that names a user takes the role and nothing of the user's own") func ordersWithUser() throws {
        let user = JSONValue.string(try county.staff("finance").userID)
        let order: JSONValue = ["userId": user]
        let refused: [(JSONValue, String, String)] = [
            (order.with("name", "Toinen"), "/name", "not_with_user"), (order.with("sourceSystem", "x"), "/sourceSystem", "not_with_user"),
            (order.with("role", "auditor"), "/roleId", "unknown_role"),
            (["userId": "01980000-0000-7000-8000-000000000000"], "/userId", "unknown_user"),
            (["name": "Ilman roolia"], "/role", "required"), (["role": "finance"], "/name", "required"),
            (["role": "finance", "name": "Uusi", "roleId": user], "/roleId", "not_without_user"),
        ]
        for (body, pointer, code) in refused {
            #expect(try county.admin.post("/v1/admin/keys", body, expecting: 422).errors[pointer] == code, "\(body)")
        }
    }

    @Test("the last administrator cannot be ended: neither the user, nor the role, nor the key") func lastAdministrator() throws {
        let county = try County()
        let admin = county.admin
        let me = try admin.get("/v1/me")
        let user = "/v1/admin/users/\(me.id)"
        let key = "/v1/admin/keys/\(try admin.all("/v1/admin/keys?userId=\(me.id)")[0]["id"].string ?? "")"
        func tries() throws -> [Reply] {
            [
                try admin.tried(on: user, "end", ["lastDay": "2026-12-31"]), try admin.triedPatch(user, ["validTo": "2026-12-31"]),
                try admin.triedPatch("\(user)/roles/\(me.id)", ["validTo": "2026-12-31"]), try admin.tried(on: key, "revoke"),
            ]
        }
        for refused in try tries() { #expect(refused.status == 409 && refused.code == "last_administrator", "\(refused)") }
        // A second administrator does not help while the key is limited to other rights, or ends before.
        let second = try admin.key(for: ["role": "admin", "name": "Antti Apu", "scope": ["registers:write"]])
        #expect(try admin.tried(on: key, "revoke").code == "last_administrator")
        _ = try admin.key(for: ["userId": .string(second.userID), "expiresAt": "2026-12-31T12:00:00Z"])
        #expect(try admin.tried(on: user, "end", ["lastDay": "2026-12-31"]).code == "last_administrator")
        _ = try admin.key(for: ["role": "admin", "name": "Aada Admin"])
        try admin.command(on: user, "end", ["lastDay": "2026-12-31"])
        try admin.command(on: key, "revoke")
        try admin.get("/v1/me", expecting: 401)
    }

    @Test("the last administrators cannot end one after another, nor leave a key that expires") func lastOfSeveral() throws {
        let county = try County()
        let admin = county.admin
        let me = try admin.get("/v1/me")
        let user = "/v1/admin/users/\(me.id)"
        let key = "/v1/admin/keys/\(try admin.all("/v1/admin/keys?userId=\(me.id)")[0]["id"].string ?? "")"
        _ = try admin.key(for: ["role": "admin", "name": "Tämän Päivän", "expiresAt": "2026-06-30T20:00:00Z"])
        #expect(try admin.tried(on: user, "end", ["lastDay": "2026-06-30"]).code == "last_administrator")
        #expect(try admin.tried(on: key, "revoke").code == "last_administrator")
        let anna = try admin.key(for: ["role": "admin", "name": "Anna Apu"])
        try admin.command(on: "/v1/admin/users/\(anna.userID)", "end", ["lastDay": "2026-12-05"])
        #expect(try admin.tried(on: user, "end", ["lastDay": "2026-12-03"]).code == "last_administrator")
        #expect(try admin.tried(on: key, "revoke").code == "last_administrator")
    }

    @Test("a user in an ended unit gets no new key") func keysInEndedUnits() throws {
        let unit = try county.admin.post("/v1/units", ["name": .string("Päättyvä \(county.nextNumber())")])
        let user = try county.admin.key(for: ["role": "service_coordinator", "name": "Päivi Päättyvä", "unit": unit["name"]])
        try county.admin.patch("/v1/units/\(unit.id)", ["validTo": "2026-06-29"])
        let refused = try county.admin.post("/v1/admin/keys", ["userId": .string(user.userID)], expecting: 422)
        #expect(refused.errors["/userId"] == "ended_unit", "\(refused)")
    }

    @Test("a key for staff is in the data protection officer's list until it is seen; who made it cannot close it (A6, A15)")
    func tellsOfGrants() throws {
        let officer = county.dataProtectionOfficer
        let admin = try county.admin.get("/v1/me")["id"]
        let worker = try county.staff("social_worker")
        let list = "/v1/key-grants?state=new&userId=\(worker.userID)"
        let grant = try #require(try officer.all(list).first)
        #expect(grant["keyId"] == .string(worker.keyID) && grant["grantedBy"] == admin && grant["role"] == "social_worker")
        let path = "/v1/key-grants/\(grant["id"].string ?? "")"
        try county.admin.send("POST", "\(path)/acknowledge", [], expecting: 403, headers: ["If-Match": "*"])
        let seen = try officer.command(on: path, "acknowledge")
        #expect(seen["state"] == "seen" && seen["seenBy"] == .string(officer.userID))
        #expect(try officer.all(list).isEmpty)
        #expect(try officer.command(on: path, "acknowledge", expecting: 409).code == "illegal_transition")
        // The own key of the officer is for somebody else to see.
        let own = try #require(try officer.all("/v1/key-grants?userId=\(officer.userID)").first)["id"].string ?? ""
        #expect(try officer.command(on: "/v1/key-grants/\(own)", "acknowledge", expecting: 409).code == "four_eyes")
        // A client's key is no key for staff.
        let client = try county.client(for: try county.newClient().id)
        #expect(try officer.all("/v1/key-grants?userId=\(client.userID)").isEmpty)
        let stored = Stored(database: county.service.database)
        let rows = try stored.column("SELECT count(*) FROM access_log WHERE operation = 'issueKey' AND status = 201")
        #expect(rows.first.flatMap { Int($0) } ?? 0 > 0)
    }

    @Test("a unit is renamed and ended; an ended unit keeps its users and gets no new ones") func units() throws {
        let (old, new) = (name("Vanha yksikkö"), name("Uusi yksikkö"))
        let worker = try county.staff("social_worker", old)
        let unit = "/v1/units/\(try worker.get("/v1/me")["unitId"].string ?? "")"
        #expect(try county.admin.patch(unit, ["name": .string(County.unit)], expecting: 409).code == "duplicate")
        try county.admin.patch(unit, ["name": .string(new), "validTo": "2026-06-29"])
        try worker.get("/v1/me")
        let order: JSONValue = ["role": "finance", "name": "Uusi", "unit": .string(new)]
        #expect(try county.admin.post("/v1/admin/keys", order, expecting: 422).errors == ["/unit": "ended_unit"])
        try county.admin.post("/v1/admin/keys", order, at: "2026-06-29")
        try worker.patch(unit, ["name": "Oma"], expecting: 403, headers: ["If-Match": "*"])
    }

    @Test("keys are found by their life") func keysByLife() throws {
        let caller = try county.staff("finance")
        let user = JSONValue.string(caller.userID)
        let short = try county.admin.key(for: ["userId": user, "expiresAt": "2026-07-01T12:00:00Z"])
        func keys(_ state: String, at moment: String = Caller.usualDay) throws -> Set<String> {
            Set(try county.admin.all("/v1/admin/keys?userId=\(caller.userID)&state=\(state)", at: moment).compactMap { $0["id"].string })
        }
        #expect(try keys("live") == [caller.keyID, short.keyID])
        #expect(try keys("live", at: "2026-07-01T12:00:00Z") == [caller.keyID])
        #expect(try keys("expired", at: "2026-07-01T12:00:00Z") == [short.keyID])
        try county.admin.command(on: "/v1/admin/keys/\(caller.keyID)", "revoke")
        #expect(try keys("revoked") == [caller.keyID] && keys("live") == [short.keyID] && keys("expired").isEmpty)
    }
}
