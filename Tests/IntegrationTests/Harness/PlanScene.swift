import JSON
import Testing

/// A case on its way to a decision. Each step has a day of its own before the usual day, so that later steps have later days.
///
///     let scene = try PlanScene(county)                 // the client has chosen personal budgeting
///     let plan = try scene.submittedPlan()              // all questions answered
///     try scene.dialogue(on: plan)
///     let decision = try scene.proposedDecision(total: 960_000)
struct PlanScene {
    let county: County
    let client: Reply
    /// `/v1/cases/…`
    let path: String
    /// The service type of the scene's budgets.
    let serviceType: String

    /// The questions that every plan answers.
    static let questions = [
        "services_today", "aims_of_budget", "use_of_budget", "important_to_us", "change_or_achieve", "arranging_support", "budget_purposes",
        "who_helps", "who_is_responsible", "keeping_control", "help_in_deciding", "who_decides", "next_steps", "schedule_and_follow_up",
    ]

    /// - Parameter model: the code of the regional model.
    init(_ county: County, model: String = County.model) throws {
        self.county = county
        client = try county.newClient()
        let file = try county.openCase(client: client, contactAt: "2026-03-02", model: model)
        path = file.path
        serviceType = "palvelu_\(county.nextNumber())"
        let worker = county.worker
        try county.admin.post(
            "/v1/service-types",
            [
                "code": .string(serviceType), "nameFi": "Palvelu", "nameSv": "Tjänst", "unit": "hour", "law": "vammaispalvelulaki_675_2023",
                "legalBasis": "Vammaispalvelulaki 675/2023 9 §", "isSubjectiveRight": true, "isFreeOfCharge": true,
                "validFrom": "2020-01-01",
            ])
        try worker.command(on: path, "start-assessment", at: "2026-03-05")
        for form in ["hb", "county_service"] {
            let presented: JSONValue = ["form": .string(form), "title": "Vaihtoehto", "presentedOn": "2026-03-06"]
            try worker.post("\(path)/alternatives", presented, at: "2026-03-06")
        }
        try worker.command(on: path, "present-alternatives", at: "2026-03-06")
        try worker.put("\(path)/suitability", ["possibilities": ["oma valinta"], "risks": []], expecting: 201, at: "2026-03-09", etag: "")
        try choose(on: "2026-03-09")
    }

    /// Chooses personal budgeting.
    func choose(on day: String) throws {
        let commitments: JSONValue = ["esr_form", "kykyviisari", "end_survey", "effort_and_costs", "follow_up"]
        let choice: JSONValue = ["chosen": true, "chosenOn": .string(day), "commitmentsAcknowledged": commitments]
        try worker.post("\(path)/choices", choice, at: day)
    }

    var worker: Caller { county.worker }
    var state: String? { get throws { try worker.get(path)["state"].string } }

    /// The body of a plan with every question answered.
    static var planBody: JSONValue {
        [
            "authoredBy": "worker_as_scribe",
            "answers": .array(questions.map { ["questionCode": .string($0), "text": "Vastaus omin sanoin."] }),
            "items": [PlanScene.item()],
            "responsibilities": [["matter": "Rahan käyttö", "decides": "Minä itse", "helpsDecide": "Sisko"]],
        ]
    }

    /// A planned use of money.
    static func item(_ changes: JSONValue = [:]) -> JSONValue {
        let item: JSONValue = [
            "need": "Liikkuminen", "solution": "Uinti avustajan kanssa", "purposeCode": "liikunta", "quantityThousandths": 1500,
            "unitPriceCents": 2450,
        ]
        return item.merged(changes)
    }

    @discardableResult
    func draftedPlan(_ changes: JSONValue = [:], at moment: String = "2026-04-01") throws -> Reply {
        try worker.post("\(path)/support-plans", PlanScene.planBody.merged(changes), at: moment)
    }

    @discardableResult
    func submittedPlan(_ changes: JSONValue = [:], at moment: String = "2026-04-01") throws -> Reply {
        let draft = try draftedPlan(changes, at: moment)
        try worker.command(on: draft.path, "submit", at: moment)
        return try worker.get(draft.path, at: moment)
    }

    /// The body of a dialogue round.
    static func roundBody(_ plan: Reply) -> JSONValue {
        [
            "supportPlanId": .string(plan.id), "heldOn": "2026-04-15", "topics": ["amount", "ways"], "clientView": "Riittää.",
            "workerView": "Riittää.", "agreed": true, "openPoints": [],
        ]
    }

    @discardableResult
    func dialogue(on plan: Reply, at moment: String = "2026-04-15") throws -> Reply {
        try worker.post("\(path)/dialogue-rounds", PlanScene.roundBody(plan), at: moment)
    }

    /// A chosen calculation on basis A with this yearly sum.
    @discardableResult
    func calculation(total: Int, at moment: String = "2026-04-10") throws -> Reply {
        let service = try worker.post(
            "\(path)/current-services",
            [
                "serviceTypeCode": .string(serviceType), "description": "Päivätoiminta", "quantityPerYearThousandths": 1000,
                "annualCostCents": .integer(Int64(total)), "wantsChange": true, "startedOn": "2025-01-01",
            ], at: moment)
        let line: JSONValue = ["currentServiceId": .string(service.id), "exchangedSharePercent": 100]
        let calculation = try worker.post(
            "\(path)/budget-calculations", ["basis": "current_services_to_change", "pricesAsOf": "2026-04-10", "lines": [line]], at: moment)
        return try worker.command(on: calculation.path, "choose", at: moment)
    }

    /// An indicative budget of one line.
    func budget(total: Int, of calculation: Reply, at moment: String = "2026-04-16") throws -> Reply {
        try worker.post(
            "\(path)/budgets",
            [
                "calculationId": .string(calculation.id), "period": ["from": "2026-07-01", "to": "2026-12-31"],
                "administrationMode": "county_managed",
                "lines": [
                    [
                        "serviceTypeCode": .string(serviceType), "purpose": "Liikunta", "legalBasis": "Vammaispalvelulaki 675/2023 9 §",
                        "quantityThousandths": 1000, "unitPriceCents": .integer(Int64(total)),
                    ]
                ],
            ], at: moment)
    }

    /// The body of a decision with every part.
    static func decisionBody(_ plan: Reply, _ budget: Reply) -> JSONValue {
        [
            "kind": "budget_grant", "supportPlanId": .string(plan.id), "budgetId": .string(budget.id), "parties": ["Aino Ääkkönen"],
            "entitlements": ["Henkilökohtainen budjetti tukisuunnitelman mukaan"], "reasons": "Palvelutarpeen arviointi 5.3.2026.",
            "provisions": ["Vammaispalvelulaki 675/2023 9 §"], "contact": "Sari Sosiaali, p. 03 000 0000",
            "appealInstructions": "Oikaisuvaatimus 30 päivän kuluessa tiedoksisaannista.", "validFrom": "2026-07-01",
        ]
    }

    /// A plan in dialogue, a chosen calculation, a budget, and the decision drafted on them.
    /// - Parameter total: the sum of the calculation and of the budget, in cents.
    func draftedDecision(total: Int, by preparer: Caller? = nil, _ changes: JSONValue = [:]) throws -> Reply {
        let plan = try submittedPlan()
        let calculation = try calculation(total: total)
        try dialogue(on: plan)
        let budget = try budget(total: total, of: calculation)
        let body = PlanScene.decisionBody(plan, budget).merged(changes)
        return try (preparer ?? worker).post("\(path)/decisions", body, at: "2026-04-20")
    }

    func proposedDecision(total: Int, by preparer: Caller? = nil, _ changes: JSONValue = [:]) throws -> Reply {
        let decision = try draftedDecision(total: total, by: preparer, changes)
        try (preparer ?? worker).command(on: decision.path, "propose", at: "2026-04-20")
        return try worker.get(decision.path)
    }

    /// A decision that an office holder has approved, and the case with it.
    func approvedDecision(total: Int = 960_000, at moment: String = "2026-05-04") throws -> Reply {
        let decision = try proposedDecision(total: total, by: county.coordinator)
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: moment)
        return try worker.get(decision.path)
    }

    /// The path of the plan of a decision.
    func planPath(_ decision: Reply) -> String { "\(path)/support-plans/\(decision["supportPlanId"].string ?? "")" }
    /// The path of the budget of a decision.
    func budgetPath(_ decision: Reply) -> String { "\(path)/budgets/\(decision["budgetId"].string ?? "")" }
}
