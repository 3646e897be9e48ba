import JSON
import Testing

/// Scenes that provoke the refusals about the budget, its ledger and its agreements.
enum MoneyScenes {
    static let all: [String: ProblemScene.Make] = [
        "service_plan_outdated": servicePlanOutdated, "monitoring_missing": monitoringMissing, "insufficient_budget": insufficientBudget,
        "outside_period": outsidePeriod, "provider_not_approved": providerNotApproved, "service_excluded": serviceExcluded,
        "amount_out_of_range": amountOutOfRange, "trial_too_long": trialTooLong, "client_opinion_missing": clientOpinionMissing,
        "transfer_bound": transferBound, "earmarked_line": earmarkedLine, "below_committed": belowCommitted,
        "budgets_disagree": budgetsDisagree, "purchase_missing": purchaseMissing, "budget_missing": budgetMissing,
    ]

    private static func purchaseMissing(_ county: County) throws -> ProblemScene {
        ProblemScene(by: county.worker, try county.moneyCase().bought, meet: nil)
    }

    private static func budgetMissing(_ county: County) throws -> ProblemScene {
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let places: [String: JSONValue] = [
            "case": file["id"], "budgetCalculation": calculation["id"], "serviceTypeCode": .string(code),
        ]
        return ProblemScene(by: county.worker, places, meet: nil)
    }

    private static func servicePlanOutdated(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase(hasServicePlan: false)
        return ProblemScene(by: county.worker, money.places(["decision": money.budget["decisionId"]]), isMended: true) {
            try county.worker.tried("\(money.path)/agreements", money.agreement())
        }
    }

    private static func monitoringMissing(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase(rules: ["monitoringRequired": true], isActive: false)
        return ProblemScene(by: county.worker, money.places(), isMended: true) {
            try county.worker.tried(on: money.budgetPath, "activate")
        }
    }

    private static func insufficientBudget(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        return ProblemScene(by: county.worker, money.bought) {
            try county.worker.tried("\(money.path)/agreements", money.agreement(quantity: 100_001))
        }
    }

    private static func outsidePeriod(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        let body = money.agreement(["period": ["from": "2026-07-01", "to": "2027-06-30"]])
        return ProblemScene(by: county.worker, money.bought) { try county.worker.tried("\(money.path)/agreements", body) }
    }

    private static func providerNotApproved(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        let provider = try county.moneyProvider(for: [], businessID: county.moneyBusinessID())
        let places: [String: JSONValue] = ["provider": provider["id"], "serviceTypeCode": .string(money.serviceType)]
        return ProblemScene(by: county.finance, places, isMended: true) {
            try county.worker.tried("\(money.path)/agreements", money.agreement(["providerId": provider["id"]]))
        }
    }

    private static func serviceExcluded(_ county: County) throws -> ProblemScene {
        let allowed = try county.moneyServiceType()
        let model = try county.model(rules: ["allowedServiceTypes": [.string(allowed)]])
        let (file, _, _, code, calculation) = try county.calculatedCase(model: model["code"].string ?? "")
        let places: [String: JSONValue] = [
            "case": file["id"], "budgetCalculation": calculation["id"], "serviceTypeCode": .string(allowed),
        ]
        return ProblemScene(by: county.worker, places) {
            try county.worker.tried("\(file.path)/budgets", County.budget(of: calculation, lines: [County.line(code)]))
        }
    }

    private static func amountOutOfRange(_ county: County) throws -> ProblemScene {
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let huge = County.line(code, quantity: 1_000_000_000_000, price: 1_000_000_000_000)
        let places: [String: JSONValue] = [
            "case": file["id"], "budgetCalculation": calculation["id"], "serviceTypeCode": .string(code),
        ]
        return ProblemScene(by: county.worker, places) {
            try county.worker.tried("\(file.path)/budgets", County.budget(of: calculation, lines: [huge]))
        }
    }

    private static func trialTooLong(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        let body = money.agreement(["isTrial": true, "period": ["from": "2026-07-01", "to": "2026-09-29"]])
        return ProblemScene(by: county.worker, money.bought) { try county.worker.tried("\(money.path)/agreements", body) }
    }

    private static func clientOpinionMissing(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        let trial: JSONValue = ["isTrial": true, "period": ["from": "2026-06-01", "to": "2026-08-29"]]
        let agreement = try money.agree(trial, at: "2026-06-01")
        try county.worker.command(on: agreement.path, "activate", at: "2026-06-01")
        return ProblemScene(by: county.worker, money.places(["agreement": agreement["id"]])) {
            try county.worker.tried(on: agreement.path, "continue", ["until": "2026-12-31"])
        }
    }

    private static func transfer(_ money: MoneyCase, _ cents: Int64, from: Int = 0, to: Int = 1) -> JSONValue {
        [
            "fromLineId": money.line(from), "toLineId": money.line(to), "amountCents": .integer(cents),
            "reason": "uinnin sijaan kuntosali",
        ]
    }

    private static func transferBound(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase { [County.line($0), County.line($0)] }
        return ProblemScene(by: county.worker, money.places(["fromLine": money.line(0), "toLine": money.line(1)])) {
            try county.worker.tried("\(money.budgetPath)/transfers", transfer(money, 80_001))
        }
    }

    private static func earmarkedLine(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase { [County.line($0, ["isEarmarked": true]), County.line($0), County.line($0)] }
        return ProblemScene(by: county.worker, money.places(["fromLine": money.line(1), "toLine": money.line(2)])) {
            try county.worker.tried("\(money.budgetPath)/transfers", transfer(money, 20_000))
        }
    }

    private static func belowCommitted(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase { [County.line($0), County.line($0)] }
        let agreement = try money.agree(quantity: 99_000)
        return ProblemScene(by: county.worker, money.places(["agreement": agreement["id"]]), isMended: true) {
            try county.worker.tried("\(money.budgetPath)/transfers", transfer(money, 4_001))
        }
    }

    /// The second budget of the case shares days with the first, which is being closed.
    private static func budgetsDisagree(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        let worker = county.worker
        let first = try worker.get("\(money.path)/decisions/\(money.budget["decisionId"].string ?? "")")
        try worker.command(on: money.path, "plan-again", ["reason": "Tarve muuttui."], at: "2026-05-20")
        let plan = try worker.post("\(money.path)/support-plans", ["copyFrom": first["supportPlanId"]], at: "2026-05-20")
        try worker.command(on: plan.path, "submit", at: "2026-05-20")
        try worker.post("\(money.path)/dialogue-rounds", PlanScene.roundBody(plan).with("heldOn", "2026-05-21"), at: "2026-05-21")
        let calculation = try worker.get("\(money.path)/budget-calculations/\(money.budget["calculationId"].string ?? "")")
        let budget = try worker.post(
            "\(money.path)/budgets",
            County.budget(of: calculation, lines: [County.line(money.serviceType)], from: "2026-07-01"), at: "2026-05-21")
        let order = PlanScene.decisionBody(plan, budget)
        let decision = try worker.post("\(money.path)/decisions", order, at: "2026-05-22")
        try worker.command(on: decision.path, "propose", at: "2026-05-22")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: "2026-05-25")
        try worker.command(on: money.budgetPath, "begin-closing", ["reason": "Uusi budjetti alkaa."])
        return ProblemScene(by: worker, money.places(), isMended: true) { try worker.tried(on: budget.path, "activate") }
    }
}

extension MoneyCase {
    /// The values for the names in braces: the case, its budget, and more.
    func places(_ more: [String: JSONValue] = [:]) -> [String: JSONValue] {
        more.merging(["case": file["id"], "budget": budget["id"]]) { first, _ in first }
    }

    /// The values that an agreement names.
    var bought: [String: JSONValue] { places(["budgetLine": line(), "provider": provider["id"]]) }

    /// The values that a row of service data names.
    var row: [String: JSONValue] {
        ["newEvent": .string(event()), "clientNumber": .string(number), "serviceTypeCode": .string(serviceType)]
    }
}
