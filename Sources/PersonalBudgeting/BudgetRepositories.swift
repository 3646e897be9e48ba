/// Budgets, their ledger and what is bought with them.
public protocol BudgetRepositories {
    var budgets: any Repository<Budget> { get }
    var budgetLines: any Repository<BudgetLine> { get }
}
