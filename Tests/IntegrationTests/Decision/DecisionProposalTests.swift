import JSON
import Testing

@Suite("Proposing a decision over HTTP (S24, S27, rows 18, 23)")
struct DecisionProposalTests {
    @Test("the proposal moves the plan, the budget and the case (J6, K15, U1)") func proposal() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000)
        #expect(decision["state"] == "drafting")
        #expect(decision["authority"] == "office_holder")
        #expect(decision["authorityName"] == "Vammaispalvelujen johtaja")
        #expect(decision["preparedById"].string == scene.worker.userID)
        let proposed = try scene.worker.command(on: decision.path, "propose", at: "2026-04-20")
        #expect(proposed["state"] == "proposed")
        #expect(proposed["proposedTotalCents"] == 960_000)
        #expect(try scene.state == "decision_pending")
        #expect(try scene.worker.get(scene.planPath(decision))["state"] == "proposed")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "proposed")
        // A proposed decision may be made, and is not dispatched yet.
        #expect(proposed.allows("make") == true)
        #expect(proposed.allows("dispatch") == false)
    }

    @Test("a decision is not proposed while the newest revision has no dialogue round (S24, row 23)") func dialogueMissing() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000)
        let copy: JSONValue = ["copyFrom": decision["supportPlanId"]]
        let newer = try scene.worker.post("\(scene.path)/support-plans", copy, at: "2026-04-21")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "dialogue_missing")
        let submitted = try scene.worker.command(on: newer.path, "submit", at: "2026-04-21")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "dialogue_missing")
        try scene.dialogue(on: submitted, at: "2026-04-22")
        // The decision refers to a revision that is not the newest.
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "plan_not_ready")
        // A withdrawn revision is no longer the newest.
        try scene.worker.command(on: newer.path, "withdraw")
        try scene.worker.command(on: decision.path, "propose")
    }

    @Test("a decision is not proposed without a chosen calculation; plan and calculation come in any order (K1, S15, row 18)")
    func calculationMissing() throws {
        let scene = try PlanScene(County.shared)
        let plan = try scene.submittedPlan()
        try scene.dialogue(on: plan)
        let service = try scene.worker.post(
            "\(scene.path)/current-services",
            [
                "serviceTypeCode": .string(scene.serviceType), "description": "Päivätoiminta", "quantityPerYearThousandths": 1000,
                "annualCostCents": 5000, "wantsChange": true, "startedOn": "2025-01-01",
            ])
        let calculation = try scene.worker.post(
            "\(scene.path)/budget-calculations",
            [
                "basis": "current_services_to_change", "pricesAsOf": "2026-04-10",
                "lines": [["currentServiceId": .string(service.id), "exchangedSharePercent": 100]],
            ])
        let budget = try scene.budget(total: 5000, of: calculation)
        let decision = try scene.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(plan, budget))
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "calculation_missing")
        try scene.worker.command(on: calculation.path, "choose")
        try scene.worker.command(on: decision.path, "propose")
    }

    @Test("after a withdrawn choice, drafting and proposing are refused (S5, row 6)") func choiceMissing() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000)
        let choice = try #require(try scene.worker.get("\(scene.path)/choices").items.first?["id"].string)
        try scene.worker.command(on: "\(scene.path)/choices/\(choice)", "withdraw")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "choice_missing")
        let body: JSONValue = [
            "kind": "budget_grant", "supportPlanId": decision["supportPlanId"], "budgetId": decision["budgetId"],
        ]
        #expect(try scene.worker.post("\(scene.path)/decisions", body, expecting: 409).code == "choice_missing")
    }

    @Test("a withdrawn choice withdraws the pending proposal; planning starts again after another choice (S5, row 6)")
    func choiceWithdrawn() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.proposedDecision(total: 960_000)
        let choice = try #require(try scene.worker.get("\(scene.path)/choices").items.first?["id"].string)
        try scene.worker.command(on: "\(scene.path)/choices/\(choice)", "withdraw", at: "2026-04-25")
        #expect(try scene.state == "alternatives")
        #expect(try scene.worker.get(decision.path)["state"] == "withdrawn")
        #expect(try scene.worker.get(scene.planPath(decision))["state"] == "in_dialogue")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "indicative")
        try scene.choose(on: "2026-04-27")
        #expect(try scene.draftedPlan(at: "2026-04-28")["number"] == 2)
        #expect(try scene.state == "planning")
    }

    @Test("a fixed term needs its reason (J10, SHL 38 §)") func fixedTerm() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000, ["validTo": "2026-12-31"])
        let no = try scene.worker.command(on: decision.path, "propose", expecting: 422)
        #expect(no.errors["/fixedTermReason"] == "required")
        try scene.worker.patch(decision.path, ["fixedTermReason": "Kokeilu on asiakkaan edun mukainen."])
        try scene.worker.command(on: decision.path, "propose")
        let order = try scene.worker.patch(decision.path, ["validTo": "2026-06-30"], expecting: 422)
        #expect(order.errors["/validTo"] == "before_start")
    }

    @Test("a decision is valid over the whole period of its budget (row 27)") func validity() throws {
        let scene = try PlanScene(County.shared)
        // The budget is from 1 July to 31 December 2026.
        let decision = try scene.draftedDecision(total: 960_000, ["validTo": "2026-12-31", "fixedTermReason": "Kokeilu"])
        func refused(_ validity: JSONValue) throws -> [String: String] {
            try scene.worker.patch(decision.path, validity)
            return try scene.worker.command(on: decision.path, "propose", expecting: 422).errors
        }
        #expect(try refused(["validFrom": nil, "validTo": "2026-12-31"]) == ["/validFrom": "required"])
        #expect(try refused(["validFrom": "2026-07-02"]) == ["/validFrom": "outside_budget_period"])
        #expect(try refused(["validFrom": "2026-07-01", "validTo": "2026-12-30"]) == ["/validTo": "outside_budget_period"])
        #expect(
            try refused(["validFrom": "2027-01-01", "validTo": "2027-12-31"]) == ["/validFrom": "outside_budget_period"])
        try scene.worker.patch(decision.path, ["validFrom": "2026-07-01", "validTo": "2026-12-31"])
        try scene.worker.command(on: decision.path, "propose")
        // A later change may not leave the period either.
        let later = try scene.worker.patch(decision.path, ["validTo": "2026-11-30"], expecting: 422)
        #expect(later.errors == ["/validTo": "outside_budget_period"])
    }

    @Test("the plan and the budget must be the case's own, and one decision is pending at a time (U2)") func references() throws {
        let scene = try PlanScene(County.shared)
        let other = try PlanScene(County.shared).draftedDecision(total: 5000)
        let decision = try scene.proposedDecision(total: 960_000)
        let pending = try scene.worker.post(
            "\(scene.path)/decisions",
            ["kind": "budget_grant", "supportPlanId": decision["supportPlanId"], "budgetId": decision["budgetId"]],
            expecting: 409)
        #expect(pending.code == "illegal_transition")
        let fresh = try PlanScene(County.shared)
        try fresh.submittedPlan()
        let no = try fresh.worker.post(
            "\(fresh.path)/decisions", ["kind": "budget_grant", "supportPlanId": other["supportPlanId"], "budgetId": other["budgetId"]],
            expecting: 422)
        #expect(no.errors == ["/supportPlanId": "unknown_plan", "/budgetId": "unknown_budget"])
    }

    @Test("a withdrawn proposal returns the plan, the budget and the case to their earlier states") func withdraw() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.proposedDecision(total: 960_000)
        let withdrawn = try scene.worker.command(on: decision.path, "withdraw", ["reason": "Summa tarkistetaan."])
        #expect(withdrawn["state"] == "withdrawn")
        #expect(try scene.worker.get(scene.planPath(decision))["state"] == "in_dialogue")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "indicative")
        #expect(try scene.state == "planning")
        #expect(try scene.worker.patch(decision.path, ["contact": "Muu"], expecting: 409).code == "decision_frozen")
    }

    @Test("a client who withdraws the proposed plan withdraws the proposal too (U3)") func withdrawPlan() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        let client = try county.client(for: scene.client.id)
        try client.command(on: scene.planPath(decision), "withdraw")
        #expect(try scene.worker.get(decision.path)["state"] == "withdrawn")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "indicative")
        #expect(try scene.state == "planning")
    }
}
