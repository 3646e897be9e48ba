/// Writing the support plan, submitting it, taking it back.
extension Work {
    /// Drafts the next revision (S19). The first one begins the planning of the case.
    /// - Throws: `choice_missing`; `illegal_transition` unless the case is being planned; `duplicate` when a draft is open; `invalid`,
    ///   `excluded_purpose`, `own_words_only` as `revisePlan`.
    public func draftPlan(_ content: SupportPlan.Content, in caseFile: Case) throws -> SupportPlan {
        try Refusal.check(refusalsToDraftPlan(in: caseFile))
        let revisions = try repositories.supportPlans.all(in: caseFile)
        try checkContent(content, in: caseFile)
        if caseFile.state == .hbChosen { try transition(.beginPlanning, caseFile) }
        let plan = SupportPlan(
            record: newRecord(), caseID: caseFile.id, number: nextNumber(revisions.map(\.number)), state: .draft, content: content,
            indicativeTotal: try chosenCalculation(of: caseFile)?.total, isInOwnHand: actor.role.actsForClient)
        try repositories.supportPlans.insert(plan)
        try note("created", SupportPlan.noun, "\(plan.id)", caseFile: caseFile, to: plan.state.rawValue)
        return plan
    }

    /// Drafts the next revision out of an earlier one of the case, as it stands there.
    /// - Parameter author: who writes on; nil for whoever wrote the earlier one.
    /// - Throws: as `draftPlan(_:in:)`.
    public func draftPlan(copying earlier: SupportPlan, authoredBy author: SupportPlan.Author?, in caseFile: Case) throws -> SupportPlan {
        var content = earlier.content
        if let author { content.authoredBy = author }
        return try draftPlan(content, in: caseFile)
    }

    /// Changes a draft.
    /// - Throws: `revision_frozen` once it is submitted; `own_words_only` (403) when a worker changes what the client wrote;
    ///   `excluded_purpose` naming item and rule; `invalid` for unknown questions and goals and for repeated answers.
    public func revisePlan(_ plan: SupportPlan, _ content: SupportPlan.Content, in caseFile: Case) throws -> SupportPlan {
        guard plan.state == .draft else {
            throw Refusal(.revisionFrozen, "revision \(plan.number) is \(plan.state.rawValue) and does not change; write the next one")
        }
        if plan.isInOwnHand, !actor.role.actsForClient {
            throw Refusal(.ownWordsOnly, "the client is writing this revision; add a comment beside it")
        }
        try checkContent(content, in: caseFile)
        var plan = plan
        plan.content = content
        plan.isInOwnHand = plan.isInOwnHand || actor.role.actsForClient
        plan.indicativeTotal = try chosenCalculation(of: caseFile)?.total
        return try update(plan, in: caseFile, of: repositories.supportPlans)
    }

    /// Submits a draft: from here on its content never changes, and its digest says so.
    /// - Throws: `required_answers_missing` naming each question; `excluded_purpose`; `excess_not_justified` with both sums.
    public func submitPlan(_ plan: SupportPlan, in caseFile: Case) throws -> SupportPlan {
        try check(.submit, plan, in: caseFile)
        var submitted = plan
        submitted.indicativeTotal = try chosenCalculation(of: caseFile)?.total
        submitted.digest = repositories.digest(of: plan.content.canonical)
        submitted.submittedAt = now
        return try transition(.submit, submitted, in: caseFile, of: repositories.supportPlans)
    }

    /// What stands in the way of a new revision, whatever is in it.
    func refusalsToDraftPlan(in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if caseFile.state != .hbChosen, caseFile.state != .planning {
            refusals.append(.illegalTransition(caseFile, toDo: "draft-plan"))
        }
        for open in try repositories.supportPlans.all(in: caseFile, [.equal(.state, SupportPlan.State.draft)]) {
            refusals.append(
                Refusal(.duplicate, "revision \(open.number), \(open.id), is an open draft; go on with it or withdraw it"))
        }
        return refusals
    }

    /// What is missing in the content of a draft, or is too much of it.
    fileprivate func refusalsToSubmit(_ plan: SupportPlan, in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        // Nobody but the client and who speaks for the client changes what is in the client's own hand.
        let writers: Set<Role>? = plan.isInOwnHand ? Set(Role.allCases.filter(\.actsForClient)) : nil
        func refuse(_ refusal: Refusal) { refusals.append(refusal.mended(by: .revisePlan(plan.id), roles: writers)) }
        let answered = plan.content.answeredCodes
        let missing = try planQuestions(at: today, modelCode: modelCode(of: caseFile))
            .filter { $0.details.isRequired && !answered.contains($0.code) }
        if !missing.isEmpty {
            refuse(
                Refusal(
                    .requiredAnswersMissing, "not answered: \(missing.map(\.code).joined(separator: ", "))",
                    faults: missing.map {
                        RuleFault(pointer: "/answers", code: $0.code, detail: "the required question \($0.code) is not answered")
                    }))
        }
        for refusal in try purposeRefusals(plan.content, in: caseFile) { refuse(refusal) }
        let total = try plan.total()
        if let indicative = try chosenCalculation(of: caseFile)?.total, total > indicative, plan.content.justificationForExcess == nil {
            refuse(
                Refusal(
                    .excessNotJustified, "the plan is above the indicative budget, and justificationForExcess does not say why",
                    faults: [
                        RuleFault(pointer: "/justificationForExcess", code: "required", detail: "is required above the indicative sum")
                    ],
                    figures: [
                        Figure("planCents", total), Figure("indicativeCents", indicative),
                        Figure("differenceCents", try total.subtracting(indicative)),
                    ]))
        }
        return refusals
    }

    /// Takes a revision back; the client may until the decision. A proposal that rests on it is withdrawn with it.
    public func withdrawPlan(_ plan: SupportPlan, in caseFile: Case) throws -> SupportPlan {
        let isProposed = plan.state == .proposed
        let withdrawn = try transition(.withdraw, plan, in: caseFile, of: repositories.supportPlans)
        if isProposed, let decision = try pendingDecision(in: caseFile), decision.supportPlanID == plan.id {
            try transition(.withdraw, decision, in: caseFile, of: repositories.decisions, reason: "the plan was withdrawn")
            let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
            try transition(.return, budget, in: caseFile, of: repositories.budgets)
            if caseFile.state == .decisionPending { try transition(.returnForWork, caseFile, reason: "the plan was withdrawn") }
        }
        return withdrawn
    }

    /// The newest revision that was not withdrawn.
    public func newestPlan(of caseFile: Case) throws -> SupportPlan? {
        try repositories.supportPlans.all(in: caseFile).filter { $0.state != .withdrawn }.max { $0.number < $1.number }
    }

    /// The number of the next one of a case. Not the last one's by identity: two of the same millisecond may stand either way.
    func nextNumber(_ taken: [Int]) -> Int { (taken.max() ?? 0) + 1 }

    /// The code of the regional model that the case is pinned to.
    func modelCode(of caseFile: Case) throws -> String { try repositories.regionalModels.require(caseFile.modelID).code }

    private func checkContent(_ content: SupportPlan.Content, in caseFile: Case) throws {
        var faults: [RuleFault] = []
        if !mayWrite(as: content.authoredBy) {
            faults.append(
                RuleFault(pointer: "/authoredBy", code: "not_the_caller", detail: "a \(actor.role.rawValue) does not write as this"))
        }
        // A code that is asked no more stays answerable: revisions are copied from older ones.
        let known = Set((PlanQuestion.standard + (try repositories.planQuestions.all([]))).map(\.code))
        var answered: Set<String> = []
        for (index, answer) in content.answers.enumerated() {
            let pointer = "/answers/\(index)/questionCode"
            if !known.contains(answer.questionCode) {
                faults.append(RuleFault(pointer: pointer, code: "unknown_question", detail: "is not in the catalogue"))
            } else if !answered.insert(answer.questionCode).inserted {
                faults.append(RuleFault(pointer: pointer, code: "duplicate", detail: "is answered already"))
            }
        }
        for (index, item) in content.items.enumerated() {
            for (place, goal) in item.goalIDs.enumerated() where try repositories.statements.find(goal)?.caseID != caseFile.id {
                faults.append(
                    RuleFault(pointer: "/items/\(index)/goalIds/\(place)", code: "unknown_goal", detail: "is not a statement of the case"))
            }
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        _ = try content.total()
        try Refusal.check(purposeRefusals(content, in: caseFile))
    }

    /// Workers write as scribes or keep what came on paper; who writes with a key of their own writes as themselves.
    private func mayWrite(as author: SupportPlan.Author) -> Bool {
        switch actor.role {
        case .client: author == .client
        case .representative: author == .client || author == .closePerson
        case .hbAssistant: author == .hbAssistant
        default: true
        }
    }

    /// `excluded_purpose` where items are for what the region's model excludes (row 52).
    private func purposeRefusals(_ content: SupportPlan.Content, in caseFile: Case) throws -> [Refusal] {
        let model = try repositories.regionalModels.require(caseFile.modelID)
        let faults = content.items.enumerated().filter { model.details.rules.excludesPurpose($0.element.purposeCode) }.map { index, item in
            RuleFault(
                pointer: "/items/\(index)/purposeCode", code: "excluded_purpose",
                detail:
                    "\(item.purposeCode) is excluded by the rule excludedPurposes of the regional model \(model.code), version \(model.number)"
            )
        }
        if faults.isEmpty { return [] }
        return [Refusal(.excludedPurpose, "\(faults.count) of the planned uses may not be bought with the budget", faults: faults)]
    }
}

extension SupportPlan {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .submit:
            try stateRefusals(
                to: command, then: try work.refusalsToSubmit(self, in: try caseFile ?? work.repositories.cases.require(caseID)))
        case .beginDialogue, .propose, .approve, .return, .reject, .withdraw, .recall, .supersede: stateRefusals(to: command)
        }
    }
}
