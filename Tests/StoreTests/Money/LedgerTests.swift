import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// The ledger is append-only (O3).
@Suite struct LedgerTests {
    @Test("rows of the ledger cannot be changed or deleted, and a change in the file is found by the chain (O3, row 116)")
    func ledgerOnlyGrows() throws {
        let stored = try StoredWork()
        let caseFile = try stored.openCase(monitoringRequired: false)
        let year = try BudgetFixtures.period("2026-01-01", "2026-12-31")
        try stored.work(on: "2026-06-30") { work in
            let budget = try BudgetFixtures.approvedBudget(work, caseFile, year, lines: [("a", 1_000), ("b", 2_000)])
            _ = try work.activateBudget(budget, in: caseFile)
        }
        #expect(try stored.database.findings() == [])
        let hand = try SQLiteEngine(path: stored.path).makeWriter()
        for statement in ["UPDATE ledger_entries SET amount_cents = 9", "DELETE FROM ledger_entries", "DELETE FROM budget_lines"] {
            #expect(throws: SQLFault.self, "\(statement)") { try hand.transaction { try $0.execute(statement) } }
        }
        let insert = """
            INSERT INTO ledger_entries SELECT sequence + 9, id || 'x', recorded_at, recorded_by, business_date, kind, case_id, budget_id,
                line_id, 0, agreement_id, actual_id, transfer_id, reversed_id, reason, hash FROM ledger_entries
            """
        #expect(throws: SQLFault.self) { try hand.transaction { try $0.execute(insert) } }
        try hand.transaction { connection in
            try connection.execute("DROP TRIGGER ledger_entries_keep")
            try connection.execute("UPDATE ledger_entries SET amount_cents = 2001 WHERE sequence = 2")
        }
        #expect(
            try stored.database.findings().last == "ledger_entries: row 2 was edited, or the row before was replaced with a hash of its own"
        )
    }
}
