import JSON
import Testing

/// A case with money, from the contact to a budget in force, for tests of later steps.
///
/// The budget is valid from 1 January to 31 December 2026 by default. All of it is made in January.
struct MoneyCase: Sendable {
    let county: County
    let file: Reply
    let clientID: String
    /// The national id and the client number of the client.
    let hetu: String
    let number: String
    /// The service type of the first line.
    let serviceType: String
    let provider: Reply
    let providerBusinessID: String
    let budget: Reply

    var path: String { file.path }
    var budgetPath: String { budget.path }
    func line(_ index: Int = 0) -> JSONValue { budget["lines"][index]["id"] }

    /// The budget with its figures at the moment.
    func figures(at moment: String = Caller.usualDay) throws -> Reply { try county.worker.get(budgetPath, at: moment) }
}

extension County {
    /// A service type that nobody else in this county uses, by the hour by default.
    func moneyServiceType(unit: String = "hour") throws -> String {
        let code = "palvelu_\(nextNumber())"
        try admin.post(
            "/v1/service-types",
            [
                "code": .string(code), "nameFi": "Palvelu \(code)", "nameSv": "Tjänst \(code)", "unit": .string(unit),
                "law": "vammaispalvelulaki_675_2023", "legalBasis": "Vammaispalvelulaki 675/2023", "isSubjectiveRight": true,
                "isFreeOfCharge": true, "validFrom": "2020-01-01",
            ], at: "2026-01-02")
        return code
    }

    /// A Y-tunnus that nobody else in this county uses (I11).
    func moneyBusinessID() -> String {
        while true {
            let digits = "\(3_000_000 + nextNumber())"
            let sum = zip(digits, [7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + (Int(String($1.0)) ?? 0) * $1.1 }
            if sum % 11 == 1 { continue }
            return "\(digits)-\(sum % 11 == 0 ? 0 : 11 - sum % 11)"
        }
    }

    func moneyProvider(for codes: [String], businessID: String, from: String = "2020-01-01", to: JSONValue = nil) throws -> Reply {
        try finance.post(
            "/v1/providers",
            [
                "businessId": .string(businessID), "name": "Palvelutalo Oy", "approvedServiceTypes": .array(codes.map { .string($0) }),
                "approvedFrom": .string(from), "approvedTo": to,
            ], at: "2026-01-02")
    }

    /// One line of a budget: by default 100 hours at 40 euros.
    static func line(_ code: String, quantity: Int64 = 100_000, price: Int64 = 4_000, _ changes: JSONValue = [:]) -> JSONValue {
        let line: JSONValue = [
            "serviceTypeCode": .string(code), "purpose": "oma arki", "legalBasis": "Vammaispalvelulaki 675/2023 9 §",
            "quantityThousandths": .integer(quantity), "unitPriceCents": .integer(price),
        ]
        return line.merged(changes)
    }

    /// A client who has chosen personal budgeting, with a chosen calculation of so many cents a year.
    func calculatedCase(model: String = County.model, annualCents: Int64 = 1_200_000) throws
        -> (file: Reply, client: Reply, hetu: String, code: String, calculation: Reply)
    {
        let day = "2026-01-05"
        let hetu = newHetu()
        let client = try worker.post("/v1/clients", clientBody(hetu: hetu), at: day)
        let file = try openCase(client: client, contactAt: day, model: model)
        try worker.command(on: file.path, "start-assessment", at: day)
        for form in ["hb", "county_service"] {
            let alternative: JSONValue = [
                "form": .string(form), "title": "Vaihtoehto", "pros": [], "cons": [], "presentedOn": .string(day),
            ]
            try worker.post("\(file.path)/alternatives", alternative, at: day)
        }
        try worker.command(on: file.path, "present-alternatives", at: day)
        let suitability: JSONValue = ["possibilities": ["oma tahto"], "risks": ["vastuu"]]
        try worker.send("PUT", "\(file.path)/suitability", suitability.octets, expecting: 201, at: day)
        let commitments: JSONValue = ["esr_form", "kykyviisari", "end_survey", "effort_and_costs", "follow_up"]
        try worker.post(
            "\(file.path)/choices", ["chosen": true, "chosenOn": .string(day), "commitmentsAcknowledged": commitments], at: day)
        let code = try moneyServiceType()
        let service = try worker.post(
            "\(file.path)/current-services",
            [
                "serviceTypeCode": .string(code), "description": "nykyinen palvelu", "quantityPerYearThousandths": 300_000,
                "annualCostCents": .integer(annualCents), "wantsChange": true, "startedOn": "2025-01-01",
            ], at: day)
        let calculation = try worker.post(
            "\(file.path)/budget-calculations",
            [
                "basis": "current_services_to_change", "pricesAsOf": .string(day),
                "lines": [["currentServiceId": service["id"], "exchangedSharePercent": 100]],
            ], at: day)
        try worker.command(on: calculation.path, "choose", at: day)
        return (file, client, hetu, code, calculation)
    }

    /// The body of an indicative budget.
    static func budget(
        of calculation: Reply, lines: [JSONValue], from: String = "2026-01-01", to: String = "2026-12-31", _ changes: JSONValue = [:]
    ) -> JSONValue {
        let body: JSONValue = [
            "calculationId": calculation["id"], "period": ["from": .string(from), "to": .string(to)],
            "administrationMode": "county_managed",
            "lines": .array(lines),
        ]
        return body.merged(changes)
    }

    /// A case whose budget is approved, and in force by default.
    /// - Parameters:
    ///   - rules: the rules of a regional model of its own; nil for the usual model.
    ///   - lines: makes the lines from the code of the service type; one line of 400 000 cents by default.
    ///   - hasServicePlan: whether the service plan follows the decision.
    func moneyCase(
        rules: JSONValue? = nil, from: String = "2026-01-01", to: String = "2026-12-31", hasServicePlan: Bool = true, isActive: Bool = true,
        administrationMode: String = "county_managed", lines: (String) -> [JSONValue] = { [County.line($0)] }
    ) throws -> MoneyCase {
        let day = "2026-01-07"
        let model = try rules.map { try self.model(rules: $0)["code"].string ?? "" } ?? County.model
        let (file, client, hetu, code, calculation) = try calculatedCase(model: model)
        let drafted = try worker.post(
            "\(file.path)/budgets",
            County.budget(
                of: calculation, lines: lines(code), from: from, to: to, ["administrationMode": .string(administrationMode)]), at: day)
        let questions = try worker.get("/v1/support-plan-questions", at: day).items
        let answers = questions.map { question -> JSONValue in ["questionCode": question["code"], "text": "Oma vastaus."] }
        let plan = try worker.post(
            "\(file.path)/support-plans", ["authoredBy": "client", "isFamilyPlan": false, "answers": .array(answers)], at: day)
        try worker.command(on: plan.path, "submit", at: day)
        try worker.post(
            "\(file.path)/dialogue-rounds",
            [
                "supportPlanId": plan["id"], "heldOn": .string(day), "topics": ["amount"], "clientView": "Sopii.", "workerView": "Sopii.",
                "agreed": true,
            ], at: day)
        let decision = try worker.post(
            "\(file.path)/decisions",
            [
                "kind": "budget_grant", "supportPlanId": plan["id"], "budgetId": drafted["id"], "parties": ["asiakas"],
                "entitlements": ["henkilökohtainen budjetti"], "reasons": "Tarve on arvioitu.", "provisions": ["Vammaispalvelulaki 9 §"],
                "contact": "Palveluohjaus 03 000 0000", "appealInstructions": "Oikaisuvaatimus 30 päivässä.",
            ], at: day)
        try worker.command(on: decision.path, "propose", at: day)
        try decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: day)
        if hasServicePlan {
            try worker.post(
                "\(file.path)/service-plans",
                ["decisionId": decision["id"], "clientAssessment": "Hyvä.", "workerAssessment": "Hyvä."], at: day)
        }
        if isActive { try worker.command(on: drafted.path, "activate", at: day) }
        let business = moneyBusinessID()
        return MoneyCase(
            county: self, file: file, clientID: client.id, hetu: hetu, number: client["number"].string ?? "", serviceType: code,
            provider: try moneyProvider(for: [code], businessID: business), providerBusinessID: business,
            budget: try worker.get(drafted.path, at: day))
    }
}

extension MoneyCase {
    /// The body of an agreement: by default ten hours at forty euros from the first line, bought from the provider, from 1 February on.
    func agreement(_ changes: JSONValue = [:]) -> JSONValue { agreement(quantity: 10_000, changes) }

    func agreement(quantity: Int64, price: Int64 = 4_000, _ changes: JSONValue = [:]) -> JSONValue {
        let body: JSONValue = [
            "budgetLineId": line(), "mode": "purchased", "providerId": provider["id"],
            "period": ["from": "2026-02-01", "to": "2026-12-31"],
            "quantityThousandths": .integer(quantity), "unitPriceCents": .integer(price),
        ]
        return body.merged(changes)
    }

    func agree(_ changes: JSONValue = [:], at moment: String = "2026-02-01") throws -> Reply {
        try agree(quantity: 10_000, changes, at: moment)
    }

    func agree(quantity: Int64, price: Int64 = 4_000, _ changes: JSONValue = [:], at moment: String = "2026-02-01") throws -> Reply {
        try county.worker.post("\(path)/agreements", agreement(quantity: quantity, price: price, changes), at: moment)
    }

    /// A row of service data: one hour done, by default on the tenth of June.
    func row(_ event: String, quantity: Int64 = 1_000, on day: String = "2026-06-10", _ changes: JSONValue = [:]) -> JSONValue {
        let row: JSONValue = [
            "eventId": .string(event), "clientRef": ["clientNumber": .string(number)], "serviceTypeCode": .string(serviceType),
            "start": .string(day), "quantityThousandths": .integer(quantity), "unit": "h", "status": "done",
        ]
        return row.merged(changes)
    }

    /// Pushes rows as the source system.
    func push(_ rows: [JSONValue], expecting status: Int = 200, at moment: String = Caller.usualDay) throws -> Reply {
        try county.system.post("/v1/service-data/batches", ["items": .array(rows)], expecting: status, at: moment)
    }

    /// The id of an event that nobody else in this county uses.
    func event() -> String { "tapahtuma-\(county.nextNumber())" }
}
