import PersonalBudgeting
import SQL

/// The number of entries of each budget. A balance is read from all entries of a budget, so the number shows at once when an entry was
/// removed or inserted by another hand.
enum LedgerTally {
    static let layout = RowLayout(table: "ledger_tallies", columns: ["budget_id", "entries"], key: ["budget_id"])

    private static let insert = SQLStatement("INSERT INTO ledger_tallies (budget_id, entries, row_digest) VALUES (?, ?, ?)")
    private static let update = SQLStatement("UPDATE ledger_tallies SET entries = ?, row_digest = ? WHERE budget_id = ?")

    /// Returns the number of entries of a budget.
    /// - Throws: `StorageFault.corrupt` when the number was changed by another hand.
    static func count(_ budget: ID<Budget>, _ unit: UnitOfWork) throws -> Int64 {
        try found(budget, unit) ?? 0
    }

    static func add(_ budget: ID<Budget>, _ unit: UnitOfWork) throws {
        let key = SQL.Value.text("\(budget)")
        guard let before = try found(budget, unit) else {
            return try unit.digests.insert([key, .integer(1)], layout, by: insert)
        }
        let values: [SQL.Value] = [key, .integer(before + 1)]
        try unit.connection.execute(update, [.integer(before + 1), try unit.digests.digest(values, layout), key])
    }

    private static func found(_ budget: ID<Budget>, _ unit: UnitOfWork) throws -> Int64? {
        try unit.connection.first(layout.find, [.text("\(budget)")]) { row in
            try unit.digests.check(row, layout)
            return try row.integer(1)
        }
    }
}
