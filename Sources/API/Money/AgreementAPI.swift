import JSON
import PersonalBudgeting

/// Agreed services. They reserve money at once, and a trial may be ended or continued.
enum AgreementAPI {
    private static let resource: Resource<Agreement> = {
        var resource = Resource<Agreement>(
            "/v1/cases/{case}/agreements", "agreement", tag: .agreements, stateful: view, owner: .caseFile
        ) { $0.agreements }
        resource.completed = { agreements, call in
            let sums = try call.repositories.ledger.sums(of: agreements.map(\.id))
            return agreements.map { agreement in
                var agreement = agreement
                agreement.sums = sums[agreement.id]
                return agreement
            }
        }
        return resource
    }()

    static let operations: [Operation] = [
        resource.list(
            "listAgreements", "List the agreements of a case", right: .readServices,
            filters: [
                .init(.code("state", "Only agreements in this state", Agreement.State.self), field: .state),
                .init(.id("budgetLineId", "Only agreements on this line"), field: .budgetLineID) { .equal($0, $1.lowercased()) },
            ], sorts: [ListSort("periodFrom", .periodFrom), ListSort("periodTo", .periodTo), ListSort("amountCents", .amount)]),
        resource.find("findAgreement", "Read an agreement", right: .readServices),
        resource.create(
            "agree", "Agree on a service and reserve its price", right: .writeMoney, details,
            refusals: [
                .illegalTransition, .servicePlanOutdated, .insufficientBudget, .outsidePeriod, .providerNotApproved,
                .serviceExcluded,
                .trialTooLong,
            ]
        ) { call, details in try call.work.agree(details, in: try call.requireCase(), of: try call.requireClient()) },
        resource.command(
            "activateAgreement", .activate, "Activate an agreement when the service begins", right: .writeMoney, NoMembers.shape
        ) { call, agreement, _ in
            try call.work.activateAgreement(agreement, in: try call.requireCase())
        },
        resource.command(
            "endAgreement", .end, "End the agreement and release what is unspent", right: .writeMoney, ending, refusals: [.outsidePeriod]
        ) { call, agreement, input in
            try call.work.endAgreement(agreement, on: input.endedOn, in: try call.requireCase(), reason: input.reason)
        },
        resource.command(
            "cancelAgreement", .cancel, "Cancel the agreement and release what is unspent", right: .writeMoney, Reason.shape
        ) { call, agreement, input in
            try call.work.cancelAgreement(agreement, in: try call.requireCase(), reason: input.reason)
        },
        resource.command(
            "endTrial", .endTrial, "End a trial early or on time, for good or for another service", right: .writeMoney, trialEnd,
            refusals: [.outsidePeriod]
        ) { call, agreement, input in
            try call.work.endTrial(
                agreement, on: input.endedOn, outcome: input.outcome == .ended ? .ended : .replaced, clientOpinion: input.clientOpinion,
                in: try call.requireCase())
        },
        resource.command(
            "continueTrial", .continue, "Continue a service after its trial", right: .writeMoney, continuation,
            refusals: [.clientOpinionMissing, .outsidePeriod, .providerNotApproved, .insufficientBudget]
        ) { call, agreement, input in
            try call.work.continueTrial(
                agreement, until: input.until, more: input.more, clientOpinion: input.clientOpinion, in: try call.requireCase())
        },
    ]

    private static let details = Shape<Agreement.Details>.object(
        "AgreementDetails",
        Field("budgetLineId", .id()) { $0.budgetLineID },
        Field("mode", .code) { $0.mode },
        Field("providerId", .optional(.id())) { $0.providerID },
        Field("period", .period) { $0.period },
        Field("quantityThousandths", .thousandths) { $0.quantity },
        Field("unitPriceCents", .cents) { $0.unitPrice },
        Field("isTrial", .flag.defaulting(to: false)) { $0.isTrial },
        Field("assistantIsClosePerson", .flag.defaulting(to: false)) { $0.assistantIsClosePerson },
        Field("closePersonReason", .optional(.prose)) { $0.closePersonReason },
        make: Agreement.Details.init)

    private struct Ending: Sendable {
        let endedOn: CalendarDate
        let reason: String
    }

    private static let ending = Shape<Ending>.object(
        "AgreementEnding",
        Field("endedOn", .date) { $0.endedOn },
        Field("reason", .prose(2000, from: 3)) { $0.reason },
        make: Ending.init)

    /// How a trial ends. To continue is a command of its own.
    enum EndOutcome: String, CaseIterable, Sendable { case ended, replaced }

    private struct TrialEnd: Sendable {
        let endedOn: CalendarDate
        let outcome: EndOutcome
        let clientOpinion: String?
    }

    private static let trialEnd = Shape<TrialEnd>.object(
        "TrialEnd",
        Field("endedOn", .date) { $0.endedOn },
        Field("outcome", .code) { $0.outcome },
        Field("clientOpinion", .optional(.prose)) { $0.clientOpinion },
        make: TrialEnd.init)

    private struct Continuation: Sendable {
        let clientOpinion: String?
        let until: CalendarDate?
        let more: Quantity?
    }

    private static let continuation = Shape<Continuation>.object(
        "TrialContinuation",
        Field("clientOpinion", .optional(.prose)) { $0.clientOpinion },
        Field("until", .optional(.date)) { $0.until },
        Field("additionalQuantityThousandths", .optional(.thousandths)) { $0.more },
        make: Continuation.init)

    private static let view = View<Seen<Agreement>>(
        "Agreement",
        ViewMember.seen(
            ViewMember.record + [
                .caseID,
                ViewMember("budgetId", .id()) { $0.budgetID },
                ViewMember("budgetLineId", .id()) { $0.budgetLineID },
                ViewMember("serviceTypeCode", .registerCode) { $0.serviceTypeCode },
                ViewMember("mode", .code) { $0.mode },
                ViewMember("providerId", .optional(.id())) { $0.providerID },
                ViewMember("period", .period) { $0.period },
                ViewMember("quantityThousandths", .thousandths) { $0.quantity },
                ViewMember("unitPriceCents", .cents) { $0.unitPrice },
                ViewMember("amountCents", .cents) { $0.amount },
                ViewMember("usedCents", .signedCents) { $0.sums?.used ?? .zero },
                ViewMember("leftCents", .signedCents) { $0.sums?.left ?? .zero },
                ViewMember("closePersonReason", .optional(.prose)) { $0.closePersonReason },
                ViewMember("isTrial", .flag) { $0.isTrial },
                ViewMember("trialOutcome", .optional(.code)) { $0.trialOutcome },
                ViewMember("clientOpinion", .optional(.prose)) { $0.clientOpinion },
                ViewMember("orderedOn", .date) { $0.orderedOn },
                ViewMember("endedOn", .optional(.date)) { $0.endedOn },
            ]) + ViewMember.state())
}
