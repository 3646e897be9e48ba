import PersonalBudgeting
import SQL

/// The digests of rows that a migration changes.
extension RowDigests {
    /// The step that gives every row a digest.
    static let firstStep = 16

    /// The number of rows whose digests one row of the chain holds at most.
    private static let most = 5_000

    /// Gives every row of an older database a digest, and every budget its number of entries.
    func fill() throws {
        try fillTallies()
        for layout in RowLayouts.all { try renewAll(layout) }
    }

    /// Checks the rows that steps will change, by the columns that they have before. Otherwise a migration would confirm what another hand
    /// has written.
    /// - Throws: `StorageFault.corrupt`.
    func prove(before steps: [Migrations.Step]) throws {
        for (table, added) in RowDigests.changes(of: steps) {
            // A table that one of the steps makes has no rows to check yet.
            guard let layout = RowLayouts.byTable[table], try connection.hasTable(table) else { continue }
            let before = RowLayout(table: table, columns: layout.columns.filter { !added.contains($0) }, key: layout.key)
            try connection.query(before.select, []) { try check($0, before) }
        }
        for layout in RowDigests.rekeyed(by: steps) {
            let keys = try connection.all(layout.select, []) { row in
                try check(row, layout)
                return layout.keyPlaces.map { Value(row.cell($0)) }
            }
            for key in keys { try removed(layout, key) }
        }
    }

    func renew(after steps: [Migrations.Step]) throws {
        for table in RowDigests.changes(of: steps).keys.sorted() {
            if let layout = RowLayouts.byTable[table] { try renewAll(layout) }
        }
        for layout in RowDigests.rekeyed(by: steps) { try renewAll(layout) }
    }

    private static func changes(of steps: [Migrations.Step]) -> [String: [String]] {
        steps.reduce(into: [:]) { $0.merge($1.changes) { $0 + $1 } }
    }

    private static func rekeyed(by steps: [Migrations.Step]) -> [RowLayout] {
        steps.flatMap(\.rekeys).compactMap { RowLayouts.byTable[$0] }
    }

    private func renewAll(_ layout: RowLayout) throws {
        // The keys are read first, because a scan of a table that is written at the same time need not end.
        let keys = try connection.all("SELECT \(layout.key.joined(separator: ", ")) FROM \(layout.table)") { row in
            layout.key.indices.map { Value(row.cell($0)) }
        }
        for key in keys {
            try renew(layout, key)
            if mark > RowDigests.most * 64 { try append(heads: headsOfOthers()) }
        }
    }

    private func fillTallies() throws {
        try connection.execute(
            "INSERT INTO ledger_tallies (budget_id, entries) SELECT budget_id, count(*) FROM ledger_entries GROUP BY budget_id")
    }

    private func headsOfOthers() throws -> [Chain.Head] { try Chain.all.dropLast().map { try $0.head(connection) } }
}
