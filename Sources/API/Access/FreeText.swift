import PersonalBudgeting

/// What says something of the client's needs and life beside the sums and the service types. Who sees it for the task of the role alone, and
/// not for the client, is not shown it: finance sees amounts and service types (A5).
///
/// What explains a movement of money (the purpose of a line, the reason of a transfer) is its voucher and no such thing.
protocol HasFreeText {
    /// Who is shown it.
    static var freeTextRight: Right { get }
    /// The members of a body that hold it.
    static var freeText: Set<String> { get }
    /// The same as it is shown to others.
    func withoutFreeText() -> Self
}

extension CurrentService: HasFreeText {
    static let freeTextRight = Right.readDescriptions
    static let freeText: Set<String> = ["description"]

    func withoutFreeText() -> CurrentService {
        var shown = self
        shown.details.description = AdmittedCall.mask
        return shown
    }
}

extension Agreement: HasFreeText {
    static let freeTextRight = Right.readDescriptions
    static let freeText: Set<String> = ["closePersonReason", "clientOpinion"]

    func withoutFreeText() -> Agreement {
        var shown = self
        shown.closePersonReason = nil
        shown.clientOpinion = nil
        return shown
    }
}

extension Actual: HasFreeText {
    static let freeTextRight = Right.readDescriptions
    static let freeText: Set<String> = ["note"]

    /// What holds a row is said by the service; what was decided about it by a person.
    func withoutFreeText() -> Actual {
        var shown = self
        if state != .held { shown.note = nil }
        return shown
    }
}

extension Case: HasFreeText {
    static let freeTextRight = Right.readCaseFile
    static let freeText: Set<String> = ["otherServices", "closingReason", "decisionExtensionReason", "executionExtensionReason"]

    func withoutFreeText() -> Case {
        var shown = self
        shown.details.otherServices = details.otherServices.map { _ in AdmittedCall.mask }
        shown.closingReason = nil
        shown.decisionExtension = decisionExtension.map { Case.Extension(until: $0.until, reason: AdmittedCall.mask) }
        shown.executionExtension = executionExtension.map { Case.Extension(until: $0.until, reason: AdmittedCall.mask) }
        return shown
    }
}

extension Decision: HasFreeText {
    static let freeTextRight = Right.readReasons
    static let freeText: Set<String> = [
        "parties", "entitlements", "reasons", "provisions", "contact", "appealInstructions", "fixedTermReason",
    ]

    func withoutFreeText() -> Decision {
        var shown = self
        shown.content = Decision.Content(
            parties: content.parties.map { _ in AdmittedCall.mask }, entitlements: content.entitlements.map { _ in AdmittedCall.mask },
            reasons: nil,
            provisions: content.provisions.map { _ in AdmittedCall.mask }, contact: nil, appealInstructions: nil,
            validFrom: content.validFrom,
            validTo: content.validTo, fixedTermReason: nil)
        return shown
    }
}

extension BodyHandling: HasFreeText {
    static let freeTextRight = Right.readReasons
    static let freeText: Set<String> = ["recusals", "reasons", "questions"]

    func withoutFreeText() -> BodyHandling {
        var shown = self
        shown.details.recusals = details.recusals.map { BodyHandling.Recusal(member: $0.member, reason: AdmittedCall.mask) }
        shown.details.resolution = Resolution(
            outcome: details.resolution.outcome, reasons: nil, questions: details.resolution.questions.map { _ in AdmittedCall.mask },
            dueOn: details.resolution.dueOn)
        return shown
    }
}

extension Notice: HasFreeText {
    static let freeTextRight = Right.readReasons
    static let freeText: Set<String> = ["evidence"]

    func withoutFreeText() -> Notice {
        var shown = self
        shown.receipt = receipt.map { Notice.Receipt(on: $0.on, evidence: nil) }
        return shown
    }
}
