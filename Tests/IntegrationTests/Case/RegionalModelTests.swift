import JSON
import Testing

/// Row 51: regional models, their versions, and the version that a case keeps (S46).
@Suite struct RegionalModelTests {
    @Test("nine models of nine projects live side by side, and a case opens under each with its own rules (S46, K9, row 51)")
    func nineModels() throws {
        let county = try County.shared
        let authorities: [JSONValue] = ["body", "office_holder", "office_holder_then_body"]
        let models = try (0..<9).map { index in
            try county.model(rules: [
                "decidingAuthority": authorities[index % 3], "carryOver": index % 2 == 0 ? "none" : "full",
                "officeHolderLimitCents": .integer(Int64(index) * 100_000),
            ])
        }
        #expect(Set(models.compactMap { $0["code"].string }).count == 9)
        for model in models {
            let file = try county.openCase(model: model["code"].string ?? "")
            #expect(file["regionalModelId"] == model["id"])
            let pinned = try county.worker.get("/v1/regional-models/\(file["regionalModelId"].string ?? "")")
            #expect(pinned["rules"] == model["rules"])
            #expect(pinned["state"] == "in_force")
        }
    }

    @Test("a case keeps the version it was opened under when the model changes (S46, row 51)") func pinsVersion() throws {
        let county = try County.shared
        let first = try county.admin.post("/v1/regional-models", county.modelBody().with("validTo", "2026-05-31"))
        try county.decisionMaker.command(on: first.path, "bring-into-force")
        let code = first["code"].string ?? ""
        let old = try county.openCase(contactAt: "2026-05-20", model: code)
        let second = try county.admin.post(
            "/v1/regional-models", county.modelBody(code: code, rules: ["trialMaximumDays": 30]).with("validFrom", "2026-06-01"))
        #expect(second["number"] == 2)
        try county.decisionMaker.command(on: second.path, "bring-into-force")
        let new = try county.openCase(contactAt: "2026-06-01", model: code)
        #expect(old["regionalModelId"] == first["id"])
        #expect(new["regionalModelId"] == second["id"])
        #expect(try county.worker.get(old.path)["regionalModelId"] == first["id"])
        #expect(try county.worker.get(first.path)["rules"]["trialMaximumDays"] == 90)
    }

    @Test("two versions of a model are not in force on the same day (S46, row 51)") func refusesOverlap() throws {
        let county = try County.shared
        let first = try county.admin.post("/v1/regional-models", county.modelBody().with("validTo", "2026-05-31"))
        try county.decisionMaker.command(on: first.path, "bring-into-force")
        let body = county.modelBody(code: first["code"].string).with("validFrom", "2026-05-31")
        let second = try county.admin.post("/v1/regional-models", body)
        let refused = try county.decisionMaker.command(on: second.path, "bring-into-force", expecting: 409)
        #expect(refused.code == "overlapping_validity")
        #expect(refused.errors == ["/validFrom": "overlapping_validity"])
        #expect(try county.admin.get(second.path)["state"] == "draft")
        // The day after the first version ends, the second one fits.
        try county.admin.patch(second.path, ["validFrom": "2026-06-01"])
        try county.decisionMaker.command(on: second.path, "bring-into-force")
    }

    @Test("a model in force does not change, and a withdrawn model takes no new case (S46)") func freezes() throws {
        let county = try County.shared
        let model = try county.model()
        let refused = try county.admin.patch("/v1/regional-models/\(model.id)", ["name": "Toinen"], expecting: 409)
        #expect(refused.code == "model_in_force")
        try county.admin.command(on: "/v1/regional-models/\(model.id)", "withdraw", ["reason": "Hanke päättyi"])
        let client = try county.newClient()
        let body = county.caseBody(client: client.id, model: model["code"].string ?? "")
        #expect(try county.worker.post("/v1/cases", body, expecting: 422).code == "no_model_in_force")
        let again = try county.decisionMaker.command(on: "/v1/regional-models/\(model.id)", "bring-into-force", expecting: 409)
        #expect(again.allowed == [])
    }

    @Test(
        "money in rules is an integer of cents; a fraction, an exponent, a text and too much are refused (M1, row 55)",
        arguments: [
            ("12.5", "not_an_integer"), ("1e3", "not_an_integer"), ("1.0", "not_an_integer"), ("\"1200\"", "not_an_integer"),
            ("-1", "out_of_range"), ("1000000000001", "out_of_range"), ("99999999999999999999", "not_an_integer"), ("-0", "not_an_integer"),
            ("null", "not_an_integer"), ("true", "not_an_integer"),
        ])
    func refusesFloats(literal: String, code: String) throws {
        let county = try County.shared
        let body = county.modelBody(rules: ["officeHolderLimitCents": 123_454_321])
        let text = String(decoding: body.octets, as: UTF8.self).replacing("123454321", with: literal)
        let refused = try county.admin.send("POST", "/v1/regional-models", Array(text.utf8), expecting: 422)
        #expect(refused.errors == ["/rules/officeHolderLimitCents": code])
    }

    @Test("dates that do not exist and validity that ends before it begins are refused (I30)") func refusesDates() throws {
        let county = try County.shared
        for date in ["2026-02-29", "2026-13-01", "2026-04-31", "2026-1-01", "2026-W01-1", "1.1.2026", "0000-01-01"] {
            let refused = try county.admin.post("/v1/regional-models", county.modelBody().with("validFrom", .string(date)), expecting: 422)
            #expect(refused.errors == ["/validFrom": "no_such_date"], "\(date)")
        }
        let reversed = county.modelBody().with("validTo", "2019-12-31")
        #expect(try county.admin.post("/v1/regional-models", reversed, expecting: 422).errors == ["/validTo": "before_start"])
        #expect(
            try county.admin.post("/v1/regional-models", county.modelBody().with("county", "22"), expecting: 422).errors == [
                "/county": "unknown_code"
            ])
    }

    @Test("only the administrator writes models; everybody with a key reads them (A6)") func guards() throws {
        let county = try County.shared
        let refused = try county.worker.inEnglish.post("/v1/regional-models", county.modelBody(), expecting: 403)
        #expect(refused.text.contains("registers:write"))
        let client = try county.newClient()
        let code = try #require(try county.model()["code"].string)
        #expect(try county.client(for: client.id).get("/v1/regional-models?code=\(code)").items.count == 1)
    }

    @Test("the last author of a model's version does not bring it into force (A6, A15)") func modelFourEyes() throws {
        let county = try County.shared
        let (one, other) = (try county.staff("admin"), try county.staff("admin"))
        let draft = try one.post("/v1/regional-models", county.modelBody())
        let refused = try one.command(on: draft.path, "bring-into-force", expecting: 409)
        #expect(refused.code == "four_eyes")
        #expect(try one.get(draft.path).allows("bring-into-force") == false)
        try other.patch(draft.path, ["name": "Malli, tarkistettu"])
        #expect(try other.command(on: draft.path, "bring-into-force", expecting: 409).code == "four_eyes")
        #expect(try one.command(on: draft.path, "bring-into-force")["state"] == "in_force")
    }
}
