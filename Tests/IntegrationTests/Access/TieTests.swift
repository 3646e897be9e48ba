import JSON
import Testing

/// A caller who has declared a tie does not prepare, decide or approve there (A16, HL 27 to 30 §).
@Suite struct TieTests {
    private let county: County

    init() throws { county = try County.shared }

    /// Tries with a tie and again on its last day, and expects a refusal each time.
    private func check(
        _ tied: Caller, _ tie: JSONValue, _ what: String, at moment: String = Caller.usualDay, _ attempt: (Caller, String) throws -> Reply
    ) throws {
        let declared = try tied.post("/v1/me/ties", tie.with("ground", "interest"), at: "2026-01-07")
        let refused = try attempt(tied, moment)
        #expect(refused.code == "disqualified", "\(what): \(refused)")
        // The tie holds through its last day.
        try tied.command(on: declared.path, "end", at: moment)
        #expect(try attempt(tied, moment).code == "disqualified", "\(what), on the last day")
    }

    private func client(of scene: PlanScene) throws -> JSONValue { ["clientId": .string(scene.client.id)] }

    @Test("a tie bars drafting, proposing and making a decision (A16, J4, row 73)") func decisions() throws {
        let scene = try PlanScene(county)
        let plan = try scene.submittedPlan()
        let calculation = try scene.calculation(total: 960_000)
        try scene.dialogue(on: plan)
        let budget = try scene.budget(total: 960_000, of: calculation)
        let body = PlanScene.decisionBody(plan, budget)
        let tied = try county.staff("social_worker")
        try check(tied, client(of: scene), "draft") { try $0.send("POST", "\(scene.path)/decisions", body.octets, expecting: nil, at: $1) }
        // On the day after, the tie no longer holds.
        let decision = try tied.post("\(scene.path)/decisions", body, at: "2026-07-01")

        let other = try county.staff("service_coordinator")
        try check(other, client(of: scene), "propose") { try $0.tried(on: decision.path, "propose", at: $1) }
        try county.worker.command(on: decision.path, "propose")

        for maker in [try county.staff("decision_maker"), try county.staff("social_worker")] {
            try check(maker, client(of: scene), "make") { try $0.tried(on: decision.path, "make", ["outcome": "approved"], at: $1) }
        }
        // A caller with a tie may still read.
        try tied.get(decision.path)
        // A caller without a tie may decide.
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])
    }

    @Test("a tie to the client or to the provider bars an agreement (A16)") func agreements() throws {
        let money = try county.moneyCase()
        for tie: JSONValue in [["clientId": .string(money.clientID)], ["providerId": money.provider["id"]]] {
            let tied = try county.staff("social_worker")
            try check(tied, tie, "agree", at: "2026-02-01") {
                try $0.send("POST", "\(money.path)/agreements", money.agreement().octets, expecting: nil, at: $1)
            }
            try tied.post("\(money.path)/agreements", money.agreement(), at: "2026-02-02")
        }
    }

    @Test("a tie bars deciding about held service data (A16)") func actuals() throws {
        let money = try county.moneyCase()
        _ = try money.agree()
        let pushed = try money.push([money.row(money.event(), quantity: 90_000)])
        let actual: JSONValue = pushed["items"][0]["actualId"]
        let tied = try county.staff("social_worker")
        let decided: JSONValue = ["decision": "reject", "reason": "Ei tilattu"]
        try check(tied, ["clientId": .string(money.clientID)], "resolve") {
            try $0.send(
                "POST", "/v1/service-data/held/\(actual.string ?? "")/resolve", decided.octets, expecting: nil, at: $1,
                headers: ["If-Match": "*"])
        }
    }

    @Test("the actions of an item show the tie before anything is tried (A16)") func actions() throws {
        let money = try county.moneyCase()
        _ = try money.agree()
        let pushed = try money.push([money.row(money.event())])
        let actual = "/v1/service-data/actuals/\(pushed["items"][0]["actualId"].string ?? "")"
        let tied = try county.staff("social_worker")
        func reverse(_ caller: Caller) throws -> JSONValue? {
            try caller.get(actual)["actions"].array.first { $0["command"] == "reverse" }
        }
        #expect(try reverse(tied)?["allowed"] == true)
        try tied.post("/v1/me/ties", ["clientId": .string(money.clientID), "ground": "interest"])
        let told = try #require(try reverse(tied))
        #expect(told["allowed"] == false && told["blockedBy"].array.map { $0["code"] } == ["disqualified"], "\(told)")
        let refused = try tied.tried(on: actual, "reverse", ["reason": "Väärä rivi"])
        #expect(refused.code == "disqualified", "\(refused)")
        #expect(try reverse(county.worker)?["allowed"] == true)
    }

    @Test("a tie to the provider bars continuing a trial (A16)") func trials() throws {
        let money = try county.moneyCase()
        let trial = try money.agree(money.agreement().merged(["isTrial": true, "period": ["from": "2026-02-01", "to": "2026-03-31"]]))
        try county.worker.command(on: trial.path, "activate", at: "2026-02-01")
        let tied = try county.staff("social_worker")
        try check(tied, ["providerId": money.provider["id"]], "continue", at: "2026-03-01") {
            try $0.tried(on: trial.path, "continue", ["clientOpinion": "Hyvä"], at: $1)
        }
    }

    @Test("callers see only their own ties, and a tie names exactly one existing client or provider (A16)") func register() throws {
        let client = try county.newClient()
        let (one, other) = (try county.staff("social_worker"), try county.staff("finance"))
        let tie = try one.post("/v1/me/ties", ["clientId": .string(client.id), "ground": "party"])
        #expect(try one.all("/v1/me/ties").map { $0["id"] } == [tie["id"]])
        #expect(try other.all("/v1/me/ties").isEmpty)
        let hidden = try other.get(tie.path, expecting: 404, headers: ["X-Request-Id": "same"])
        let absent = try other.get("/v1/me/ties/0199a7f0-0000-7000-8000-0123456789ab", expecting: 404, headers: ["X-Request-Id": "same"])
        #expect(hidden.body == absent.body)
        try other.send("POST", "\(tie.path)/end", Array("{}".utf8), expecting: 404, headers: ["If-Match": "*"])
        try one.command(on: tie.path, "end")
        #expect(try one.get(tie.path)["endedOn"] == "2026-06-30")
        #expect(try one.command(on: tie.path, "end", expecting: 409).code == "illegal_transition")
        for wrong: JSONValue in [
            ["ground": "party"], ["ground": "party", "clientId": .string(client.id), "providerId": .string(client.id)],
        ] {
            #expect(try one.post("/v1/me/ties", wrong, expecting: 422).errors.values.contains("one_of"))
        }
        let unknown: JSONValue = ["ground": "party", "providerId": .string(client.id)]
        #expect(try one.post("/v1/me/ties", unknown, expecting: 422).errors == ["/providerId": "unknown_provider"])
        try county.client(for: client.id).post("/v1/me/ties", ["ground": "party", "clientId": .string(client.id)], expecting: 403)
    }
}
