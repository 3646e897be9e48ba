/// The lines of budgets.
public protocol BudgetLineRepository: Repository<BudgetLine> {
    /// Replaces all lines of a budget that holds no money yet.
    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws
}
