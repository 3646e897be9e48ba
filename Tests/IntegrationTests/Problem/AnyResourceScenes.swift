import JSON
import Testing

/// Scenes that provoke the refusals that any resource can give.
enum AnyResourceScenes {
    static let all: [String: ProblemScene.Make] = [
        "invalid": invalid, "not_found": notFound, "forbidden": forbidden, "illegal_transition": illegalTransition, "stale": stale,
        "duplicate": duplicate,
    ]

    private static func invalid(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let body = county.caseBody(client: client.id, contactAt: "2026-07-01")
        return ProblemScene(by: county.worker, ["client": client["id"], "regionalModelCode": .string(County.model)]) {
            try county.worker.tried("/v1/cases", body)
        }
    }

    private static func notFound(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker) { try county.worker.triedGet("/v1/clients/00000000-0000-7000-8000-000000000000") }
    }

    private static func forbidden(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        return ProblemScene(by: county.auditor, ["case": file["id"]]) { try county.auditor.triedGet("\(file.path)/meetings") }
    }

    private static func illegalTransition(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let goal = try county.need(in: file, kind: "goal")
        return ProblemScene(by: county.worker, ["case": file["id"], "statement": goal["id"]], isMended: true) {
            try county.worker.tried(on: goal.path, "achieve")
        }
    }

    private static func stale(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        try county.worker2.patch(client.path, ["phone": "050 1"])
        return ProblemScene(by: county.worker, ["client": client["id"]]) {
            try county.worker.triedPatch(client.path, ["phone": "040 1"], etag: client.etag)
        }
    }

    private static func duplicate(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.draftedPlan()
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]])) {
            try county.worker.tried("\(scene.path)/support-plans", PlanScene.planBody)
        }
    }
}
