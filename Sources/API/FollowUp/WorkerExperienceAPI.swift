import JSON
import PersonalBudgeting

/// Workers' experiences, given anonymously.
enum WorkerExperienceAPI {
    private static let resource = Resource<WorkerExperience>(
        "/v1/worker-experiences", "workerExperience", tag: .development, view: view, owner: .none
    ) { $0.workerExperiences }

    static let operations: [Operation] = [
        resource.list(
            "listWorkerExperiences", "List the anonymous answers of workers", right: .readFollowUpFigures,
            filters: [.init(.code("theme", "Only answers on this theme", WorkerExperience.Theme.self), field: .theme)]),
        // The answer contains no id. An idempotency key would keep it together with the caller.
        Operation(
            "giveWorkerExperience", .post, "/v1/worker-experiences", "Answer the survey of experiences anonymously",
            tag: .development, effect: .submit, right: .giveExperience, request: details.schema, response: receipt.schema,
            refusals: [.thirdPersonData]
        ) { call in
            try call.work.giveExperience(try call.body(details))
            return .value(call.masked(Receipt()), receipt)
        },
    ]

    private static let details = Shape<WorkerExperience.Details>.object(
        "WorkerExperienceDetails",
        Field("theme", .code) { $0.theme },
        Field("score", .optional(.count(0...10))) { $0.score },
        Field("text", .optional(.prose)) { $0.text },
        Field("regionalModelCode", .optional(.registerCode)) { $0.regionalModelCode },
        make: WorkerExperience.Details.init)

    private struct Receipt: NothingToMask {}

    private static let receipt = View<Receipt>("WorkerExperienceReceipt", [ViewMember("received", .flag) { _ in true }])

    private static let view = View<WorkerExperience>("WorkerExperience", ViewMember.record + [.inline(details) { $0.details }])
}
