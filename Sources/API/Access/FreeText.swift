import PersonalBudgeting

// The nouns with text about the client's needs and life, and how that text is masked for callers who may not read it.

extension CurrentService: Maskable {
    static let mask: Mask<CurrentService> = .freeText(["description"], unless: .readDescriptions) { $0.details.description = .masked }
}

extension Agreement: Maskable {
    static let mask: Mask<Agreement> = .freeText(["closePersonReason", "clientOpinion"], unless: .readDescriptions) {
        $0.closePersonReason = nil
        $0.clientOpinion = nil
    }
}

extension Actual: Maskable {
    static let mask: Mask<Actual> = .freeText(["note"], unless: .readDescriptions) { $0.hideNote() }

    /// The service writes the reason why a row is held. A person writes the reason for the decision about it.
    mutating func hideNote() { if state != .held { note = nil } }
}

extension LedgerEntry: Maskable {
    /// The reason why an agreement ended or a row was reversed is about the person. The reason why money was moved is its voucher.
    static let mask: Mask<LedgerEntry> = Mask.freeText(["reason"], unless: .readDescriptions) { entry in
        if entry.transferID == nil { entry = entry.withoutReason }
    }.namedWithoutRows
}

extension Case: Maskable {
    private static let texts: Set<String> = ["otherServices", "closingReason", "decisionExtensionReason", "executionExtensionReason"]

    static let mask: Mask<Case> = .freeText(texts, unless: .readCaseFile) { caseFile in
        caseFile.details.otherServices = caseFile.details.otherServices.map { _ in .masked }
        caseFile.closingReason = nil
        caseFile.decisionExtension = caseFile.decisionExtension.map { Case.Extension(until: $0.until, reason: .masked) }
        caseFile.executionExtension = caseFile.executionExtension.map { Case.Extension(until: $0.until, reason: .masked) }
    }
}

extension Decision: Maskable {
    private static let texts: Set<String> = [
        "parties", "entitlements", "reasons", "provisions", "contact", "appealInstructions", "fixedTermReason",
    ]

    static let mask: Mask<Decision> = .freeText(texts, unless: .readReasons) { decision in
        let content = decision.content
        decision.content = Decision.Content(
            parties: content.parties.map { _ in .masked }, entitlements: content.entitlements.map { _ in .masked }, reasons: nil,
            provisions: content.provisions.map { _ in .masked }, contact: nil, appealInstructions: nil, validFrom: content.validFrom,
            validTo: content.validTo, fixedTermReason: nil)
    }
}

extension BodyHandling: Maskable {
    static let mask: Mask<BodyHandling> = .freeText(["recusals", "reasons", "questions"], unless: .readReasons) { handling in
        let resolution = handling.details.resolution
        handling.details.recusals = handling.details.recusals.map { BodyHandling.Recusal(member: $0.member, reason: .masked) }
        handling.details.resolution = Resolution(
            outcome: resolution.outcome, reasons: nil, questions: resolution.questions.map { _ in .masked }, dueOn: resolution.dueOn)
    }
}

extension Notice: Maskable {
    static let mask: Mask<Notice> = .freeText(["evidence"], unless: .readReasons) { notice in
        notice.receipt = notice.receipt.map { Notice.Receipt(on: $0.on, evidence: nil) }
    }
}
