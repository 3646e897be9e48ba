/// Service types, their prices and providers, and the money value computed from them.
public protocol PricesRepositories {
    var serviceTypes: any Repository<ServiceType> { get }
    var prices: any Repository<Price> { get }
    var providers: any Repository<Provider> { get }
    var currentServices: any Repository<CurrentService> { get }
    var budgetCalculations: any Repository<BudgetCalculation> { get }
}
