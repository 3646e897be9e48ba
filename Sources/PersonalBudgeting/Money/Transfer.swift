/// A movement of money between two lines of a budget within the decision (siirto; K5, M11, row 26).
public struct Transfer: CaseFile {
    public static let noun = "transfer"
    public enum Field: CaseFileField { case caseID, budgetID, amount }
    public var record: Record<Transfer>
    public let caseID: ID<Case>
    public let budgetID: ID<Budget>
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var fromLineID: ID<BudgetLine>
        public var toLineID: ID<BudgetLine>
        public var amount: Money
        public var reason: String

        public init(fromLineID: ID<BudgetLine>, toLineID: ID<BudgetLine>, amount: Money, reason: String) {
            self.fromLineID = fromLineID
            self.toLineID = toLineID
            self.amount = amount
            self.reason = reason
        }
    }

    public init(record: Record<Transfer>, caseID: ID<Case>, budgetID: ID<Budget>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.budgetID = budgetID
        self.details = details
    }

    /// Returns the refusal of a transfer out of a line, or nil when the decision allows it (M11).
    /// - Parameters:
    ///   - moved: the money already moved from the line in this budget.
    ///   - percent: the bound in percent of the allocation of the line, for the whole budget period.
    public static func refusal(of amount: Money, from line: BudgetLine, _ figures: Figures, moved: Money, percent: Int) -> Refusal? {
        if line.isEarmarked || !line.isFlexible {
            let detail =
                line.isEarmarked
                ? LocalText(
                    fi: "rahat on korvamerkitty tarkoitukseensa", sv: "medlen är öronmärkta för sitt ändamål",
                    en: "the money is earmarked for its purpose")
                : LocalText(fi: "riviltä ei voi siirtää rahaa", sv: "medel kan inte överföras från raden", en: "the line is not flexible")
            return Refusal(
                .earmarkedLine, detail, faults: [RuleFault(pointer: "/fromLineId", code: "earmarked_line", detail: detail)])
        }
        let bound = figures.allocated.share(percent: percent) ?? .zero
        if moved.cents + amount.cents > bound.cents {
            return Refusal(
                .transferBound,
                LocalText(
                    fi: "rivistä saa siirtää budjettikaudella enintään \(percent) prosenttia",
                    sv: "högst \(percent) procent av raden får överföras under budgetperioden",
                    en: "at most \(percent) percent of the line may be moved in the budget period"),
                faults: [
                    RuleFault(
                        pointer: "/amountCents", code: "transfer_bound",
                        detail: LocalText(
                            fi: "siirrot ylittävät yhteensä \(bound.prose)", sv: "överföringarna överskrider sammanlagt \(bound.prose)",
                            en: "exceeds \(bound.cents) cents in all"))
                ],
                figures: [
                    Figure("allocatedCents", figures.allocated), Figure("boundCents", bound), Figure("movedCents", moved),
                    Figure("requestedCents", amount),
                ])
        }
        if amount > figures.available {
            return Refusal(
                .belowCommitted,
                LocalText(
                    fi: "rivillä olisi vähemmän rahaa kuin on sidottu ja käytetty",
                    sv: "raden skulle ha mindre medel än vad som är bundet och använt",
                    en: "the line would hold less than its committed and used money"),
                faults: [
                    RuleFault(
                        pointer: "/amountCents", code: "below_committed",
                        detail: LocalText(
                            fi: "ylittää käytettävissä olevan määrän", sv: "överskrider det disponibla beloppet",
                            en: "exceeds the available money"))
                ],
                figures: [
                    Figure("committedCents", figures.committed), Figure("usedCents", figures.used),
                    Figure("availableCents", figures.available), Figure("requestedCents", amount),
                ])
        }
        return nil
    }
}

extension Work {
    /// Moves money between two lines of an effective budget; the sum of the budget does not change (K5, M11, row 26).
    /// - Throws: `earmarked_line`, `transfer_bound` and `below_committed` with the figures; `invalid` for lines of another budget.
    public func transfer(_ details: Transfer.Details, in budget: Budget, of caseFile: Case) throws -> Transfer {
        try budget.requireState([.effective], toDo: "transfer")
        let source = try requireLine(details.fromLineID, of: budget, in: caseFile, pointer: "/fromLineId")
        let target = try requireLine(details.toLineID, of: budget, in: caseFile, pointer: "/toLineId")
        if source.id == target.id {
            throw Refusal.invalid(
                "/toLineId", "same_line",
                LocalText(fi: "täytyy olla toinen rivi", sv: "måste vara en annan rad", en: "must be another line"))
        }
        let refusal = Transfer.refusal(
            of: details.amount, from: source, try repositories.ledger.figures(of: source),
            moved: try repositories.ledger.total(.transferOut, on: source.id), percent: try rules(of: caseFile).reallocationPercent)
        if let refusal { throw refusal }
        let transfer = Transfer(record: newRecord(), caseID: caseFile.id, budgetID: budget.id, details: details)
        try insert(transfer, in: caseFile, to: repositories.transfers)
        let cause = Cause(transferID: transfer.id, reason: details.reason)
        try post(.transferOut, details.amount, on: source, cause)
        try post(.transferIn, details.amount, on: target, cause)
        return transfer
    }
}
