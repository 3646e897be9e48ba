import JSON
import Testing

@Suite("Decisions of office holders over HTTP (S26, rows 25, 27, 72)")
struct DecisionTests {
    @Test("an approval moves the plan, the budget and the case, and freezes the decision (J6, J7, K16, row 27)") func approval() throws {
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

    @Test("a social worker decides up to the limit, also on the own preparation (A1, S26)") func smallSum() throws {
        let scene = try PlanScene(County.shared)
        let decision = try scene.proposedDecision(total: 1_000_000)
        #expect(try scene.worker.command(on: decision.path, "make", ["outcome": "approved"])["state"] == "made")
    }

    @Test("the preparer does not decide above the limit of four eyes (A15, J4, J8, row 72)") func fourEyes() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 1_000_001)
        let own = try county.worker.command(on: decision.path, "make", ["outcome": "approved"], expecting: 409)
        #expect(own.code == "four_eyes")
        #expect(own["figures"]["totalCents"] == 1_000_001)
        // The sum is above the limit of another social worker, and within that of the head.
        let other = try county.worker2.command(on: decision.path, "make", ["outcome": "approved"], expecting: 403)
        #expect(other.code == "authority_exceeded")
        #expect(other["figures"]["limitCents"] == 1_000_000)
        #expect(try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])["state"] == "made")
    }

    @Test("the user who proposes what another prepared counts as a preparer too (A15, J4)") func proposerCounts() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.draftedDecision(total: 1_000_001, by: county.coordinator)
        try county.worker2.command(on: decision.path, "propose")
        #expect(try county.worker2.command(on: decision.path, "make", ["outcome": "approved"], expecting: 409).code == "four_eyes")
    }

    @Test("above the office holder's limit the model names the body or nobody (S26, J8, row 25)") func limits() throws {
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

    @Test("two models give two deciders for the same plan and sum (K2, S46, rows 25 and 51)") func twoModels() throws {
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

    @Test("the decision names who decides: the office, the body, and the other when the sum changes (S26, W1, rows 25 and 27)")
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
        // If only a body decides, one name is enough.
        let rules: JSONValue = ["decidingAuthority": "body", "authorityName": "Hyvinvointilautakunta", "bodyName": nil]
        let model = try #require(try county.model(rules: rules)["code"].string)
        #expect(try PlanScene(county, model: model).proposedDecision(total: 5_000)["authorityName"] == "Hyvinvointilautakunta")
    }

    @Test("only social workers and decision makers make decisions (A2, A4 to A7)") func rights() throws {
        let county = try County.shared
        let decision = try PlanScene(county).proposedDecision(total: 960_000)
        for caller in [county.coordinator, county.bodySecretary, county.finance, county.admin, county.auditor] {
            try caller.command(on: decision.path, "make", ["outcome": "approved"], expecting: 403, etag: decision.etag)
        }
        try county.decisionMaker.post("\(decision.path)/handlings", [:], expecting: 403)
    }

    @Test(
        "each missing part is named and refuses the making; adding that part is enough (W1, J8, HL 44 to 47 §, row 27)",
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

    @Test("every missing part is named at once; a rejection needs no entitlements (W1, J8)") func allMissing() throws {
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

    @Test("a rejection needs reasons, grants nothing, and rejects the plan and the case (K17, row 24)") func rejection() throws {
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

    @Test("a return has questions and a due day, and a new revision leads to a new decision (K15, S25, row 24)") func returned() throws {
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

    @Test("an approved revision is superseded when the next one is approved (U1)") func supersede() throws {
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

    @Test("there is no fourth outcome, and questions belong to a return (K3, S25, row 24)") func outcomes() throws {
        let county = try County.shared
        let decision = try PlanScene(county).proposedDecision(total: 960_000)
        let fourth = try county.decisionMaker.command(on: decision.path, "make", ["outcome": "postponed"], expecting: 422)
        #expect(fourth.errors["/outcome"] == "unknown_code")
        let stray = try county.decisionMaker.command(
            on: decision.path, "make", ["outcome": "approved", "questions": ["Miksi?"], "dueOn": "2026-12-31"], expecting: 422)
        #expect(stray.errors == ["/questions": "not_applicable", "/dueOn": "not_applicable"])
    }
}
