/// The lines of budgets.
public protocol BudgetLineRepository: Repository<BudgetLine> {
    /// Puts these lines in the place of all there are; for a budget that holds no money yet.
    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws
}
