/// Drafting an indicative budget, changing its lines, and its statement.
extension Budget {
    /// The request for a budget.
    public struct Details: Sendable {
        public var calculationID: ID<BudgetCalculation>
        public var period: Period
        public var administrationMode: AdministrationMode
        public var lines: [LineDetails]

        public init(calculationID: ID<BudgetCalculation>, period: Period, administrationMode: AdministrationMode, lines: [LineDetails]) {
            self.calculationID = calculationID
            self.period = period
            self.administrationMode = administrationMode
            self.lines = lines
        }
    }

    /// A requested line; its amount is computed (M3).
    public struct LineDetails: Sendable, Equatable {
        public var serviceTypeCode: String
        public var purpose: String
        public var legalBasis: String
        public var quantity: Quantity
        public var unitPrice: Money
        public var isFlexible: Bool
        public var isEarmarked: Bool

        public init(
            serviceTypeCode: String, purpose: String, legalBasis: String, quantity: Quantity, unitPrice: Money, isFlexible: Bool,
            isEarmarked: Bool
        ) {
            self.serviceTypeCode = serviceTypeCode
            self.purpose = purpose
            self.legalBasis = legalBasis
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.isFlexible = isFlexible
            self.isEarmarked = isEarmarked
        }
    }

    /// Returns the share of a yearly sum for a period: by days within a calendar year (M13), or the sum times the number of whole years.
    /// - Returns: nil for a period that is neither.
    public static func share(ofYearly annual: Money, for period: Period) -> Money? {
        if let years = wholeYears(period) { return Money(cents: annual.cents * Int64(years)) }
        return Money.partialYear(annual: annual, period: period)
    }

    /// Returns the number of whole years in a period, which ends on the day before the anniversary of its start; nil if it is not 1 to
    /// 20 whole years.
    static func wholeYears(_ period: Period) -> Int? {
        let years = period.to.year - period.from.year + 1
        for count in [years - 1, years] where (1...20).contains(count) {
            if let last = period.from.adding(months: 12 * count)?.adding(days: -1), last == period.to { return count }
        }
        return nil
    }
}

/// A budget with its lines and their figures.
public struct BudgetStatement: Sendable {
    public let budget: Budget
    public let lines: [(line: BudgetLine, figures: Figures)]
    public let total: Figures
    /// The calculated sum for the period of the budget (M13); nil when the period is not a share of years.
    public let calculationSum: Money?
    public let asOf: CalendarDate?
    public let knownAt: Instant?
}

extension Work {
    /// Drafts an indicative budget; it may exist before, during and after the drafting of the plan (K1, O1, row 18).
    /// - Throws: `choice_missing` when the client has withdrawn the choice (S5); `invalid` for a calculation that is superseded or of
    ///   another case, a period that is neither whole years nor within a year, or a mode that the model does not allow (K7);
    ///   `service_excluded`, `excluded_purpose` naming every line (K9, row 52); `case_closed`.
    public func draftBudget(_ details: Budget.Details, in caseFile: Case) throws -> Budget {
        try Refusal.check(refusalsToDraftBudget(in: caseFile))
        let rules = try rules(of: caseFile)
        var faults: [RuleFault] = []
        let calculation = try repositories.budgetCalculations.find(details.calculationID)
        if calculation?.caseID != caseFile.id {
            faults.append(
                RuleFault(
                    pointer: "/calculationId", code: "unknown_calculation",
                    detail: LocalText(
                        fi: "ei ole tämän asian laskelma", sv: "är inte en kalkyl i detta ärende", en: "is not a calculation of the case")))
        } else if calculation?.state == .superseded {
            faults.append(
                RuleFault(
                    pointer: "/calculationId", code: "superseded",
                    detail: LocalText(
                        fi: "on korvattu toisella laskelmalla", sv: "har ersatts av en annan kalkyl",
                        en: "is superseded by another calculation")))
        }
        if details.period.from.year != details.period.to.year, Budget.wholeYears(details.period) == nil {
            let detail = LocalText(
                fi: "täytyy olla yhden kalenterivuoden sisällä tai kokonaisia vuosia",
                sv: "måste rymmas inom ett kalenderår eller vara hela år", en: "must be within one calendar year or be whole years")
            faults.append(RuleFault(pointer: "/period", code: "neither_year_nor_part", detail: detail))
        }
        if !rules.administrationModes.contains(details.administrationMode) {
            let allowed = rules.administrationModes.map(\.rawValue).joined(separator: ", ")
            let detail = LocalText(
                fi: "alueellinen malli ei salli tätä hallinnointitapaa", sv: "den regionala modellen tillåter inte detta förvaltningssätt",
                en: "the regional model allows: \(allowed)")
            faults.append(RuleFault(pointer: "/administrationMode", code: "mode_not_allowed", detail: detail))
        }
        try checkLines(details.lines, rules, on: details.period.from, faults)
        let budget = Budget(
            record: newRecord(), caseID: caseFile.id, calculationID: details.calculationID, period: details.period,
            administrationMode: details.administrationMode, state: .indicative, total: try Work.total(details.lines))
        try repositories.budgets.insert(budget)
        try repositories.budgetLines.replace(of: budget.id, with: try lines(details.lines, of: budget))
        try note("created", Budget.noun, "\(budget.id)", caseFile: caseFile, to: budget.state.rawValue)
        return budget
    }

    /// Returns the refusals of a new budget with any content: a withdrawn choice (S5) and an ending case (K20).
    func refusalsToDraftBudget(in caseFile: Case) throws -> [Refusal] {
        // A budget may come before the choice (row 18), but not after the client has withdrawn it (S5).
        let choices = try repositories.choices.all(in: caseFile)
        let isMissing = !choices.isEmpty && !choices.contains { $0.state == .standing && $0.details.chosen }
        return caseFile.endingRefusals(LocalText(fi: "uutta budjettia", sv: "en ny budget", en: "new budget"))
            + (isMissing ? [choiceMissing] : [])
    }

    /// Replaces all lines of a budget. Only an indicative budget allows it, because later a decision rests on the lines (M4).
    public func replaceLines(_ details: [Budget.LineDetails], of budget: Budget, in caseFile: Case) throws -> Budget {
        try budget.requireState([.indicative], toDo: "replace-lines")
        try checkLines(details, try rules(of: caseFile), on: budget.period.from, [])
        var budget = budget
        budget.total = try Work.total(details)
        try repositories.budgetLines.replace(of: budget.id, with: try lines(details, of: budget))
        return try update(budget, in: caseFile, of: repositories.budgets, verb: "replace-lines")
    }

    /// Returns the lines of a budget in their order (O2).
    public func lines(of budget: Budget) throws -> [BudgetLine] {
        try repositories.budgetLines.all([.equal(.budgetID, budget.id)]).sorted { $0.number < $1.number }
    }

    /// Returns a line of the case.
    /// - Throws: `invalid` with `unknown_line` at the pointer.
    func requireLine(_ id: ID<BudgetLine>, of budget: Budget? = nil, in caseFile: Case, pointer: String) throws -> BudgetLine {
        guard let line = try repositories.budgetLines.find(id), line.caseID == caseFile.id, budget == nil || line.budgetID == budget?.id
        else {
            throw Refusal.invalid(
                pointer, "unknown_line",
                LocalText(fi: "ei ole budjetin rivi", sv: "är inte en rad i budgeten", en: "is not a line of the budget"))
        }
        return line
    }

    /// Returns a budget with its lines and figures, as of a day and as known at a moment (M20, row 59).
    public func statement(of budget: Budget, asOf: CalendarDate? = nil, knownAt: Instant? = nil) throws -> BudgetStatement {
        let balances = try repositories.ledger.balances(of: budget.id, asOf: asOf, knownAt: knownAt)
        let lines = try lines(of: budget).map { (line: $0, figures: balances[$0.id] ?? .zero) }
        let calculation = try repositories.budgetCalculations.find(budget.calculationID)
        return BudgetStatement(
            budget: budget, lines: lines, total: try Figures.sum(lines.map(\.figures)),
            calculationSum: calculation.flatMap { Budget.share(ofYearly: $0.total, for: budget.period) }, asOf: asOf, knownAt: knownAt)
    }

    private static func total(_ lines: [Budget.LineDetails]) throws(AmountOutOfRange) -> Money {
        var total = Money.zero
        for line in lines { total = try total.adding(try Money.lineAmount(quantity: line.quantity, unitPrice: line.unitPrice)) }
        return total
    }

    private func lines(_ details: [Budget.LineDetails], of budget: Budget) throws -> [BudgetLine] {
        try details.enumerated().map { index, line in
            BudgetLine(
                record: newRecord(), caseID: budget.caseID, budgetID: budget.id, number: index + 1, serviceTypeCode: line.serviceTypeCode,
                purpose: line.purpose, legalBasis: line.legalBasis, quantity: line.quantity, unitPrice: line.unitPrice,
                amount: try Money.lineAmount(quantity: line.quantity, unitPrice: line.unitPrice), isFlexible: line.isFlexible,
                isEarmarked: line.isEarmarked)
        }
    }

    /// Checks all lines and refuses with all faults at once, including the earlier ones; the code is that of the gravest rule (K9, row 52).
    private func checkLines(
        _ lines: [Budget.LineDetails], _ rules: RegionalModel.Rules, on date: CalendarDate, _ earlier: [RuleFault]
    ) throws {
        var faults = earlier
        for (index, line) in lines.enumerated() {
            let pointer = "/lines/\(index)"
            if try serviceType(line.serviceTypeCode, pointer: "\(pointer)/serviceTypeCode", on: date, &faults) != nil,
                !rules.allowsService(line.serviceTypeCode)
            {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/serviceTypeCode", code: "service_excluded",
                        detail: LocalText(
                            fi: "palvelu ei kuulu alueelliseen malliin", sv: "tjänsten hör inte till den regionala modellen",
                            en: "is not among the services of the model")))
            }
            if rules.excludesPurpose(line.purpose) {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/purpose", code: "excluded_purpose",
                        detail: LocalText(
                            fi: "alueellinen malli ei salli tätä käyttötarkoitusta",
                            sv: "den regionala modellen tillåter inte detta ändamål", en: "is excluded by the regional model")))
            }
        }
        if faults.isEmpty { return }
        for code in [RefusalCode.serviceExcluded, .excludedPurpose] where faults.contains(where: { $0.code == code.rawValue }) {
            throw Refusal(
                code,
                LocalText(
                    fi: "budjetin tiedoissa on korjattavaa: \(LocalText.faultCount(faults.count).fi)",
                    sv: "budgetens uppgifter ska rättas: \(LocalText.faultCount(faults.count).sv)",
                    en: "the budget has \(LocalText.faultCount(faults.count).en); see errors"), faults: faults)
        }
        throw Refusal.invalid(faults)
    }
}

extension RegionalModel.Rules {
    /// Whether a service of this type may be bought with a budget of the model (K9).
    public func allowsService(_ code: String) -> Bool { allowedServiceTypes.isEmpty || allowedServiceTypes.contains(code) }

    /// Whether the model excludes the purpose, compared in folded form (K9, row 52).
    public func excludesPurpose(_ purpose: String) -> Bool {
        let folded = FoldedText.fold(purpose)
        return excludedPurposes.contains { FoldedText.fold($0) == folded }
    }
}
