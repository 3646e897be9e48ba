import JSON
import Testing

/// Scenes that provoke the refusals about the decision, its making and its notices.
enum DecisionScenes {
    static let all: [String: ProblemScene.Make] = [
        "calculation_missing": calculationMissing, "decision_incomplete": decisionIncomplete, "decision_frozen": decisionFrozen,
        "authority_exceeded": authorityExceeded, "wrong_authority": wrongAuthority, "disqualified": disqualified, "four_eyes": fourEyes,
        "reasons_missing": reasonsMissing, "amounts_differ": amountsDiffer, "decision_missing": decisionMissing,
    ]

    private static func decisionMissing(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.submittedPlan()
        try scene.dialogue(on: plan)
        let budget = try scene.budget(total: 960_000, of: scene.calculation(total: 960_000))
        return ProblemScene(by: county.worker, scene.places(["supportPlan": plan["id"], "budget": budget["id"]]), meet: nil)
    }

    private static let approval: JSONValue = ["outcome": "approved"]

    private static func calculationMissing(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let plan = try scene.submittedPlan()
        try scene.dialogue(on: plan)
        let service: JSONValue = [
            "serviceTypeCode": .string(scene.serviceType), "description": "Päivätoiminta", "quantityPerYearThousandths": 1_000,
            "annualCostCents": 5_000, "wantsChange": true, "startedOn": "2025-01-01",
        ]
        let kept = try county.worker.post("\(scene.path)/current-services", service)
        let line: JSONValue = ["currentServiceId": kept["id"], "exchangedSharePercent": 100]
        let calculation = try county.worker.post(
            "\(scene.path)/budget-calculations", ["basis": "current_services_to_change", "pricesAsOf": "2026-04-10", "lines": [line]])
        let budget = try scene.budget(total: 5_000, of: calculation)
        let decision = try county.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(plan, budget))
        return ProblemScene(by: county.worker, scene.places(["budgetCalculation": calculation["id"]]), isMended: true) {
            try county.worker.tried(on: decision.path, "propose")
        }
    }

    private static func decisionIncomplete(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000, ["appealInstructions": nil])
        return ProblemScene(by: county.worker, scene.places(["decision": decision["id"]]), isMended: true) {
            try county.decisionMaker.tried(on: decision.path, "make", approval)
        }
    }

    private static func decisionFrozen(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.approvedDecision()
        return ProblemScene(by: county.worker, scene.places()) {
            try county.worker.triedPatch(decision.path, ["reasons": "Tuntimäärä korjattu."])
        }
    }

    private static func authorityExceeded(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 1_000_001)
        return ProblemScene(by: county.decisionMaker, scene.places(["decision": decision["id"]])) {
            try county.worker2.tried(on: decision.path, "make", approval)
        }
    }

    private static func wrongAuthority(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 2_500_000)
        return ProblemScene(by: county.worker, scene.places(["decision": decision["id"]])) {
            try county.decisionMaker.tried(on: decision.path, "make", approval)
        }
    }

    private static func disqualified(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.draftedDecision(total: 960_000)
        let tied = try county.admin.key(
            for: ["role": "social_worker", "name": .string("Sidottu \(county.nextNumber())"), "unit": .string(County.unit)])
        try tied.post("/v1/me/ties", ["clientId": try county.worker.get(scene.path)["clientId"], "ground": "interest"])
        return ProblemScene(by: county.worker, scene.places(["decision": decision["id"]])) {
            try tied.tried(on: decision.path, "propose")
        }
    }

    private static func fourEyes(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 1_000_001)
        return ProblemScene(by: county.decisionMaker, scene.places(["decision": decision["id"]])) {
            try county.worker.tried(on: decision.path, "make", approval)
        }
    }

    private static func reasonsMissing(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        return ProblemScene(by: county.decisionMaker, scene.places(["decision": decision["id"]])) {
            try county.decisionMaker.tried(on: decision.path, "make", ["outcome": "rejected"])
        }
    }

    private static func amountsDiffer(_ county: County) throws -> ProblemScene {
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        return ProblemScene(by: county.worker, scene.places(["decision": decision["id"]]), meet: nil)
    }
}
