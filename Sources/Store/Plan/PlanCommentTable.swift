import PersonalBudgeting

extension Table where Entity == PlanComment {
    static let planComments = Table(
        "plan_comments",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("support_plan_id", .id(), field: .supportPlanID) { $0.supportPlanID },
        Column("text", .text) { $0.text },
        Column("written_by", .id()) { $0.writtenBy },
        make: PlanComment.init)
}
