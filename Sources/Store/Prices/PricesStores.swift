import PersonalBudgeting

extension UnitOfWork: PricesRepositories {
    var serviceTypes: any Repository<ServiceType> { table(.serviceTypes) }
    var prices: any Repository<Price> { table(.prices) }
    var providers: any Repository<Provider> { table(.providers) }
    var currentServices: any Repository<CurrentService> { table(.currentServices) }
    var budgetCalculations: any Repository<BudgetCalculation> { table(.budgetCalculations) }
}
