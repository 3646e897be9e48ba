import PersonalBudgeting
import SQL

/// The hash-chained ledger. Balances are sums of its entries (O3).
struct LedgerStore: LedgerRepository {
    let unit: UnitOfWork

    static let chain = Chain(
        table: "ledger_entries",
        columns: [
            "sequence", "id", "recorded_at", "recorded_by", "business_date", "kind", "case_id", "budget_id", "line_id", "amount_cents",
            "agreement_id", "actual_id", "transfer_id", "reversed_id", "reason",
        ], later: ["reason_digest"], hasDigests: true)
    /// An entry is checked by its digest whenever it is read.
    static let layout = RowLayout(table: chain.table, columns: chain.columns, key: ["sequence"])

    func append(_ entry: LedgerEntry) throws {
        let reason = LogText(entry.reason)
        let values: [SQL.Value] = [
            .text("\(entry.id)"), .integer(entry.recordedAt.microseconds), .text("\(entry.recordedBy)"), .text("\(entry.businessDate)"),
            .text(entry.kind.rawValue), .text("\(entry.caseID)"), .text("\(entry.budgetID)"), .text("\(entry.lineID)"),
            .integer(entry.amount.cents), .id(entry.agreementID), .id(entry.actualID), .id(entry.transferID), .id(entry.reversedID),
            .null, .digest(of: reason),
        ]
        try storing {
            let head = try unit.ledgerHead ?? LedgerStore.chain.head(unit.connection)
            let digest = try unit.digests.digest([.integer(head.sequence + 1)] + values, LedgerStore.layout)
            let next = try LedgerStore.chain.append(values, after: head, digest: digest, to: unit.connection)
            unit.ledgerHead = next
            try reason?.keep(in: LedgerStore.chain, next.sequence, unit.connection)
            try LedgerTally.add(entry.budgetID, unit)
        }
    }

    func list(budgetID: ID<Budget>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [LedgerEntry] {
        try read(
            newestFirst
                ? "WHERE budget_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?"
                : "WHERE budget_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [.text("\(budgetID)"), .integer(after ?? (newestFirst ? Int64.max : 0)), .integer(Int64(limit))])
    }

    func list(actualID: ID<Actual>) throws -> [LedgerEntry] {
        try read("WHERE actual_id = ? ORDER BY sequence", [.text("\(actualID)")])
    }

    func balances(of budgetID: ID<Budget>, asOf: CalendarDate?, knownAt: Instant?) throws -> [ID<BudgetLine>: Figures] {
        var sums: [ID<BudgetLine>: [LedgerEntry.Kind: Int64]] = [:]
        var count: Int64 = 0
        try storing {
            // Every entry is read and not summed by the database, because each is checked by its digest.
            try unit.connection.query(LedgerStore.ofBudget, [.text("\(budgetID)")]) { row in
                try unit.digests.check(row, LedgerStore.layout)
                count += 1
                if let asOf, try row.text(4) > "\(asOf)" { return }
                if let knownAt, try row.integer(2) > knownAt.microseconds { return }
                guard let kind = LedgerEntry.Kind(rawValue: try row.text(5)), let line = ID<BudgetLine>(try row.text(8)) else {
                    throw Unreadable(column: 5)
                }
                let (sum, overflows) = sums[line, default: [:]][kind, default: 0].addingReportingOverflow(try row.integer(9))
                guard !overflows else { throw AmountOutOfRange() }
                sums[line, default: [:]][kind] = sum
            }
            guard try LedgerTally.count(budgetID, unit) == count else { throw StorageFault.corrupt }
        }
        return try sums.mapValues { try Figures(sums: $0) }
    }

    private static let ofBudget = SQLStatement("\(layout.select) WHERE budget_id = ?")

    func total(_ kind: LedgerEntry.Kind, on lineID: ID<BudgetLine>) throws -> Money {
        try sum(
            "amount_cents", "budget_id = (SELECT budget_id FROM budget_lines WHERE id = ?) AND line_id = ? AND kind = ?",
            [.text("\(lineID)"), .text("\(lineID)"), .text(kind.rawValue)])
    }

    func openCommitment(of agreementID: ID<Agreement>) throws -> Money {
        try sum(
            "CASE kind WHEN 'reserve' THEN amount_cents ELSE -amount_cents END", "agreement_id = ? AND kind IN ('reserve', 'release')",
            [.text("\(agreementID)")])
    }

    func sums(of agreementIDs: [ID<Agreement>]) throws -> [ID<Agreement>: Agreement.Sums] {
        if agreementIDs.isEmpty { return [:] }
        try unit.digests.refuseDamaged([LedgerStore.chain.table])
        func sum(_ more: String, _ less: String) -> String {
            "CAST(coalesce(sum(CASE kind WHEN '\(more)' THEN amount_cents WHEN '\(less)' THEN -amount_cents ELSE 0 END), 0) AS BIGINT)"
        }
        let sql =
            "SELECT agreement_id, \(sum("actual", "reversal")), \(sum("reserve", "release")) FROM ledger_entries"
            + " WHERE agreement_id IN (\(agreementIDs.map { _ in "?" }.joined(separator: ", "))) GROUP BY agreement_id"
        var sums: [ID<Agreement>: Agreement.Sums] = [:]
        try storing {
            let rows = try unit.connection.all(sql, agreementIDs.map { SQL.Value.text("\($0)") }) { row in
                (id: try row.text(0), used: try row.integer(1), left: try row.integer(2))
            }
            for row in rows {
                guard let id = ID<Agreement>(row.id), let used = Money(cents: row.used), let left = Money(cents: row.left) else {
                    throw AmountOutOfRange()
                }
                sums[id] = Agreement.Sums(used: used, left: left)
            }
        }
        return sums
    }

    func used(of budgetID: ID<Budget>, in period: Period) throws -> Money {
        try sum(
            "CASE kind WHEN 'actual' THEN amount_cents ELSE -amount_cents END",
            "budget_id = ? AND kind IN ('actual', 'reversal') AND business_date >= ? AND business_date <= ?",
            [.text("\(budgetID)"), .text("\(period.from)"), .text("\(period.to)")])
    }

    private func sum(_ what: String, _ condition: String, _ values: [SQL.Value]) throws -> Money {
        try unit.digests.refuseDamaged([LedgerStore.chain.table])
        let cents = try storing {
            try unit.connection.first("SELECT CAST(coalesce(sum(\(what)), 0) AS BIGINT) FROM ledger_entries WHERE \(condition)", values) {
                try $0.integer(0)
            }
        }
        guard let money = Money(cents: cents ?? 0) else { throw AmountOutOfRange() }
        return money
    }

    private func read(_ clause: String, _ values: [SQL.Value]) throws -> [LedgerEntry] {
        let columns = (LedgerStore.layout.columns + [RowLayout.column]).map { "e.\($0)" }.joined(separator: ", ")
        let reason = LogText.selected("reason", of: LedgerStore.chain.table, as: "e")
        let sql = "SELECT \(columns), \(reason) FROM ledger_entries e \(clause)"
        try unit.digests.refuseIncomplete(LedgerStore.chain.table)
        return try storing {
            try unit.connection.all(sql, values) { row in
                try unit.digests.check(row, LedgerStore.layout)
                guard let id: ID<LedgerEntry> = try row.id(1), let at = Instant(microseconds: try row.integer(2)),
                    let by: ID<User> = try row.id(3), let date = CalendarDate(try row.text(4)),
                    let kind = LedgerEntry.Kind(rawValue: try row.text(5)), let caseID: ID<Case> = try row.id(6),
                    let budgetID: ID<Budget> = try row.id(7), let lineID: ID<BudgetLine> = try row.id(8),
                    let amount = Money(cents: try row.integer(9))
                else { throw Unreadable(column: 1) }
                return LedgerEntry(
                    sequence: try row.integer(0), id: id, recordedAt: at, recordedBy: by, businessDate: date, kind: kind, caseID: caseID,
                    budgetID: budgetID, lineID: lineID, amount: amount, agreementID: try row.id(10), actualID: try row.id(11),
                    transferID: try row.id(12), reversedID: try row.id(13), reason: try row.textOrNil(LedgerStore.layout.digestPlace + 1))
            }
        }
    }
}
