import Dispatch
import JSON
import Synchronization
import Testing

/// Rows 32, 33, 35 and 57: agreements reserve money, trials may be ended, and no money is reserved twice (S29, S30).
@Suite struct AgreementTests {
    @Test("an agreement reserves its price at once; ending it releases exactly the unspent part (S29, K18, M5, O5)") func reserves() throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        let made = try money.agree(quantity: 10_500)
        #expect(made["amountCents"] == 42_000)
        #expect(made["state"] == "ordered")
        #expect(try money.figures()["committedCents"] == 42_000)
        #expect(try county.worker.get(money.path)["state"] == "decided_approved")
        let active = try county.worker.command(on: made.path, "activate", at: "2026-02-02")
        #expect(active["state"] == "active")
        #expect(try county.worker.get(money.path)["state"] == "active")
        _ = try money.push([money.row(money.event())])
        let ended = try county.worker.command(on: made.path, "end", ["endedOn": "2026-06-30", "reason": "palvelu päättyi"])
        #expect(ended["state"] == "ended")
        #expect(ended["endedOn"] == "2026-06-30")
        let after = try money.figures()
        #expect(after["committedCents"] == 0)
        #expect(after["usedCents"] == 4_000)
        #expect(made["usedCents"] == 0 && made["leftCents"] == 42_000)
        let listed = try county.worker.get("\(money.path)/agreements").items[0]
        #expect(listed["usedCents"] == 4_000 && listed["leftCents"] == 0)
        #expect(after["availableCents"] == 396_000)
        #expect(BudgetTests.isBalanced(after.json))
        #expect(try county.worker.command(on: made.path, "cancel", ["reason": "turha"], expecting: 409).allowed == [])
        let other = try money.agree()
        try county.worker.command(on: other.path, "cancel", ["reason": "ei tarvetta"])
        #expect(try money.figures()["availableCents"] == 396_000)
        #expect(try county.worker.get("\(money.path)/agreements?state=cancelled").items.map { $0["id"] } == [other["id"]])
    }

    @Test("an agreement waits for the service plan that follows the decision (S28, row 32)") func waitsForServicePlan() throws {
        let county = try County.shared
        let money = try county.moneyCase(hasServicePlan: false)
        let refused = try county.worker.post("\(money.path)/agreements", money.agreement(), expecting: 409, at: "2026-02-01")
        #expect(refused.code == "service_plan_outdated")
        let plan: JSONValue = ["decisionId": money.budget["decisionId"], "clientAssessment": "Hyvä.", "workerAssessment": "Hyvä."]
        try county.worker.post("\(money.path)/service-plans", plan, at: "2026-02-01")
        _ = try money.agree()
    }

    @Test("a commitment above the available money is refused with the figures (M6, row 57)") func refusesOverspending() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree(quantity: 60_000)
        let refused = try county.worker.post("\(money.path)/agreements", money.agreement(quantity: 40_001), expecting: 409)
        #expect(refused.code == "insufficient_budget")
        #expect(refused["figures"] == ["availableCents": 160_000, "requestedCents": 160_004])
        _ = try money.agree(quantity: 40_000)
        #expect(try money.figures()["availableCents"] == 0)
    }

    @Test("a mode that the model does not have is refused, except in a mixed budget (K7, O6, row 33)")
    func refusesMode() throws {
        let county = try County.shared
        let money = try county.moneyCase(rules: ["administrationModes": ["county_managed", "voucher"]])
        let employer: JSONValue = ["mode": "employer_model", "providerId": nil]
        func refused(_ money: MoneyCase, _ changes: JSONValue) throws -> [String: String] {
            try county.worker.post("\(money.path)/agreements", money.agreement(changes), expecting: 422, at: "2026-02-01").errors
        }
        #expect(try refused(money, employer) == ["/mode": "mode_not_allowed"])
        _ = try money.agree(["mode": "voucher"])
        for mode in ["purchased", "own_production", "reimbursement", "other"] {
            _ = try money.agree(quantity: 1_000, ["mode": .string(mode)])
        }
        let bare = try county.moneyCase(rules: ["administrationModes": ["county_managed"]])
        #expect(
            try refused(bare, ["mode": "voucher", "providerId": nil]) == ["/mode": "mode_not_allowed", "/providerId": "required"])
        let mixed = try county.moneyCase(rules: ["administrationModes": ["county_managed", "mixed"]], administrationMode: "mixed")
        _ = try mixed.agree(employer)
    }

    @Test("an agreement with a wrong period, line, provider or close person is refused (S29, O7, O8, row 33)") func refusesWrongAgreement()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase(from: "2026-01-07")
        func refused(_ changes: JSONValue, _ status: Int) throws -> Reply {
            try county.worker.post("\(money.path)/agreements", money.agreement(changes), expecting: status, at: "2026-02-01")
        }
        #expect(try refused(["period": ["from": "2026-01-06", "to": "2026-02-28"]], 422).code == "outside_period")
        #expect(try refused(["period": ["from": "2026-12-01", "to": "2027-01-01"]], 422).code == "outside_period")
        #expect(try refused(["providerId": nil], 422).errors == ["/providerId": "required"])
        #expect(try refused(["mode": "voucher", "providerId": nil], 422).errors == ["/providerId": "required"])
        let nobody: JSONValue = ["providerId": "00000000-0000-7000-8000-000000000000"]
        #expect(try refused(nobody, 422).errors == ["/providerId": "unknown_provider"])
        #expect(try refused(["budgetLineId": money.budget["id"]], 422).errors == ["/budgetLineId": "unknown_line"])
        let assistant: JSONValue = ["mode": "employer_model", "providerId": nil, "assistantIsClosePerson": true]
        #expect(try refused(assistant, 422).errors == ["/closePersonReason": "required"])
        let business = county.moneyBusinessID()
        let expiring = try county.moneyProvider(for: [money.serviceType], businessID: business, to: "2026-11-30")
        let expired = try refused(["providerId": expiring["id"]], 409)
        #expect(expired.code == "provider_not_approved")
        #expect(expired.errors == ["/providerId": "provider_not_approved"])
        let other = try county.moneyProvider(for: [], businessID: county.moneyBusinessID())
        #expect(try refused(["providerId": other["id"]], 409).code == "provider_not_approved")
        #expect(try money.figures()["committedCents"] == 0)
        let employer = try money.agree(assistant.with("closePersonReason", "asiakas luottaa vain siskoonsa"))
        #expect(employer["closePersonReason"] == "asiakas luottaa vain siskoonsa")
    }

    @Test("a budget that is not in force, is suspended or is past its last day takes no agreement (S29)") func needsEffectiveBudget() throws
    {
        let county = try County.shared
        let waiting = try county.moneyCase(isActive: false)
        let early = try county.worker.post("\(waiting.path)/agreements", waiting.agreement(), expecting: 409, at: "2026-02-01")
        #expect(early.code == "illegal_transition")
        #expect(early.allowed == ["activate", "cancel"])
        let money = try county.moneyCase()
        try county.worker.command(on: money.budgetPath, "suspend", ["reason": "sairaala"])
        #expect(
            try county.worker.post("\(money.path)/agreements", money.agreement(), expecting: 409).allowed == ["resume", "begin-closing"])
        try county.worker.command(on: money.budgetPath, "resume")
        let late = try county.worker.post("\(money.path)/agreements", money.agreement(), expecting: 422, at: "2027-01-01")
        #expect(late.code == "outside_period")
    }

    @Test("of 64 simultaneous requests for the last money exactly one gets it, fifty times, to the cent (M6, row 57)")
    func racesForTheLast()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        let body = money.agreement(quantity: 100_000)
        for round in 1...50 {
            let outcomes = Mutex<[Reply]>([])
            DispatchQueue.concurrentPerform(iterations: 64) { _ in
                // Any status is accepted here, because the counts below check them.
                if let answer = try? county.worker.curl.send(
                    "POST", county.service.base + "\(money.path)/agreements",
                    headers: [
                        ("Authorization", "Bearer \(county.worker.token ?? "")"), ("X-Test-Now", "2026-02-01T09:00:00Z"),
                        ("Content-Type", "application/json"),
                    ], body: body.octets)
                {
                    let reply = Reply(
                        status: answer.status, headers: answer.headers, body: answer.body,
                        json: (try? JSONReader.read(answer.body)) ?? .null,
                        request: "POST", requestBody: nil)
                    outcomes.withLock { $0.append(reply) }
                }
            }
            let replies = outcomes.withLock { $0 }
            let won = replies.filter { $0.status == 201 }
            #expect(won.count == 1, "round \(round)")
            #expect(replies.filter { $0.code == "insufficient_budget" }.count == 63, "round \(round)")
            let after = try money.figures()
            #expect(after["committedCents"] == 400_000)
            #expect(after["availableCents"] == 0)
            guard let path = won.first?.path else { return }
            try county.worker.command(on: path, "cancel", ["reason": "seuraava kierros"], at: "2026-02-01")
        }
        #expect(try money.figures()["availableCents"] == 400_000)
    }

    // MARK: - Trials

    private static let trial: JSONValue = ["isTrial": true, "period": ["from": "2026-06-01", "to": "2026-08-29"]]

    @Test("a trial longer than the model allows is refused (S30, row 35)") func refusesLongTrial() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let long: JSONValue = ["isTrial": true, "period": ["from": "2026-06-01", "to": "2026-08-30"]]
        let refused = try county.worker.post("\(money.path)/agreements", money.agreement(long), expecting: 422, at: "2026-06-01")
        #expect(refused.code == "trial_too_long")
        let made = try money.agree(AgreementTests.trial, at: "2026-06-01")
        #expect(made["isTrial"] == true)
    }

    @Test("a trial that the client ends early releases exactly the unspent part; later service is held (S30, F26, row 35)") func endsTrial()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        let made = try money.agree(AgreementTests.trial, at: "2026-06-01")
        try county.worker.command(on: made.path, "activate", at: "2026-06-01")
        _ = try money.push([money.row(money.event(), quantity: 2_500)])
        #expect(try money.figures()["availableCents"] == 360_000)
        let ended = try county.worker.command(
            on: made.path, "end-trial", ["endedOn": "2026-06-20", "outcome": "replaced", "clientOpinion": "Ei ollut minua varten."])
        #expect(ended["state"] == "ended")
        #expect(ended["trialOutcome"] == "replaced")
        #expect(ended["clientOpinion"] == "Ei ollut minua varten.")
        #expect(try money.figures()["availableCents"] == 390_000)
        // Service that is delivered after the end is held (F26).
        let late = try money.push([money.row(money.event(), on: "2026-06-21")])
        #expect(late.items.first?["code"] == "outside_period")
        #expect(
            try county.worker.command(on: made.path, "end-trial", ["endedOn": "2026-06-20", "outcome": "ended"], expecting: 409).code
                == "illegal_transition")
        let plain = try money.agree(at: "2026-06-01")
        #expect(
            try county.worker.command(on: plain.path, "end-trial", ["endedOn": "2026-06-20", "outcome": "ended"], expecting: 409).code
                == "illegal_transition")
    }

    @Test("a trial continues only with the client's opinion, and reserves its additional cost (S30, M6, row 35)") func continuesTrial()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        let made = try money.agree(AgreementTests.trial, at: "2026-06-01")
        try county.worker.command(on: made.path, "activate", at: "2026-06-01")
        let refused = try county.worker.command(on: made.path, "continue", ["until": "2026-12-31"], expecting: 409)
        #expect(refused.code == "client_opinion_missing")
        let more: JSONValue = ["until": "2026-12-31", "additionalQuantityThousandths": 90_001, "clientOpinion": "Tämä on hyvä."]
        let over = try county.worker.command(on: made.path, "continue", more, expecting: 409)
        #expect(over.code == "insufficient_budget")
        let gone = try county.worker.command(on: made.path, "continue", more.with("additionalQuantityThousandths", 20_000))
        #expect(gone["trialOutcome"] == "continued")
        #expect(gone["period"] == ["from": "2026-06-01", "to": "2026-12-31"])
        #expect(gone["amountCents"] == 120_000)
        #expect(try money.figures()["committedCents"] == 120_000)
        #expect(try county.worker.command(on: made.path, "continue", more, expecting: 409).code == "illegal_transition")
    }
}
