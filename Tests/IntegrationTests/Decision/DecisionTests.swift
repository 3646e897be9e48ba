import JSON
import Testing

@Suite("Proposing a decision over HTTP (S24, S27, rows 18, 23)")
struct DecisionProposalTests {
    @Test("plan, budget and case go with the proposal") func proposal() throws {
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
        // Who decides may change with the rules of a region, not with time.
        #expect(proposed.allows("make") == true)
        #expect(proposed.allows("dispatch") == false)
    }

    @Test("without a round on the newest revision nothing is proposed") func dialogueMissing() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000)
        let copy: JSONValue = ["copyFrom": decision["supportPlanId"]]
        let newer = try scene.worker.post("\(scene.path)/support-plans", copy, at: "2026-04-21")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "dialogue_missing")
        let submitted = try scene.worker.command(on: newer.path, "submit", at: "2026-04-21")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "dialogue_missing")
        try scene.dialogue(on: submitted, at: "2026-04-22")
        // The decision is about a revision that is not the newest.
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "plan_not_ready")
        // A withdrawn revision is not the newest any more.
        try scene.worker.command(on: newer.path, "withdraw")
        try scene.worker.command(on: decision.path, "propose")
    }

    @Test("without a chosen calculation nothing is proposed; plan and calculation come in any order") func calculationMissing() throws {
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

    @Test("a withdrawn choice refuses drafting and proposing (row 6)") func choiceMissing() throws {
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

    @Test("a withdrawn choice takes the pending proposal with it; planning begins anew after another choice") func choiceWithdrawn() throws
    {
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

    @Test("a fixed term needs its reason (SHL 38 §)") func fixedTerm() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.draftedDecision(total: 960_000, ["validTo": "2026-12-31"])
        let no = try scene.worker.command(on: decision.path, "propose", expecting: 422)
        #expect(no.errors["/fixedTermReason"] == "required")
        try scene.worker.patch(decision.path, ["fixedTermReason": "Kokeilu on asiakkaan edun mukainen."])
        try scene.worker.command(on: decision.path, "propose")
        let order = try scene.worker.patch(decision.path, ["validTo": "2026-06-30"], expecting: 422)
        #expect(order.errors["/validTo"] == "before_start")
    }

    @Test("a decision holds over the whole period of its budget (row 27)") func validity() throws {
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
        // It does not leave the period afterwards either.
        let later = try scene.worker.patch(decision.path, ["validTo": "2026-11-30"], expecting: 422)
        #expect(later.errors == ["/validTo": "outside_budget_period"])
    }

    @Test("plan and budget must be the case's own; one decision waits at a time") func references() throws {
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

    @Test("a withdrawn proposal leaves plan, budget and case where they stood") func withdraw() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.proposedDecision(total: 960_000)
        let withdrawn = try scene.worker.command(on: decision.path, "withdraw", ["reason": "Summa tarkistetaan."])
        #expect(withdrawn["state"] == "withdrawn")
        #expect(try scene.worker.get(scene.planPath(decision))["state"] == "in_dialogue")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "indicative")
        #expect(try scene.state == "planning")
        #expect(try scene.worker.patch(decision.path, ["contact": "Muu"], expecting: 409).code == "decision_frozen")
    }

    @Test("a client who withdraws the proposed plan takes the proposal with it") func withdrawPlan() throws {
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

@Suite("Deciding as an office holder over HTTP (S26, rows 25, 27, 72)")
struct OfficeHolderDecisionTests {
    @Test("an approval carries plan, budget and case, and freezes what it rests on") func approval() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        #expect(made["state"] == "made")
        #expect(made["outcome"] == "approved")
        #expect(made["decidedOn"] == "2026-05-04")
        #expect(made["decidedById"].string == county.decisionMaker.userID)
        #expect(made["grantedTotalCents"] == 960_000)
        let plan = try scene.worker.get(scene.planPath(made))
        #expect(plan["state"] == "approved")
        #expect(made["planDigest"] == plan["digest"])
        let budget = try scene.worker.get(scene.budgetPath(made))
        #expect(budget["state"] == "approved")
        #expect(budget["decisionId"].string == made.id)
        #expect(try scene.state == "decided_approved")

        #expect(try scene.worker.patch(made.path, ["reasons": "Muu"], expecting: 409).code == "decision_frozen")
        try scene.worker.send("DELETE", made.path, nil, expecting: 405, headers: ["If-Match": made.etag ?? ""])
        let again = try county.decisionMaker.command(on: made.path, "make", ["outcome": "rejected", "reasons": "Ei."], expecting: 409)
        #expect(again.code == "illegal_transition")
        #expect(again.allowed == ["dispatch"])
    }

    @Test("a social worker decides on small sums, also on an own preparation") func smallSum() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.proposedDecision(total: 1_000_000)
        #expect(try scene.worker.command(on: decision.path, "make", ["outcome": "approved"])["state"] == "made")
    }

    @Test("who prepared it does not decide above the limit of two persons (row 72)") func fourEyes() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 1_000_001)
        let own = try county.worker.command(on: decision.path, "make", ["outcome": "approved"], expecting: 409)
        #expect(own.code == "four_eyes")
        #expect(own["figures"]["totalCents"] == 1_000_001)
        // Another social worker has not the limit; the head has.
        let other = try county.worker2.command(on: decision.path, "make", ["outcome": "approved"], expecting: 403)
        #expect(other.code == "authority_exceeded")
        #expect(other["figures"]["limitCents"] == 1_000_000)
        #expect(try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])["state"] == "made")
    }

    @Test("who proposed what another prepared counts as preparer too") func proposerCounts() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.draftedDecision(total: 1_000_001, by: county.coordinator)
        try county.worker2.command(on: decision.path, "propose")
        #expect(try county.worker2.command(on: decision.path, "make", ["outcome": "approved"], expecting: 409).code == "four_eyes")
    }

    @Test("above the office holder's limit the model says: the body, or nobody (row 25)") func limits() throws {
        let county = try County.shared
        let then = try PlanScene(county).proposedDecision(total: 2_000_001)
        #expect(then["authority"] == "body")
        let no = try county.decisionMaker.command(on: then.path, "make", ["outcome": "approved"], expecting: 409)
        #expect(no.code == "wrong_authority")

        let model = try #require(try county.model(rules: ["decidingAuthority": "office_holder"])["code"].string)
        let alone = try PlanScene(county, model: model).proposedDecision(total: 2_000_001)
        #expect(alone["authority"] == "office_holder")
        let exceeded = try county.decisionMaker.command(on: alone.path, "make", ["outcome": "approved"], expecting: 403)
        #expect(exceeded.code == "authority_exceeded")
        #expect(exceeded["figures"] == ["totalCents": 2_000_001, "limitCents": 2_000_000])
    }

    @Test("two models give two deciders for the same plan and sum (rows 25, 51)") func twoModels() throws {
        let county = try County.shared
        let model = try #require(try county.model(rules: ["decidingAuthority": "body"])["code"].string)
        let body = try PlanScene(county, model: model).proposedDecision(total: 960_000)
        #expect(body["authority"] == "body")
        #expect(body["authorityName"] == "Yksilöasioiden jaosto")
        let no = try county.decisionMaker.command(on: body.path, "make", ["outcome": "approved"], expecting: 409)
        #expect(no.code == "wrong_authority")
        let office = try PlanScene(county).proposedDecision(total: 960_000)
        try county.decisionMaker.command(on: office.path, "make", ["outcome": "approved"])
        let agenda = try PlanScene(county).proposedDecision(total: 960_000)
        #expect(try county.worker.command(on: agenda.path, "put-on-agenda", expecting: 409).code == "wrong_authority")
    }

    @Test("the decision names who decides: the office, the body, and the other when the sum changes (rows 25, 27)")
    func authorityNames() throws {
        let county = try County.shared
        #expect(try PlanScene(county).proposedDecision(total: 2_000_000)["authorityName"] == "Vammaispalvelujen johtaja")
        #expect(try PlanScene(county).draftedDecision(total: 2_000_001)["authorityName"] == "Yksilöasioiden jaosto")
        let scene = try PlanScene(county)
        let decision = try scene.draftedDecision(total: 2_000_000)
        #expect(decision["authorityName"] == "Vammaispalvelujen johtaja")
        let budget = try scene.worker.get(scene.budgetPath(decision))
        let lines = budget["lines"].array.map { line -> JSONValue in
            [
                "serviceTypeCode": line["serviceTypeCode"], "purpose": line["purpose"], "legalBasis": line["legalBasis"],
                "quantityThousandths": 1000, "unitPriceCents": 2_000_001,
            ]
        }
        let body: JSONValue = ["lines": .array(lines)]
        try scene.worker.put("\(budget.path)/lines", body, etag: budget.etag)
        let proposed = try scene.worker.command(on: decision.path, "propose")
        #expect(proposed["authority"] == "body")
        #expect(proposed["authorityName"] == "Yksilöasioiden jaosto")
        // Where only a body decides, one name is enough.
        let rules: JSONValue = ["decidingAuthority": "body", "authorityName": "Hyvinvointilautakunta", "bodyName": nil]
        let model = try #require(try county.model(rules: rules)["code"].string)
        #expect(try PlanScene(county, model: model).proposedDecision(total: 5_000)["authorityName"] == "Hyvinvointilautakunta")
    }

    @Test("only social workers and deciders make decisions") func rights() throws {
        let county = try County.shared
        let decision = try PlanScene(county).proposedDecision(total: 960_000)
        for caller in [county.coordinator, county.bodySecretary, county.finance, county.admin, county.auditor] {
            try caller.command(on: decision.path, "make", ["outcome": "approved"], expecting: 403, etag: decision.etag)
        }
        try county.decisionMaker.post("\(decision.path)/handlings", [:], expecting: 403)
    }

    @Test(
        "each missing part refuses the making by its name; adding exactly it makes it succeed (row 27)",
        arguments: ["parties", "reasons", "entitlements", "contact", "appealInstructions", "provisions"])
    func missingPart(part: String) throws {
        let county = try County.shared
        let isList = ["parties", "entitlements", "provisions"].contains(part)
        let nothing: JSONValue = isList ? [] : nil
        let decision = try PlanScene(county).proposedDecision(total: 960_000, .object([JSONMember(name: part, value: nothing)]))
        let no = try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], expecting: 422)
        #expect(no.code == "decision_incomplete")
        #expect(no.errors == ["/\(part)": "required"])
        let something: JSONValue = isList ? ["jotain"] : "jotain"
        try county.worker.patch(decision.path, .object([JSONMember(name: part, value: something)]))
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])
    }

    @Test("every missing part is named at once; a rejection needs no entitlements") func allMissing() throws {
        let county = try County.shared
        let nothing: JSONValue = [
            "parties": [], "reasons": nil, "entitlements": [], "contact": nil, "appealInstructions": nil, "provisions": [],
        ]
        let decision = try PlanScene(county).proposedDecision(total: 960_000, nothing)
        let approval = try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], expecting: 422)
        #expect(
            Set(approval.errors.keys) == [
                "/parties", "/reasons", "/entitlements", "/contact", "/appealInstructions", "/provisions",
            ])
        let rejection = try county.decisionMaker.command(
            on: decision.path, "make", ["outcome": "rejected", "reasons": "Ei tarvetta."], expecting: 422)
        #expect(Set(rejection.errors.keys) == ["/parties", "/contact", "/appealInstructions", "/provisions"])
        #expect(try county.worker.get(decision.path)["state"] == "proposed")
    }

    @Test("a rejection needs reasons, grants nothing and rejects plan, budget and case (row 24)") func rejection() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        let no = try county.decisionMaker.command(on: decision.path, "make", ["outcome": "rejected"], expecting: 422)
        #expect(no.code == "reasons_missing")
        let made = try county.decisionMaker.command(
            on: decision.path, "make", ["outcome": "rejected", "reasons": "Palvelu kuuluu muulle laille."])
        #expect(made["state"] == "made")
        #expect(made["outcome"] == "rejected")
        #expect(made["reasons"] == "Palvelu kuuluu muulle laille.")
        #expect(made["entitlements"] == [])
        #expect(made["grantedTotalCents"].isNull)
        #expect(try scene.worker.get(scene.planPath(made))["state"] == "rejected")
        #expect(try scene.worker.get(scene.budgetPath(made))["state"] == "cancelled")
        #expect(try scene.state == "decided_rejected")
    }

    @Test("a return goes with questions and a day; the next revision and decision follow and supersede (row 24)") func returned() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        let bare = try county.decisionMaker.command(
            on: decision.path, "make", ["outcome": "returned_for_work", "reasons": "Tarkennettava."], expecting: 422)
        #expect(bare.errors == ["/questions": "required", "/dueOn": "required"])
        let order: JSONValue = [
            "outcome": "returned_for_work", "reasons": "Tarkennettava.", "questions": ["Kuka avustaa viikonloppuisin?"],
            "dueOn": "2026-05-31",
        ]
        let noReasons = try county.decisionMaker.command(
            on: decision.path, "make", order.with("reasons", nil), expecting: 422, at: "2026-05-04")
        #expect(noReasons.code == "reasons_missing")
        let late = try county.decisionMaker.command(on: decision.path, "make", order, expecting: 422, at: "2026-05-31")
        #expect(late.errors == ["/dueOn": "not_later"])
        let returned = try county.decisionMaker.command(on: decision.path, "make", order, at: "2026-05-04")
        #expect(returned["state"] == "returned")
        #expect(returned["decidedOn"].isNull)
        let plan = try scene.worker.get(scene.planPath(decision))
        #expect(plan["state"] == "returned")
        #expect(plan["returnQuestions"] == ["Kuka avustaa viikonloppuisin?"])
        #expect(plan["reworkDueOn"] == "2026-05-31")
        #expect(try scene.worker.get(scene.budgetPath(decision))["state"] == "indicative")
        #expect(try scene.state == "planning")
        #expect(try scene.worker.command(on: decision.path, "propose", expecting: 409).code == "illegal_transition")

        let copy = try scene.worker.post("\(scene.path)/support-plans", ["copyFrom": .string(plan.id)], at: "2026-05-10")
        let second = try scene.worker.command(on: copy.path, "submit", at: "2026-05-10")
        try scene.dialogue(on: second, at: "2026-05-11")
        let budget = try scene.worker.get(scene.budgetPath(decision))
        let next = try scene.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(second, budget), at: "2026-05-12")
        try scene.worker.command(on: next.path, "propose", at: "2026-05-12")
        let made = try county.decisionMaker.command(on: next.path, "make", ["outcome": "approved"], at: "2026-05-13")
        #expect(made["outcome"] == "approved")
        #expect(try scene.worker.get(scene.planPath(decision))["state"] == "returned")
        #expect(try scene.worker.get(copy.path)["state"] == "approved")
    }

    @Test("an earlier approved revision is superseded when the next is approved") func supersede() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let first = try scene.approvedDecision()
        try scene.worker.command(on: scene.path, "plan-again", ["reason": "Tarve muuttui."], at: "2026-05-20")
        let copy = try scene.worker.post("\(scene.path)/support-plans", ["copyFrom": first["supportPlanId"]], at: "2026-05-20")
        let second = try scene.worker.command(on: copy.path, "submit", at: "2026-05-20")
        try scene.dialogue(on: second, at: "2026-05-21")
        let budget = try scene.budget(total: 970_000, of: try scene.calculation(total: 970_000, at: "2026-05-21"), at: "2026-05-21")
        let decision = try scene.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(second, budget), at: "2026-05-22")
        try scene.worker.command(on: decision.path, "propose", at: "2026-05-22")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: "2026-05-25")
        #expect(try scene.worker.get(scene.planPath(first))["state"] == "superseded")
        #expect(try scene.worker.get(copy.path)["state"] == "approved")
    }

    @Test("a fourth outcome is none, and questions belong to a return") func outcomes() throws {
        let county = try County.shared
        let decision = try PlanScene(county).proposedDecision(total: 960_000)
        let fourth = try county.decisionMaker.command(on: decision.path, "make", ["outcome": "postponed"], expecting: 422)
        #expect(fourth.errors["/outcome"] == "unknown_code")
        let stray = try county.decisionMaker.command(
            on: decision.path, "make", ["outcome": "approved", "questions": ["Miksi?"], "dueOn": "2026-12-31"], expecting: 422)
        #expect(stray.errors == ["/questions": "not_applicable", "/dueOn": "not_applicable"])
    }
}

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

    @Test("an approval by the body is dated by its meeting") func approval() throws {
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

    @Test("a rejection and a return by the body need their reasons and carry the plan with them") func others() throws {
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

    @Test("nothing is kept of a handling that is refused") func refusals() throws {
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
        // Proposed on 20 April.
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

@Suite("Notices and the service plan over HTTP (rows 28, 32)")
struct NoticeHTTPTests {
    @Test(
        "the last day to claim follows from the day of sending (D19)",
        arguments: [
            ("letter", "2026-03-02", "2026-03-09", "2026-04-08", "2026-04-08"),
            ("letter", "2026-05-13", "2026-05-20", "2026-06-19", "2026-06-22"),
            ("letter", "2026-11-17", "2026-11-24", "2026-12-24", "2026-12-28"),
            ("letter", "2026-03-25", "2026-04-01", "2026-05-01", "2026-05-04"),
            ("letter", "2026-02-25", "2026-03-04", "2026-04-03", "2026-04-07"),
            ("letter", "2026-02-27", "2026-03-06", "2026-04-05", "2026-04-07"),
            ("electronic", "2026-03-02", "2026-03-05", "2026-04-04", "2026-04-07"),
        ])
    func vectors(method: String, sent: String, served: String, thirtieth: String, last: String) throws {
        let county = try County.shared
        // The decision is made on the day it is sent; the vectors begin before the usual contact.
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000, by: county.coordinator)
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: sent)
        let order: JSONValue = ["method": .string(method), "sentOn": .string(sent), "recipients": ["client"]]
        let dispatched = try county.worker.command(on: decision.path, "dispatch", order, at: "2026-12-31")
        #expect(dispatched["state"] == "dispatched")
        let notice = try #require(try county.worker.get("\(decision.path)/notices").items.first)
        #expect(notice["recipient"] == "client")
        #expect(notice["presumedServedOn"].string == served)
        #expect(notice["servedOn"].string == served)
        #expect(notice["thirtiethDay"].string == thirtieth)
        #expect(notice["lastDayToClaim"].string == last)
    }

    @Test("client and guardian get a notice and a time limit each (HL 56 §)") func twoRecipients() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let guardian = try county.worker.post(
            "/v1/clients/\(scene.client.id)/representatives",
            ["name": "Elli Edunvalvoja", "kind": "guardian", "scope": "both", "validFrom": "2025-01-01"])
        let ended = try county.worker.post(
            "/v1/clients/\(scene.client.id)/representatives",
            ["name": "Entinen", "kind": "guardian", "scope": "both", "validFrom": "2024-01-01", "validTo": "2024-12-31"])
        let made = try scene.approvedDecision()
        let order: JSONValue = ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client", .string(guardian.id)]]
        let wrong = try county.worker.command(
            on: made.path, "dispatch", order.with("recipients", ["client", "client", .string(ended.id)]), expecting: 422)
        #expect(wrong.errors == ["/recipients/1": "duplicate", "/recipients/2": "unknown_recipient"])
        try county.worker.command(on: made.path, "dispatch", order)
        let notices = try county.worker.get("\(made.path)/notices").items
        #expect(Set(notices.compactMap { $0["recipient"].string }) == ["client", guardian.id])
        #expect(notices.allSatisfy { $0["lastDayToClaim"] == "2026-06-22" })
        let again = try county.worker.command(on: made.path, "dispatch", order, expecting: 422)
        #expect(again.errors == ["/recipients/0": "duplicate", "/recipients/1": "duplicate"])
    }

    @Test("a shown day of receipt moves the time limit; when all have received it, the decision is served") func receipt() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try county.worker.command(on: made.path, "dispatch", ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client"]])
        let id = try #require(try county.worker.get("\(made.path)/notices").items.first?["id"].string)
        let path = "\(made.path)/notices/\(id)"
        let early = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-12"], expecting: 422)
        #expect(early.errors["/receivedOn"] == "before_sending")
        let future = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-07-01"], expecting: 422)
        #expect(future.errors["/receivedOn"] == "in_the_future")
        // Later than presumed only when something shows it.
        let unshown = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-25"], expecting: 422)
        #expect(unshown.errors["/evidence"] == "required")
        let shown = try county.worker.command(
            on: path, "record-receipt", ["receivedOn": "2026-05-25", "evidence": "Postin seuranta JJFI123"])
        #expect(shown["presumedServedOn"] == "2026-05-20")
        #expect(shown["servedOn"] == "2026-05-25")
        #expect(shown["lastDayToClaim"] == "2026-06-24")
        #expect(try county.worker.get(made.path)["state"] == "served")
    }

    @Test("a verifiable notice has no time limit until its receipt is there") func verifiable() throws {
        let county = try County.shared
        let made = try PlanScene(county).approvedDecision()
        try county.worker.command(on: made.path, "dispatch", ["method": "verifiable", "sentOn": "2026-05-13", "recipients": ["client"]])
        let notice = try #require(try county.worker.get("\(made.path)/notices").items.first)
        #expect(notice["presumedServedOn"].isNull)
        #expect(notice["lastDayToClaim"].isNull)
        let path = "\(made.path)/notices/\(notice["id"].string ?? "")"
        let shown = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-20"])
        #expect(shown["servedOn"] == "2026-05-20")
        #expect(shown["lastDayToClaim"] == "2026-06-22")
    }

    @Test("a decision that is not made is not sent, nor before its day nor in the future") func dispatchRefusals() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        let order: JSONValue = ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client"]]
        #expect(try county.worker.command(on: decision.path, "dispatch", order, expecting: 409).code == "illegal_transition")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: "2026-05-14")
        let before = try county.worker.command(on: decision.path, "dispatch", order, expecting: 422)
        #expect(before.errors["/sentOn"] == "before_decision")
        let future = try county.worker.command(on: decision.path, "dispatch", order.with("sentOn", "2026-07-01"), expecting: 422)
        #expect(future.errors["/sentOn"] == "in_the_future")
        let nobody = try county.worker.command(on: decision.path, "dispatch", order.with("recipients", []), expecting: 422)
        #expect(nobody.errors["/recipients"] == "too_few")
        try county.finance.command(on: decision.path, "dispatch", order, expecting: 403)
    }

    static let servicePlan: JSONValue = [
        "clientAssessment": "Tarvitsen apua liikkumiseen.", "workerAssessment": "Tarve on arvioitu.", "services": ["Avustaja 10 h/kk"],
        "goals": ["Uinti"], "contacts": ["Sari Sosiaali"], "reviewOn": "2026-12-01",
    ]

    @Test("the service plan follows an approved decision of the case, in numbered versions (row 32)") func servicePlans() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let path = "\(scene.path)/service-plans"
        let first = try scene.worker.post(path, NoticeHTTPTests.servicePlan, at: "2026-03-20")
        #expect(first["number"] == 1)
        let decision = try scene.proposedDecision(total: 960_000)
        let after = NoticeHTTPTests.servicePlan.with("decisionId", .string(decision.id))
        #expect(try scene.worker.post(path, after, expecting: 422).errors["/decisionId"] == "not_approved")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])
        let second = try scene.worker.post(path, after)
        #expect(second["number"] == 2)
        #expect(second["decisionId"].string == decision.id)
        #expect(try scene.worker.get(second.path).body == second.body)
        #expect(try scene.worker.get("\(path)?decisionId=\(decision.id)").items.count == 1)
        let foreign = try PlanScene(county).approvedDecision()
        let no = try scene.worker.post(path, after.with("decisionId", .string(foreign.id)), expecting: 422)
        #expect(no.errors["/decisionId"] == "unknown_decision")
        let rejected = try PlanScene(county)
        let rejection = try rejected.proposedDecision(total: 960_000)
        try county.decisionMaker.command(on: rejection.path, "make", ["outcome": "rejected", "reasons": "Ei."])
        let none = try rejected.worker.post(
            "\(rejected.path)/service-plans", after.with("decisionId", .string(rejection.id)), expecting: 422)
        #expect(none.errors["/decisionId"] == "not_approved")
    }
}

extension PlanScene {
    /// Where the plan of a decision is.
    func planPath(_ decision: Reply) -> String { "\(path)/support-plans/\(decision["supportPlanId"].string ?? "")" }
    /// Where its budget is.
    func budgetPath(_ decision: Reply) -> String { "\(path)/budgets/\(decision["budgetId"].string ?? "")" }
}
