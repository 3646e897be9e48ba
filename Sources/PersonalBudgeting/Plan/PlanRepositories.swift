/// The support plan, its dialogue rounds and the service plan.
public protocol PlanRepositories {
    /// The questions added to the standard ones, and their later versions; see `PlanQuestion.catalogue`.
    var planQuestions: any Repository<PlanQuestion> { get }
    var supportPlans: any Repository<SupportPlan> { get }
    var planComments: any Repository<PlanComment> { get }
    var dialogueRounds: any Repository<DialogueRound> { get }
    var servicePlans: any Repository<ServicePlan> { get }
}
