import JSON
import Testing

/// How the refusals about regional models, forms, consents and peer groups are met.
enum FollowUpScenes {
    static let all: [String: ProblemScene.Make] = [
        "overlapping_validity": overlappingValidity, "model_in_force": modelInForce, "form_order": formOrder, "form_closed": formClosed,
        "consent_missing": consentMissing, "authorisation_missing": authorisationMissing, "opt_in_missing": optInMissing,
        "reason_needed": reasonNeeded,
    ]

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

    private static func instrument(_ county: County) throws -> Reply {
        try county.admin.post(
            "/v1/form-instruments",
            [
                "code": .string("lomake_\(county.nextNumber())"), "name": "Lomake", "phases": ["start", "end"],
                "items": [["code": "work_ability", "kind": "score", "minimum": 0, "maximum": 10, "label": "Työkyky"]],
            ])
    }

    private static func form(_ phase: JSONValue, of instrument: Reply) -> JSONValue {
        ["instrumentCode": instrument["code"], "phase": phase, "dueOn": "2026-07-01"]
    }

    private static func formOrder(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let instrument = try instrument(county)
        return ProblemScene(by: county.worker, ["case": file["id"], "formInstrumentCode": instrument["code"]], isMended: true) {
            try county.worker.tried("\(file.path)/forms", form("end", of: instrument))
        }
    }

    private static func formClosed(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let instrument = try instrument(county)
        let asked = try county.worker.post("\(file.path)/forms", form("start", of: instrument))
        try county.admin.patch(instrument.path, ["isOpen": false])
        return ProblemScene(by: county.admin, ["formInstrument": instrument["id"]], isMended: true) {
            try county.worker.tried(on: asked.path, "answer", ["answers": [["itemCode": "work_ability", "score": 4]]])
        }
    }

    private static func consentMissing(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker, ["case": try county.openCase()["id"]], meet: nil)
    }

    private static func authorisationMissing(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let clientID = file["clientId"].string ?? ""
        let assistant = try county.speaker(for: clientID, role: "hb_assistant")
        let places: [String: JSONValue] = [
            "client": file["clientId"], "hbAssistant": try county.registeredAssistant()["id"], "user": .string(assistant.userID),
        ]
        return ProblemScene(by: try county.client(for: clientID), places, isMended: true) { try assistant.triedGet(file.path) }
    }

    private static func optInMissing(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let group = try county.worker.post("/v1/peer-groups", ["name": "Keskiviikkoryhmä", "description": "Kokemuksia budjetista"])
        return ProblemScene(by: county.worker, ["client": client["id"], "peerGroup": group["id"]]) {
            try county.worker.tried("\(group.path)/memberships", ["clientId": client["id"]])
        }
    }

    private static func reasonNeeded(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let own = try county.client(for: client.id)
        return ProblemScene(by: own, ["client": client["id"]]) { try own.triedGet("\(client.path)/access-log?from=2022-01-01") }
    }
}
