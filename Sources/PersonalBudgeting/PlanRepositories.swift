/// The support plan, the dialogue about it, the decision and what follows from it.
public protocol PlanRepositories {
    var supportPlans: any Repository<SupportPlan> { get }
    var decisions: any Repository<Decision> { get }
    var servicePlans: any Repository<ServicePlan> { get }
}
