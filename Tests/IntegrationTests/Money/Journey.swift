import Foundation
import JSON
import Testing

/// Repeatable random numbers. Prints the seed, or takes it from TEST_SEED if that is set.
struct Chance {
    let seed: UInt64
    private var state: UInt64

    init(_ name: String, salt: UInt64 = 0) {
        let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) }
        seed = given ?? UInt64.random(in: 0...UInt64.max)
        state = seed &+ salt
        if given == nil { print("seed of \(name): TEST_SEED=\(seed)") }
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func isTrue(in bound: Int) -> Bool { below(bound) == 0 }
    mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.isEmpty ? nil : elements[below(elements.count)] }
}

/// A case in progress, for tests that take any of its steps. It knows a valid body for every call that readiness or an action may name.
final class Journey {
    let county: County
    let path: String
    let clientID: String
    let serviceType: String
    /// The ids of the items made last, by the name of the path parameter.
    private var made: [String: String] = [:]
    /// The sum of a new calculation and of a new budget, in cents.
    var total = 500_000
    private let currentService: String

    init(_ county: County, rules: JSONValue) throws {
        self.county = county
        let model = try county.model(rules: rules)["code"].string ?? ""
        let client = try county.newClient()
        clientID = client.id
        path = try county.openCase(client: client, contactAt: "2026-03-02", model: model).path
        serviceType = try county.moneyServiceType()
        let assistant = try county.speaker(for: clientID, role: "hb_assistant")
        try county.worker.post(
            "/v1/clients/\(clientID)/assistant-authorisations",
            [
                "hbAssistantId": try county.registeredAssistant()["id"], "userId": .string(assistant.userID), "parts": ["plan", "budget"],
                "from": "2026-06-01", "to": "2026-07-31", "writtenOn": "2026-05-30",
            ])
        // The service behind the calculations. No step requires it.
        currentService =
            try county.worker.post(
                "\(path)/current-services",
                [
                    "serviceTypeCode": .string(serviceType), "description": "nykyinen palvelu", "quantityPerYearThousandths": 1000,
                    "annualCostCents": 3_000_000, "wantsChange": true, "startedOn": "2025-01-01",
                ]
            ).id
    }

    /// A caller in the role who may read the case; nil for any other role.
    func caller(_ role: String) throws -> Caller? {
        switch role {
        case "social_worker": county.worker
        case "service_coordinator": county.coordinator
        case "decision_maker": county.decisionMaker
        case "body_secretary": county.bodySecretary
        case "finance": county.finance
        case "admin": county.admin
        case "auditor": county.auditor
        case "data_protection_officer": county.dataProtectionOfficer
        case "client", "representative", "hb_assistant": try county.speaker(for: clientID, role: role)
        default: nil
        }
    }

    static let roles = [
        "social_worker", "service_coordinator", "decision_maker", "body_secretary", "finance", "admin", "auditor",
        "data_protection_officer", "client", "representative", "hb_assistant",
    ]

    func read(as role: String = "social_worker") throws -> Reply {
        try #require(try caller(role)).get("\(path)/readiness")
    }

    func list(_ part: String) throws -> [JSONValue] { try county.worker.get("\(path)/\(part)?limit=200").items }

    /// Makes the call that a link names, with a valid body.
    /// - Parameters:
    ///   - rule: the unmet rule that the call is to mend.
    ///   - step: the step of the case that the call is to take.
    /// - Returns: nil if a part of the path is not known.
    func call(
        _ link: JSONValue, as role: String, mending rule: JSONValue = nil, taking step: String = "", isRehearsal: Bool = false
    ) throws -> Reply? {
        let operation = link["operationId"].string ?? ""
        var place = link["path"].string ?? ""
        for (name, id) in made { place = place.replacingOccurrences(of: "{\(name)}", with: id) }
        guard !place.contains("{"), let caller = try caller(role) else { return nil }
        var headers = isRehearsal ? ["Prefer": "dry-run"] : [:]
        let method = link["method"].string ?? ""
        let item = method == "POST" ? place.split(separator: "/").dropLast().joined(separator: "/") : String(place.dropFirst())
        // A POST below an identity is a command, unless it adds a part of a case or of a decision.
        let isCommand =
            item.split(separator: "/").last?.count == 36 && !Journey.parts.contains(String(place.split(separator: "/").last ?? ""))
        if method != "POST" || isCommand, let tag = try tag(of: "/\(item)", as: caller) { headers["If-Match"] = tag }
        let body = try body(of: operation, at: place, as: role, mending: rule, taking: step)
        let reply = try caller.send(method, place, body.octets, expecting: nil, headers: headers)
        if reply.status == 201, !isRehearsal, let parameter = Journey.makes[operation] { made[parameter] = reply.id }
        return reply
    }

    /// The collections below an identity, to which a POST adds an item.
    private static let parts: Set<String> = [
        "alternatives", "choices", "budget-calculations", "budgets", "support-plans", "dialogue-rounds", "decisions", "handlings",
        "service-plans", "monitoring-agreements", "agreements",
    ]

    /// The version of the item that a command goes to; any version if the caller may not read the item.
    private func tag(of item: String, as caller: Caller) throws -> String? {
        let reply = try caller.send("GET", item, nil, expecting: nil)
        return reply.status == 200 ? reply.etag : reply.status == 404 && item.hasSuffix("suitability") ? nil : "*"
    }

    /// The path parameter of the item that an operation makes.
    private static let makes = [
        "computeBudget": "budgetCalculation", "draftBudget": "budget", "draftSupportPlan": "supportPlan", "draftDecision": "decision",
        "agree": "agreement",
    ]

    private func body(
        of operation: String, at place: String, as role: String, mending rule: JSONValue, taking step: String
    ) throws -> JSONValue {
        let reason: JSONValue = ["reason": "Asiakkaan toive"]
        let faults = rule["errors"].array
        switch operation {
        case "suspendCase", "planAgain", "endCase", "closeCase", "suspendBudget", "beginClosingBudget", "cancelBudget", "withdrawDecision",
            "cancelAgreement", "dropStatement", "withdrawModel":
            return reason
        case "replyToDevelopmentIdea", "adoptDevelopmentIdea", "declineDevelopmentIdea": return ["reply": "Kiitos."]
        case "addAlternative":
            return County.alternative(faults.first?["code"] == "hb" ? "hb" : "county_service")
        case "weighSuitability": return ["possibilities": ["oma valinta"], "risks": []]
        case "choose": return County.hbChoice.with("chosen", .bool(step != "choose-other"))
        case "computeBudget":
            let line: JSONValue = ["currentServiceId": .string(currentService), "exchangedSharePercent": .integer(Int64(total / 30_000))]
            return ["basis": "current_services_to_change", "pricesAsOf": "2026-06-01", "lines": [line]]
        case "draftBudget":
            let calculation = try list("budget-calculations").last { $0["state"] != "superseded" }
            return [
                "calculationId": calculation?["id"] ?? "", "period": ["from": "2026-07-01", "to": "2026-12-31"],
                "administrationMode": "county_managed", "lines": [County.line(serviceType, quantity: 1000, price: Int64(total))],
            ]
        case "agreeOnMonitoring":
            return ["what": "Rahan käyttö", "how": "Puhelu", "intervalMonths": 3, "withWhom": "Sari", "startsOn": "2026-06-01"]
        case "draftSupportPlan": return PlanScene.planBody.with("authoredBy", author(role))
        case "reviseSupportPlan":
            let whole = PlanScene.planBody.with("authoredBy", author(role))
            return rule["code"] == "excess_not_justified"
                ? ["authoredBy": author(role), "justificationForExcess": "Tarve on kasvanut"]
                : ["authoredBy": author(role), "answers": whole["answers"]]
        case "addDialogueRound":
            let plan = try list("support-plans").last { $0["state"] != "withdrawn" }
            return [
                "supportPlanId": plan?["id"] ?? "", "heldOn": "2026-06-15", "topics": ["amount"], "clientView": "Riittää.",
                "workerView": "Riittää.", "agreed": true,
            ]
        case "draftDecision":
            let plan = try list("support-plans").last { $0["state"] != "withdrawn" }
            let budget = try list("budgets").last { $0["state"] == "indicative" }
            return Journey.decision.merged([
                "kind": "budget_grant", "supportPlanId": plan?["id"] ?? "", "budgetId": budget?["id"] ?? "", "validFrom": "2026-07-01",
            ])
        case "reviseDecision": return Journey.decision.merged(["validFrom": "2026-07-01", "validTo": nil])
        case "makeDecision", "handleInBody":
            let outcomes = ["approve": "approved", "reject": "rejected"]
            let outcome = outcomes[step] ?? "returned_for_work"
            var resolution: JSONValue = ["outcome": .string(outcome)]
            if outcome != "approved" { resolution = resolution.with("reasons", "Perustelut.") }
            if outcome == "returned_for_work" { resolution = resolution.merged(["questions": ["Miksi?"], "dueOn": "2026-07-20"]) }
            if operation == "makeDecision" { return resolution }
            return resolution.merged([
                "meetingDate": "2026-06-30", "itemNumber": 12, "presenter": "Sari", "members": ["Jäsen A", "Jäsen B"],
            ])
        case "dispatchDecision": return ["method": "letter", "sentOn": "2026-06-30", "recipients": ["client"]]
        case "addServicePlan":
            // If there are several decisions, the one by which the money is spent.
            let spent = try list("budgets").last { $0["state"] == "effective" }?["decisionId"]
            let made = try list("decisions").last { $0["outcome"] == "approved" }?["id"]
            return ["decisionId": spent ?? made ?? nil, "clientAssessment": "Hyvä.", "workerAssessment": "Hyvä."]
        case "agree":
            let budget = try list("budgets").last { $0["state"] == "effective" }
            return [
                "budgetLineId": budget?["lines"][0]["id"] ?? "", "mode": "own_production",
                "period": ["from": "2026-07-01", "to": "2026-12-31"], "quantityThousandths": 1000, "unitPriceCents": 1000,
            ]
        case "endAgreement": return reason.with("endedOn", "2026-07-01")
        case "holdReview":
            return ["heldOn": "2026-06-30", "clientView": "Hyvin.", "workerView": "Hyvin.", "decision": "continue"]
        case "answerForm": return ["answers": [["itemCode": "voimat", "score": 5]]]
        default: return [:]
        }
    }

    /// The parts that a decision must have.
    private static let decision: JSONValue = [
        "parties": ["Aino Ääkkönen"], "entitlements": ["Budjetti"], "reasons": "Palvelutarpeen arviointi.",
        "provisions": ["Vammaispalvelulaki 675/2023 9 §"], "contact": "Sari, p. 03 000 0000", "appealInstructions": "30 päivää.",
    ]

    private func author(_ role: String) -> JSONValue {
        switch role {
        case "client", "representative": "client"
        case "hb_assistant": "hb_assistant"
        default: "worker_as_scribe"
        }
    }

    // MARK: Incomplete situations

    /// Does something that may leave the case half done. A refusal is accepted.
    func disturb(_ chance: inout Chance) throws {
        let worker = county.worker
        func tried(_ reply: Reply) { #expect(reply.status < 500, "\(reply)") }
        func post(_ part: String, _ body: JSONValue, as role: String = "social_worker") throws {
            if let caller = try caller(role) { tried(try caller.send("POST", "\(path)/\(part)", body.octets, expecting: nil)) }
        }
        func command(_ part: String, _ state: String, _ name: String, _ body: JSONValue = [:]) throws {
            guard let id = try list(part).last(where: { $0["state"].string == state })?["id"].string else { return }
            let item = "\(path)/\(part)/\(id)"
            let tag = try worker.get(item).etag ?? ""
            tried(try worker.send("POST", "\(item)/\(name)", body.octets, expecting: nil, headers: ["If-Match": tag]))
        }
        let reason: JSONValue = ["reason": "Asiakkaan toive"]
        switch chance.below(22) {
        case 0: try post("alternatives", County.alternative(chance.isTrue(in: 2) ? "hb" : "voucher"))
        case 1: tried(try worker.send("PUT", "\(path)/suitability", Array(#"{"possibilities": [], "risks": []}"#.utf8), expecting: nil))
        case 2: try post("support-plans", ["authoredBy": "worker_as_scribe"])
        case 3: try post("support-plans", ["authoredBy": "client"], as: "client")
        case 4:
            let dear = PlanScene.item(["quantityThousandths": 1000, "unitPriceCents": 4_000_000])
            try post("support-plans", PlanScene.planBody.with("items", [dear]))
        case 5: try command("support-plans", "draft", "submit")
        case 6: try command("support-plans", "draft", "withdraw")
        case 7: try command("support-plans", "in_dialogue", "withdraw")
        case 8, 9:
            total = chance.pick([500_000, 1_200_000, 2_400_000]) ?? total
            try post("budget-calculations", try body(of: "computeBudget", at: "", as: "social_worker", mending: nil, taking: ""))
        case 10: try command("budget-calculations", "computed", "choose")
        case 11: try post("budgets", try body(of: "draftBudget", at: "", as: "social_worker", mending: nil, taking: ""))
        case 12, 13:
            let whole = try body(of: "draftDecision", at: "", as: "social_worker", mending: nil, taking: "")
            let part = chance.pick(["parties", "reasons", "provisions", "contact", "appealInstructions"]) ?? ""
            let incomplete = whole.with(part, nil)
            let terms: [JSONValue] = [[:], ["validTo": "2026-10-01"], ["validFrom": "2026-09-01"]]
            try post("decisions", chance.isTrue(in: 2) ? incomplete : whole.merged(chance.pick(terms) ?? [:]))
        case 14: try command("decisions", "proposed", "withdraw", reason)
        case 15: try command("decisions", "proposed", "put-on-agenda")
        case 16: try command("budgets", "effective", "suspend", reason)
        case 17: try command("budgets", "approved", "cancel", reason)
        case 18: try command("agreements", "ordered", "cancel", reason)
        case 19: try command("choices", "standing", "withdraw")
        case 20: try command("decisions", "drafting", "propose")
        default: try command("budgets", "indicative", "cancel", reason)
        }
    }

    /// Adds items with states of their own: a statement, a review, forms, a consent and a diary entry.
    func addSideMatters(_ chance: inout Chance) throws {
        let statement: JSONValue = ["kind": "goal", "statedBy": "client", "inOwnWords": "Haluan uida."]
        let made = try county.worker.post("\(path)/statements", statement)
        if chance.isTrue(in: 2) { try county.worker.command(on: made.path, "start") }
        try county.worker.post("\(path)/reviews", ["scheduledFor": "2026-06-01"])
        let code = "lomake_\(county.nextNumber())"
        let instrument = try county.admin.post(
            "/v1/form-instruments",
            [
                "code": .string(code), "name": "Lomake", "phases": ["start", "end"],
                "items": [["code": "voimat", "kind": "score", "minimum": 0, "maximum": 10]],
            ])
        for phase in ["start", "end"] {
            let due = chance.isTrue(in: 2) ? "2026-06-01" : "2026-08-01"
            try county.worker.post("\(path)/forms", ["instrumentCode": .string(code), "phase": .string(phase), "dueOn": .string(due)])
        }
        if chance.isTrue(in: 4) { try county.admin.patch(instrument.path, ["isOpen": false]) }
        let consent: JSONValue = ["scope": "tutkimus", "givenOn": "2026-06-01", "form": "written"]
        try county.worker.post("\(path)/research-consents", consent)
        let entry: JSONValue = ["heldOn": "2026-06-01", "text": "Meni hyvin.", "shared": true]
        try county.speaker(for: clientID, role: "client").post("\(path)/diary-entries", entry)
    }
}
