/// The support plan, the dialogue about it and the service plan.
public protocol PlanRepositories {
    /// Questions added to the standard ones, and later wordings of them; see `PlanQuestion.catalogue`.
    var planQuestions: any Repository<PlanQuestion> { get }
    var supportPlans: any Repository<SupportPlan> { get }
    var planComments: any Repository<PlanComment> { get }
    var dialogueRounds: any Repository<DialogueRound> { get }
    var servicePlans: any Repository<ServicePlan> { get }
}
