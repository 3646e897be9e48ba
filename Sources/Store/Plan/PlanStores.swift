import PersonalBudgeting

extension UnitOfWork: PlanRepositories {
    var planQuestions: any Repository<PlanQuestion> { table(.planQuestions) }
    var supportPlans: any Repository<SupportPlan> { table(.supportPlans) }
    var planComments: any Repository<PlanComment> { table(.planComments) }
    var dialogueRounds: any Repository<DialogueRound> { table(.dialogueRounds) }
    var servicePlans: any Repository<ServicePlan> { table(.servicePlans) }
}
