import JSON
import Testing

/// A file opened with a reason (A17, row 74).
@Suite struct BreakGlassTests {
    private func order(_ scene: CareScene, _ more: JSONValue = [:]) -> JSONValue {
        let order: JSONValue = ["reason": "emergency", "explanation": "Avustaja jäi tulematta, kotiin on päästävä tänään"]
        return order.with("clientId", .string(scene.client.id)).merged(more)
    }

    @Test("an opening lasts twelve hours, and only for the caller who opened the file (A17, row 74)") func lasts() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let colleague = try county.staff("social_worker", scene.otherUnit)
        let opening = try scene.theirs.post("/v1/break-glass", order(scene), at: "2026-06-30T09:00:00Z")
        #expect(opening["endsAt"] == "2026-06-30T21:00:00Z" && opening["state"] == "open")
        for moment in ["2026-06-30T09:00:00Z", "2026-06-30T20:59:59Z"] {
            #expect(try scene.places(scene.theirs, at: moment) == CareScene.looking, "\(moment)")
        }
        for moment in ["2026-06-30T21:00:00Z", "2026-07-01T09:00:00Z"] {
            #expect(try scene.places(scene.theirs, at: moment) == [], "\(moment)")
        }
        #expect(try scene.places(colleague) == [])
        // A second reason opens it again.
        try scene.theirs.post("/v1/break-glass", order(scene, ["reason": "inquiry"]), at: "2026-07-01T09:00:00Z")
        #expect(try scene.places(scene.theirs, at: "2026-07-01T20:59:59Z") == CareScene.looking)
    }

    @Test("an opened file allows reading and a first contact, but no decisions and no money (row 74)") func isBounded() throws {
        let scene = try CareScene(County.shared)
        try scene.theirs.post("/v1/break-glass", order(scene))
        try scene.theirs.post("\(scene.file.path)/meetings", CareScene.meeting)
        // The opener may not take over the client's care: an opening of some hours would become permanent.
        let taken: JSONValue = ["unitId": try scene.id(of: scene.theirs), "responsibleWorkerId": .string(scene.theirs.userID)]
        try scene.theirs.patch(scene.file.path, taken, expecting: 403)
        try scene.theirs.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"], expecting: 403)
        for path in ["decisions", "budgets", "agreements"] {
            // The right is refused before any fault of the body is reported.
            try scene.theirs.post("\(scene.file.path)/\(path)", [:], expecting: 403)
            try scene.mine.post("\(scene.file.path)/\(path)", [:], expecting: 422)
        }
    }

    @Test("an opening does not become care through a choice, a mandate or a case that the opener opens (A17)") func staysBounded() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        try scene.theirs.post("/v1/break-glass", order(scene))
        try scene.theirs.post("\(scene.file.path)/choices", [:], expecting: 403)
        let mandate: JSONValue = ["name": "Oma Serkku", "kind": "guardian", "scope": "both", "validFrom": "2026-01-01"]
        try scene.theirs.post("\(scene.client.path)/representatives", mandate, expecting: 403)
        try scene.mine.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"])
        // The opener may open a case, but it belongs to those who care for the client.
        let opened = county.caseBody(client: scene.client.id, contactAt: "2026-06-29")
        let grabbed = opened.with("unitId", try scene.id(of: scene.theirs))
        #expect(try scene.theirs.post("/v1/cases", grabbed, expecting: 422).errors == ["/unitId": "care_stays"])
        let own = opened.with("responsibleWorkerId", .string(scene.theirs.userID))
        #expect(try scene.theirs.post("/v1/cases", own, expecting: 422).errors == ["/responsibleWorkerId": "care_stays"])
        let made = try scene.theirs.post("/v1/cases", opened)
        #expect(try made["unitId"] == scene.id(of: scene.mine) && made["responsibleWorkerId"] == .null, "\(made)")
        try scene.mine.get(scene.client.path, at: "2026-07-02")
        try scene.theirs.get(scene.client.path, expecting: 404, at: "2026-07-02")
    }

    @Test("a dry run reveals no hidden client, and registering a known national id is on record (A18, A20)") func leavesNoOracle() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let headers = ["Prefer": "dry-run", "X-Request-Id": "same"]
        let asked = JSONValue.object(order(scene).members.filter { $0.name != "clientId" })
        let hidden = try scene.theirs.post("/v1/break-glass", asked.with("hetu", .string(scene.hetu)), expecting: 422, headers: headers)
        let absent = try scene.theirs.post(
            "/v1/break-glass", asked.with("hetu", .string(county.newHetu())), expecting: 422, headers: headers)
        #expect(hidden.body == absent.body)
        let mine = try scene.mine.post("/v1/break-glass", asked.with("hetu", .string(scene.hetu)), expecting: 422, headers: headers)
        #expect(mine.errors == ["/hetu": "open_already"])
        try scene.theirs.post("/v1/clients", county.clientBody(hetu: scene.hetu), expecting: 409, headers: ["Prefer": "dry-run"])
        let log = try county.dataProtectionOfficer.all("\(scene.client.path)/access-log")
        for operation in ["breakGlass", "registerClient"] {
            #expect(log.contains { $0["operation"] == .string(operation) && $0["userId"] == .string(scene.theirs.userID) }, "\(operation)")
        }
    }

    @Test("an opening names the client by national id, number or identity; an unknown client is reported at the member") func finds() throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        let ways: [JSONValue] = [["hetu": .string(scene.hetu)], ["number": scene.client["number"]], ["clientId": .string(scene.client.id)]]
        for way in ways {
            let opener = try county.staff("service_coordinator", scene.otherUnit)
            #expect(try scene.places(opener) == [])
            let opening = try opener.post("/v1/break-glass", order(scene).with("clientId", nil).merged(way))
            #expect(opening["clientId"] == .string(scene.client.id) && !opening.text.contains(scene.hetu))
            #expect(try scene.places(opener) == CareScene.looking)
        }
        let nobodies: [(JSONValue, String)] = [
            (["hetu": .string(county.newHetu())], "/hetu"), (["number": "A-999999"], "/number"),
            (["clientId": "0199a7f0-0000-7000-8000-0123456789ab"], "/clientId"),
        ]
        for (way, pointer) in nobodies {
            let refused = try scene.theirs.post("/v1/break-glass", order(scene).with("clientId", nil).merged(way), expecting: 422)
            #expect(refused.errors == [pointer: "unknown_client"])
        }
        for way: JSONValue in [[:], ["hetu": .string(scene.hetu), "number": scene.client["number"]]] {
            let refused = try scene.theirs.post("/v1/break-glass", order(scene).with("clientId", nil).merged(way), expecting: 422)
            #expect(refused.errors.values.contains("one_of"), "\(refused)")
        }
        let bare = try scene.theirs.post("/v1/break-glass", ["clientId": .string(scene.client.id)], expecting: 422)
        #expect(bare.errors == ["/reason": "required", "/explanation": "required"])
        for other in [county.finance, county.admin, county.bodySecretary, county.auditor, county.system] {
            try other.post("/v1/break-glass", order(scene), expecting: 403)
        }
    }

    @Test("a second person reviews the opening, and an objection closes the file at once (A15, row 74)") func isReviewed() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let opener = try county.staff("decision_maker", scene.otherUnit)
        let opening = try opener.post("/v1/break-glass", order(scene))
        try opener.get(scene.client.path)
        let statement: JSONValue = ["statement": "Asiakas ei ollut yhteydessä"]
        // Decision makers review the openings of their unit's clients, but not their own opening when the client moves to their unit.
        try scene.mine.patch(scene.file.path, ["unitId": try scene.id(of: scene.theirs)])
        let own = try opener.command(on: opening.path, "justify", statement, expecting: 409)
        #expect(own.code == "four_eyes")
        #expect(try opener.get(opening.path).allows("justify") == false)
        try scene.theirs.patch(scene.file.path, ["unitId": try scene.id(of: scene.mine)])
        let waiting = try county.dataProtectionOfficer.all("/v1/break-glass?state=open&userId=\(opener.userID)")
        #expect(waiting.map { $0["id"] } == [opening["id"]])
        try scene.mine.get("/v1/break-glass", expecting: 403)
        let objected = try county.dataProtectionOfficer.command(on: opening.path, "object", statement, at: "2026-06-30T10:00:00Z")
        #expect(objected["state"] == "unjustified" && objected["endsAt"] == "2026-06-30T10:00:00Z")
        #expect(objected["reviewedBy"] == .string(county.dataProtectionOfficer.userID) && objected["statement"] == statement["statement"])
        try opener.get(scene.client.path, expecting: 404, at: "2026-06-30T10:00:00Z")
        #expect(
            try county.dataProtectionOfficer.command(on: opening.path, "justify", statement, expecting: 409).code == "illegal_transition")
        // A justified opening lasts until its end.
        let second = try scene.theirs.post("/v1/break-glass", order(scene))
        try county.staff("decision_maker", scene.unit).command(on: second.path, "justify", statement)
        try scene.theirs.get(scene.client.path)
        #expect(try county.dataProtectionOfficer.all("/v1/break-glass?state=open&userId=\(scene.theirs.userID)").isEmpty)
    }

    @Test("a caller who already cares for the client opens nothing, and nobody is asked to review (A17)") func asksWhetherNeeded() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let refused = try scene.mine.post("/v1/break-glass", order(scene), expecting: 422)
        #expect(refused.errors == ["/clientId": "open_already"])
        #expect(try county.dataProtectionOfficer.all("/v1/break-glass?userId=\(scene.mine.userID)").isEmpty)
    }

    @Test("leading office holders review only the openings of their own clients (A15, row 74)") func isReviewedByLeaders() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let opening = try scene.theirs.post("/v1/break-glass", order(scene))
        let (leader, other) = (
            try county.staff("decision_maker", scene.unit), try county.staff("decision_maker", scene.otherUnit)
        )
        let path = "/v1/break-glass?userId=\(scene.theirs.userID)"
        #expect(try leader.all(path).count == 1 && other.all(path).isEmpty)
        let (hidden, absent) = (
            try other.get(opening.path, expecting: 404, headers: ["X-Request-Id": "same"]),
            try other.get("/v1/break-glass/0199a7f0-0000-7000-8000-0123456789ab", expecting: 404, headers: ["X-Request-Id": "same"])
        )
        #expect(hidden.body == absent.body)
        try other.command(on: opening.path, "justify", ["statement": "Oli aihetta"], expecting: 404, etag: "*")
        let place = try Stored(database: county.service.database).column("SELECT max(sequence) FROM events")[0]
        try leader.command(on: opening.path, "justify", ["statement": "Oli aihetta"])
        func isTold(_ caller: Caller) throws -> Bool {
            try caller.get("/v1/changes?after=\(place)&limit=1000").items.contains { $0["nounId"] == opening["id"] }
        }
        #expect(try county.dataProtectionOfficer.get("/v1/changes", expecting: 403).code == "forbidden")
        #expect(try isTold(leader) && !isTold(other))
    }

    @Test("an objection ends every opening of the client's file, and the earlier answer is not replayed (row 74)") func endsAll() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let key = ["Idempotency-Key": "lasi-\(county.nextNumber())"]
        let first = try scene.theirs.post("/v1/break-glass", order(scene), headers: key)
        try scene.theirs.post("/v1/break-glass", order(scene))
        #expect(try scene.theirs.post("/v1/break-glass", order(scene), headers: key).headers["Idempotency-Replayed"] == "true")
        try county.dataProtectionOfficer.command(on: first.path, "object", ["statement": "Ei aihetta"], at: "2026-06-30T10:00:00Z")
        try scene.theirs.get(scene.client.path, expecting: 404, at: "2026-06-30T10:00:00Z")
        try scene.theirs.post("/v1/break-glass", order(scene), expecting: 404, at: "2026-06-30T10:00:01Z", headers: key)
        // A second need takes a second opening with its own review.
        try scene.theirs.post("/v1/break-glass", order(scene), at: "2026-06-30T10:00:02Z")
    }

    @Test("a caller with a tie to the client does not review the opening (A16)") func asksTies() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let opening = try scene.theirs.post("/v1/break-glass", order(scene))
        let officer = try county.staff("decision_maker", scene.unit)
        try officer.post("/v1/me/ties", ["clientId": .string(scene.client.id), "ground": "party"])
        try officer.get(opening.path)
        let statement: JSONValue = ["statement": "Oli aihetta"]
        #expect(try officer.command(on: opening.path, "justify", statement, expecting: 409).code == "disqualified")
        #expect(try officer.get(opening.path).allows("justify") == false)
    }

    @Test("the client's access log shows who opened the file and who read it; the service's log warns without a name (A20 to A22)")
    func isOnRecord()
        throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        let opening = try scene.theirs.post("/v1/break-glass", order(scene), headers: ["X-Request-Id": "lasi-\(county.nextNumber())"])
        try scene.theirs.get(scene.client.path)
        let log = try county.client(for: scene.client.id).all("\(scene.client.path)/access-log")
        let theirs = log.filter { $0["userId"] == .string(scene.theirs.userID) }.compactMap { $0["operation"].string }
        #expect(theirs.contains("breakGlass") && theirs.contains("findClient"), "\(theirs)")
        let grounds = log.filter { $0["userId"] == .string(scene.theirs.userID) }
        #expect(
            grounds.allSatisfy {
                $0["relation"] == "break_glass"
                    && $0["why"].string?.hasPrefix("ei osaa asiakkaan hoidossa; avasi tiedot perustellen") == true
            })
        func isOpening(_ line: Substring) -> Bool { line.contains("break-glass") && line.contains(opening.headers["X-Request-Id"] ?? "?") }
        let written = try county.service.errors { $0.split(separator: "\n").contains(where: isOpening) }
        let line = try #require(written.split(separator: "\n").first(where: isOpening))
        for secret in [scene.hetu, scene.familyName, scene.client.id, scene.client["number"].string ?? "?"] {
            #expect(!line.contains(secret))
        }
    }
}
