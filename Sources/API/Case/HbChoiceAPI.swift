import JSON
import PersonalBudgeting

/// The client's choice for or against personal budgeting, and its withdrawal.
enum HbChoiceAPI {
    private static let resource = Resource<HbChoice>(
        "/v1/cases/{case}/choices", "choice", tag: .choice, stateful: view, owner: .caseFile
    ) { $0.choices }

    static let operations: [Operation] = [
        resource.list("listChoices", "List the client's choices in a case, including withdrawn choices", right: .readCaseFile),
        resource.find("findChoice", "Read a choice", right: .readCaseFile),
        resource.create(
            "choose", "Record the client's choice for or against personal budgeting", right: .writeForClient, details,
            refusals: [.caseClosed, .alternativesMissing, .illegalTransition, .suitabilityMissing, .commitmentsMissing, .openCommitments]
        ) { call, details in try call.work.choose(details, in: try call.requireCase()) },
        resource.command(
            "withdrawChoice", .withdraw, "Withdraw the choice. The case returns to its alternatives", right: .writeForClient,
            NoMembers.shape, refusals: [.caseClosed]
        ) { call, choice, _ in try call.work.withdrawChoice(choice, in: try call.requireCase()) },
    ]

    private static let details = Shape<HbChoice.Details>.object(
        "ChoiceDetails",
        Field("chosen", .flag) { $0.chosen },
        Field("chosenOn", .date) { $0.chosenOn },
        Field("commitmentsAcknowledged", .list(.code, 0...HbChoice.Commitment.allCases.count)) { $0.commitmentsAcknowledged },
        make: HbChoice.Details.init)

    private static let view = View<Seen<HbChoice>>(
        "Choice",
        ViewMember.seen(
            ViewMember.record + [
                .caseID, .inline(details) { $0.details }, ViewMember("withdrawnOn", .optional(.date)) { $0.withdrawnOn },
            ]) + ViewMember.state())
}
