import PersonalBudgeting
import SQL

/// The lines of budgets.
struct BudgetLineStore: BudgetLineRepository, TableBacked {
    private let connection: any Connection
    let table: TableStore<BudgetLine>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .budgetLines)
    }

    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws {
        try storing { try connection.execute("DELETE FROM budget_lines WHERE budget_id = ?", [.text("\(budgetID)")]) }
        for line in lines { try table.insert(line) }
    }
}
