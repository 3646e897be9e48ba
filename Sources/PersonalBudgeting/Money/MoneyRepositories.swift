/// Budgets, their ledger and their agreements.
public protocol MoneyRepositories {
    var budgets: any Repository<Budget> { get }
    var budgetLines: any BudgetLineRepository { get }
    var ledger: any LedgerRepository { get }
    var agreements: any Repository<Agreement> { get }
    var transfers: any Repository<Transfer> { get }
}
