/// What stands in the way of a decision's commands, whatever their bodies say.
extension Decision {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        func ownCase() throws -> Case { try caseFile ?? work.repositories.cases.require(caseID) }
        switch command {
        case .propose: return try stateRefusals(to: command, then: try work.proposingRefusals(self, in: try ownCase()))
        case .putOnAgenda:
            let byOfficeHolder = Refusal(.wrongAuthority, "an office holder decides this matter: \(authorityName)")
            return stateRefusals(to: command, then: authority == .body ? [] : [byOfficeHolder])
        case .make:
            // Who decides comes first, for it says where the matter goes on.
            if authority == .body, state == .proposed || state == .onAgenda {
                return [Refusal(.wrongAuthority, "the body decides this matter: \(authorityName)")] + stateRefusals(to: command)
            }
            return try stateRefusals(to: command, then: try refusalsToDecide(in: try ownCase(), work))
        case .handle, .return, .dispatch, .serve, .withdraw: return stateRefusals(to: command)
        }
    }

    private func refusalsToDecide(in caseFile: Case, _ work: Work) throws -> [Refusal] {
        try work.authorityRefusals(self, in: caseFile) + work.choiceRefusals(caseFile)
    }
}

extension Work {
    /// What stands in the way of a new decision, whatever is in it.
    func refusalsToDraftDecision(in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if caseFile.state != .planning {
            refusals.append(.illegalTransition(caseFile, toDo: "draft-decision"))
        }
        return refusals
    }

    /// What stands in the way of proposing a decision.
    /// - Parameter decision: nil for one that is still to be drafted.
    func proposingRefusals(_ decision: Decision?, in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if let other = try pendingDecision(in: caseFile) {
            refusals.append(
                Refusal(
                    .duplicate, "the decision \(other.id) waits for its decider; a case has one at a time",
                    remedy: .withdrawDecision(other.id)))
        }
        refusals += try dialogueRefusals(decision, in: caseFile)
        // After the plan: a sum chosen later does not make a plan that was submitted before too large.
        if try chosenCalculation(of: caseFile) == nil {
            let computed = try repositories.budgetCalculations.last(in: caseFile, [.equal(.state, BudgetCalculation.State.computed)])
            refusals.append(
                Refusal(
                    .calculationMissing, "no budget calculation of the case is chosen", remedy: .chooseCalculation(computed?.id)))
        }
        guard let decision else {
            return refusals + [Refusal(.decisionMissing, "no decision on the newest plan is drafted", remedy: .draftDecision)]
        }
        if decision.content.validTo != nil, decision.content.fixedTermReason == nil {
            refusals.append(
                .invalid("/fixedTermReason", "required", "a fixed term needs its reason (SHL 38 §)").mended(
                    by: .reviseDecision(decision.id)))
        }
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        refusals += termRefusals(decision.content, covers: budget.period).map { $0.mended(by: .reviseDecision(decision.id)) }
        return refusals + caseFile.stateRefusals(to: .proposeDecision) + budget.stateRefusals(to: .propose)
    }

    /// A decision is proposed on the newest revision, and that has been talked over.
    private func dialogueRefusals(_ decision: Decision?, in caseFile: Case) throws -> [Refusal] {
        guard let newest = try newestPlan(of: caseFile) else {
            return [Refusal(.planNotReady, "the case has no support plan that stands", remedy: .holdDialogue)]
        }
        var refusals: [Refusal] = []
        let hasRound =
            try repositories.dialogueRounds.last(in: caseFile, [.equal(.supportPlanID, newest.id)]) != nil
        if !hasRound {
            let detail = "no dialogue round has been held on revision \(newest.number), the newest"
            refusals.append(Refusal(.dialogueMissing, detail, remedy: .holdDialogue))
        }
        if let decision, decision.supportPlanID != newest.id {
            refusals.append(
                Refusal(.planNotReady, "a decision is proposed on the newest revision, \(newest.number); this one is on an earlier one"))
        } else if hasRound, newest.state != .inDialogue {
            let detail = "a decision is proposed on a revision in dialogue; the newest, \(newest.number), is \(newest.state.rawValue)"
            // What follows on a revision that is not under way any more is another revision, and another decision on it.
            let isMended = decision == nil || newest.isUnderWay
            refusals.append(Refusal(.planNotReady, detail, remedy: isMended ? .holdDialogue : nil))
        }
        return refusals
    }

    /// A decision holds on every day of the budget it grants (row 27). Without any day it holds from its making until further notice.
    func termRefusals(_ content: Decision.Content, covers period: Period) -> [Refusal] {
        var faults: [RuleFault] = []
        func outside(_ pointer: String) -> RuleFault {
            let detail = "must cover the period of the budget, from \(period.from) to \(period.to)"
            return RuleFault(pointer: pointer, code: "outside_budget_period", detail: detail)
        }
        if let from = content.validFrom {
            if from > period.from { faults.append(outside("/validFrom")) }
        } else if content.validTo != nil {
            faults.append(RuleFault(pointer: "/validFrom", code: "required", detail: "must be given with validTo"))
        }
        if let to = content.validTo, to < period.to { faults.append(outside("/validTo")) }
        return faults.isEmpty ? [] : [.invalid(faults)]
    }

    /// What stands in the way of an approval or a rejection.
    /// - Parameter decision: with the reasons of the decider, where there are some.
    func decidingRefusals(_ decision: Decision, _ outcome: Decision.Outcome, on budget: Budget) throws -> [Refusal] {
        var refusals: [Refusal] = []
        let missing = decision.content.missingParts(for: outcome)
        if !missing.isEmpty {
            let names = missing.map { String($0.pointer.dropFirst()) }.joined(separator: ", ")
            refusals.append(
                Refusal(.decisionIncomplete, "the decision lacks: \(names)", faults: missing, remedy: .reviseDecision(decision.id)))
        }
        let lines = try repositories.budgetLines.all([.equal(.budgetID, budget.id)])
        return try refusals + decision.amountRefusals(of: budget, lines: lines.map(\.amount))
    }

    /// What keeps the caller from deciding: two persons above the limit, and the limit of the role.
    fileprivate func authorityRefusals(_ decision: Decision, in caseFile: Case) throws -> [Refusal] {
        let rules = try rules(of: caseFile)
        let total = try repositories.budgets.require(decision.budgetID, in: caseFile).total
        let deciders = Decision.deciders(on: total, under: rules)
        var refusals: [Refusal] = []
        if actor.userID == decision.preparedBy || actor.userID == decision.proposal?.by, total > rules.fourEyesAbove {
            refusals.append(
                Refusal(
                    .fourEyes, "who prepared the decision does not make it above the limit",
                    figures: [Figure("totalCents", total), Figure("fourEyesAboveCents", rules.fourEyesAbove)], mendedBy: deciders))
        }
        if !deciders.contains(actor.role) {
            let limit = Decision.limit(of: actor.role, under: rules) ?? .zero
            refusals.append(
                Refusal(
                    .authorityExceeded, "a \(actor.role.rawValue) does not decide on this sum",
                    figures: [Figure("totalCents", total), Figure("limitCents", limit)], mendedBy: deciders))
        }
        return refusals
    }
}

extension Decision {
    /// The roles of office holders that may grant so much in a year.
    static func deciders(on total: Money, under rules: RegionalModel.Rules) -> Set<Role> {
        Set(Role.allCases.filter { role in limit(of: role, under: rules).map { total <= $0 } ?? false })
    }
}
