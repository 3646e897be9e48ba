import JSON
import Testing

@Suite("The support plan over HTTP (S19 to S22, rows 19 to 22, 52)")
struct SupportPlanTests {
    @Test("the first draft starts the planning, and a second is refused while it is open (K14, M3, S21)") func drafts() throws {
        let scene = try PlanScene(County.shared)
        #expect(try scene.state == "hb_chosen")
        let draft = try scene.draftedPlan()
        #expect(draft["number"] == 1)
        #expect(draft["state"] == "draft")
        #expect(draft["totalCents"] == 3675)
        #expect(draft["items"][0]["amountCents"] == 3675)
        #expect(draft["indicativeCents"].isNull)
        #expect(draft["differenceCents"].isNull)
        #expect(draft["digest"].isNull)
        #expect(draft["isInOwnHand"] == false)
        #expect(try scene.state == "planning")
        let second = try scene.worker.post("\(scene.path)/support-plans", PlanScene.planBody, expecting: 409)
        #expect(second.code == "duplicate")
    }

    @Test("without the choice of personal budgeting no plan is drafted (S5)") func choiceMissing() throws {
        let county = try County.shared
        let file = try county.openCase()
        #expect(try county.worker.post("\(file.path)/support-plans", PlanScene.planBody, expecting: 409).code == "choice_missing")
    }

    @Test("a submitted revision is frozen and stays the same bytes while the next is written (S19, U2, row 19)") func frozen() throws {
        let scene = try PlanScene(County.shared)
        let submitted = try scene.submittedPlan()
        #expect(submitted["state"] == "submitted")
        #expect(submitted["digest"].string?.count == 64)
        let first = try scene.worker.get(submitted.path)
        #expect(first.body == submitted.body)

        let edit = try scene.worker.patch(submitted.path, ["isFamilyPlan": true], expecting: 409)
        #expect(edit.code == "revision_frozen")
        #expect(try scene.worker.command(on: submitted.path, "submit", expecting: 409).code == "illegal_transition")

        let copyBody: JSONValue = ["copyFrom": .string(submitted.id)]
        let copy = try scene.worker.post("\(scene.path)/support-plans", copyBody, at: "2026-04-20")
        #expect(copy["number"] == 2)
        #expect(copy["answers"] == submitted["answers"])
        #expect(copy["authoredBy"] == "worker_as_scribe")
        try scene.worker.patch(copy.path, ["isFamilyPlan": true])
        // A calculation that is chosen later does not change the sum with which the submitted revision was compared.
        try scene.calculation(total: 1000)
        try scene.worker.post("\(submitted.path)/comments", ["text": "Työntekijän huomio."])
        #expect(try scene.worker.get(submitted.path).body == first.body)
        #expect(try scene.worker.get(copy.path)["indicativeCents"] == 1000)
        #expect(try scene.worker.get(copy.path)["differenceCents"] == 2675)
    }

    @Test("equal content has an equal digest, and other content another (U2)") func digests() throws {
        let one = try PlanScene(County.shared).submittedPlan()
        let same = try PlanScene(County.shared).submittedPlan()
        let other = try PlanScene(County.shared).submittedPlan(["isFamilyPlan": true])
        #expect(one["digest"] == same["digest"])
        #expect(one["digest"] != other["digest"])
    }

    @Test("a missing required answer refuses the submission by its code (S20, row 20)", arguments: PlanScene.questions)
    func missingAnswer(code: String) throws {
        let scene = try PlanScene(County.shared)
        let answers = PlanScene.planBody["answers"].array.filter { $0["questionCode"].string != code }
        let draft = try scene.draftedPlan(["answers": .array(answers)])
        let no = try scene.worker.command(on: draft.path, "submit", expecting: 422)
        #expect(no.code == "required_answers_missing")
        #expect(no.json["errors"].array.compactMap { $0["code"].string } == [code])
    }

    @Test("all missing answers are named at once, and answering them is enough (S20, row 20)") func allMissing() throws {
        let scene = try PlanScene(County.shared)
        let draft = try scene.draftedPlan(["answers": []])
        let no = try scene.worker.command(on: draft.path, "submit", expecting: 422)
        let codes = no.json["errors"].array.compactMap { $0["code"].string }
        #expect(codes == PlanScene.questions)
        let answers = codes.map { ["questionCode": .string($0), "text": "Vastaus."] as JSONValue }
        try scene.worker.patch(draft.path, ["answers": .array(answers)])
        try scene.worker.command(on: draft.path, "submit")
    }

    @Test("a sum above the indicative sum needs a justification, and nothing is cut (S21, row 21)") func excess() throws {
        let scene = try PlanScene(County.shared)
        try scene.calculation(total: 3674)
        let draft = try scene.draftedPlan()
        #expect(draft["totalCents"] == 3675)
        #expect(draft["indicativeCents"] == 3674)
        #expect(draft["differenceCents"] == 1)
        let no = try scene.worker.command(on: draft.path, "submit", expecting: 422)
        #expect(no.code == "excess_not_justified")
        #expect(no["figures"]["planCents"] == 3675)
        #expect(no["figures"]["indicativeCents"] == 3674)
        try scene.worker.patch(draft.path, ["justificationForExcess": "Matkat ovat pitkiä."])
        #expect(try scene.worker.command(on: draft.path, "submit")["totalCents"] == 3675)
    }

    @Test("a sum at the indicative sum needs no justification, nor does one without a calculation (K1, S21, row 18)") func noExcess() throws
    {
        let scene = try PlanScene(County.shared)
        try scene.calculation(total: 3675)
        #expect(try scene.submittedPlan()["differenceCents"] == 0)
        #expect(try PlanScene(County.shared).submittedPlan()["indicativeCents"].isNull)
    }

    @Test("an excluded purpose is refused when it is written, naming the item and the rule (K9, S46, row 52)") func excludedPurpose() throws
    {
        let county = try County.shared
        let model = try #require(try county.model(rules: ["excludedPurposes": ["alkoholi", "pelit"]])["code"].string)
        let scene = try PlanScene(county, model: model)
        let items: JSONValue = [PlanScene.item(), PlanScene.item(["purposeCode": "alkoholi"]), PlanScene.item(["purposeCode": "pelit"])]
        let body = PlanScene.planBody.with("items", items)
        let no = try scene.worker.inEnglish.post("\(scene.path)/support-plans", body, expecting: 422)
        #expect(no.code == "excluded_purpose")
        #expect(no.errors == ["/items/1/purposeCode": "excluded_purpose", "/items/2/purposeCode": "excluded_purpose"])
        #expect(no.text.contains("excludedPurposes"))
        #expect(no.text.contains(model))
        let draft = try scene.draftedPlan()
        #expect(try scene.worker.patch(draft.path, ["items": items], expecting: 422).code == "excluded_purpose")
        // The same plan is accepted under a model that excludes nothing.
        try PlanScene(county).draftedPlan(["items": items])
    }

    @Test("a row of the matrix without its decider is refused when it is written (S22, row 22)") func decidesMissing() throws {
        let scene = try PlanScene(County.shared)
        let rows: JSONValue = [["matter": "Rahan käyttö", "helpsDecide": "Sisko"]]
        let no = try scene.worker.post("\(scene.path)/support-plans", PlanScene.planBody.with("responsibilities", rows), expecting: 422)
        #expect(no.errors["/responsibilities/0/decides"] == "required")
    }

    @Test("unknown questions, repeated answers and another case's goals are refused, all at once") func unknownReferences() throws {
        let scene = try PlanScene(County.shared)
        let other = try PlanScene(County.shared)
        let statement: JSONValue = ["kind": "goal", "statedBy": "client", "inOwnWords": "Haluan uida."]
        let own = try scene.worker.post("\(scene.path)/statements", statement)
        let others = try scene.worker.post("\(other.path)/statements", statement)
        let body = PlanScene.planBody.merged([
            "answers": [
                ["questionCode": "no_such", "text": "x"], ["questionCode": "who_helps", "text": "x"],
                ["questionCode": "who_helps", "text": "y"],
            ],
            "items": [PlanScene.item(["goalIds": [.string(own.id), .string(others.id)]])],
        ])
        let no = try scene.worker.post("\(scene.path)/support-plans", body, expecting: 422)
        #expect(
            no.errors == [
                "/answers/0/questionCode": "unknown_question", "/answers/2/questionCode": "duplicate", "/items/0/goalIds/1": "unknown_goal",
            ])
        let full: JSONValue = [
            "items": [
                PlanScene.item([
                    "goalIds": [.string(own.id)], "unit": "hour", "frequency": "weekly", "providerName": "Uimahalli",
                    "period": ["from": "2026-07-01", "to": "2026-12-31"],
                ])
            ]
        ]
        let draft = try scene.draftedPlan(full)
        #expect(draft["items"][0]["goalIds"][0].string == own.id)
        #expect(try scene.worker.get(draft.path)["items"] == draft["items"])
        #expect(draft["items"][0]["period"]["to"] == "2026-12-31")
        #expect(draft["items"][0]["frequency"] == "weekly")
        #expect(draft["items"][0]["unit"] == "hour")
    }

    @Test("no worker changes what the client writes; the worker's comments stand beside it (S19)") func ownHand() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let client = try county.client(for: scene.client.id)
        let plans = "\(scene.path)/support-plans"
        let asWorker = try client.post(plans, PlanScene.planBody, expecting: 422)
        #expect(asWorker.errors["/authoredBy"] == "not_the_caller")
        let draft = try client.post(plans, PlanScene.planBody.with("authoredBy", "client"))
        #expect(draft["isInOwnHand"] == true)
        let no = try scene.worker.patch(draft.path, ["isFamilyPlan": true], expecting: 403)
        #expect(no.code == "own_words_only")
        let comment = try scene.worker.post("\(draft.path)/comments", ["text": "Ehdotan lisää liikuntaa."])
        #expect(comment["supportPlanId"].string == draft.id)
        #expect(try client.get("\(draft.path)/comments").items.count == 1)
        #expect(try client.get(comment.path)["text"] == "Ehdotan lisää liikuntaa.")
        try client.post("\(draft.path)/comments", ["text": "x"], expecting: 403)
        try client.patch(draft.path, ["isFamilyPlan": true])
        try client.command(on: draft.path, "submit")
        let stranger = try county.client(for: try county.newClient().id)
        try stranger.get(draft.path, expecting: 404)
    }

    @Test("a copy takes no other content") func copyAlone() throws {
        let scene = try PlanScene(County.shared)
        let plan = try scene.submittedPlan()
        let plans = "\(scene.path)/support-plans"
        let both = try scene.worker.post(plans, ["copyFrom": .string(plan.id), "answers": []], expecting: 422)
        #expect(both.errors == ["/answers": "not_with_copy"])
        #expect(try scene.worker.post(plans, ["answers": []], expecting: 422).errors == ["/authoredBy": "required"])
        let foreign = try PlanScene(County.shared).submittedPlan()
        let no = try scene.worker.post(plans, ["copyFrom": .string(foreign.id)], expecting: 422)
        #expect(no.errors["/copyFrom"] == "unknown_plan")
    }

    @Test("the changes between two revisions are listed with their amounts") func changes() throws {
        let scene = try PlanScene(County.shared)
        let first = try scene.submittedPlan()
        let copy = try scene.worker.post("\(scene.path)/support-plans", ["copyFrom": .string(first.id)], at: "2026-04-20")
        var answers = first["answers"].array
        answers[0] = ["questionCode": "services_today", "text": "Uusi vastaus."]
        let items: JSONValue = [PlanScene.item(["quantityThousandths": 2000]), PlanScene.item(["purposeCode": "harrastus"])]
        try scene.worker.patch(copy.path, ["answers": .array(answers), "items": items])
        for query in ["", "?from=\(first.id)"] {
            let changes = try scene.worker.get("\(copy.path)/changes\(query)")
            #expect(changes["fromNumber"] == 1)
            #expect(changes["toNumber"] == 2)
            #expect(changes["answers"].array.count == 1)
            #expect(changes["answers"][0]["questionCode"] == "services_today")
            #expect(changes["answers"][0]["change"] == "changed")
            #expect(changes["items"].array.compactMap { $0["change"].string } == ["changed", "added"])
            #expect(changes["items"][0]["before"]["amountCents"] == 3675)
            #expect(changes["items"][0]["after"]["amountCents"] == 4900)
            #expect(changes["items"][0]["differenceCents"] == 1225)
            #expect(changes["totalBeforeCents"] == 3675)
            #expect(changes["totalAfterCents"] == 8575)
        }
        try scene.worker.get("\(first.path)/changes", expecting: 404)
    }

    @Test("the client withdraws a revision, and its number is not used again (U2, U3)") func withdraw() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let client = try county.client(for: scene.client.id)
        let draft = try client.post("\(scene.path)/support-plans", PlanScene.planBody.with("authoredBy", "client"), at: "2026-04-01")
        #expect(try client.command(on: draft.path, "withdraw")["state"] == "withdrawn")
        #expect(try scene.draftedPlan(at: "2026-04-02")["number"] == 2)
        let listed = try scene.worker.get("\(scene.path)/support-plans?state=withdrawn")
        #expect(listed.items.count == 1)
        #expect(listed.items[0]["id"].string == draft.id)
    }

    @Test("finance and the administrator read no plan (A5, A6, row 70)") func rights() throws {
        let county = try County.shared
        let plan = try PlanScene(county).submittedPlan()
        for caller in [county.finance, county.admin, county.system] { try caller.get(plan.path, expecting: 403) }
        try county.nobody.get(plan.path, expecting: 401)
        for caller in [county.finance, county.decisionMaker] {
            try caller.command(on: plan.path, "submit", expecting: 403, etag: plan.etag)
        }
    }

    @Test("a stale If-Match is answered 412, and a missing one 428 (row 86)") func preconditions() throws {
        let scene = try PlanScene(County.shared)
        let draft = try scene.draftedPlan()
        try scene.worker.patch(draft.path, ["isFamilyPlan": true])
        try scene.worker.patch(draft.path, ["isFamilyPlan": false], expecting: 412, etag: draft.etag)
        try scene.worker.command(on: draft.path, "submit", expecting: 428, headers: ["If-Match": ""])
    }
}
