import PersonalBudgeting

extension UnitOfWork: MoneyRepositories {
    var budgets: any Repository<Budget> { table(.budgets) }
    var budgetLines: any BudgetLineRepository { BudgetLineStore(self) }
    var ledger: any LedgerRepository { LedgerStore(unit: self) }
    var agreements: any Repository<Agreement> { table(.agreements) }
    var transfers: any Repository<Transfer> { table(.transfers) }
}
