import JSON
import PersonalBudgeting

/// The body's handling of a decision on its agenda; append-only.
enum BodyHandlingAPI {
    private static let resource = Resource<BodyHandling>(
        "/v1/cases/{case}/decisions/{decision}/handlings", "handling", tag: .decisions, view: view,
        owner: .whole("decision", field: .decisionID, in: { $0.decisions }) { $0.decisionID }
    ) { $0.bodyHandlings }

    static let operations: [Operation] = [
        resource.list("listHandlings", "List the body's handlings of a decision", right: .readDecisions),
        resource.find("findHandling", "Read a handling of a decision by the body", right: .readDecisions),
        resource.create(
            "handleInBody", "Record the body's outcome and carry it out: approved, returned for work or rejected", right: .handleInBody,
            details, refusals: [.illegalTransition] + DecisionAPI.resolutionRefusals
        ) { call, details in
            let decision = try call.whole("decision", in: { $0.decisions })
            return try call.work.handleInBody(decision, details, in: try call.requireCase())
        },
    ]

    private static let recusal = Shape<BodyHandling.Recusal>.object(
        "Recusal", Field("member", .line()) { $0.member }, Field("reason", .prose(500)) { $0.reason }, make: BodyHandling.Recusal.init)

    private static let details = Shape<BodyHandling.Details>.object(
        "BodyHandlingDetails",
        Field("meetingDate", .date) { $0.meetingDate },
        Field("itemNumber", .count(1...100_000)) { $0.itemNumber },
        Field("presenter", .line()) { $0.presenter },
        Field("members", .list(.line(), 1...100)) { $0.members },
        Field("recusals", .list(recusal, 0...100)) { $0.recusals },
        Field("outcome", .code) { $0.resolution.outcome },
        Field("reasons", .optional(.prose)) { $0.resolution.reasons },
        Field("questions", .list(.prose(2000), 0...50)) { $0.resolution.questions },
        Field("dueOn", .optional(.date)) { $0.resolution.dueOn },
        Field("minutesReference", .optional(.line())) { $0.minutesReference },
        make: { on, number, presenter, members, recusals, outcome, reasons, questions, due, minutes in
            BodyHandling.Details(
                meetingDate: on, itemNumber: number, presenter: presenter, members: members, recusals: recusals,
                resolution: Resolution(outcome: outcome, reasons: reasons, questions: questions, dueOn: due), minutesReference: minutes)
        })

    private static let view = View<BodyHandling>(
        "BodyHandling",
        ViewMember.record + [.caseID, ViewMember("decisionId", .id()) { $0.decisionID }, .inline(details) { $0.details }])
}
