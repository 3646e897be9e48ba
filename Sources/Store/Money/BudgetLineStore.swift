import PersonalBudgeting
import SQL

/// The lines of budgets.
struct BudgetLineStore: BudgetLineRepository, TableBacked {
    private let unit: UnitOfWork
    let table: TableStore<BudgetLine>

    init(_ unit: UnitOfWork) {
        self.unit = unit
        table = TableStore(unit, .budgetLines)
    }

    private static let ofBudget = SQLStatement("SELECT id FROM budget_lines WHERE budget_id = ?")

    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws {
        try storing {
            let budget: [SQL.Value] = [.text("\(budgetID)")]
            for id in try unit.connection.all(BudgetLineStore.ofBudget.text, budget, { try $0.text(0) }) {
                try unit.digests.removed(Table.budgetLines.layout, [.text(id)])
            }
            try unit.connection.execute("DELETE FROM budget_lines WHERE budget_id = ?", budget)
        }
        for line in lines { try table.insert(line) }
    }
}
