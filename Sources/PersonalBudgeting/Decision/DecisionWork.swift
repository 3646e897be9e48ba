/// The resolution of the decider: one of three outcomes, with what each outcome needs (S25, row 24). The word is that of the contract; the
/// act is to decide (`Work.decide`, `Work.handleInBody`).
public struct Resolution: Sendable, Equatable {
    public var outcome: Decision.Outcome
    /// The reasons, for a rejection and a return. For an approval they are optional and replace the reasons of the drafted decision.
    public var reasons: String?
    /// The questions to work on, for a return.
    public var questions: [String]
    /// The due day of the rework, for a return.
    public var dueOn: CalendarDate?

    public init(outcome: Decision.Outcome, reasons: String? = nil, questions: [String] = [], dueOn: CalendarDate? = nil) {
        self.outcome = outcome
        self.reasons = reasons
        self.questions = questions
        self.dueOn = dueOn
    }

    /// Checks that the resolution is complete (S25, row 24).
    /// - Throws: `reasons_missing` for a rejection or a return without reasons; `invalid` for a return without questions or without a due
    ///   day after today, and for questions or a due day with another outcome.
    public func check(today: CalendarDate) throws(Refusal) {
        if outcome != .approved, reasons == nil {
            throw Refusal(
                .reasonsMissing,
                LocalText(
                    fi: "ratkaisu ”\(outcome.inWords.fi)” on perusteltava", sv: "avgörandet ”\(outcome.inWords.sv)” måste motiveras",
                    en: "the outcome \(outcome.rawValue) needs reasons"),
                faults: [
                    RuleFault(
                        pointer: "/reasons", code: "required",
                        detail: LocalText(
                            fi: "tieto on pakollinen, kun ratkaisu on ”\(outcome.inWords.fi)”",
                            sv: "uppgiften är obligatorisk när avgörandet är ”\(outcome.inWords.sv)”",
                            en: "is required with the outcome \(outcome.rawValue)"))
                ])
        }
        var faults: [RuleFault] = []
        if outcome == .returnedForWork {
            if questions.isEmpty {
                faults.append(
                    RuleFault(
                        pointer: "/questions", code: "required",
                        detail: LocalText(
                            fi: "on kerrottava, mitä pitää työstää", sv: "måste ange vad som ska bearbetas", en: "must say what to work on")
                    ))
            }
            if let dueOn {
                if dueOn <= today {
                    faults.append(
                        RuleFault(
                            pointer: "/dueOn", code: "not_later",
                            detail: .mustBeAfter(today, LocalText(fi: "tämän päivän", sv: "dagens datum", en: "today"))))
                }
            } else {
                faults.append(
                    RuleFault(
                        pointer: "/dueOn", code: "required",
                        detail: LocalText(
                            fi: "tieto on pakollinen, kun ratkaisu on ”\(outcome.inWords.fi)”",
                            sv: "uppgiften är obligatorisk när avgörandet är ”\(outcome.inWords.sv)”",
                            en: "is required with the outcome \(outcome.rawValue)")))
            }
        } else {
            if !questions.isEmpty {
                faults.append(
                    RuleFault(
                        pointer: "/questions", code: "not_applicable",
                        detail: LocalText(
                            fi: "tiedon voi antaa vain, kun asia palautetaan jatkotyöstettäväksi",
                            sv: "uppgiften kan anges bara när ärendet återsänds för vidare beredning",
                            en: "is allowed only with the outcome returned_for_work")))
            }
            if dueOn != nil {
                faults.append(
                    RuleFault(
                        pointer: "/dueOn", code: "not_applicable",
                        detail: LocalText(
                            fi: "tiedon voi antaa vain, kun asia palautetaan jatkotyöstettäväksi",
                            sv: "uppgiften kan anges bara när ärendet återsänds för vidare beredning",
                            en: "is allowed only with the outcome returned_for_work")))
            }
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}

/// Preparing, proposing and making a decision.
extension Work {
    /// Drafts a decision on a plan and a budget of the case (S27, W1).
    /// - Throws: `choice_missing` (S5); `illegal_transition` unless the case is being planned; `invalid` for a plan or budget of another
    ///   case.
    public func draftDecision(
        _ kind: Decision.Kind, on planID: ID<SupportPlan>, budgetID: ID<Budget>, _ content: Decision.Content, in caseFile: Case
    ) throws -> Decision {
        try Refusal.check(refusalsToDraftDecision(in: caseFile))
        var faults: [RuleFault] = []
        if try repositories.supportPlans.find(planID)?.caseID != caseFile.id {
            faults.append(
                RuleFault(
                    pointer: "/supportPlanId", code: "unknown_plan",
                    detail: LocalText(
                        fi: "ei ole tämän asian tukisuunnitelma", sv: "är inte en stödplan i detta ärende",
                        en: "is not a support plan of the case")))
        }
        let budget = try repositories.budgets.find(budgetID)
        if budget?.caseID != caseFile.id {
            faults.append(
                RuleFault(
                    pointer: "/budgetId", code: "unknown_budget",
                    detail: LocalText(
                        fi: "ei ole tämän asian budjetti", sv: "är inte en budget i detta ärende", en: "is not a budget of the case")))
        }
        guard let budget, faults.isEmpty else { throw Refusal.invalid(faults) }
        try checkTerm(content)
        let rules = try rules(of: caseFile)
        let authority = Decision.authority(for: budget.total, under: rules)
        let decision = Decision(
            record: newRecord(), caseID: caseFile.id, kind: kind, state: .drafting, supportPlanID: planID, budgetID: budgetID,
            authority: authority, authorityName: Decision.name(of: authority, under: rules), content: content, preparedBy: actor.userID)
        try repositories.decisions.insert(decision)
        try note("created", Decision.noun, "\(decision.id)", caseFile: caseFile, to: decision.state.rawValue)
        return decision
    }

    /// Changes the content of a decision. A part that the decider finds missing may be added until the decision is made; the plan and the
    /// money may not change (J8).
    /// - Throws: `decision_frozen` once the decision is made, returned or withdrawn (J7).
    public func reviseDecision(_ decision: Decision, _ content: Decision.Content, in caseFile: Case) throws -> Decision {
        guard [.drafting, .proposed, .onAgenda].contains(decision.state) else {
            throw Refusal(
                .decisionFrozen,
                LocalText(
                    fi: "päätöstä, jonka tila on ”\(decision.stateInWords.fi)”, ei voi muuttaa",
                    sv: "ett beslut i tillståndet ”\(decision.stateInWords.sv)” kan inte ändras",
                    en: "a decision in state \(decision.state.rawValue) cannot change"))
        }
        try checkTerm(content)
        // A proposed decision covers the period of its budget, and must still cover it after the change.
        if decision.state != .drafting {
            try Refusal.check(termRefusals(content, covers: try repositories.budgets.require(decision.budgetID, in: caseFile).period))
        }
        var decision = decision
        decision.content = content
        return try update(decision, in: caseFile, of: repositories.decisions)
    }

    /// Proposes a decision to its decider, together with its plan and budget; the case then waits for the decision (J6, K15).
    /// - Throws: `choice_missing` (S5); `duplicate` when another decision of the case waits; `calculation_missing` (row 18);
    ///   `dialogue_missing` when the newest revision has no round (S24); `plan_not_ready` unless the plan is the newest revision and in
    ///   dialogue; `invalid` for a fixed term without its reason (SHL 38 §) or a validity that does not cover the period of the budget;
    ///   `illegal_transition`. Lists all of them at once.
    public func proposeDecision(_ decision: Decision, in caseFile: Case) throws -> Decision {
        try check(.propose, decision, in: caseFile)
        let plan = try repositories.supportPlans.require(decision.supportPlanID, in: caseFile)
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        try transition(.proposeDecision, caseFile)
        try transition(.propose, plan, in: caseFile, of: repositories.supportPlans)
        // The budget must not change between proposal and decision (J8).
        let proposed = try transition(.propose, budget, in: caseFile, of: repositories.budgets)
        var decision = decision
        let rules = try rules(of: caseFile)
        decision.authority = Decision.authority(for: budget.total, under: rules)
        decision.authorityName = Decision.name(of: decision.authority, under: rules)
        decision.proposal = Decision.Proposal(
            by: actor.userID, on: today, total: proposed.total, budgetVersion: proposed.record.version)
        return try transition(.propose, decision, in: caseFile, of: repositories.decisions)
    }

    /// Puts a proposed decision on the agenda of the body (J6, S25).
    /// - Throws: `wrong_authority` when an office holder decides (K2).
    public func putOnAgenda(_ decision: Decision, in caseFile: Case) throws -> Decision {
        try check(.putOnAgenda, decision, in: caseFile)
        return try transition(.putOnAgenda, decision, in: caseFile, of: repositories.decisions)
    }

    /// Withdraws a decision before it is made: the plan returns to the dialogue, the budget becomes indicative again (J6, O1).
    public func withdrawDecision(_ decision: Decision, reason: String, in caseFile: Case) throws -> Decision {
        let withdrawn = try dropDecision(decision, reason: reason, in: caseFile)
        if decision.state != .drafting, caseFile.state == .decisionPending {
            try transition(.returnForWork, caseFile, reason: reason)
        }
        return withdrawn
    }

    /// Withdraws the pending decision of the case, if any. The caller changes the state of the case.
    func dropPendingDecision(in caseFile: Case, reason: String) throws {
        if let decision = try pendingDecision(in: caseFile) { _ = try dropDecision(decision, reason: reason, in: caseFile) }
    }

    private func dropDecision(_ decision: Decision, reason: String, in caseFile: Case) throws -> Decision {
        let withdrawn = try transition(.withdraw, decision, in: caseFile, of: repositories.decisions, reason: reason)
        guard decision.state != .drafting else { return withdrawn }
        let plan = try repositories.supportPlans.require(decision.supportPlanID, in: caseFile)
        try transition(.recall, plan, in: caseFile, of: repositories.supportPlans, reason: reason)
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        try transition(.return, budget, in: caseFile, of: repositories.budgets)
        return withdrawn
    }

    /// Decides as an office holder (S26, J8, row 25).
    /// - Throws: `wrong_authority` (409) when the body decides (K2); `four_eyes` (409) when the person who prepared or proposed the
    ///   decision decides above the limit (A15, J4); `authority_exceeded` (403) above the limit of the role; `choice_missing` (S5);
    ///   `reasons_missing` and `invalid` as `Resolution.check`; further as `carryOut`.
    public func decide(_ decision: Decision, _ resolution: Resolution, in caseFile: Case) throws -> Decision {
        try check(.make, decision, in: caseFile)
        try resolution.check(today: today)
        return try carryOut(resolution, on: decision, of: today, by: .make, in: caseFile)
    }

    /// Returns the decision of the case that waits for its decider.
    func pendingDecision(in caseFile: Case) throws -> Decision? {
        try repositories.decisions.first([.equal(.caseID, caseFile.id), .oneOf(.state, [Decision.State.proposed, .onAgenda])])
    }

    /// Carries out a resolution (S25). The caller has checked that the resolution is complete and that the client's choice is still valid.
    /// - Parameters:
    ///   - date: the day of the decision.
    ///   - command: `make` for an office holder, `handle` for the body.
    /// - Throws: for an approval or a rejection `decision_incomplete` naming every missing part (row 27), and `amounts_differ` with the
    ///   sums (J8).
    func carryOut(
        _ resolution: Resolution, on decision: Decision, of date: CalendarDate, by command: Decision.Command, in caseFile: Case
    ) throws -> Decision {
        let plan = try repositories.supportPlans.require(decision.supportPlanID, in: caseFile)
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        var decided = decision
        decided.outcome = resolution.outcome
        if resolution.outcome == .returnedForWork {
            return try returnForWork(decided, resolution, plan, budget, in: caseFile)
        }
        if let reasons = resolution.reasons { decided.content.reasons = reasons }
        // Entitlements drafted for an approval must not stay in a rejection.
        if resolution.outcome == .rejected { decided.content.entitlements = [] }
        try Refusal.check(decidingRefusals(decided, resolution.outcome, on: budget))
        decided.decidedOn = date
        decided.decidedBy = actor.userID
        decided.planDigest = plan.digest
        decided.budgetVersion = budget.record.version
        if resolution.outcome == .approved {
            decided.grantedTotal = budget.total
            for earlier in try repositories.supportPlans.all(in: caseFile)
            where earlier.id != plan.id && [.submitted, .inDialogue, .approved].contains(earlier.state) {
                try transition(.supersede, earlier, in: caseFile, of: repositories.supportPlans)
            }
            try transition(.approve, plan, in: caseFile, of: repositories.supportPlans)
            var granted = budget
            granted.decisionID = decision.id
            try transition(.approve, granted, in: caseFile, of: repositories.budgets)
            try transition(.approve, caseFile)
        } else {
            try transition(.reject, plan, in: caseFile, of: repositories.supportPlans, reason: resolution.reasons)
            try transition(.reject, budget, in: caseFile, of: repositories.budgets)
            try transition(.reject, caseFile, reason: resolution.reasons)
        }
        return try transition(command, decided, in: caseFile, of: repositories.decisions, reason: resolution.reasons)
    }

    /// Returns the plan to the client with questions and a due day (S25, U1); a new revision and a new decision follow.
    private func returnForWork(
        _ decision: Decision, _ resolution: Resolution, _ plan: SupportPlan, _ budget: Budget, in caseFile: Case
    ) throws -> Decision {
        var plan = plan
        plan.returnQuestions = resolution.questions
        plan.reworkDueOn = resolution.dueOn
        try transition(.return, plan, in: caseFile, of: repositories.supportPlans, reason: resolution.reasons)
        try transition(.return, budget, in: caseFile, of: repositories.budgets)
        try transition(.returnForWork, caseFile, reason: resolution.reasons)
        return try transition(.return, decision, in: caseFile, of: repositories.decisions, reason: resolution.reasons)
    }

    private func checkTerm(_ content: Decision.Content) throws(Refusal) {
        if let from = content.validFrom, let to = content.validTo, to < from {
            throw .invalid("/validTo", "before_start", .mustNotBeBefore("validFrom"))
        }
    }
}

extension Decision {
    /// Returns `amounts_differ` with the sums unless the budget is the proposed one and its lines add up to its total (J8, M4).
    /// - Throws: `AmountOutOfRange`.
    public func amountRefusals(of budget: Budget, lines: [Money]) throws -> [Refusal] {
        let sum = try Money.sum(lines)
        let isProposed = proposal.map { $0.total == budget.total && $0.budgetVersion == budget.record.version } ?? false
        if sum == budget.total, isProposed { return [] }
        return [
            Refusal(
                .amountsDiffer,
                LocalText(
                    fi: "budjetti poikkeaa ehdotetusta tai sen rivien summa ei vastaa loppusummaa",
                    sv: "budgeten avviker från den föreslagna eller dess rader stämmer inte med slutsumman",
                    en: "the budget differs from the proposed one, or its lines do not add up to its total"),
                figures: [
                    Figure("budgetCents", budget.total), Figure("linesCents", sum), Figure("proposedCents", proposal?.total ?? .zero),
                ])
        ]
    }
}
