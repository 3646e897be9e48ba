import JSON
import Testing

/// Scenes that provoke the refusals about the case, its models and the choice.
enum CaseScenes {
    static let all: [String: ProblemScene.Make] = [
        "second_open_case": secondOpenCase, "no_model_in_force": noModelInForce, "alternatives_missing": alternativesMissing,
        "suitability_missing": suitabilityMissing, "commitments_missing": commitmentsMissing, "choice_missing": choiceMissing,
        "contact_forbidden": contactForbidden, "extension_reason_missing": extensionReasonMissing, "open_commitments": openCommitments,
        "case_closed": caseClosed, "overlapping_validity": overlappingValidity, "model_in_force": modelInForce,
    ]

    private static func secondOpenCase(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let file = try county.openCase(client: client)
        return ProblemScene(by: county.worker, ["case": file["id"]], isMended: true) {
            try county.worker.tried("/v1/cases", county.caseBody(client: client.id))
        }
    }

    private static func noModelInForce(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        return ProblemScene(by: county.worker, ["client": client["id"], "regionalModelCode": .string(County.model)]) {
            try county.worker.tried("/v1/cases", county.caseBody(client: client.id, model: "ei_ole"))
        }
    }

    private static func alternativesMissing(_ county: County) throws -> ProblemScene {
        let file = try county.assessedCase()
        try county.worker.post("\(file.path)/alternatives", County.alternative("hb"))
        return ProblemScene(by: county.worker, ["case": file["id"]], isMended: true) {
            try county.worker.tried(on: file.path, "present-alternatives")
        }
    }

    private static func suitabilityMissing(_ county: County) throws -> ProblemScene {
        let file = try county.assessedCase()
        for form in ["hb", "county_service"] { try county.worker.post("\(file.path)/alternatives", County.alternative(form)) }
        try county.worker.command(on: file.path, "present-alternatives")
        return ProblemScene(by: county.worker, ["case": file["id"]], isMended: true) {
            try county.worker.tried("\(file.path)/choices", County.hbChoice)
        }
    }

    private static func commitmentsMissing(_ county: County) throws -> ProblemScene {
        let file = try county.caseAtAlternatives()
        return ProblemScene(by: county.worker, ["case": file["id"]]) {
            try county.worker.tried("\(file.path)/choices", County.hbChoice.with("commitmentsAcknowledged", ["kykyviisari"]))
        }
    }

    private static func choiceMissing(_ county: County) throws -> ProblemScene {
        let file = try county.caseAtAlternatives()
        return ProblemScene(by: county.worker, ["case": file["id"]], isMended: true) {
            try county.worker.tried("\(file.path)/support-plans", PlanScene.planBody)
        }
    }

    private static func contactForbidden(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let persons = "/v1/clients/\(file["clientId"].string ?? "")/close-persons"
        let friend = try county.worker.post(persons, ["name": "Veera Ystävä", "relation": "friend"])
        let other = try county.worker.post(persons, ["name": "Ei Tämä", "relation": "sibling", "contactForbidden": true])
        let meeting: JSONValue = [
            "kind": "needs_talk", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client", "closePersonIds": [other["id"]],
        ]
        return ProblemScene(by: county.worker, ["case": file["id"], "closePerson": friend["id"]]) {
            try county.worker.tried("\(file.path)/meetings", meeting)
        }
    }

    private static func extensionReasonMissing(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        return ProblemScene(by: county.worker, ["case": file["id"]]) {
            try county.worker.tried(on: file.path, "extend-clock", ["clock": "decision", "until": "2026-07-02"])
        }
    }

    private static func openCommitments(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        try county.worker.command(on: money.path, "end", ["reason": "muutto"])
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "muutto"])
        return ProblemScene(by: county.worker, money.places(["budget": money.budget["id"]]), isMended: true) {
            try county.worker.tried(on: money.path, "close", ["reason": "muutto"])
        }
    }

    private static func caseClosed(_ county: County) throws -> ProblemScene {
        let file = try county.closedCase()
        return ProblemScene(by: county.worker, ["client": file["clientId"], "regionalModelCode": .string(County.model)]) {
            try county.worker.tried("\(file.path)/alternatives", County.alternative("hb"))
        }
    }

    private static func overlappingValidity(_ county: County) throws -> ProblemScene {
        let first = try county.admin.post("/v1/regional-models", county.modelBody().with("validTo", "2026-05-31"))
        try county.decisionMaker.command(on: first.path, "bring-into-force")
        let second = try county.admin.post(
            "/v1/regional-models", county.modelBody(code: first["code"].string).with("validFrom", "2026-05-31"))
        return ProblemScene(by: county.admin, ["regionalModel": second["id"]], isMended: true) {
            try county.decisionMaker.tried(on: second.path, "bring-into-force")
        }
    }

    private static func modelInForce(_ county: County) throws -> ProblemScene {
        let model = try county.model()
        return ProblemScene(by: county.admin, ["regionalModelCode": model["code"]]) {
            try county.admin.triedPatch("/v1/regional-models/\(model.id)", ["name": "Toinen"])
        }
    }
}
