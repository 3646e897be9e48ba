/// The steps of a budget that follow from a decision; each keeps the budget with its event.
extension Work {
    /// The budget is before the decider: it must not change until the decision.
    @discardableResult
    func proposeBudget(_ budget: Budget) throws -> Budget { try stepBudget("propose", budget) }

    /// The plan goes back to work, and the budget is indicative again.
    @discardableResult
    func returnBudget(_ budget: Budget) throws -> Budget { try stepBudget("return", budget) }

    /// The decision grants the budget.
    @discardableResult
    func approveBudget(_ budget: Budget, decision: ID<Decision>) throws -> Budget {
        var budget = budget
        budget.decisionID = decision
        return try stepBudget("approve", budget)
    }

    /// The decision grants nothing.
    @discardableResult
    func rejectBudget(_ budget: Budget) throws -> Budget { try stepBudget("reject", budget) }

    private func stepBudget(_ command: String, _ budget: Budget) throws -> Budget {
        try take(command, on: budget, in: try repositories.cases.require(budget.caseID), of: repositories.budgets)
    }
}
