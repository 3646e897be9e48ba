import JSON
import Testing

/// Scenes that provoke the refusals about forms, consents and peer groups.
enum FollowUpScenes {
    static let all: [String: ProblemScene.Make] = [
        "form_order": formOrder, "form_closed": formClosed, "consent_missing": consentMissing, "opt_in_missing": optInMissing,
    ]

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

    private static func optInMissing(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let group = try county.worker.post("/v1/peer-groups", ["name": "Keskiviikkoryhmä", "description": "Kokemuksia budjetista"])
        return ProblemScene(by: county.worker, ["client": client["id"], "peerGroup": group["id"]]) {
            try county.worker.tried("\(group.path)/memberships", ["clientId": client["id"]])
        }
    }
}
