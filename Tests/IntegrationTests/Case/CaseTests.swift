import JSON
import Testing

/// Rows 2 and 31: cases and their clocks (MAL 3 §, SHL 36 §, SHL 45 §).
@Suite struct CaseTests {
    @Test(
        "the assessment starts by the seventh weekday after the contact (D7, D8, D10, SHL 36 §)",
        arguments: [
            ("2026-03-02", "2026-03-11"), ("2026-03-27", "2026-04-09"), ("2026-06-15", "2026-06-24"), ("2026-12-18", "2026-12-30"),
            ("2025-12-22", "2026-01-05"),
        ])
    func startsInTime(contact: String, due: String) throws {
        let file = try County.shared.openCase(contactAt: contact)
        #expect(file["assessmentStartDue"] == .string(due))
        #expect(file["state"] == "opened")
    }

    @Test("the decision is due three months from the application, on the last day of a shorter month, Sundays too (D1, D3, D13, D16)")
    func decidesInTime() throws {
        let county = try County.shared
        let file = try county.openCase(contactAt: "2026-11-30", ["applicationReceivedAt": "2026-11-30"])
        #expect(file["decisionDue"] == "2027-02-28")
        #expect(file["executionDue"] == "2027-02-28")
        // Without an application the contact counts. A later application moves only the decision.
        #expect(try county.openCase(contactAt: "2026-03-02")["decisionDue"] == "2026-06-02")
        let later = try county.openCase(contactAt: "2026-03-02", at: "2026-03-20", ["applicationReceivedAt": "2026-03-16"])
        #expect(later["decisionDue"] == "2026-06-16")
        #expect(later["executionDue"] == "2026-06-02")
    }

    @Test("a contact or an application after today is refused; today is the day in Helsinki (S1, I30, row 2)") func refusesFuture() throws {
        let county = try County.shared
        let client = try county.newClient()
        let body = county.caseBody(client: client.id, contactAt: "2026-03-03").with("applicationReceivedAt", "2026-03-04")
        let refused = try county.worker.post("/v1/cases", body, expecting: 422, at: "2026-03-02")
        #expect(refused.errors == ["/contactAt": "in_the_future", "/applicationReceivedAt": "in_the_future"])
        // 22:30 in UTC is the next day in Helsinki.
        let tomorrow = county.caseBody(client: client.id, contactAt: "2026-03-03")
        try county.worker.post("/v1/cases", tomorrow, expecting: 422, at: "2026-03-02T21:59:59Z")
        try county.worker.post("/v1/cases", tomorrow, at: "2026-03-02T22:00:00Z")
    }

    @Test("a client has one open case; after it is closed another may be opened (S1, row 2)") func oneOpenCase() throws {
        let county = try County.shared
        let client = try county.newClient()
        let first = try county.openCase(client: client)
        let second = try county.worker.inEnglish.post("/v1/cases", county.caseBody(client: client.id), expecting: 409)
        #expect(second.code == "second_open_case")
        #expect(second.errors == ["/clientId": "second_open_case"])
        #expect(second.text.contains(first.id))
        try county.worker.command(on: first.path, "close", ["reason": "Muutti pois"])
        #expect(try county.openCase(client: client).id != first.id)
    }

    @Test("of 16 openings at once for one client exactly one is kept (S1, row 86)") func oneOfMany() throws {
        let county = try County.shared
        let client = try county.newClient()
        let replies = try concurrently(16) { _ in
            try county.worker.send("POST", "/v1/cases", county.caseBody(client: client.id).octets, expecting: nil)
        }
        #expect(replies.filter { $0.status == 201 }.count == 1)
        #expect(replies.filter { $0.code == "second_open_case" }.count == 15)
        #expect(try county.worker.get("/v1/cases?clientId=\(client.id)").items.count == 1)
    }

    @Test("an unknown client, worker, unit or model is refused (S1)") func refusesUnknown() throws {
        let county = try County.shared
        let client = try county.newClient()
        let nowhere: JSONValue = "01980000-0000-7000-8000-000000000000"
        let body = county.caseBody(client: client.id)
        #expect(
            try county.worker.post("/v1/cases", body.with("clientId", nowhere), expecting: 422).errors == ["/clientId": "unknown_client"])
        let staff = body.merged(["responsibleWorkerId": .string(county.finance.userID), "unitId": nowhere])
        #expect(
            try county.worker.post("/v1/cases", staff, expecting: 422).errors == [
                "/responsibleWorkerId": "unknown_worker", "/unitId": "unknown_unit",
            ])
        let model = try county.worker.post("/v1/cases", body.with("regionalModel", "ei_ole"), expecting: 422)
        #expect(model.code == "no_model_in_force")
        #expect(try county.worker.post("/v1/cases", body.with("channel", "fax"), expecting: 422).errors == ["/channel": "unknown_code"])
    }

    @Test("the worker who opens a case is responsible for it until another is named; the case keeps its other services (S18, SHL 42 §)")
    func namesWorker() throws {
        let county = try County.shared
        let file = try county.openCase()
        #expect(file["responsibleWorkerId"] == .string(county.worker.userID))
        let moved = try county.worker.patch(
            file.path, ["responsibleWorkerId": .string(county.worker2.userID), "otherServices": ["kotihoito"]])
        #expect(moved["responsibleWorkerId"] == .string(county.worker2.userID))
        #expect(moved["otherServices"] == ["kotihoito"])
        let own = try county.worker2.all("/v1/cases?responsibleWorkerId=\(county.worker2.userID)&state=opened")
        #expect(own.contains { $0["id"] == file["id"] })
        #expect(own.allSatisfy { $0["responsibleWorkerId"] == .string(county.worker2.userID) })
    }

    @Test("a clock is extended only with a reason and to a later day (K24, D14, row 31)") func extends() throws {
        let county = try County.shared
        let file = try county.openCase()
        let without = try county.worker.command(
            on: file.path, "extend-clock", ["clock": "decision", "until": "2026-07-02"], expecting: 422)
        #expect(without.code == "extension_reason_missing")
        #expect(without.errors == ["/reason": "required"])
        let blank = try county.worker.command(
            on: file.path, "extend-clock", ["clock": "decision", "until": "2026-07-02", "reason": "    "], expecting: 422)
        #expect(blank.code == "extension_reason_missing")
        #expect(try county.worker.get(file.path)["decisionDue"] == file["decisionDue"])
        let earlier: JSONValue = ["clock": "decision", "until": "2026-06-02", "reason": "Lausunto puuttuu"]
        #expect(try county.worker.command(on: file.path, "extend-clock", earlier, expecting: 422).errors == ["/until": "not_later"])
        let extended = try county.worker.command(on: file.path, "extend-clock", earlier.with("until", "2026-07-02"))
        #expect(extended["decisionDue"] == "2026-07-02")
        #expect(extended["decisionExtensionReason"] == "Lausunto puuttuu")
        #expect(extended["executionDue"] == file["executionDue"])
    }

    @Test("a step that the state does not have is refused with those it has, and the item lists the same (K10, K11, K25, row 88)")
    func refusesIllegalStep() throws {
        let county = try County.shared
        let file = try county.openCase()
        #expect(file.allows("start-assessment") == true)
        #expect(file.allows("suspend") == false)
        let refused = try county.worker.command(on: file.path, "suspend", ["reason": "Sairaalassa"], expecting: 409)
        #expect(refused.code == "illegal_transition")
        #expect(refused.allowed == ["start-assessment", "close"])
        #expect(file["actions"].array.filter { $0["allowed"] == true }.compactMap { $0["command"].string } == refused.allowed)
        let started = try county.worker.command(on: file.path, "start-assessment", at: "2026-03-04")
        #expect(started["state"] == "assessing")
        #expect(started["assessmentStartedOn"] == "2026-03-04")
        let again = try county.worker.command(on: file.path, "start-assessment", expecting: 409)
        // The alternatives are not presented yet: the state allows the step, and the item shows the rule that blocks it.
        #expect(again.allowed == ["present-alternatives", "close"])
        #expect(started.allows("present-alternatives") == false)
        #expect(started.allows("close") == true)
    }

    @Test("a step needs the version that the caller saw, and no state is set by writing a member (K25, row 86)") func needsVersion() throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let missing = try county.worker.send("POST", "\(file.path)/start-assessment", Array("{}".utf8), expecting: 428)
        #expect(missing.code == "precondition_required")
        // A command without members needs no body.
        let started = try county.worker.send(
            "POST", "\(file.path)/start-assessment", nil, expecting: 200, headers: ["If-Match": file.etag ?? ""])
        #expect(started["state"] == "assessing")
        let stale = try county.worker.command(on: file.path, "close", ["reason": "Turha"], expecting: 412, etag: file.etag)
        #expect(stale.code == "stale")
        #expect(try county.worker.patch(file.path, ["state": "closed"], expecting: 422).errors == ["/state": "unknown_member"])
    }

    @Test("the timeline has every step with its user, its old state and its new state (K25, row 88)") func tellsTimeline() throws {
        let county = try County.shared
        let file = try county.openCase()
        try county.worker2.command(on: file.path, "start-assessment")
        try county.worker.command(on: file.path, "close", ["reason": "Asiakas perui"])
        let events = try county.worker.get("\(file.path)/timeline").items.filter { $0["noun"] == "case" }
        #expect(events.map { $0["verb"] } == ["created", "start-assessment", "close"])
        #expect(events.map { $0["toState"] } == ["opened", "assessing", "closed"])
        #expect(events[1]["userId"] == .string(county.worker2.userID))
        #expect(events[1]["fromState"] == "opened")
        #expect(events[2]["reason"] == "Asiakas perui")
    }

    @Test("a client reads the own case; another's is answered byte for byte like one that does not exist (A10, A18)") func hidesOthers()
        throws
    {
        let county = try County.shared
        let own = try county.openCase()
        let other = try county.openCase()
        let caller = try county.client(for: own["clientId"].string ?? "")
        #expect(try caller.get(own.path)["id"] == own["id"])
        #expect(try caller.get("/v1/cases").items.map { $0["id"] } == [own["id"]])
        let same = ["X-Request-Id": "same"]
        for suffix in ["", "/meetings", "/timeline"] {
            let hidden = try caller.get(other.path + suffix, expecting: 404, headers: same)
            let unknown = try caller.get("/v1/cases/01980000-0000-7000-8000-000000000000\(suffix)", expecting: 404, headers: same)
            let noUUID = try caller.get("/v1/cases/x\(suffix)", expecting: 404, headers: same)
            #expect(hidden.body == unknown.body)
            #expect(hidden.body == noUUID.body)
            let fields = { (reply: Reply) in reply.headers.lines.filter { $0.name != "Date" }.map { "\($0.name): \($0.value)" } }
            #expect(fields(hidden) == fields(unknown))
        }
    }

    @Test("a refusal for lack of a right names the right") func namesRight() throws {
        let county = try County.shared
        let file = try county.openCase()
        #expect(try county.admin.inEnglish.get(file.path, expecting: 403).text.contains("cases:read"))
        let caller = try county.client(for: file["clientId"].string ?? "")
        let refused = try caller.inEnglish.command(on: file.path, "start-assessment", expecting: 403)
        #expect(refused.code == "forbidden")
        #expect(refused.text.contains("cases:steer"))
    }
}
