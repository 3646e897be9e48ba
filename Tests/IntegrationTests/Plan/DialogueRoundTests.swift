import JSON
import Testing

@Suite("Dialogue rounds over HTTP (S24, row 23)")
struct DialogueRoundTests {
    @Test("rounds are numbered in the case and belong to a revision, and the first brings it into dialogue (S24, U1)") func rounds() throws
    {
        let scene = try PlanScene(County.shared)
        let plan = try scene.submittedPlan()
        let first = try scene.dialogue(on: plan)
        #expect(first["number"] == 1)
        #expect(first["supportPlanId"].string == plan.id)
        #expect(first["topics"] == ["amount", "ways"])
        #expect(try scene.worker.get(plan.path)["state"] == "in_dialogue")
        #expect(try scene.dialogue(on: plan, at: "2026-04-16")["number"] == 2)
        #expect(try scene.worker.get("\(scene.path)/dialogue-rounds?supportPlanId=\(plan.id)").items.count == 2)
        #expect(try scene.worker.get(first.path)["clientView"] == "Riittää.")
    }

    @Test("a draft, another case's plan, no topic, an unknown topic and a future day are refused (S17, S24)") func refusals() throws {
        let scene = try PlanScene(County.shared)
        let draft = try scene.draftedPlan()
        let path = "\(scene.path)/dialogue-rounds"
        let body = PlanScene.roundBody(draft)
        let draftRound = try scene.worker.post(path, body, expecting: 409)
        #expect(draftRound.code == "plan_not_ready")
        #expect(draftRound.errors == ["/supportPlanId": "plan_not_ready"])
        let foreign = try PlanScene(County.shared).submittedPlan()
        let unknown = try scene.worker.post(path, PlanScene.roundBody(foreign), expecting: 422)
        #expect(unknown.errors["/supportPlanId"] == "unknown_plan")
        #expect(try scene.worker.post(path, body.with("topics", []), expecting: 422).errors["/topics"] == "too_few")
        #expect(try scene.worker.post(path, body.with("topics", ["weather"]), expecting: 422).errors["/topics/0"] == "unknown_code")
        let plan = try scene.worker.command(on: draft.path, "submit")
        let future = PlanScene.roundBody(plan).with("heldOn", "2026-07-01")
        #expect(try scene.worker.post(path, future, expecting: 422).errors["/heldOn"] == "in_the_future")
        try scene.worker.command(on: draft.path, "withdraw")
        #expect(try scene.worker.post(path, body, expecting: 409).code == "plan_not_ready")
    }
}
