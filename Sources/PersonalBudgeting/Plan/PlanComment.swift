/// A worker's comment on a revision of the support plan, kept apart from the client's words. It never changes them (S19). Append-only.
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
    /// Adds a comment to a revision in any state (S19).
    public func addPlanComment(_ text: String, to plan: SupportPlan, in caseFile: Case) throws -> PlanComment {
        let comment = PlanComment(
            record: newRecord(), caseID: caseFile.id, supportPlanID: plan.id, text: text, writtenBy: actor.userID)
        try insert(comment, in: caseFile, to: repositories.planComments)
        return comment
    }
}
