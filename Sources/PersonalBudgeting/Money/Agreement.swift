/// An agreed service, bought with a line of a budget (S29, O5, row 33). It reserves its price at once; service data draws on the reserved
/// money.
public struct Agreement: CaseFile, Stateful {
    public static let noun = "agreement"
    public enum Field: CaseFileField { case caseID, budgetID, budgetLineID, state, periodFrom, periodTo, amount }
    public var record: Record<Agreement>
    public let caseID: ID<Case>
    public let budgetID: ID<Budget>
    public let budgetLineID: ID<BudgetLine>
    public let serviceTypeCode: String
    public let mode: Mode
    public let providerID: ID<Provider>?
    /// Both days belong to it. Continuing a trial may give it a later last day.
    public var period: Period
    public var quantity: Quantity
    public let unitPrice: Money
    /// Quantity times price (M3): the whole reserved amount.
    public var amount: Money
    /// The reason for a close person as the assistant, which must be specially weighty (O8, VPL 10 §).
    public var closePersonReason: String?
    /// Whether the agreement is a trial of a service (S30, row 35).
    public let isTrial: Bool
    public var trialOutcome: TrialOutcome?
    /// The client's opinion of the trial (S30).
    public var clientOpinion: String?
    public var state: State
    public let orderedOn: CalendarDate
    /// The last day of service, when the agreement ended before the end of its period.
    public var endedOn: CalendarDate?
    /// The sums of the ledger on the agreement, where they are shown; not stored with it.
    public var sums: Sums?

    /// The money that an agreement has used, and the money still reserved for it.
    public struct Sums: Sendable, Equatable {
        public let used: Money
        public let left: Money

        public init(used: Money, left: Money) {
            self.used = used
            self.left = left
        }
    }

    /// How the service is arranged (O6).
    public enum Mode: String, CaseIterable, Sendable {
        case purchased, voucher
        case employerModel = "employer_model"
        case ownProduction = "own_production"
        case reimbursement, other

        /// Whether a provider outside the organiser is needed, who must be approved (O7).
        public var needsProvider: Bool { self == .purchased || self == .voucher }

        /// The administration of the budget that this mode belongs to; nil if it is possible with every administration (K7, O6).
        public var administrationMode: AdministrationMode? {
            switch self {
            case .voucher: .voucher
            case .employerModel: .employerModel
            case .purchased, .ownProduction, .reimbursement, .other: nil
            }
        }
    }

    public enum TrialOutcome: String, CaseIterable, Sendable { case continued, ended, replaced }

    public enum State: String, CaseIterable, Sendable { case ordered, active, ended, cancelled }

    /// The commands of the transitions, and the commands of a trial.
    public enum Command: String, CaseIterable, Sendable {
        case activate, end, cancel
        /// Ends a trial through the transition `end` or `cancel`.
        case endTrial = "end-trial"
        /// Continues a service after its trial; the state does not change.
        case `continue`
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.activate, from: [.ordered], to: .active),
        Transition(.end, from: [.active], to: .ended),
        Transition(.cancel, from: [.ordered, .active], to: .cancelled),
    ]

    /// The request for an agreement.
    public struct Details: Sendable {
        public var budgetLineID: ID<BudgetLine>
        public var mode: Mode
        public var providerID: ID<Provider>?
        public var period: Period
        public var quantity: Quantity
        public var unitPrice: Money
        public var isTrial: Bool
        public var assistantIsClosePerson: Bool
        public var closePersonReason: String?

        public init(
            budgetLineID: ID<BudgetLine>, mode: Mode, providerID: ID<Provider>?, period: Period, quantity: Quantity, unitPrice: Money,
            isTrial: Bool, assistantIsClosePerson: Bool, closePersonReason: String?
        ) {
            self.budgetLineID = budgetLineID
            self.mode = mode
            self.providerID = providerID
            self.period = period
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.isTrial = isTrial
            self.assistantIsClosePerson = assistantIsClosePerson
            self.closePersonReason = closePersonReason
        }
    }

    public init(
        record: Record<Agreement>, caseID: ID<Case>, budgetID: ID<Budget>, budgetLineID: ID<BudgetLine>, serviceTypeCode: String,
        mode: Mode,
        providerID: ID<Provider>?, period: Period, quantity: Quantity, unitPrice: Money, amount: Money, closePersonReason: String?,
        isTrial: Bool, trialOutcome: TrialOutcome? = nil, clientOpinion: String? = nil, state: State, orderedOn: CalendarDate,
        endedOn: CalendarDate? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.budgetID = budgetID
        self.budgetLineID = budgetLineID
        self.serviceTypeCode = serviceTypeCode
        self.mode = mode
        self.providerID = providerID
        self.period = period
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.amount = amount
        self.closePersonReason = closePersonReason
        self.isTrial = isTrial
        self.trialOutcome = trialOutcome
        self.clientOpinion = clientOpinion
        self.state = state
        self.orderedOn = orderedOn
        self.endedOn = endedOn
    }

    /// The command that ends the agreement: `end` when service has begun, else `cancel`.
    var finishing: Command { state == .active ? .end : .cancel }

    /// Whether service on the day belongs to the agreement (M8).
    public func covers(_ date: CalendarDate) -> Bool {
        guard state != .cancelled, period.contains(date) else { return false }
        if let endedOn { return date <= endedOn }
        return true
    }
}

extension Agreement {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .activate, .end, .cancel: stateRefusals(to: command)
        case .endTrial: trialRefusals(to: command, unlessIn: [.ordered, .active])
        case .continue: trialRefusals(to: command, unlessIn: [.active])
        }
    }

    /// Returns a refusal unless the agreement is a trial without an outcome: a trial is ended or continued once (S30).
    private func trialRefusals(to command: Command, unlessIn states: [State]) -> [Refusal] {
        if isTrial, trialOutcome == nil { return stateRefusals(to: command, unlessIn: states) }
        return [.illegalTransition(self, in: trialOutcome.map { "trial_\($0.rawValue)" } ?? "no_trial", toDo: command.rawValue)]
    }
}

extension Work {
    /// Makes an agreement on a service and reserves its price (S29, M6, row 33).
    /// - Throws: `illegal_transition` unless the case is approved or active, the client is alive (M19) and the budget is effective;
    ///   `service_plan_outdated` (S28); `outside_period`; `trial_too_long` (S30); `service_excluded` (K9, row 52); `disqualified` with a
    ///   tie to the provider (A16); `provider_not_approved` (O7); `insufficient_budget` with the available and the requested amount (M6).
    public func agree(_ details: Agreement.Details, in caseFile: Case, of client: Client) throws -> Agreement {
        try Refusal.check(reservingRefusals(in: caseFile, of: client))
        let line = try requireLine(details.budgetLineID, in: caseFile, pointer: "/budgetLineId")
        let budget = try repositories.budgets.require(line.budgetID, in: caseFile)
        try Refusal.check(reservingRefusals(on: budget, in: caseFile))
        let rules = try rules(of: caseFile)
        let provider = try checkForm(details, of: budget, rules)
        try checkPeriod(details.period, of: budget)
        if details.isTrial { try checkTrial(details.period, rules) }
        guard rules.allowsService(line.serviceTypeCode), !rules.excludesPurpose(line.purpose) else {
            throw Refusal(
                .serviceExcluded,
                LocalText(
                    fi: "alueellinen malli ei salli tätä palvelua", sv: "den regionala modellen tillåter inte denna tjänst",
                    en: "the regional model does not allow \(line.serviceTypeCode) for this purpose"),
                faults: [
                    RuleFault(
                        pointer: "/budgetLineId", code: "service_excluded",
                        detail: LocalText(
                            fi: "rivin palvelu ei ole sallittu", sv: "radens tjänst är inte tillåten",
                            en: "is a line of an excluded service"))
                ])
        }
        if let provider {
            try requireNoTie(to: provider.id)
            try checkApproval(of: provider, for: line.serviceTypeCode, over: details.period)
        }
        let amount = try Money.lineAmount(quantity: details.quantity, unitPrice: details.unitPrice)
        try checkAvailable(amount, on: line)
        let agreement = Agreement(
            record: newRecord(), caseID: caseFile.id, budgetID: budget.id, budgetLineID: line.id, serviceTypeCode: line.serviceTypeCode,
            mode: details.mode, providerID: details.providerID, period: details.period, quantity: details.quantity,
            unitPrice: details.unitPrice, amount: amount, closePersonReason: details.closePersonReason, isTrial: details.isTrial,
            state: .ordered, orderedOn: today)
        try repositories.agreements.insert(agreement)
        try post(.reserve, amount, on: line, Cause(agreementID: agreement.id))
        try note("created", Agreement.noun, "\(agreement.id)", caseFile: caseFile, to: agreement.state.rawValue)
        return agreement
    }

    /// Returns the refusals of any reservation in the case: its state, and the client's death (M19, K22).
    func reservingRefusals(in caseFile: Case, of client: Client) -> [Refusal] {
        var refusals: [Refusal] = []
        if caseFile.state != .decidedApproved, caseFile.state != .active {
            refusals.append(
                .illegalTransition(caseFile, toDo: "reserve"))
        }
        if let death = client.deathDate, death <= today {
            refusals.append(
                Refusal(
                    .illegalTransition,
                    LocalText(
                        fi: "rahaa ei voi varata asiakkaan kuolinpäivästä \(death.prose) alkaen",
                        sv: "inga medel kan reserveras från och med klientens dödsdag \(death.prose)",
                        en: "no money can be reserved from the day of the client's death, \(death)"), allowed: []))
        }
        return refusals
    }

    /// Returns the refusals of any reservation in the budget: its state, its last day (M19), and a missing service plan after the decision
    /// (S28).
    func reservingRefusals(on budget: Budget, in caseFile: Case) throws -> [Refusal] {
        var refusals: [Refusal] = []
        if budget.state != .effective {
            let before: [Budget.State: Budget.Command] = [.approved: .activate, .suspended: .resume]
            refusals.append(
                .illegalTransition(budget, toDo: "reserve")
                    .mended(by: before[budget.state].map { .transitionBudget($0, budget.id) }))
        }
        if today > budget.period.to {
            refusals.append(
                Refusal(
                    .outsidePeriod,
                    LocalText(
                        fi: "budjetti päättyi \(budget.period.to.prose); sen jälkeen rahaa ei voi varata",
                        sv: "budgeten upphörde \(budget.period.to.prose); efter det kan inga medel reserveras",
                        en: "the budget ended on \(budget.period.to); no money can be reserved after its last day")))
        }
        return try refusals + (budget.decisionID.map { try servicePlanRefusals(after: $0, in: caseFile) } ?? [])
    }

    /// Records that the service begins. The first agreement makes the case active (K16, O5).
    public func activateAgreement(_ agreement: Agreement, in caseFile: Case) throws -> Agreement {
        let active = try transition(.activate, agreement, in: caseFile, of: repositories.agreements)
        if caseFile.state == .decidedApproved { try transition(.activate, caseFile) }
        return active
    }

    /// Ends an agreement and releases exactly the unspent amount (O5).
    /// - Parameter lastDay: the last day of service; a day outside the period is refused.
    public func endAgreement(_ agreement: Agreement, on lastDay: CalendarDate, in caseFile: Case, reason: String) throws -> Agreement {
        try check(.end, agreement, in: caseFile)
        try checkLastDay(lastDay, of: agreement)
        return try finish(agreement, by: .end, on: lastDay, in: caseFile, reason: reason)
    }

    /// Cancels an agreement today, without further service, and releases exactly the unspent amount (O5).
    public func cancelAgreement(_ agreement: Agreement, in caseFile: Case, reason: String) throws -> Agreement {
        try finish(agreement, by: .cancel, on: today, in: caseFile, reason: reason)
    }

    /// Ends a trial, because the client changed their mind or another service replaces it (S30, row 35).
    public func endTrial(
        _ agreement: Agreement, on lastDay: CalendarDate, outcome: Agreement.TrialOutcome, clientOpinion: String?, in caseFile: Case
    ) throws -> Agreement {
        try check(.endTrial, agreement, in: caseFile)
        try checkLastDay(lastDay, of: agreement)
        var agreement = agreement
        agreement.trialOutcome = outcome
        agreement.clientOpinion = clientOpinion ?? agreement.clientOpinion
        return try finish(agreement, by: agreement.finishing, on: lastDay, in: caseFile, reason: "trial \(outcome.rawValue)")
    }

    /// Continues a service after its trial and reserves the additional cost (S30, row 35).
    /// - Throws: `client_opinion_missing` unless the client's opinion is given or was recorded; `disqualified` with a tie to the provider
    ///   (A16); else as `agree`.
    public func continueTrial(
        _ agreement: Agreement, until: CalendarDate?, more: Quantity?, clientOpinion: String?, in caseFile: Case
    ) throws -> Agreement {
        try check(.continue, agreement, in: caseFile)
        if let providerID = agreement.providerID { try requireNoTie(to: providerID) }
        guard let opinion = clientOpinion ?? agreement.clientOpinion else {
            throw Refusal(
                .clientOpinionMissing,
                LocalText(
                    fi: "asiakkaan mielipidettä kokeilusta ei ole kirjattu", sv: "klientens åsikt om försöket har inte antecknats",
                    en: "the client's opinion of the trial is not recorded"),
                faults: [
                    RuleFault(
                        pointer: "/clientOpinion", code: "client_opinion_missing",
                        detail: LocalText(fi: "tarvitaan kokeilun jatkamiseen", sv: "behövs för att fortsätta", en: "is needed to continue")
                    )
                ])
        }
        var agreement = agreement
        agreement.clientOpinion = opinion
        agreement.trialOutcome = .continued
        let line = try repositories.budgetLines.require(agreement.budgetLineID, in: caseFile)
        let budget = try repositories.budgets.require(agreement.budgetID, in: caseFile)
        if let until {
            guard until >= agreement.period.to, let period = Period(from: agreement.period.from, to: until) else {
                throw Refusal.invalid(
                    "/until", "not_later",
                    .mustNotBeBefore(
                        agreement.period.to, LocalText(fi: "nykyisen päättymisen", sv: "det nuvarande slutet", en: "the present last day")))
            }
            try checkPeriod(period, of: budget, pointer: "/until")
            if let providerID = agreement.providerID {
                try checkApproval(of: try repositories.providers.require(providerID), for: line.serviceTypeCode, over: period)
            }
            agreement.period = period
        }
        if let more {
            try caseFile.requireState([.decidedApproved, .active], toDo: "reserve")
            try budget.requireState([.effective], toDo: "reserve")
            guard let quantity = Quantity(thousandths: agreement.quantity.thousandths + more.thousandths) else { throw AmountOutOfRange() }
            let amount = try Money.lineAmount(quantity: quantity, unitPrice: agreement.unitPrice)
            let difference = try amount.subtracting(agreement.amount)
            try checkAvailable(difference, on: line)
            agreement.quantity = quantity
            agreement.amount = amount
            try post(.reserve, difference, on: line, Cause(agreementID: agreement.id))
        }
        return try update(agreement, in: caseFile, of: repositories.agreements, verb: Agreement.Command.continue.rawValue)
    }

    /// Ends or cancels an agreement and releases the unspent amount (O5, O10).
    @discardableResult
    func finish(
        _ agreement: Agreement, by command: Agreement.Command, on lastDay: CalendarDate, in caseFile: Case, reason: String?
    ) throws -> Agreement {
        var agreement = agreement
        agreement.endedOn = min(max(lastDay, agreement.period.from), agreement.period.to)
        agreement = try transition(command, agreement, in: caseFile, of: repositories.agreements, reason: reason)
        let line = try repositories.budgetLines.require(agreement.budgetLineID, in: caseFile)
        let open = try repositories.ledger.openCommitment(of: agreement.id)
        try post(.release, open, on: line, Cause(agreementID: agreement.id, reason: reason))
        return agreement
    }

    /// Refuses a reservation above the available money (M6).
    /// - Throws: `insufficient_budget` with the available and the requested amount.
    private func checkAvailable(_ amount: Money, on line: BudgetLine) throws {
        let available = try repositories.ledger.figures(of: line).available
        guard amount <= available else {
            throw Refusal(
                .insufficientBudget,
                LocalText(
                    fi: "rivillä on käytettävissä \(available.prose), mutta tarve on \(amount.prose)",
                    sv: "på raden finns \(available.prose) disponibelt, men \(amount.prose) begärs",
                    en: "the line has \(available.cents) cents available; \(amount.cents) are requested"),
                faults: [
                    RuleFault(
                        pointer: "/quantityThousandths", code: "insufficient_budget",
                        detail: LocalText(
                            fi: "maksaa enemmän kuin rivillä on käytettävissä", sv: "kostar mer än vad som är disponibelt",
                            en: "costs more than is available"))
                ],
                figures: [Figure("availableCents", available), Figure("requestedCents", amount)])
        }
    }

    private func checkForm(_ details: Agreement.Details, of budget: Budget, _ rules: RegionalModel.Rules) throws -> Provider? {
        var faults: [RuleFault] = []
        if let needed = details.mode.administrationMode, budget.administrationMode != .mixed, !rules.administrationModes.contains(needed) {
            let allowed = rules.administrationModes.map(\.rawValue).joined(separator: ", ")
            faults.append(
                RuleFault(
                    pointer: "/mode", code: "mode_not_allowed",
                    detail: LocalText(
                        fi: "alueellinen malli ei salli tätä hallinnointitapaa",
                        sv: "den regionala modellen tillåter inte detta förvaltningssätt", en: "the regional model allows: \(allowed)")))
        }
        if details.mode.needsProvider, details.providerID == nil {
            faults.append(
                RuleFault(
                    pointer: "/providerId", code: "required",
                    detail: LocalText(
                        fi: "palveluntuottaja on pakollinen tässä järjestämistavassa",
                        sv: "tjänsteproducenten är obligatorisk i detta sätt att ordna tjänsten",
                        en: "is required for \(details.mode.rawValue)")))
        }
        let found = try details.providerID.flatMap { try provider($0, pointer: "/providerId", &faults) }
        if details.assistantIsClosePerson, details.closePersonReason == nil {
            let detail = LocalText(
                fi: "läheinen voi olla avustajana vain erityisen painavasta syystä",
                sv: "en närstående kan vara assistent bara av särskilt vägande skäl",
                en: "a close person can be the assistant only for a specially weighty reason")
            faults.append(RuleFault(pointer: "/closePersonReason", code: "required", detail: detail))
        }
        if !details.assistantIsClosePerson, details.closePersonReason != nil {
            faults.append(
                RuleFault(
                    pointer: "/closePersonReason", code: "not_applicable",
                    detail: LocalText(
                        fi: "syyn voi antaa vain, kun avustaja on läheinen", sv: "skälet kan anges bara när assistenten är en närstående",
                        en: "is allowed only with assistantIsClosePerson")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        return found
    }

    private func checkPeriod(_ period: Period, of budget: Budget, pointer: String = "/period") throws(Refusal) {
        guard budget.period.contains(period) else {
            throw Refusal(
                .outsidePeriod,
                LocalText(
                    fi: "budjettikausi on \(budget.period.from.prose)–\(budget.period.to.prose)",
                    sv: "budgetperioden är \(budget.period.from.prose)–\(budget.period.to.prose)",
                    en: "the budget is valid from \(budget.period.from) to \(budget.period.to)"),
                faults: [
                    RuleFault(
                        pointer: pointer, code: "outside_period",
                        detail: LocalText(
                            fi: "täytyy olla budjettikauden sisällä", sv: "måste rymmas inom budgetperioden",
                            en: "must lie within the period of the budget"))
                ])
        }
    }

    private func checkTrial(_ period: Period, _ rules: RegionalModel.Rules) throws(Refusal) {
        guard period.dayCount <= rules.trialMaximumDays else {
            throw Refusal(
                .trialTooLong,
                LocalText(
                    fi: "kokeilun enimmäispituus päivinä on \(rules.trialMaximumDays); tämän kokeilun pituus on \(period.dayCount)",
                    sv: "ett försök får vara högst \(rules.trialMaximumDays) dagar; detta försök är \(period.dayCount) dagar",
                    en: "a trial may last at most \(rules.trialMaximumDays) days; this trial lasts \(period.dayCount)"),
                faults: [
                    RuleFault(
                        pointer: "/period", code: "trial_too_long",
                        detail: LocalText(
                            fi: "enimmäispituus päivinä on \(rules.trialMaximumDays)", sv: "får vara högst \(rules.trialMaximumDays) dagar",
                            en: "must be at most \(rules.trialMaximumDays) days"))
                ])
        }
    }

    private func checkLastDay(_ day: CalendarDate, of agreement: Agreement) throws(Refusal) {
        guard agreement.period.contains(day) else {
            throw Refusal(
                .outsidePeriod,
                LocalText(
                    fi: "sopimus on voimassa \(agreement.period.from.prose)–\(agreement.period.to.prose)",
                    sv: "avtalet gäller \(agreement.period.from.prose)–\(agreement.period.to.prose)",
                    en: "the agreement is valid from \(agreement.period.from) to \(agreement.period.to)"),
                faults: [
                    RuleFault(
                        pointer: "/endedOn", code: "outside_period",
                        detail: LocalText(
                            fi: "täytyy olla sopimuskauden sisällä", sv: "måste rymmas inom avtalsperioden",
                            en: "must lie within the period of the agreement"))
                ])
        }
    }

    private func checkApproval(of provider: Provider, for code: String, over period: Period) throws(Refusal) {
        // The approval has no gaps, so checking both ends of the period is enough.
        for day in [period.from, period.to] where !provider.isApproved(for: code, on: day) {
            throw Refusal(
                .providerNotApproved,
                LocalText(
                    fi: "palveluntuottajaa ei ole hyväksytty tähän palveluun \(day.prose)",
                    sv: "tjänsteproducenten är inte godkänd för denna tjänst \(day.prose)",
                    en: "the provider is not approved for \(code) on \(day)"),
                faults: [
                    RuleFault(
                        pointer: "/providerId", code: "provider_not_approved",
                        detail: LocalText(
                            fi: "ei ole hyväksytty \(day.prose)", sv: "är inte godkänd \(day.prose)", en: "is not approved on \(day)"))
                ])
        }
    }
}
