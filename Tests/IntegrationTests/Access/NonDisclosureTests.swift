import JSON
import Testing

/// Row 69: the whereabouts of a protected person are only in the answer that needs the safety right (P4, VTJL 36 §).
@Suite struct NonDisclosureTests {
    private let order: JSONValue = ["validFrom": "2026-01-01", "validTo": "2027-12-31", "source": "population_register"]
    private let whereabouts: JSONValue = [
        "streetAddress": "Piilotie 1", "postalCode": "33100", "postOffice": "Tampere", "phone": "040 111", "email": "piilo@example.com",
    ]

    private func protectedClient(_ county: County) throws -> Reply {
        let client = try county.newClient()
        try county.worker.patch(client.path, whereabouts)
        try county.worker.put("\(client.path)/non-disclosure", order, expecting: 201, etag: "", headers: ["If-Match": ""])
        return client
    }

    @Test("callers see that there is an order, but not where the client is (P4, P5, P7)") func hides() throws {
        let county = try County.shared
        let client = try protectedClient(county)
        for caller in [county.worker, county.decisionMaker, try county.client(for: client.id)] {
            let seen = try caller.get(client.path)
            #expect(seen["isProtected"] == true)
            #expect(seen.headers["Withheld"] == "email, municipality, phone, postOffice, postalCode, streetAddress")
            for member in ["municipality", "streetAddress", "postalCode", "postOffice", "phone", "email"] {
                #expect(seen[member] == .null, "\(caller.name): \(member)")
            }
        }
        let order = try county.worker.get("\(client.path)/non-disclosure")
        #expect(order["validTo"] == "2027-12-31")
        try county.decisionMaker.get("\(client.path)/non-disclosure", expecting: 403)
    }

    @Test("an answer kept from before the order is not replayed (P5)") func replays() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        try scene.mine.patch(scene.client.path, whereabouts)
        let search: JSONValue = ["hetu": .string(scene.hetu)]
        let key = ["Idempotency-Key": "haku-\(county.nextNumber())"]
        let told = try scene.mine.post("/v1/clients/search", search, expecting: 200, headers: key)
        #expect(told.items.first?["streetAddress"] == "Piilotie 1")
        #expect(try scene.mine.post("/v1/clients/search", search, expecting: 200, headers: key).headers["Idempotency-Replayed"] == "true")
        try scene.mine.put(
            "\(scene.client.path)/non-disclosure", order, expecting: 201, at: "2026-06-30T10:00:00Z", etag: "", headers: ["If-Match": ""])
        try scene.mine.post("/v1/clients/search", search, expecting: 404, at: "2026-06-30T10:00:01Z", headers: key)
        let anew = try scene.mine.post("/v1/clients/search", search, expecting: 200, at: "2026-06-30T10:00:01Z")
        #expect(anew.items.first?["streetAddress"] == .null)
    }

    @Test("a worker who no longer cares for a household member cannot lift the member's protection (P3, A17)", arguments: [true, false])
    func keepsHousehold(ends: Bool) throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let member = try scene.mine.post("/v1/clients", county.clientBody(hetu: county.newHetu()))
        let file = try scene.mine.post("/v1/cases", county.caseBody(client: member.id, contactAt: "2026-06-29"))
        let path = "\(scene.client.path)/non-disclosure"
        let both = order.with("householdClientIds", [.string(member.id)])
        try scene.mine.put(path, both, expecting: 201, etag: "", headers: ["If-Match": ""])
        let theirs: JSONValue = ["unitId": try scene.id(of: scene.theirs), "responsibleWorkerId": .string(scene.theirs.userID)]
        try scene.mine.patch(file.path, theirs)
        try scene.mine.get(member.path, expecting: 404)
        // A member who is with another unit by now is not named, and the member's log shows that the order was read.
        #expect(try scene.mine.get(path)["householdClientIds"] == [])
        let asked = try county.dataProtectionOfficer.all("\(member.path)/access-log").first
        #expect(asked?["operation"] == "findNonDisclosure" && asked?["why"].string?.hasPrefix("ei perustetta") == true, "\(asked ?? .null)")
        // A renewal keeps the members of the household.
        try scene.mine.put(path, both.with("validTo", "2028-12-31"))
        if ends {
            try scene.mine.command(on: path, "end", ["reason": "Ei voimassa"])
        } else {
            try scene.mine.put(path, both.with("householdClientIds", []))
        }
        #expect(try scene.theirs.get(member.path)["isProtected"] == true)
        #expect(try scene.theirs.get("\(member.path)/non-disclosure")["validTo"] == "2028-12-31")
        let log = try county.dataProtectionOfficer.all("\(member.path)/access-log")
        let last = ends ? "endNonDisclosure" : "protectClient"
        #expect(log.contains { $0["operation"] == .string(last) && $0["userId"] == .string(scene.mine.userID) })
        try scene.theirs.command(on: "\(member.path)/non-disclosure", "end", ["reason": "Ei voimassa"])
        #expect(try scene.theirs.get(member.path)["isProtected"] == false)
    }

    @Test(
        "a worker tied to a household member cannot lift the member's protection by another client's order (P3, A16)",
        arguments: [true, false])
    func keepsTiedHousehold(ends: Bool) throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let member = try scene.mine.post("/v1/clients", county.clientBody(hetu: county.newHetu()))
        let path = "\(scene.client.path)/non-disclosure"
        let both = order.with("householdClientIds", [.string(member.id)])
        try scene.mine.put(path, both, expecting: 201, etag: "", headers: ["If-Match": ""])
        let tied = try county.staff("social_worker", scene.unit)
        try tied.post("/v1/me/ties", ["clientId": .string(member.id), "ground": "party"])
        if ends {
            try tied.command(on: path, "end", ["reason": "Ei voimassa"])
        } else {
            try tied.put(path, both.with("householdClientIds", []))
        }
        #expect(try tied.get(member.path)["isProtected"] == true)
        #expect(try scene.mine.get("\(member.path)/non-disclosure")["validTo"] == "2027-12-31")
    }

    @Test("the whereabouts need the safety right and a purpose, and each reading has its own row in the log (A23, P4)") func shows() throws
    {
        let county = try County.shared
        let client = try protectedClient(county)
        let path = "\(client.path)/whereabouts"
        #expect(try county.worker.get(path, expecting: 400).errors == ["X-Purpose": "required"])
        for caller in [county.decisionMaker, county.finance, county.admin, county.auditor] { try caller.get(path, expecting: 403) }
        let seen = try county.worker.get(path, headers: ["X-Purpose": "kotikaynti"])
        #expect(seen["streetAddress"] == "Piilotie 1" && seen["municipality"] == "837" && seen["phone"] == "040 111")
        let log = try county.dataProtectionOfficer.get("\(client.path)/access-log").items
        let entry = try #require(log.first { $0["operation"] == "readWhereabouts" && $0["status"] == 200 })
        #expect(entry["purpose"] == "kotikaynti")
        #expect(entry["userId"] == .string(county.worker.userID))
        #expect(entry["what"] == "Luki: osoite- ja yhteystiedot, myös turvakiellon alaiset")
        // A worker who is tied to the client may not read them or lift the order.
        let tied = try county.staff("social_worker")
        try tied.post("/v1/me/ties", ["clientId": .string(client.id), "ground": "party"])
        #expect(try tied.get(path, expecting: 409, headers: ["X-Purpose": "kotikaynti"]).code == "disqualified")
        let lifted = try tied.command(on: "\(client.path)/non-disclosure", "end", ["reason": "Ei voimassa"], expecting: 409)
        #expect(lifted.code == "disqualified")
    }

    @Test("the people and places around the client are hidden too, and can still be changed (P5)") func hidesNetwork() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        let person = try county.worker.post(
            "\(client)/close-persons", ["name": "Liisa", "relation": "parent", "phone": "050 222"])
        let representative = try county.worker.post(
            "\(client)/representatives",
            [
                "name": "Erkki", "kind": "guardian", "scope": "both", "validFrom": "2020-01-01", "phone": "050 333",
                "noticeAddress": "Edustajantie 3",
            ])
        let meeting = try county.worker.post(
            "\(file.path)/meetings", ["kind": "needs_talk", "heldOn": "2026-03-05", "place": "Piilotie 1", "placeChosenBy": "client"])
        let map = try county.worker.post(
            "\(file.path)/network-maps",
            ["nodes": [["key": "a", "label": "Naapuri", "sector": "friends", "closeness": 1, "role": "Piilotiella"]], "edges": []])
        let plan = try county.worker.post(
            "\(file.path)/service-plans",
            [
                "clientAssessment": "Hyvä", "workerAssessment": "Hyvä", "services": ["Uinti"], "goals": ["Uinti"],
                "contacts": ["Asumisyksikkö, Piilotie 2"], "reviewOn": "2026-12-01",
            ])
        try county.worker.put("\(client)/non-disclosure", order, expecting: 201, headers: ["If-Match": ""])
        for path in [person.path, "\(client)/close-persons", "\(client)/network", representative.path, meeting.path, map.path, plan.path] {
            let text = try county.worker.get(path).text
            for canary in ["050 222", "050 333", "Edustajantie", "Piilotie", "Naapuri"] { #expect(!text.contains(canary), "\(path)") }
        }
        // Changes are written unseen. After a conflict neither caller is shown what the other wrote.
        let seen = try county.worker.get(person.path)
        let changed = try county.worker.patch(person.path, ["phone": "050 444"], etag: seen.etag)
        #expect(changed["phone"] == .null)
        let stale = try county.worker2.patch(person.path, ["phone": "050 555"], expecting: 412, etag: seen.etag)
        #expect(!stale.text.contains("050 444") && stale["merged"] == nil)
        let other = try county.worker2.patch(person.path, ["name": "Liisa Anneli"], expecting: 412, etag: seen.etag)
        #expect(!other.text.contains("050"))
    }

    @Test("the household is protected with the client; an order past its last day reveals nothing and raises a task (P3, P9, L78, Q20)")
    func protectsHousehold() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        let child = try county.newClient()
        try county.worker.patch(child.path, whereabouts)
        let household = order.with("householdClientIds", [child["id"]])
        try county.worker.put("\(client)/non-disclosure", household, expecting: 201, headers: ["If-Match": ""])
        #expect(try county.worker.get(child.path)["streetAddress"] == .null)
        // Long after the last day.
        #expect(try county.worker.get(child.path, at: "2028-03-01")["streetAddress"] == .null)
        let waiting = try county.worker.all("/v1/work-queue?kind=non_disclosure_ending&mine=true", at: "2028-03-01")
        #expect(waiting.contains { $0["caseId"] == file["id"] && $0["dueOn"] == "2027-12-31" })
        #expect(
            try county.worker.all("/v1/work-queue?kind=non_disclosure_ending", at: "2027-11-01").allSatisfy { $0["caseId"] != file["id"] })
        let path = "\(client)/non-disclosure"
        try county.worker.command(on: path, "end", ["reason": "DVV: ei jatkoa"], at: "2028-03-01")
        #expect(try county.worker.get(child.path)["streetAddress"] == "Piilotie 1")
        try county.worker.get(path, expecting: 404)
    }

    @Test("an order names only other clients of the register, and ends after it begins") func refuses() throws {
        let county = try County.shared
        let client = try county.newClient()
        let path = "\(client.path)/non-disclosure"
        let unknown = order.with("householdClientIds", ["00000000-0000-7000-8000-000000000000"])
        let one = ["If-Match": ""]
        #expect(try county.worker.put(path, unknown, expecting: 422, headers: one).errors == ["/householdClientIds/0": "unknown_client"])
        let own = order.with("householdClientIds", [client["id"]])
        #expect(try county.worker.put(path, own, expecting: 422, headers: one).errors == ["/householdClientIds/0": "same_person"])
        let reversed = order.with("validTo", "2025-01-01")
        #expect(try county.worker.put(path, reversed, expecting: 422, headers: one).errors == ["/validTo": "before_start"])
        try county.finance.put(path, order, expecting: 403, headers: one)
    }
}
