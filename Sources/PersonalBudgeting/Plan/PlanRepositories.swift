/// The support plan, the dialogue about it, the decision and what follows from it.
public protocol PlanRepositories: Digesting {
    /// Questions added to the standard ones, and later wordings of them; see `PlanQuestion.catalogue`.
    var planQuestions: any Repository<PlanQuestion> { get }
    var supportPlans: any Repository<SupportPlan> { get }
    var planComments: any Repository<PlanComment> { get }
    var dialogueRounds: any Repository<DialogueRound> { get }
    var decisions: any Repository<Decision> { get }
    var bodyHandlings: any Repository<BodyHandling> { get }
    var notices: any Repository<Notice> { get }
    var servicePlans: any Repository<ServicePlan> { get }
}
