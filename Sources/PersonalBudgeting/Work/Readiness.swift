/// A transition that leads on from the state of a case, and the rules that are not met yet (K10 to K21).
public struct NextStep: Sendable {
    /// As in `Case.transitions`.
    public let command: Case.Command
    public let to: Case.State
    /// The remedy that makes the transition.
    public let remedy: Remedy
    /// The roles that can make it; nil for every role that may do the remedy.
    public let takers: Set<Role>?
    /// The rules that are not met, each with its remedy. A rule that blocks the remedy of another rule comes before it. If a rule has no
    /// remedy, the transition cannot be reached.
    public let unmet: [Refusal]

    public var isReady: Bool { unmet.isEmpty }
}

extension Work {
    /// Returns the next transitions of a case, each with the unmet rules, the same for every caller. Rules that depend on the caller
    /// are reported in the actions of an item. A closed case has no next transition (K10 to K21).
    public func nextSteps(of caseFile: Case) throws -> [NextStep] {
        try Case.transitions.filter { $0.from.contains(caseFile.state) }.compactMap { transition in
            guard let remedy = try remedy(of: transition.command, in: caseFile) else {
                return try decidingStep(transition, in: caseFile)
            }
            return NextStep(
                command: transition.command, to: transition.to, remedy: remedy, takers: nil,
                unmet: try inOrder(refusals(to: remedy, in: caseFile), in: caseFile))
        }
    }

    /// Returns the remedy that makes a transition, or from which the transition follows. Nil for the transitions of the decider, who makes
    /// them on the proposed decision.
    private func remedy(of command: Case.Command, in caseFile: Case) throws -> Remedy? {
        switch command {
        case .chooseHb: return .choose(hb: true)
        case .chooseOther: return .choose(hb: false)
        case .beginPlanning:
            // A draft from an earlier choice blocks a new draft. A calculation also begins the planning (K14).
            let hasDraft = try repositories.supportPlans.last(in: caseFile, [.equal(.state, SupportPlan.State.draft)]) != nil
            return hasDraft ? .computeBudget : .draftPlan
        case .withdrawChoice: return .withdrawChoice(try standingChoice(of: caseFile)?.id)
        case .proposeDecision: return .proposeDecision(try proposableDecision(in: caseFile)?.id)
        case .activate:
            return .activateAgreement(try repositories.agreements.last(in: caseFile, [.equal(.state, Agreement.State.ordered)])?.id)
        case .approve, .reject, .returnForWork: return nil
        case .startAssessment, .presentAlternatives, .planAgain, .suspend, .resume, .end, .close, .extendClock:
            return .transitionCase(command)
        }
    }

    /// Returns the newest draft that may still be proposed: on the newest plan while it is under way, and on a budget that no other
    /// decision uses.
    private func proposableDecision(in caseFile: Case) throws -> Decision? {
        guard let plan = try newestPlan(of: caseFile), plan.isUnderWay else { return nil }
        let drafts = try repositories.decisions.all(
            in: caseFile, [.equal(.supportPlanID, plan.id), .equal(.state, Decision.State.drafting)])
        return try drafts.last { try repositories.budgets.find($0.budgetID)?.state == .indicative }
    }

    /// Returns the step of the decider on the proposed decision. The decider is an office holder whose limit covers the sum, or the body
    /// that has the decision on its agenda (K2, S25, S26).
    private func decidingStep(_ transition: Transition<Case.State, Case.Command>, in caseFile: Case) throws -> NextStep? {
        guard var decision = try pendingDecision(in: caseFile) else { return nil }
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        var unmet: [Refusal] = []
        var takers: Set<Role>?
        let remedy: Remedy
        if decision.authority == .body {
            remedy = .handleInBody(decision.id)
            unmet += try refusals(to: remedy, in: caseFile)
        } else {
            remedy = .decide(decision.id)
            let deciders = Decision.deciders(on: budget.total, under: try rules(of: caseFile))
            if deciders.isEmpty {
                unmet.append(
                    Refusal(
                        .authorityExceeded,
                        LocalText(
                            fi: "summa ylittää jokaisen viranhaltijan päätösvallan rajan",
                            sv: "summan överskrider varje tjänsteinnehavares gräns", en: "the limit of every office holder is below the sum"
                        ), mendedBy: []))
            }
            takers = deciders
        }
        unmet += try choiceRefusals(caseFile)
        switch transition.to {
        case .decidedApproved: unmet += try decidingRefusals(decision, .approved, on: budget)
        case .decidedRejected:
            // The decider gives the reasons together with the rejection. A rejection grants no entitlement.
            decision.content.reasons = "with the rejection"
            decision.content.entitlements = []
            unmet += try decidingRefusals(decision, .rejected, on: budget)
        default: break
        }
        return NextStep(
            command: transition.command, to: transition.to, remedy: remedy, takers: takers, unmet: try inOrder(unmet, in: caseFile))
    }

    /// Returns the rules with all rules that block their remedies, each once and each before the rule that it blocks.
    private func inOrder(_ refusals: [Refusal], in caseFile: Case) throws -> [Refusal] {
        var ordered: [Refusal] = []
        func add(_ refusal: Refusal, mending: [Remedy]) throws {
            // Skips a remedy that is being followed already: two remedies that wait for each other would never end.
            if let remedy = refusal.remedy, !mending.contains(remedy) {
                for before in try self.refusals(to: remedy, in: caseFile) { try add(before, mending: mending + [remedy]) }
            }
            let isThere = ordered.contains { $0.code == refusal.code && $0.remedy == refusal.remedy && $0.faults == refusal.faults }
            if !isThere { ordered.append(refusal) }
        }
        for refusal in refusals { try add(refusal, mending: []) }
        return ordered
    }

    /// Returns the rules that block a remedy for every request body and every caller.
    func refusals(to remedy: Remedy, in caseFile: Case) throws -> [Refusal] {
        switch remedy {
        case .transitionCase(let command): return try caseFile.refusals(to: command, in: nil, self)
        case .addAlternative, .weighSuitability, .agreeOnMonitoring, .addServicePlan: return caseFile.closedRefusals
        case .choose(let hb): return try refusalsToChoose(hb: hb, in: caseFile)
        case .withdrawChoice(let id):
            guard let choice = try id.flatMap({ try repositories.choices.find($0) }) else { return try choiceRefusals(caseFile) }
            return try choice.refusals(to: .withdraw, in: caseFile, self)
        case .computeBudget: return caseFile.endingRefusals(LocalText(fi: "uutta laskelmaa", sv: "en ny kalkyl", en: "calculation"))
        case .chooseCalculation(let id):
            guard let calculation = try id.flatMap({ try repositories.budgetCalculations.find($0) }) else { return [noCalculation] }
            return try calculation.refusals(to: .choose, in: caseFile, self)
        case .draftBudget:
            let usable = try repositories.budgetCalculations.last(
                in: caseFile, [.oneOf(.state, [BudgetCalculation.State.computed, .chosen])])
            return try refusalsToDraftBudget(in: caseFile) + (usable == nil ? [noCalculation] : [])
        case .transitionBudget(let command, let id):
            return try repositories.budgets.require(id, in: caseFile).refusals(to: command, in: caseFile, self)
        case .draftPlan: return try refusalsToDraftPlan(in: caseFile)
        case .submitPlan(let id):
            guard let plan = try id.flatMap({ try repositories.supportPlans.find($0) }) else {
                return [
                    Refusal(
                        .planNotReady,
                        LocalText(
                            fi: "tukisuunnitelmasta ei ole luonnosta", sv: "det finns inget utkast till stödplan",
                            en: "there is no draft of the support plan"), remedy: .draftPlan)
                ]
            }
            return try plan.refusals(to: .submit, in: caseFile, self)
        case .holdDialogue:
            guard let newest = try newestPlan(of: caseFile) else {
                return [
                    Refusal(
                        .planNotReady,
                        LocalText(
                            fi: "asiassa ei ole voimassa olevaa tukisuunnitelmaa", sv: "ärendet har ingen gällande stödplan",
                            en: "the case has no current support plan"), remedy: .submitPlan(nil))
                ]
            }
            return caseFile.closedRefusals + newest.dialogueRefusals
        case .draftDecision: return try refusalsToDraftDecision(in: caseFile) + partsOfDecision(in: caseFile)
        case .proposeDecision(let id):
            guard let decision = try id.flatMap({ try repositories.decisions.find($0) }) else {
                return try proposingRefusals(nil, in: caseFile)
            }
            return try decision.refusals(to: .propose, in: caseFile, self)
        case .putOnAgenda(let id): return try repositories.decisions.require(id).refusals(to: .putOnAgenda, in: caseFile, self)
        case .decide(let id): return try repositories.decisions.require(id).refusals(to: .make, in: caseFile, self)
        case .withdrawDecision(let id): return try repositories.decisions.require(id).refusals(to: .withdraw, in: caseFile, self)
        case .handleInBody(let id):
            let decision = try repositories.decisions.require(id)
            return decision.stateRefusals(to: .handle).map { $0.mended(by: decision.state == .proposed ? .putOnAgenda(id) : nil) }
        case .agree: return try reservingRefusals(in: caseFile)
        case .activateAgreement(let id):
            guard let agreement = try id.flatMap({ try repositories.agreements.find($0) }) else {
                return [
                    Refusal(
                        .purchaseMissing,
                        LocalText(
                            fi: "asiassa ei ole tilattua sopimusta, jonka voisi ottaa käyttöön",
                            sv: "ärendet har inget beställt avtal att ta i bruk", en: "the case has no ordered agreement to activate"),
                        remedy: .agree)
                ]
            }
            return agreement.refusals(to: .activate, in: caseFile, self)
        // The refusals that these remedies mend name the roles that may write.
        case .revisePlan, .reviseDecision, .answerForm, .openInstrument, .withdrawModel: return []
        }
    }

    private var noCalculation: Refusal {
        Refusal(
            .calculationMissing,
            LocalText(
                fi: "asiassa ei ole laskelmaa palvelujen arvosta", sv: "ärendet har ingen kalkyl över tjänsternas värde",
                en: "the case has no computed budget calculation"), remedy: .computeBudget)
    }

    /// Returns what a draft decision still needs: a support plan under way and an indicative budget.
    private func partsOfDecision(in caseFile: Case) throws -> [Refusal] {
        var refusals: [Refusal] = []
        if try newestPlan(of: caseFile)?.isUnderWay != true {
            refusals.append(
                Refusal(
                    .planNotReady,
                    LocalText(
                        fi: "tukisuunnitelmasta ei ole käsiteltävää tarkistusta", sv: "ingen revidering av stödplanen är under behandling",
                        en: "no revision of the support plan is under way"), remedy: .draftPlan))
        }
        if try repositories.budgets.last(in: caseFile, [.equal(.state, Budget.State.indicative)]) == nil {
            refusals.append(
                Refusal(
                    .budgetMissing,
                    LocalText(
                        fi: "asiassa ei ole alustavaa budjettia", sv: "ärendet har ingen preliminär budget",
                        en: "the case has no indicative budget"), remedy: .draftBudget))
        }
        return refusals
    }

    /// Returns the rules that block buying with the budget in force, or with the budget that comes into force next (S29, row 33).
    private func reservingRefusals(in caseFile: Case) throws -> [Refusal] {
        let refusals = reservingRefusals(in: caseFile, of: try repositories.clients.require(caseFile.clientID))
        let budgets = try repositories.budgets.all(in: caseFile)
        let states: [Budget.State] = [.effective, .approved, .suspended]
        guard let budget = states.lazy.compactMap({ state in budgets.last { $0.state == state } }).first else {
            return refusals + [
                Refusal(
                    .budgetMissing,
                    LocalText(
                        fi: "asiassa ei ole budjettia, joka on voimassa tai voi tulla voimaan",
                        sv: "ärendet har ingen budget som är i kraft eller kan träda i kraft",
                        en: "the case has no budget that is in force or can come into force"))
            ]
        }
        return try refusals + reservingRefusals(on: budget, in: caseFile)
    }
}
