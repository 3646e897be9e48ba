import PersonalBudgeting

/// The story of one client, from the contact to its stage. Each step is a use case of the domain at a moment of its own.
final class Story {
    private let builder: CountyBuilder
    private let stage: Stage
    private let worker: Actor
    private let opened: CalendarDate
    private let client: Client
    private var caseFile: Case
    /// The day of the next step.
    private var day: CalendarDate

    private init(_ builder: CountyBuilder, _ stage: Stage, number: Int) throws {
        self.builder = builder
        self.stage = stage
        worker = builder.random.one(of: builder.workers)
        opened = builder.workday(builder.today.addingClamped(days: -builder.random.number(stage.age)))
        client = try builder.makeClient(number: number, on: opened, by: worker)
        day = opened
        let work = try builder.work(worker, on: opened)
        caseFile = try work.openCase(
            for: client,
            Case.Opening(
                contactAt: work.today, channel: builder.random.one(of: Case.Channel.allCases), applicantRole: .client,
                applicationReceivedAt: work.today, isUrgent: builder.random.chance(3)),
            details: Case.Details(unitID: nil, responsibleWorkerID: nil, otherServices: []),
            modelCode: builder.random.chance(70) ? "avain" : "silta")
    }

    static func tell(_ builder: CountyBuilder, _ stage: Stage, number: Int) throws {
        if stage == .registered {
            _ = try builder.makeClient(number: number, on: builder.workday(builder.today.addingClamped(days: -3)))
            return
        }
        try Story(builder, stage, number: number).tell()
    }

    private func tell() throws {
        if stage < .assessing { return }
        try assess()
        if stage < .alternatives { return }
        try choose()
        if stage <= .chose { return }
        let plan = try plan()
        if stage <= .inDialogue { return }
        guard let decision = try decide(on: plan), stage >= .approved, stage != .approved else { return }
        try follow(decision)
    }

    /// Returns a unit of work some days after the last step.
    private func later(_ days: Int, _ actor: Actor? = nil) throws -> Work {
        day = builder.workday(min(day.addingClamped(days: days), builder.today))
        return try builder.work(actor ?? worker, on: day)
    }

    /// Loads the case again, because steps of other nouns change its state.
    private func reload() throws { caseFile = try builder.repositories.cases.require(caseFile.id) }

    private func assess() throws {
        var work = try later(3)
        caseFile = try work.startAssessment(caseFile)
        _ = try work.addMeeting(
            Meeting.Details(
                kind: .needsTalk, heldOn: work.today, place: "Asiakkaan koti", placeChosenBy: .client, inviteesChosenByClient: true,
                closePersonIDs: [], otherParticipants: ["sisko"], minutes: "Keskusteltiin arjesta ja toiveista."),
            to: caseFile)
        for (kind, words) in [
            (Statement.Kind.goal, builder.random.one(of: Words.goals)), (.wish, builder.random.one(of: Words.wishes)),
            (.need, builder.random.one(of: Words.needs)),
        ] {
            _ = try work.addStatement(
                kind, statedBy: .client, Statement.Details(inOwnWords: words, supportedBy: [], lifeArea: nil, priority: 2), to: caseFile)
        }
        _ = try work.addWorkingNote(
            WorkingNote.Details(
                polarity: .doesNotWork, subject: .service, serviceDescription: "kuljetuspalvelu",
                text: "Kyyti tulee harvoin silloin kun minä tarvitsen sitä."),
            to: caseFile)
        work = try later(7)
        _ = try work.addAssessment(
            Assessment.Details(
                methodCode: "kykyviisari", assessedOn: work.today, assessor: worker.name, score: Int64(builder.random.number(3...8)),
                text: nil, clientView: "Jaksan paremmin kun saan itse valita.", workerView: nil), to: caseFile)
        _ = try work.addCurrentService(currentService(work.today), to: caseFile)
    }

    private func currentService(_ today: CalendarDate) -> CurrentService.Details {
        let trips = builder.random.number(60...180)
        return CurrentService.Details(
            serviceTypeCode: "liikkumisen_tuki", providerID: nil, description: "Taksimatkat",
            quantityPerYear: Quantity(thousandths: Int64(trips) * 1000) ?? builder.one,
            annualCost: Money(cents: Int64(trips) * 2_700) ?? .zero, wantsChange: true, startedOn: builder.start.helsinkiDate, endedOn: nil)
    }

    private func choose() throws {
        var work = try later(5)
        for (form, title) in [(AlternativePresented.Form.hb, "Henkilökohtainen budjetti"), (.countyService, "Kuljetuspalvelu entisellään")]
        {
            _ = try work.addAlternative(
                AlternativePresented.Details(
                    form: form, title: title, pros: ["tuttu"], cons: ["vaatii suunnittelua"], presentedOn: work.today),
                to: caseFile)
        }
        caseFile = try work.presentAlternatives(caseFile)
        if stage == .alternatives { return }
        _ = try work.weighSuitability(
            Suitability.Details(
                possibilities: ["Voin valita kyydin ajan"], risks: ["Rahojen seuranta vie aikaa"], supportNeeded: "Apua laskujen kanssa"),
            replacing: nil, in: caseFile)
        work = try later(4)
        _ = try work.choose(
            HbChoice.Details(
                chosen: stage != .choseOther, chosenOn: work.today,
                commitmentsAcknowledged: stage == .choseOther ? [] : HbChoice.Commitment.allCases),
            in: caseFile)
        try reload()
    }

    private func plan() throws -> SupportPlan {
        var work = try later(6)
        let service = try builder.found(try work.repositories.currentServices.last(in: caseFile))
        let computed = try work.computeBudget(
            BudgetCalculation.Details(
                basis: .currentServicesToChange, pricesAsOf: work.today,
                lines: [
                    BudgetCalculation.LineDetails(
                        currentServiceID: service.id, needID: nil, serviceTypeCode: nil, quantityPerYear: nil,
                        exchangedSharePercent: builder.random.one(of: [50, 80, 100]))
                ]),
            in: caseFile)
        try reload()
        let calculation = try work.chooseCalculation(computed, in: caseFile)
        try reload()
        work = try later(4)
        var plan = try work.draftPlan(try content(calculation), in: caseFile)
        try reload()
        if stage == .planning { return plan }
        plan = try work.submitPlan(plan, in: caseFile)
        if stage == .submitted { return plan }
        work = try later(6)
        _ = try work.addDialogueRound(
            DialogueRound.Details(
                supportPlanID: plan.id, heldOn: work.today, topics: [.amount, .purposes], clientView: "Haluan itse sopia avustajan ajat.",
                workerView: "Suunnitelma vastaa tarpeita.", agreed: true, openPoints: []),
            to: caseFile)
        return try builder.repositories.supportPlans.require(plan.id)
    }

    private func content(_ calculation: BudgetCalculation) throws -> SupportPlan.Content {
        let hours = max(1, calculation.total.cents / 3_000)
        return SupportPlan.Content(
            authoredBy: .workerAsScribe, isFamilyPlan: false,
            answers: PlanQuestion.standard.map { SupportPlan.Answer(questionCode: $0.code, text: builder.random.one(of: Words.answers)) },
            items: [
                SupportPlan.Item(
                    need: "Pääsen harrastuksiin ja asioille", solution: "Oma avustaja, joka ajaa", purposeCode: "henkilokohtainen_apu",
                    providerName: nil, quantity: Quantity(thousandths: hours * 1000) ?? builder.one, unitPrice: try builder.sum(3_000),
                    goalIDs: [])
            ],
            responsibilities: [
                SupportPlan.Responsibility(
                    matter: "Avustajan työajat", decides: "minä", helpsDecide: "sisko", carriesOut: "avustaja", monitors: "omatyöntekijä")
            ],
            justificationForExcess: nil)
    }

    /// Makes the budget and the decision. Returns the decision if it is approved.
    private func decide(on plan: SupportPlan) throws -> Decision? {
        var work = try later(5)
        let calculation = try builder.found(try work.chosenCalculation(of: caseFile))
        // The budget period is a year from the first of the next month.
        let first = try builder.found(CalendarDate(year: day.year, month: day.month, day: 1)?.adding(months: 1))
        let last = first.adding(months: 12)?.addingClamped(days: -1) ?? first
        let period = try builder.found(Period(from: first, to: last))
        let sum = Budget.share(ofYearly: calculation.total, for: period) ?? calculation.total
        let hours = max(1, sum.cents / 3_000)
        let budget = try work.draftBudget(
            Budget.Details(
                calculationID: calculation.id, period: period, administrationMode: .countyManaged,
                lines: [
                    Budget.LineDetails(
                        serviceTypeCode: "henkilokohtainen_apu", purpose: "Oma avustaja", legalBasis: "Vammaispalvelulaki 675/2023",
                        quantity: Quantity(thousandths: hours * 700) ?? builder.one, unitPrice: try builder.sum(3_000), isFlexible: true,
                        isEarmarked: false),
                    Budget.LineDetails(
                        serviceTypeCode: "hb_muu", purpose: "Kurssi ja harrastus", legalBasis: "Vammaispalvelulaki 675/2023",
                        quantity: Quantity(thousandths: hours * 300) ?? builder.one, unitPrice: try builder.sum(3_000), isFlexible: true,
                        isEarmarked: false),
                ]),
            in: caseFile)
        try reload()
        let drafted = try work.draftDecision(
            .budgetGrant, on: plan.id, budgetID: budget.id,
            Decision.Content(
                parties: ["\(client.details.givenNames) \(client.details.familyName)"],
                entitlements: ["Henkilökohtainen budjetti suunnitelman mukaan"],
                reasons: "Tuen tarve on arvioitu ja suunnitelma vastaa siihen.",
                provisions: ["Vammaispalvelulaki 675/2023"], contact: "\(worker.name), hb@example.com",
                appealInstructions: "Oikaisuvaatimus 30 päivän kuluessa tiedoksisaannista.", validFrom: period.from, validTo: period.to,
                fixedTermReason: "Budjettivuosi"),
            in: caseFile)
        let proposed = try work.proposeDecision(drafted, in: caseFile)
        try reload()
        if stage == .proposed { return nil }
        let outcome: Decision.Outcome = stage == .returned ? .returnedForWork : stage == .rejected ? .rejected : .approved
        let isReturned = outcome == .returnedForWork
        work = try later(8)
        let resolution = Resolution(
            outcome: outcome, reasons: outcome == .approved ? nil : "Suunnitelmasta ei vielä näy, miten tuki järjestyy viikonloppuisin.",
            questions: isReturned ? ["Miten tuki järjestyy viikonloppuisin?"] : [],
            dueOn: isReturned ? builder.today.addingClamped(days: 21) : nil)
        if proposed.authority == .body {
            let secretary = try builder.work(builder.secretary, on: day)
            let listed = try secretary.putOnAgenda(proposed, in: caseFile)
            _ = try secretary.handleInBody(
                listed,
                BodyHandling.Details(
                    meetingDate: secretary.today, itemNumber: builder.random.number(1...40), presenter: "Johanna Johtava",
                    members: ["Jäsen A", "Jäsen B", "Jäsen C"], recusals: [], resolution: resolution, minutesReference: nil),
                in: caseFile)
        } else {
            _ = try builder.work(builder.decisionMaker, on: day).decide(proposed, resolution, in: caseFile)
        }
        try reload()
        return outcome == .approved ? try builder.repositories.decisions.require(proposed.id) : nil
    }

    /// Continues from the decision to the follow-up.
    private func follow(_ decision: Decision) throws {
        var work = try later(1)
        let dispatched = try work.dispatchDecision(decision, by: .letter, on: work.today, to: [.client], in: caseFile)
        if stage == .dispatched { return }
        work = try later(5)
        _ = try work.addServicePlan(
            ServicePlan.Details(
                clientAssessment: "Saan nyt itse päättää.", workerAssessment: "Palvelut vastaavat tarpeita.", services: ["Oma avustaja"],
                goals: ["Harrastus viikoittain"], contacts: [worker.name], reviewOn: nil), after: dispatched.id, to: caseFile)
        if stage == .servicePlan { return }
        _ = try work.agreeOnMonitoring(
            MonitoringAgreement.Details(
                what: "Rahan käyttö ja tavoitteet", how: "Puhelu", intervalMonths: 3, withWhom: "Omatyöntekijä", startsOn: work.today),
            in: caseFile)
        // The budget becomes effective on its first day.
        day = max(day, try builder.repositories.budgets.require(decision.budgetID).period.from)
        if day > builder.today { return }
        work = try later(0)
        let budget = try work.activateBudget(try builder.repositories.budgets.require(decision.budgetID), in: caseFile)
        let agreements = try buy(budget)
        if stage >= .reviewed { try review() }
        if stage == .suspended {
            caseFile = try later(20).transition(.suspend, caseFile, reason: "Asiakas on sairaalassa.")
        }
        day =
            stage == .settled
            ? max(day, min(budget.period.to.addingClamped(days: 5), builder.today)) : stage == .ending ? day : builder.today
        for agreement in agreements { try use(agreement) }
        if stage >= .ending { try end(budget, agreements) }
    }

    private func buy(_ budget: Budget) throws -> [Agreement] {
        var agreements: [Agreement] = []
        let work = try later(1)
        for (index, line) in try work.lines(of: budget).enumerated() {
            let isTrial = index == 1
            let first = max(budget.period.from, work.today)
            let last = isTrial ? min(first.addingClamped(days: 60), budget.period.to) : budget.period.to
            let share = isTrial ? line.quantity.thousandths / 3 : line.quantity.thousandths * 8 / 10
            let agreement = try work.agree(
                Agreement.Details(
                    budgetLineID: line.id, mode: .purchased, providerID: builder.providers[index].id,
                    period: try builder.found(Period(from: first, to: last)),
                    quantity: Quantity(thousandths: min(line.quantity.thousandths, max(1000, share))) ?? builder.one,
                    unitPrice: try builder.sum(3_000), isTrial: isTrial, assistantIsClosePerson: false, closePersonReason: nil),
                in: caseFile, of: client)
            agreements.append(try work.activateAgreement(agreement, in: caseFile))
            try reload()
        }
        // The trial ends early, if the stage asks for it and four weeks have passed.
        if stage >= .trialEnded, let trial = agreements.last, trial.isTrial, day.addingClamped(days: 28) <= builder.today {
            let ender = try later(25)
            _ = try ender.endTrial(trial, on: ender.today, outcome: .ended, clientOpinion: "Ryhmä ei ollut minua varten.", in: caseFile)
        } else if let trial = agreements.last, trial.isTrial, trial.period.to < builder.today {
            let ender = try builder.work(worker, on: trial.period.to)
            day = max(day, ender.today)
            _ = try ender.endAgreement(trial, on: min(ender.today, trial.period.to), in: caseFile, reason: "Kokeilu päättyi.")
        }
        return agreements
    }

    /// Ends the case: its agreements, its budget, then the case itself.
    private func end(_ budget: Budget, _ agreements: [Agreement]) throws {
        let reason =
            stage == .ending ? "Asiakas muuttaa toiselle hyvinvointialueelle." : "Budjettivuosi päättyi, asiakas jatkaa muilla palveluilla."
        var work = try later(5)
        caseFile = try work.endCase(caseFile, reason: reason)
        guard stage == .settled else { return }
        for agreement in agreements {
            let now = try builder.repositories.agreements.require(agreement.id)
            if now.state == .active {
                _ = try work.endAgreement(now, on: min(work.today, now.period.to), in: caseFile, reason: reason)
            }
        }
        work = try later(5)
        let closing = try work.transition(
            .beginClosing, try builder.repositories.budgets.require(budget.id), in: caseFile, reason: reason)
        _ = try work.settleBudget(closing, in: caseFile)
        caseFile = try work.closeCase(caseFile, reason: reason)
    }

    /// Pushes service data for the agreement as the county's system would, week by week up to the day of the story.
    private func use(_ agreement: Agreement) throws {
        var on = agreement.period.from.addingClamped(days: 3)
        let last = min(min(agreement.period.to, day.addingClamped(days: -1)), agreement.isTrial ? on.addingClamped(days: 18) : day)
        let weeks = max(1, Int64(agreement.period.dayCount / 7))
        let each = Quantity(thousandths: max(100, agreement.quantity.thousandths * 9 / 10 / weeks)) ?? builder.one
        var rows: [ServiceDataRow] = []
        while on <= last {
            rows.append(
                .usage(
                    ServiceUsage(
                        eventID: "\(client.number)-\(agreement.id)-\(on)", maskedHetu: nil, clientNumber: client.number,
                        agreementID: agreement.id, serviceTypeCode: agreement.serviceTypeCode, start: .day(on), end: nil, quantity: each,
                        unit: .h, providerBusinessID: nil, amount: nil, status: .done, corrects: nil), hetu: nil))
            on = on.addingClamped(days: 7)
        }
        if rows.isEmpty { return }
        _ = try builder.work(builder.system, on: day).ingest(rows)
    }

    private func review() throws {
        let held = try later(90)
        let review = try held.scheduleReview(on: held.today, participants: ["asiakas", worker.name], in: caseFile)
        _ = try held.holdReview(
            review,
            Review.Outcome(
                heldOn: held.today, goalScores: [], clientView: "Olen tyytyväinen.", workerView: "Tavoitteet etenevät.",
                decision: stage >= .ending ? .end : .continue, nextReviewOn: nil),
            in: caseFile)
        try reload()
    }
}
