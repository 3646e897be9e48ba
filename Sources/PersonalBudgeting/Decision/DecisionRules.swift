/// The rules that refuse the commands of a decision, for any request body.
extension Decision {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        func ownCase() throws -> Case { try caseFile ?? work.repositories.cases.require(caseID) }
        switch command {
        case .propose: return try stateRefusals(to: command, then: try work.proposingRefusals(self, in: try ownCase()))
        case .putOnAgenda:
            let byOfficeHolder = Refusal(
                .wrongAuthority,
                LocalText(
                    fi: "tämän asian ratkaisee viranhaltija: \(authorityName)",
                    sv: "detta ärende avgörs av en tjänsteinnehavare: \(authorityName)",
                    en: "an office holder decides this matter: \(authorityName)"), remedy: .decide(id))
            return stateRefusals(to: command, then: authority == .body ? [] : [byOfficeHolder])
        case .make:
            // The authority is checked first: it says who can continue the matter (K2).
            let forAnybody = refusalsForAnybody(to: command)
            if !forAnybody.isEmpty { return forAnybody }
            return try stateRefusals(to: command, then: try refusalsToDecide(in: try ownCase(), work))
        case .dispatch: return stateRefusals(to: command, then: refusalsToSend(by: work.actor.role))
        case .handle: return try stateRefusals(to: command, then: try work.choiceRefusals(try ownCase()))
        case .return, .serve, .withdraw: return stateRefusals(to: command)
        }
    }

    /// No office holder makes the decision of a body. The body's decision is recorded as its handling, once it is on the agenda (K2, S25).
    public func refusalsForAnybody(to command: Command) -> [Refusal] {
        guard command == .make, authority == .body, state == .proposed || state == .onAgenda else { return [] }
        let byBody = Refusal(
            .wrongAuthority,
            LocalText(
                fi: "tämän asian ratkaisee toimielin: \(authorityName)", sv: "detta ärende avgörs av organet: \(authorityName)",
                en: "the body decides this matter: \(authorityName)"), remedy: state == .onAgenda ? .handleInBody(id) : .putOnAgenda(id))
        return [byBody] + stateRefusals(to: command)
    }

    /// Returns the refusal of a decider of the other authority: the secretary of the body sends the decisions of the body (A4).
    func refusalsToSend(by role: Role) -> [Refusal] {
        let authorities = role.deciders.authorities
        if authorities.isEmpty || authorities.contains(authority) { return [] }
        return [
            Refusal(
                .wrongAuthority,
                LocalText(
                    fi: "tämän asian ratkaisee viranhaltija: \(authorityName)",
                    sv: "detta ärende avgörs av en tjänsteinnehavare: \(authorityName)",
                    en: "an office holder decides this matter: \(authorityName)"))
        ]
    }

    private func refusalsToDecide(in caseFile: Case, _ work: Work) throws -> [Refusal] {
        try work.authorityRefusals(self, in: caseFile) + work.choiceRefusals(caseFile)
    }
}

extension Work {
    /// Returns the refusals of a new decision with any content (S5, K14).
    func refusalsToDraftDecision(in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if caseFile.state != .planning {
            refusals.append(.illegalTransition(caseFile, toDo: "draft-decision"))
        }
        return refusals
    }

    /// Returns the refusals of a proposal: the choice (S5), one decision at a time (S27), the dialogue (S24), the calculation (row 18), the
    /// term (J10, SHL 38 §) and the states (K15).
    /// - Parameter decision: nil for a decision that is not drafted yet.
    func proposingRefusals(_ decision: Decision?, in caseFile: Case) throws -> [Refusal] {
        var refusals = try choiceRefusals(caseFile)
        if let other = try pendingDecision(in: caseFile) {
            refusals.append(
                Refusal(
                    .duplicate,
                    LocalText(
                        fi: "asiassa on jo päätös, joka odottaa ratkaisijaansa; niitä voi olla vain yksi kerrallaan",
                        sv: "ärendet har redan ett beslut som väntar på sin beslutsfattare; bara ett åt gången är möjligt",
                        en: "the decision \(other.id) waits for its decider; a case can have only one pending decision"),
                    remedy: .withdrawDecision(other.id)))
        }
        refusals += try dialogueRefusals(decision, in: caseFile)
        // Checked after the plan: a sum chosen later does not make an earlier submitted plan exceed it.
        if try chosenCalculation(of: caseFile) == nil {
            let computed = try repositories.budgetCalculations.last(in: caseFile, [.equal(.state, BudgetCalculation.State.computed)])
            refusals.append(
                Refusal(
                    .calculationMissing,
                    LocalText(
                        fi: "asiassa ei ole valittu laskelmaa palvelujen arvosta",
                        sv: "ingen kalkyl över tjänsternas värde har valts i ärendet", en: "no budget calculation of the case is chosen"),
                    remedy: .chooseCalculation(computed?.id)))
        }
        guard let decision else {
            return refusals + [
                Refusal(
                    .decisionMissing,
                    LocalText(
                        fi: "uusimmasta suunnitelmasta ei ole valmisteltu päätöstä", sv: "inget beslut har beretts om den nyaste planen",
                        en: "no decision is drafted on the newest plan"), remedy: .draftDecision)
            ]
        }
        if decision.content.validTo != nil, decision.content.fixedTermReason == nil {
            refusals.append(
                .invalid(
                    "/fixedTermReason", "required",
                    LocalText(
                        fi: "määräaikaisuus on perusteltava (SHL 38 §)", sv: "en tidsbegränsning måste motiveras (SVL 38 §)",
                        en: "a fixed term needs its reason (SHL 38 §)")
                ).mended(
                    by: .reviseDecision(decision.id)))
        }
        let budget = try repositories.budgets.require(decision.budgetID, in: caseFile)
        refusals += termRefusals(decision.content, covers: budget.period).map { $0.mended(by: .reviseDecision(decision.id)) }
        return refusals + caseFile.stateRefusals(to: .proposeDecision) + budget.stateRefusals(to: .propose)
    }

    /// Returns the refusals of a proposal that is not on the newest revision, or on one without a dialogue round (S24, row 23).
    private func dialogueRefusals(_ decision: Decision?, in caseFile: Case) throws -> [Refusal] {
        guard let newest = try newestPlan(of: caseFile) else {
            return [
                Refusal(
                    .planNotReady,
                    LocalText(
                        fi: "asiassa ei ole voimassa olevaa tukisuunnitelmaa", sv: "ärendet har ingen gällande stödplan",
                        en: "the case has no support plan that is not withdrawn"), remedy: .holdDialogue)
            ]
        }
        var refusals: [Refusal] = []
        let hasRound =
            try repositories.dialogueRounds.last(in: caseFile, [.equal(.supportPlanID, newest.id)]) != nil
        if !hasRound {
            let detail = LocalText(
                fi: "uusimmasta tarkistuksesta nro \(newest.number) ei ole käyty vuoropuhelua",
                sv: "ingen dialog har förts om den nyaste revideringen, nr \(newest.number)",
                en: "no dialogue round is held on the newest revision, \(newest.number)")
            refusals.append(Refusal(.dialogueMissing, detail, remedy: .holdDialogue))
        }
        if let decision, decision.supportPlanID != newest.id {
            refusals.append(
                Refusal(
                    .planNotReady,
                    LocalText(
                        fi: "päätös tehdään uusimmasta tarkistuksesta nro \(newest.number); tämä päätös koskee aiempaa tarkistusta",
                        sv: "beslutet fattas om den nyaste revideringen, nr \(newest.number); detta beslut gäller en tidigare revidering",
                        en: "a decision needs the newest revision, \(newest.number); this decision is on an earlier revision")))
        } else if hasRound, newest.state != .inDialogue {
            let detail = LocalText(
                fi:
                    "päätös edellyttää, että suunnitelmasta käydään vuoropuhelua; uusimman tarkistuksen nro \(newest.number) tila on ”\(newest.stateInWords.fi)”",
                sv:
                    "ett beslut förutsätter en plan i dialog; den nyaste revideringen, nr \(newest.number), är i tillståndet ”\(newest.stateInWords.sv)”",
                en: "a decision needs a revision in dialogue; the newest revision, \(newest.number), is \(newest.state.rawValue)")
            // After a revision that can no longer be proposed, only a new revision and a new decision help.
            let isMended = decision == nil || newest.isUnderWay
            refusals.append(Refusal(.planNotReady, detail, remedy: isMended ? .holdDialogue : nil))
        }
        return refusals
    }

    /// Returns a refusal unless the decision is in force on every day of the budget that it grants (row 27). Without a last day it is in
    /// force until further notice, without any day from its making.
    func termRefusals(_ content: Decision.Content, covers period: Period) -> [Refusal] {
        var faults: [RuleFault] = []
        func outside(_ pointer: String) -> RuleFault {
            let detail = LocalText(
                fi: "voimassaolon täytyy kattaa budjettikausi \(period.from.prose)–\(period.to.prose)",
                sv: "giltighetstiden måste täcka budgetperioden \(period.from.prose)–\(period.to.prose)",
                en: "must cover the period of the budget, from \(period.from) to \(period.to)")
            return RuleFault(pointer: pointer, code: "outside_budget_period", detail: detail)
        }
        if let from = content.validFrom {
            if from > period.from { faults.append(outside("/validFrom")) }
        } else if content.validTo != nil {
            faults.append(
                RuleFault(
                    pointer: "/validFrom", code: "required",
                    detail: LocalText(
                        fi: "on annettava viimeisen päivän kanssa", sv: "måste anges tillsammans med den sista dagen",
                        en: "must be given with validTo")))
        }
        if let to = content.validTo, to < period.to { faults.append(outside("/validTo")) }
        return faults.isEmpty ? [] : [.invalid(faults)]
    }

    /// Returns the refusals of an approval or a rejection: missing content (row 27) and sums that differ (J8, M4).
    /// - Parameter decision: with the decider's reasons, where the decider gave some.
    func decidingRefusals(_ decision: Decision, _ outcome: Decision.Outcome, on budget: Budget) throws -> [Refusal] {
        var refusals: [Refusal] = []
        let missing = decision.content.missingParts(for: outcome)
        if !missing.isEmpty {
            let names = missing.map { String($0.pointer.dropFirst()) }.joined(separator: ", ")
            refusals.append(
                Refusal(
                    .decisionIncomplete,
                    LocalText(
                        fi: "päätöksestä puuttuu pakollisia osia (\(missing.count))",
                        sv: "beslutet saknar obligatoriska delar (\(missing.count))", en: "the decision lacks: \(names)"), faults: missing,
                    remedy: .reviseDecision(decision.id)))
        }
        let lines = try repositories.budgetLines.all([.equal(.budgetID, budget.id)])
        return try refusals + decision.amountRefusals(of: budget, lines: lines.map(\.amount))
    }

    /// Returns the refusals of the caller as decider: four eyes above the limit (A15, J4, row 72) and the limit of the role (S26, row 25).
    fileprivate func authorityRefusals(_ decision: Decision, in caseFile: Case) throws -> [Refusal] {
        let rules = try rules(of: caseFile)
        let total = try repositories.budgets.require(decision.budgetID, in: caseFile).total
        let deciders = Decision.deciders(on: total, under: rules)
        var refusals: [Refusal] = []
        if actor.userID == decision.preparedBy || actor.userID == decision.proposal?.by, total > rules.fourEyesAbove {
            refusals.append(
                Refusal(
                    .fourEyes,
                    LocalText(
                        fi: "päätöksen valmistelija tai ehdottaja ei voi itse tehdä päätöstä, joka ylittää rajan",
                        sv: "den som har berett eller föreslagit beslutet kan inte själv fatta det när gränsen överskrids",
                        en: "the person who prepared or proposed the decision cannot make it above the limit"),
                    figures: [Figure("totalCents", total), Figure("fourEyesAboveCents", rules.fourEyesAbove)], mendedBy: deciders))
        }
        if !deciders.contains(actor.role) {
            let limit = Decision.limit(of: actor.role, under: rules) ?? .zero
            refusals.append(
                Refusal(
                    .authorityExceeded,
                    LocalText(
                        fi: "rooli ”\(actor.role.inWords.fi)” ei voi päättää tästä summasta",
                        sv: "rollen ”\(actor.role.inWords.sv)” kan inte besluta om den här summan",
                        en: "the role \(actor.role.inWords.en) cannot decide on this sum"),
                    figures: [Figure("totalCents", total), Figure("limitCents", limit)], mendedBy: deciders))
        }
        return refusals
    }
}

extension Decision {
    /// Returns the roles of office holders that may grant the yearly sum (S26).
    static func deciders(on total: Money, under rules: RegionalModel.Rules) -> Set<Role> {
        Set(Role.allCases.filter { role in limit(of: role, under: rules).map { total <= $0 } ?? false })
    }
}
