import JSON
import Testing

/// Scenes that provoke the refusals about the support plan and the dialogue.
enum PlanScenes {
    static let all: [String: ProblemScene.Make] = [
        "revision_frozen": revisionFrozen, "required_answers_missing": requiredAnswersMissing, "excess_not_justified": excessNotJustified,
        "excluded_purpose": excludedPurpose, "dialogue_missing": dialogueMissing, "plan_not_ready": planNotReady,
    ]

    private static func revisionFrozen(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.submittedPlan()
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]])) {
            try county.worker.triedPatch(plan.path, ["isFamilyPlan": true])
        }
    }

    private static func requiredAnswersMissing(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.draftedPlan(["answers": []])
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]]), isMended: true) {
            try county.worker.tried(on: plan.path, "submit")
        }
    }

    private static func excessNotJustified(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        try scene.calculation(total: 3_674)
        let plan = try scene.draftedPlan()
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]]), isMended: true) {
            try county.worker.tried(on: plan.path, "submit")
        }
    }

    private static func excludedPurpose(_ county: County) throws -> ProblemScene {
        let model = try county.model(rules: ["excludedPurposes": ["alkoholi"]])
        let scene = try PlanScene(county, model: model["code"].string ?? "")
        let body = PlanScene.planBody.with("items", [PlanScene.item(["purposeCode": "alkoholi"])])
        return ProblemScene(by: county.worker, scene.places()) { try county.worker.tried("\(scene.path)/support-plans", body) }
    }

    private static func dialogueMissing(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.submittedPlan()
        let budget = try scene.budget(total: 960_000, of: try scene.calculation(total: 960_000))
        let decision = try county.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(plan, budget))
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]]), isMended: true) {
            try county.worker.tried(on: decision.path, "propose")
        }
    }

    private static func planNotReady(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.draftedPlan()
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"]]), isMended: true) {
            try county.worker.tried("\(scene.path)/dialogue-rounds", PlanScene.roundBody(plan))
        }
    }
}

extension PlanScene {
    /// The values for the names in braces: the case, and more.
    func places(_ more: [String: JSONValue] = [:]) -> [String: JSONValue] {
        more.merging(["case": .string(String(path.split(separator: "/").last ?? ""))]) { first, _ in first }
    }
}
