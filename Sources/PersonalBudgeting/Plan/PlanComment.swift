/// What a worker says about a revision of the support plan. It stands beside the client's words, which it never changes; append-only.
public struct PlanComment: CaseFile {
    public static let noun = "plan_comment"
    public enum Field: CaseFileField { case caseID, supportPlanID }
    public var record: Record<PlanComment>
    public let caseID: ID<Case>
    public let supportPlanID: ID<SupportPlan>
    public let text: String
    public let writtenBy: ID<User>

    public init(record: Record<PlanComment>, caseID: ID<Case>, supportPlanID: ID<SupportPlan>, text: String, writtenBy: ID<User>) {
        self.record = record
        self.caseID = caseID
        self.supportPlanID = supportPlanID
        self.text = text
        self.writtenBy = writtenBy
    }
}

extension Work {
    /// Adds a comment; to any revision, in any state.
    public func addPlanComment(_ text: String, to plan: SupportPlan, in caseFile: Case) throws -> PlanComment {
        let comment = PlanComment(
            record: newRecord(), caseID: caseFile.id, supportPlanID: plan.id, text: text, writtenBy: actor.userID)
        try insert(comment, in: caseFile, to: repositories.planComments)
        return comment
    }
}
