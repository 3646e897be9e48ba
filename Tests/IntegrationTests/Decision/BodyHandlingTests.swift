import JSON
import Testing

@Suite("The body's handling over HTTP (S25, row 24)")
struct BodyHandlingTests {
    static let handling: JSONValue = [
        "meetingDate": "2026-05-12", "itemNumber": 41, "presenter": "Jussi Jaosto", "members": ["Aalto", "Berg", "Citron"],
        "recusals": [["member": "Berg", "reason": "Läheisen asia (HL 28 §)"]], "outcome": "approved", "minutesReference": "12.5.2026 § 41",
    ]

    private func onAgenda(_ scene: PlanScene) throws -> Reply {
        let decision = try scene.proposedDecision(total: 2_500_000)
        #expect(decision["authority"] == "body")
        try scene.worker.command(on: decision.path, "put-on-agenda", at: "2026-05-04")
        return try scene.worker.get(decision.path)
    }

    @Test("an approval by the body is dated by its meeting and keeps presenter and recusals (S25, A16, K3)") func approval() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try onAgenda(scene)
        let handling = try county.bodySecretary.post("\(decision.path)/handlings", BodyHandlingTests.handling)
        #expect(handling["recusals"][0]["member"] == "Berg")
        #expect(handling["itemNumber"] == 41)
        let made = try scene.worker.get(decision.path)
        #expect(made["state"] == "made")
        #expect(made["decidedOn"] == "2026-05-12")
        #expect(made["grantedTotalCents"] == 2_500_000)
        #expect(try scene.state == "decided_approved")
        #expect(try scene.worker.get(scene.planPath(made))["state"] == "approved")
        #expect(try county.bodySecretary.get("\(decision.path)/handlings").items.count == 1)
        #expect(try county.bodySecretary.get(handling.path)["presenter"] == "Jussi Jaosto")
        let twice = try county.bodySecretary.post("\(decision.path)/handlings", BodyHandlingTests.handling, expecting: 409)
        #expect(twice.code == "illegal_transition")
    }

    @Test("a rejection and a return by the body need reasons, and move the plan and the case (S25, K3, K15)") func others() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try onAgenda(scene)
        let path = "\(decision.path)/handlings"
        let rejected = BodyHandlingTests.handling.with("outcome", "rejected")
        #expect(try county.bodySecretary.post(path, rejected, expecting: 422).code == "reasons_missing")
        let returned = BodyHandlingTests.handling.merged(["outcome": "returned_for_work", "reasons": "Avoin kysymys."])
        let bare = try county.bodySecretary.post(path, returned, expecting: 422)
        #expect(bare.errors == ["/questions": "required", "/dueOn": "required"])
        try county.bodySecretary.post(path, returned.merged(["questions": ["Kuka vastaa?"], "dueOn": "2026-07-31"]))
        #expect(try scene.worker.get(decision.path)["state"] == "returned")
        #expect(try scene.worker.get(scene.planPath(decision))["reworkDueOn"] == "2026-07-31")
        #expect(try scene.state == "planning")

        let second = try PlanScene(county)
        let other = try onAgenda(second)
        try county.bodySecretary.post("\(other.path)/handlings", rejected.with("reasons", "Ei perustetta."))
        #expect(try second.worker.get(other.path)["outcome"] == "rejected")
        #expect(try second.state == "decided_rejected")
    }

    @Test("the actions of a decision lead the secretary from the proposal to the body's decision (K2, S25)") func actions() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 2_500_000)
        func action(_ command: String, by caller: Caller) throws -> JSONValue {
            try caller.get(decision.path)["actions"].array.first { $0["command"] == .string(command) } ?? .null
        }
        let early = try action("handle", by: county.bodySecretary)
        #expect(early["allowed"] == false)
        #expect(early["blockedBy"][0]["mend"]["operationId"] == "putDecisionOnAgenda")
        try county.bodySecretary.command(on: decision.path, "put-on-agenda", at: "2026-05-04")
        let handle = try action("handle", by: county.bodySecretary)
        #expect(handle["allowed"] == true)
        #expect(handle["call"]["operationId"] == "handleInBody")
        #expect(handle["call"]["path"] == .string("\(decision.path)/handlings"))
        let dispatch = try action("dispatch", by: county.bodySecretary)
        #expect(dispatch["blockedBy"][0]["mend"]["operationId"] == "handleInBody")
        #expect(dispatch["blockedBy"][0]["mendedBy"] == ["body_secretary"])
        // Nobody makes the decision of the body as an office holder, so the missing right is not what helps.
        let make = try action("make", by: county.bodySecretary)["blockedBy"].array
        #expect(make.first { $0["code"] == "forbidden" }?["mendedBy"] == [])
        for caller in [county.bodySecretary, scene.worker, county.decisionMaker] {
            let blocks = try action("make", by: caller)["blockedBy"].array
            let wrong = try #require(blocks.first { $0["code"] == "wrong_authority" })
            #expect(wrong["mend"]["path"] == .string("\(decision.path)/handlings"))
            #expect(wrong["mendedBy"] == ["body_secretary"])
        }
    }

    @Test("a refused handling leaves nothing behind (S25)") func refusals() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let proposed = try scene.proposedDecision(total: 2_500_000, ["contact": nil])
        let path = "\(proposed.path)/handlings"
        // Not on the agenda yet.
        #expect(try county.bodySecretary.post(path, BodyHandlingTests.handling, expecting: 409).code == "illegal_transition")
        try county.bodySecretary.command(on: proposed.path, "put-on-agenda")
        let fourth = try county.bodySecretary.post(path, BodyHandlingTests.handling.with("outcome", "noted"), expecting: 422)
        #expect(fourth.errors["/outcome"] == "unknown_code")
        let future = try county.bodySecretary.post(path, BodyHandlingTests.handling.with("meetingDate", "2026-07-01"), expecting: 422)
        #expect(future.errors["/meetingDate"] == "in_the_future")
        // The proposal is of 20 April.
        let before = try county.bodySecretary.post(path, BodyHandlingTests.handling.with("meetingDate", "2026-04-19"), expecting: 422)
        #expect(before.errors == ["/meetingDate": "before_proposal"])
        let stranger: JSONValue = [["member": "Virtanen", "reason": "syy"]]
        let absent = try county.bodySecretary.post(path, BodyHandlingTests.handling.with("recusals", stranger), expecting: 422)
        #expect(absent.errors["/recusals/0/member"] == "unknown_member")
        let alone = BodyHandlingTests.handling.with("members", ["Berg"])
        #expect(try county.bodySecretary.post(path, alone, expecting: 422).errors["/recusals"] == "nobody_left")
        let incomplete = try county.bodySecretary.post(path, BodyHandlingTests.handling, expecting: 422)
        #expect(incomplete.code == "decision_incomplete")
        #expect(incomplete.errors == ["/contact": "required"])
        #expect(try county.bodySecretary.get(path).items.isEmpty)
    }
}
