/// What services there are, what they cost, who provides them, and the money value worked out of that.
public protocol PriceRepositories {
    var serviceTypes: any Repository<ServiceType> { get }
    var prices: any Repository<Price> { get }
    var providers: any Repository<Provider> { get }
    var currentServices: any Repository<CurrentService> { get }
    var budgetCalculations: any Repository<BudgetCalculation> { get }
}
