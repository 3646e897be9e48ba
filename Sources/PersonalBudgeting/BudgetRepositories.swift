/// Budgets, their ledger, what is bought with them and what source systems say was delivered.
public protocol BudgetRepositories {
    var budgets: any Repository<Budget> { get }
    var budgetLines: any BudgetLineRepository { get }
    var ledger: any LedgerRepository { get }
    var agreements: any Repository<Agreement> { get }
    var transfers: any Repository<Transfer> { get }
    var actuals: any Repository<Actual> { get }
    var serviceDataBatches: any Repository<ServiceDataBatch> { get }
    var serviceDataItems: any Repository<ServiceDataItem> { get }
}

/// The lines of budgets.
public protocol BudgetLineRepository: Repository<BudgetLine> {
    /// Puts these lines in the place of all there are; for a budget that holds no money yet.
    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws
}
