import JSON
import PersonalBudgeting

/// Workers' comments on a revision of the support plan; append-only.
enum PlanCommentAPI {
    private static let resource = Resource<PlanComment>(
        "/v1/cases/{case}/support-plans/{supportPlan}/comments", "comment", tag: .supportPlans, view: view,
        owner: .whole("supportPlan", field: .supportPlanID, in: { $0.supportPlans }) { $0.supportPlanID }
    ) { $0.planComments }

    static let operations: [Operation] = [
        resource.list("listPlanComments", "List the workers' comments on a revision", right: .readPlan),
        resource.find("findPlanComment", "Read a comment", right: .readPlan),
        resource.create("addPlanComment", "Comment on a revision. The client's words stay unchanged", right: .writeAsWorker, new) {
            call, new in
            let plan = try call.whole("supportPlan", in: { $0.supportPlans })
            return try call.work.addPlanComment(new.text, to: plan, in: try call.requireCase())
        },
    ]

    private struct New: Sendable { let text: String }

    private static let new = Shape<New>.object("NewPlanComment", Field("text", .prose) { $0.text }, make: New.init)

    private static let view = View<PlanComment>(
        "PlanComment",
        ViewMember.record + [
            .caseID,
            ViewMember("supportPlanId", .id()) { $0.supportPlanID },
            ViewMember("text", .prose) { $0.text },
            ViewMember("writtenById", .id()) { $0.writtenBy },
        ])
}
