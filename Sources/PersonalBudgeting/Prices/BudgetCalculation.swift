/// The money value of the services that a client would get anyway (S15, K4, rows 14 to 18): computed on one basis, from prices valid on a
/// given day.
///
/// The value is indicative: only a decision fixes an amount (K1). The calculation keeps a copy of its inputs, so that a later change of a
/// price or a service does not change it (row 14). At most one calculation of a case is chosen at a time (S15).
public struct BudgetCalculation: CaseFile, Stateful {
    public static let noun = "budget_calculation"
    public enum Field: CaseFileField { case caseID, basis, state }
    public var record: Record<BudgetCalculation>
    public let caseID: ID<Case>
    public let basis: BudgetBasis
    /// The day of the prices; basis A checks against it that the services have not ended.
    public let pricesAsOf: CalendarDate
    public let lines: [Line]
    /// The sum of the lines, for a whole year.
    public let total: Money
    public let computedBy: ID<User>
    public var state: State

    public enum State: String, CaseIterable, Sendable { case computed, chosen, superseded }

    public enum Command: String, CaseIterable, Sendable { case choose, supersede }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.choose, from: [.computed], to: .chosen),
        Transition(.supersede, from: [.chosen], to: .superseded, isCommand: false),
    ]

    /// One service, and the share of it that becomes budget; the remainder stays an ordinary service (S16).
    public struct Line: Sendable, Equatable {
        public let reference: Reference
        public let serviceTypeCode: String
        public let quantityPerYear: Quantity
        /// The price on `pricesAsOf`; nil on basis A, where the yearly cost is known directly.
        public let price: FrozenPrice?
        /// The yearly cost of the whole service.
        public let annualAmount: Money
        /// 1…100 (S16, row 17).
        public let exchangedSharePercent: Int
        /// The exchanged share of the yearly amount, rounded half up to the cent.
        public let amount: Money

        public init(
            reference: Reference, serviceTypeCode: String, quantityPerYear: Quantity, price: FrozenPrice?, annualAmount: Money,
            exchangedSharePercent: Int, amount: Money
        ) {
            self.reference = reference
            self.serviceTypeCode = serviceTypeCode
            self.quantityPerYear = quantityPerYear
            self.price = price
            self.annualAmount = annualAmount
            self.exchangedSharePercent = exchangedSharePercent
            self.amount = amount
        }

        /// The part of the yearly amount that is not exchanged.
        public var remainder: Money { Money(cents: annualAmount.cents - amount.cents) ?? .zero }
    }

    /// The source of a line: on basis A a service that the client wants changed (row 15), on basis B a need (row 16).
    public enum Reference: Sendable, Equatable {
        case currentService(ID<CurrentService>)
        case need(ID<Statement>)
    }

    /// A copy of a row of the price list, taken when the calculation is made.
    public struct FrozenPrice: Sendable, Equatable {
        public let id: ID<Price>
        public let unitPrice: Money

        public init(id: ID<Price>, unitPrice: Money) {
            self.id = id
            self.unitPrice = unitPrice
        }
    }

    /// The request for a calculation.
    public struct Details: Sendable, Equatable {
        public var basis: BudgetBasis
        public var pricesAsOf: CalendarDate
        public var lines: [LineDetails]

        public init(basis: BudgetBasis, pricesAsOf: CalendarDate, lines: [LineDetails]) {
            self.basis = basis
            self.pricesAsOf = pricesAsOf
            self.lines = lines
        }
    }

    /// A requested line: on basis A a current service; on basis B a need, a service type and a quantity.
    public struct LineDetails: Sendable, Equatable {
        public var currentServiceID: ID<CurrentService>?
        public var needID: ID<Statement>?
        public var serviceTypeCode: String?
        public var quantityPerYear: Quantity?
        /// 1…100 (S16).
        public var exchangedSharePercent: Int

        public init(
            currentServiceID: ID<CurrentService>?, needID: ID<Statement>?, serviceTypeCode: String?, quantityPerYear: Quantity?,
            exchangedSharePercent: Int
        ) {
            self.currentServiceID = currentServiceID
            self.needID = needID
            self.serviceTypeCode = serviceTypeCode
            self.quantityPerYear = quantityPerYear
            self.exchangedSharePercent = exchangedSharePercent
        }
    }

    public init(
        record: Record<BudgetCalculation>, caseID: ID<Case>, basis: BudgetBasis, pricesAsOf: CalendarDate, lines: [Line], total: Money,
        computedBy: ID<User>, state: State
    ) {
        self.record = record
        self.caseID = caseID
        self.basis = basis
        self.pricesAsOf = pricesAsOf
        self.lines = lines
        self.total = total
        self.computedBy = computedBy
        self.state = state
    }

    /// The newest calculation of each basis (K4).
    public struct Comparison: Sendable {
        public let currentServicesToChange: BudgetCalculation?
        public let entitlement: BudgetCalculation?

        public init(currentServicesToChange: BudgetCalculation?, entitlement: BudgetCalculation?) {
            self.currentServicesToChange = currentServicesToChange
            self.entitlement = entitlement
        }

        /// Basis B less basis A; nil while a basis has no calculation.
        public var difference: Money? {
            guard let currentServicesToChange, let entitlement else { return nil }
            return Money(cents: entitlement.total.cents - currentServicesToChange.total.cents)
        }
    }
}

extension BudgetCalculation {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        let caseFile = try caseFile ?? work.repositories.cases.require(caseID)
        let state = (words: caseFile.stateInWords, code: caseFile.state.rawValue)
        let ending =
            switch command {
            case .choose:
                caseFile.endingRefusals(
                    saying: LocalText(
                        fi: "laskelmaa ei voi valita asiassa, jonka tila on ”\(state.words.fi)”",
                        sv: "en kalkyl kan inte väljas i ett ärende i tillståndet ”\(state.words.sv)”",
                        en: "no calculation can be chosen in a case in state \(state.code)"))
            case .supersede:
                caseFile.endingRefusals(
                    saying: LocalText(
                        fi: "laskelmaa ei voi korvata asiassa, jonka tila on ”\(state.words.fi)”",
                        sv: "en kalkyl kan inte ersättas i ett ärende i tillståndet ”\(state.words.sv)”",
                        en: "no calculation can be superseded in a case in state \(state.code)"))
            }
        return ending + stateRefusals(to: command)
    }
}

extension Work {
    /// Computes the money value on one basis and inserts the calculation (S15, K4). In a case where personal budgeting is chosen this
    /// begins the planning (K14). In an earlier state the calculation is indicative; calculation and plan may come in any order
    /// (K1, row 18).
    /// - Throws: `case_closed`; `basis_not_allowed` when the regional model does not allow the basis; `mixed_bases` for a line with members
    ///   of the other basis (row 16); `change_not_wanted` for a service that the client does not want changed (row 15); `no_price_on_date`
    ///   (row 14); `invalid` for a line without its reference. Lists all faults of all lines at once.
    public func computeBudget(_ details: BudgetCalculation.Details, in caseFile: Case) throws -> BudgetCalculation {
        try Refusal.check(caseFile.endingRefusals(LocalText(fi: "uutta laskelmaa", sv: "en ny kalkyl", en: "calculation")))
        var faults: [RuleFault] = []
        let allowed = try rules(of: caseFile).allowedBases
        if !allowed.contains(details.basis) {
            let codes = allowed.map(\.rawValue).joined(separator: ", ")
            faults.append(
                RuleFault(
                    pointer: "/basis", code: "basis_not_allowed",
                    detail: LocalText(
                        fi: "alueellinen malli ei salli tätä perustetta", sv: "den regionala modellen tillåter inte denna grund",
                        en: "the regional model allows \(codes)")))
        }
        var lines: [BudgetCalculation.Line] = []
        var services: Set<ID<CurrentService>> = []
        for (index, line) in details.lines.enumerated() {
            let pointer = "/lines/\(index)"
            if let service = line.currentServiceID, !services.insert(service).inserted {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/currentServiceId", code: "duplicate",
                        detail: LocalText(
                            fi: "palvelulla on jo toinen rivi", sv: "tjänsten har redan en annan rad", en: "has another line already")))
            }
            let computed =
                switch details.basis {
                case .currentServicesToChange: try currentServiceLine(line, pointer, on: details.pricesAsOf, in: caseFile, &faults)
                case .entitlement: try entitlementLine(line, pointer, on: details.pricesAsOf, in: caseFile, &faults)
                }
            if let computed { lines.append(computed) }
        }
        if !faults.isEmpty { throw calculationRefusal(faults) }
        let total: Money
        do throws(AmountOutOfRange) { total = try Money.sum(lines.map(\.amount)) } catch {
            throw Refusal.invalid(
                "/lines", "out_of_range",
                LocalText(
                    fi: "rivien summa on yli 10 miljardia euroa", sv: "radernas summa är över 10 miljarder euro",
                    en: "add up to more than 10^12 cents"))
        }
        let calculation = BudgetCalculation(
            record: newRecord(), caseID: caseFile.id, basis: details.basis, pricesAsOf: details.pricesAsOf, lines: lines, total: total,
            computedBy: actor.userID, state: .computed)
        try repositories.budgetCalculations.insert(calculation)
        try note(
            "created", BudgetCalculation.noun, "\(calculation.id)", caseFile: caseFile, to: calculation.state.rawValue)
        if caseFile.state == .hbChosen { try transition(.beginPlanning, caseFile) }
        return calculation
    }

    /// Chooses the calculation that the budget rests on and supersedes the calculation chosen before, so that exactly one is chosen (S15).
    /// - Throws: `case_closed`, `illegal_transition`.
    public func chooseCalculation(_ calculation: BudgetCalculation, in caseFile: Case) throws -> BudgetCalculation {
        try check(.choose, calculation, in: caseFile)
        if let earlier = try chosenCalculation(of: caseFile) {
            try transition(.supersede, earlier, in: caseFile, of: repositories.budgetCalculations)
        }
        let chosen = try transition(.choose, calculation, in: caseFile, of: repositories.budgetCalculations)
        // Choosing a calculation made before the client's choice also begins the planning (K14).
        if caseFile.state == .hbChosen { try transition(.beginPlanning, caseFile) }
        return chosen
    }

    /// Returns the calculation that the budget rests on (S15); nil while none is chosen.
    public func chosenCalculation(of caseFile: Case) throws -> BudgetCalculation? {
        try repositories.budgetCalculations.last(in: caseFile, [.equal(.state, BudgetCalculation.State.chosen)])
    }

    /// Returns the newest calculation of each basis, to compare them (S15, K4, row 16).
    public func compareCalculations(of caseFile: Case) throws -> BudgetCalculation.Comparison {
        func newest(_ basis: BudgetBasis) throws -> BudgetCalculation? {
            try repositories.budgetCalculations.last(in: caseFile, [.equal(.basis, basis)])
        }
        return BudgetCalculation.Comparison(
            currentServicesToChange: try newest(.currentServicesToChange), entitlement: try newest(.entitlement))
    }

    /// Makes a line of basis A: a share of the yearly cost of a service that the client has (row 15).
    private func currentServiceLine(
        _ line: BudgetCalculation.LineDetails, _ pointer: String, on date: CalendarDate, in caseFile: Case, _ faults: inout [RuleFault]
    ) throws -> BudgetCalculation.Line? {
        let before = faults.count
        for (member, isThere) in [
            ("needId", line.needID != nil), ("serviceTypeCode", line.serviceTypeCode != nil),
            ("quantityPerYearThousandths", line.quantityPerYear != nil),
        ] where isThere {
            faults.append(
                RuleFault(
                    pointer: "\(pointer)/\(member)", code: "mixed_bases",
                    detail: LocalText(
                        fi: "kuuluu laskelmaan, jonka perusteena on oikeus palveluun",
                        sv: "hör till en kalkyl som grundar sig på rätten till tjänsten", en: "belongs to the basis entitlement")))
        }
        let place = "\(pointer)/currentServiceId"
        guard let id = line.currentServiceID else {
            faults.append(
                RuleFault(
                    pointer: place, code: "required",
                    detail: LocalText(
                        fi: "nykyinen palvelu on pakollinen, kun laskelman perusteena ovat muutettavat palvelut",
                        sv: "den nuvarande tjänsten är obligatorisk när kalkylen grundar sig på tjänster som ska ändras",
                        en: "is required on the basis current_services_to_change")))
            return nil
        }
        guard let service = try repositories.currentServices.find(id), service.caseID == caseFile.id else {
            faults.append(
                RuleFault(
                    pointer: place, code: "unknown_current_service",
                    detail: LocalText(
                        fi: "ei ole tämän asian nykyinen palvelu", sv: "är inte en nuvarande tjänst i detta ärende",
                        en: "is not a current service of the case")))
            return nil
        }
        if !service.details.wantsChange {
            faults.append(
                RuleFault(
                    pointer: place, code: "change_not_wanted",
                    detail: LocalText(
                        fi: "asiakas ei halua muuttaa tätä palvelua", sv: "klienten vill inte att denna tjänst ändras",
                        en: "the client does not want this service changed")))
        }
        if let end = service.details.endedOn, end < date {
            faults.append(
                RuleFault(
                    pointer: place, code: "service_ended",
                    detail: LocalText(fi: "päättyi \(end.prose)", sv: "upphörde \(end.prose)", en: "ended on \(end)")))
        }
        let amount = share(line.exchangedSharePercent, of: service.details.annualCost, pointer, &faults)
        guard let amount, faults.count == before else { return nil }
        return BudgetCalculation.Line(
            reference: .currentService(id), serviceTypeCode: service.details.serviceTypeCode,
            quantityPerYear: service.details.quantityPerYear, price: nil, annualAmount: service.details.annualCost,
            exchangedSharePercent: line.exchangedSharePercent, amount: amount)
    }

    /// Makes a line of basis B: a quantity of a service that a need entitles to, at the general price of the day (row 16).
    private func entitlementLine(
        _ line: BudgetCalculation.LineDetails, _ pointer: String, on date: CalendarDate, in caseFile: Case, _ faults: inout [RuleFault]
    ) throws -> BudgetCalculation.Line? {
        let before = faults.count
        if line.currentServiceID != nil {
            faults.append(
                RuleFault(
                    pointer: "\(pointer)/currentServiceId", code: "mixed_bases",
                    detail: LocalText(
                        fi: "kuuluu laskelmaan, jonka perusteena ovat muutettavat palvelut",
                        sv: "hör till en kalkyl som grundar sig på tjänster som ska ändras",
                        en: "belongs to the basis current_services_to_change")))
        }
        for (member, isThere) in [
            ("needId", line.needID != nil), ("serviceTypeCode", line.serviceTypeCode != nil),
            ("quantityPerYearThousandths", line.quantityPerYear != nil),
        ] where !isThere {
            faults.append(
                RuleFault(
                    pointer: "\(pointer)/\(member)", code: "required",
                    detail: LocalText(
                        fi: "tieto on pakollinen, kun laskelman perusteena on oikeus palveluun",
                        sv: "uppgiften är obligatorisk när kalkylen grundar sig på rätten till tjänsten",
                        en: "is required on the basis entitlement")))
        }
        if let id = line.needID { try checkNeed(id, "\(pointer)/needId", in: caseFile, &faults) }
        guard let code = line.serviceTypeCode,
            try serviceType(code, pointer: "\(pointer)/serviceTypeCode", on: date, &faults) != nil
        else { return nil }
        guard let price = try price(of: code, provider: nil, on: date) else {
            faults.append(
                RuleFault(
                    pointer: "\(pointer)/serviceTypeCode", code: "no_price_on_date",
                    detail: LocalText(
                        fi: "palvelulla ei ole hintaa \(date.prose)", sv: "tjänsten har inget pris \(date.prose)",
                        en: "\(code) has no price on \(date)")))
            return nil
        }
        guard let need = line.needID, let quantity = line.quantityPerYear else { return nil }
        let annual: Money
        do throws(AmountOutOfRange) {
            annual = try Money.lineAmount(quantity: quantity, unitPrice: price.details.unitPrice)
        } catch {
            faults.append(
                RuleFault(
                    pointer: "\(pointer)/quantityPerYearThousandths", code: "out_of_range",
                    detail: .aboveLimit))
            return nil
        }
        let amount = share(line.exchangedSharePercent, of: annual, pointer, &faults)
        guard let amount, faults.count == before else { return nil }
        return BudgetCalculation.Line(
            reference: .need(need), serviceTypeCode: code, quantityPerYear: quantity,
            price: BudgetCalculation.FrozenPrice(id: price.id, unitPrice: price.details.unitPrice), annualAmount: annual,
            exchangedSharePercent: line.exchangedSharePercent, amount: amount)
    }

    private func checkNeed(_ id: ID<Statement>, _ pointer: String, in caseFile: Case, _ faults: inout [RuleFault]) throws {
        guard let need = try repositories.statements.find(id), need.caseID == caseFile.id, need.kind == .need else {
            faults.append(
                RuleFault(
                    pointer: pointer, code: "unknown_need",
                    detail: LocalText(
                        fi: "ei ole tämän asian tarve", sv: "är inte ett behov i detta ärende", en: "is not a need of the case")))
            return
        }
        if need.state == .dropped {
            faults.append(
                RuleFault(
                    pointer: pointer, code: "need_dropped",
                    detail: LocalText(fi: "tarpeesta on luovuttu", sv: "behovet har slopats", en: "is dropped")))
        }
    }

    private func share(_ percent: Int, of amount: Money, _ pointer: String, _ faults: inout [RuleFault]) -> Money? {
        if let share = amount.share(percent: percent) { return share }
        faults.append(RuleFault(pointer: "\(pointer)/exchangedSharePercent", code: "out_of_range", detail: .mustBe(1, to: 100)))
        return nil
    }

    /// Returns one refusal with all faults; its code is that of the gravest rule.
    private func calculationRefusal(_ faults: [RuleFault]) -> Refusal {
        for code in [RefusalCode.basisNotAllowed, .mixedBases, .changeNotWanted, .noPriceOnDate]
        where faults.contains(where: { $0.code == code.rawValue }) {
            return Refusal(
                code,
                LocalText(
                    fi: "laskelmaa ei voi tehdä; korjattavat kohdat on lueteltu", sv: "kalkylen kan inte göras; felen är uppräknade",
                    en: "the calculation cannot be made; see errors"), faults: faults)
        }
        return Refusal.invalid(faults)
    }
}
