import JSON
import PersonalBudgeting

/// The rounds of dialogue between client and worker; append-only.
enum DialogueRoundAPI {
    private static let resource = Resource<DialogueRound>(
        "/v1/cases/{case}/dialogue-rounds", "dialogueRound", tag: .supportPlans, view: view, owner: .caseFile
    ) { $0.dialogueRounds }

    static let operations: [Operation] = [
        resource.list(
            "listDialogueRounds", "List the dialogue rounds of a case", right: .readPlan,
            filters: [
                .init(.id("supportPlanId", "Only rounds on this revision"), field: .supportPlanID) { .equal($0, $1.lowercased()) }
            ]),
        resource.find("findDialogueRound", "Read a dialogue round", right: .readPlan),
        resource.create(
            "addDialogueRound", "Record a dialogue round on a submitted revision", right: .writeCaseFile, details,
            refusals: [.caseClosed, .planNotReady]
        ) { call, details in try call.work.addDialogueRound(details, to: try call.requireCase()) },
    ]

    private static let details = Shape<DialogueRound.Details>.object(
        "DialogueRoundDetails",
        Field("supportPlanId", .id()) { $0.supportPlanID },
        Field("heldOn", .date) { $0.heldOn },
        Field("topics", .list(.code, 1...DialogueRound.Topic.allCases.count)) { $0.topics },
        Field("clientView", .prose) { $0.clientView },
        Field("workerView", .prose) { $0.workerView },
        Field("agreed", .flag) { $0.agreed },
        Field("openPoints", .list(.prose(2000), 0...50)) { $0.openPoints },
        make: DialogueRound.Details.init)

    private static let view = View<DialogueRound>(
        "DialogueRound",
        ViewMember.record + [.caseID, ViewMember("number", .count(1...100_000)) { $0.number }, .inline(details) { $0.details }])
}
