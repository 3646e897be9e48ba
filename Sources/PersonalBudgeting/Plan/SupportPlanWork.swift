/// Writing, submitting and withdrawing the support plan.
extension Work {
    /// Drafts the next revision (S19, row 19). The first revision begins the planning of the case (K14).
    /// - Throws: `choice_missing` (S5); `illegal_transition` unless the case is being planned; `duplicate` when a draft is open; `invalid`,
    ///   `excluded_purpose` as `revisePlan`.
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

    /// Drafts the next revision as a copy of an earlier revision of the case (S19).
    /// - Parameter author: the author of the new revision; nil for the author of the earlier one.
    /// - Throws: as `draftPlan(_:in:)`.
    public func draftPlan(copying earlier: SupportPlan, authoredBy author: SupportPlan.Author?, in caseFile: Case) throws -> SupportPlan {
        var content = earlier.content
        if let author { content.authoredBy = author }
        return try draftPlan(content, in: caseFile)
    }

    /// Changes a draft (S19, U2).
    /// - Throws: `revision_frozen` once it is submitted; `own_words_only` (403) when a worker changes what the client wrote (S8);
    ///   `excluded_purpose` with the item and the rule (row 52); `invalid` for unknown questions and goals and for repeated answers.
    public func revisePlan(_ plan: SupportPlan, _ content: SupportPlan.Content, in caseFile: Case) throws -> SupportPlan {
        guard plan.state == .draft else {
            throw Refusal(
                .revisionFrozen,
                LocalText(
                    fi:
                        "tarkistusta nro \(plan.number), jonka tila on ”\(plan.stateInWords.fi)”, ei voi muuttaa; kirjoita seuraava tarkistus",
                    sv: "revidering nr \(plan.number) i tillståndet ”\(plan.stateInWords.sv)” kan inte ändras; skriv nästa revidering",
                    en: "revision \(plan.number) is \(plan.state.rawValue) and cannot change; write the next revision"))
        }
        if plan.isInOwnHand, !actor.role.actsForClient {
            throw Refusal(
                .ownWordsOnly,
                LocalText(
                    fi: "asiakas kirjoittaa tämän tarkistuksen; lisää sen sijaan kommentti",
                    sv: "klienten skriver denna revidering; lägg till en kommentar i stället",
                    en: "the client writes this revision; add a comment instead"))
        }
        try checkContent(content, in: caseFile)
        var plan = plan
        plan.content = content
        plan.isInOwnHand = plan.isInOwnHand || actor.role.actsForClient
        plan.indicativeTotal = try chosenCalculation(of: caseFile)?.total
        return try update(plan, in: caseFile, of: repositories.supportPlans)
    }

    /// Submits a draft and sets its digest; from then on the content does not change (S20, S21, U2, rows 19 to 21).
    /// - Throws: `required_answers_missing` naming each question; `excluded_purpose`; `excess_not_justified` with both sums.
    public func submitPlan(_ plan: SupportPlan, in caseFile: Case) throws -> SupportPlan {
        try check(.submit, plan, in: caseFile)
        var submitted = plan
        submitted.indicativeTotal = try chosenCalculation(of: caseFile)?.total
        submitted.digest = repositories.digest(of: plan.content.canonical)
        submitted.submittedAt = now
        return try transition(.submit, submitted, in: caseFile, of: repositories.supportPlans)
    }

    /// Returns the refusals of a new revision with any content: a missing choice (S5), the state of the case (K14), an open draft.
    func refusalsToDraftPlan(in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if caseFile.state != .hbChosen, caseFile.state != .planning {
            refusals.append(.illegalTransition(caseFile, toDo: "draft-plan"))
        }
        for open in try repositories.supportPlans.all(in: caseFile, [.equal(.state, SupportPlan.State.draft)]) {
            refusals.append(
                Refusal(
                    .duplicate,
                    LocalText(
                        fi: "tarkistus nro \(open.number) on kesken; jatka sitä tai peru se",
                        sv: "revidering nr \(open.number) är ett öppet utkast; fortsätt med det eller återta det",
                        en: "revision \(open.number), \(open.id), is an open draft; continue it or withdraw it")))
        }
        return refusals
    }

    /// Returns the refusals of the submission: missing required answers (S20), excluded purposes (row 52), an excess without justification
    /// (S21).
    fileprivate func refusalsToSubmit(_ plan: SupportPlan, in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        // Once the client's side has written in the revision, only the client's side may change it (S19).
        let writers: Set<Role>? = plan.isInOwnHand ? Set(Role.allCases.filter(\.actsForClient)) : nil
        func refuse(_ refusal: Refusal) { refusals.append(refusal.mended(by: .revisePlan(plan.id), roles: writers)) }
        let answered = plan.content.answeredCodes
        let missing = try planQuestions(at: today, modelCode: modelCode(of: caseFile))
            .filter { $0.details.isRequired && !answered.contains($0.code) }
        if !missing.isEmpty {
            refuse(
                Refusal(
                    .requiredAnswersMissing,
                    LocalText(
                        fi: "vastaamatta on pakollisia kysymyksiä: \(missing.count)",
                        sv: "obligatoriska frågor som inte har besvarats: \(missing.count)",
                        en: "required questions are not answered: \(missing.map(\.code).joined(separator: ", "))"),
                    faults: missing.map {
                        RuleFault(
                            pointer: "/answers", code: $0.code,
                            detail: LocalText(
                                fi: "pakolliseen kysymykseen ei ole vastattu: \($0.details.texts.fi)",
                                sv: "den obligatoriska frågan har inte besvarats: \($0.details.texts.sv)",
                                en: "the required question \($0.code) is not answered"))
                    }))
        }
        for refusal in try purposeRefusals(plan.content, in: caseFile) { refuse(refusal) }
        let total = try plan.total()
        if let indicative = try chosenCalculation(of: caseFile)?.total, total > indicative, plan.content.justificationForExcess == nil {
            refuse(
                Refusal(
                    .excessNotJustified,
                    LocalText(
                        fi: "suunnitelma ylittää alustavan budjetin; ylitys on perusteltava",
                        sv: "planen överskrider den preliminära budgeten; överskridningen måste motiveras",
                        en: "the plan is above the indicative budget; justificationForExcess must say why"),
                    faults: [
                        RuleFault(
                            pointer: "/justificationForExcess", code: "required",
                            detail: LocalText(
                                fi: "perustelu on pakollinen, kun suunnitelma ylittää alustavan budjetin",
                                sv: "motiveringen är obligatorisk när planen överskrider den preliminära budgeten",
                                en: "is required when the plan is above the indicative budget"))
                    ],
                    figures: [
                        Figure("planCents", total), Figure("indicativeCents", indicative),
                        Figure("differenceCents", try total.subtracting(indicative)),
                    ]))
        }
        return refusals
    }

    /// Withdraws a revision; the client may do so until the decision (U3). A proposed decision on it is withdrawn too.
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

    /// Returns the newest revision that is not withdrawn.
    public func newestPlan(of caseFile: Case) throws -> SupportPlan? {
        try repositories.supportPlans.all(in: caseFile).filter { $0.state != .withdrawn }.max { $0.number < $1.number }
    }

    /// Returns the next number in a case. It looks at the numbers, because identities made in the same millisecond have no order.
    func nextNumber(_ taken: [Int]) -> Int { (taken.max() ?? 0) + 1 }

    /// Returns the code of the regional model that the case is pinned to (S46).
    func modelCode(of caseFile: Case) throws -> String { try repositories.regionalModels.require(caseFile.modelID).code }

    private func checkContent(_ content: SupportPlan.Content, in caseFile: Case) throws {
        var faults: [RuleFault] = []
        if !mayWrite(as: content.authoredBy) {
            faults.append(
                RuleFault(
                    pointer: "/authoredBy", code: "not_the_caller",
                    detail: LocalText(
                        fi: "rooli ”\(actor.role.inWords.fi)” ei voi kirjoittaa tämän kirjoittajan nimissä",
                        sv: "rollen ”\(actor.role.inWords.sv)” kan inte skriva som denna författare",
                        en: "the role \(actor.role.inWords.en) cannot write as this author")))
        }
        // A question that is no longer asked can still be answered: revisions are copied from older ones.
        let known = Set((PlanQuestion.standard + (try repositories.planQuestions.all([]))).map(\.code))
        var answered: Set<String> = []
        for (index, answer) in content.answers.enumerated() {
            let pointer = "/answers/\(index)/questionCode"
            if !known.contains(answer.questionCode) {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "unknown_question",
                        detail: LocalText(
                            fi: "kysymystä ei ole luettelossa", sv: "frågan finns inte i förteckningen", en: "is not in the catalogue")))
            } else if !answered.insert(answer.questionCode).inserted {
                faults.append(RuleFault(pointer: pointer, code: "duplicate", detail: .answeredTwice))
            }
        }
        for (index, item) in content.items.enumerated() {
            for (place, goal) in item.goalIDs.enumerated() where try repositories.statements.find(goal)?.caseID != caseFile.id {
                faults.append(
                    RuleFault(
                        pointer: "/items/\(index)/goalIds/\(place)", code: "unknown_goal",
                        detail: LocalText(
                            fi: "ei ole tämän asian tavoite, toive tai tarve", sv: "är inte ett mål, önskemål eller behov i detta ärende",
                            en: "is not a statement of the case")))
            }
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        _ = try content.total()
        try Refusal.check(purposeRefusals(content, in: caseFile))
    }

    /// Whether the caller may write as the author. Workers write for anybody, as scribes or from paper; callers of the client's side write
    /// as themselves (S19).
    private func mayWrite(as author: SupportPlan.Author) -> Bool {
        switch actor.role {
        case .client: author == .client
        case .representative: author == .client || author == .closePerson
        case .hbAssistant: author == .hbAssistant
        default: true
        }
    }

    /// Returns `excluded_purpose` for the items whose purpose the regional model excludes (row 52, K9).
    private func purposeRefusals(_ content: SupportPlan.Content, in caseFile: Case) throws -> [Refusal] {
        let model = try repositories.regionalModels.require(caseFile.modelID)
        let faults = content.items.enumerated().filter { model.details.rules.excludesPurpose($0.element.purposeCode) }.map { index, item in
            RuleFault(
                pointer: "/items/\(index)/purposeCode", code: "excluded_purpose",
                detail:
                    LocalText(
                        fi: "alueellisen mallin versio \(model.number) ei salli tätä käyttötarkoitusta",
                        sv: "version \(model.number) av den regionala modellen tillåter inte detta ändamål",
                        en:
                            "\(item.purposeCode) is excluded by the rule excludedPurposes of the regional model \(model.code), version \(model.number)"
                    )
            )
        }
        if faults.isEmpty { return [] }
        return [
            Refusal(
                .excludedPurpose,
                LocalText(
                    fi: "suunnitelmassa on käyttötarkoituksia, joita budjetilla ei voi maksaa: \(faults.count)",
                    sv: "i planen finns ändamål som inte får betalas med budgeten: \(faults.count)",
                    en: "\(faults.count) of the planned uses may not be bought with the budget"), faults: faults)
        ]
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
