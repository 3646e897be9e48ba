import JSON
import Testing

/// Rows 51, 61, 89: the settlement of a budget, to the cent.
@Suite struct SettlementTests {
    @Test("settlement releases commitments, lapses the rest and empties every line; a second one is refused (M16, M17, M19, row 61)")
    func settles() throws {
        let county = try County.shared
        let money = try county.moneyCase { [County.line($0), County.line($0, quantity: 50_000)] }
        let agreement = try money.agree()
        _ = try money.push([money.row(money.event())])
        #expect(try county.worker.command(on: money.budgetPath, "settle", expecting: 409).allowed == ["suspend", "begin-closing"])
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "kausi päättyi"], at: "2026-12-31")
        let settled = try county.worker.command(on: money.budgetPath, "settle", at: "2026-12-31")
        #expect(settled["state"] == "settled")
        #expect(settled["availableCents"] == 0)
        #expect(settled["committedCents"] == 0)
        #expect(settled["usedCents"] == 4_000)
        #expect(settled["outCents"] == 596_000)
        #expect(settled["carriedOutCents"] == 0)
        #expect(settled["lines"].array.allSatisfy { $0["availableCents"] == 0 })
        #expect(BudgetTests.isBalanced(settled.json))
        #expect(try county.worker.get(agreement.path)["state"] == "cancelled")
        #expect(try county.worker.command(on: money.budgetPath, "settle", expecting: 409).code == "illegal_transition")
    }

    @Test("a model that carries over ten percent carries at most ten percent of the allocation (M16, O4, rows 51 and 61)")
    func carriesOver() throws {
        let county = try County.shared
        let money = try county.moneyCase(rules: ["carryOver": "percent_of_allocation", "carryOverValue": 10]) {
            [County.line($0, quantity: 250_000)]
        }
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "kausi päättyi"], at: "2026-12-31")
        let settled = try county.worker.command(on: money.budgetPath, "settle", at: "2026-12-31")
        #expect(settled["carriedOutCents"] == 100_000)
        #expect(settled["carriedIntoBudgetId"] == nil)
        let kinds = try county.auditor.get("\(money.budgetPath)/ledger-entries").items.map { $0["kind"] }
        #expect(kinds == ["allocate", "carry_out", "lapse"])
    }

    @Test("a case that ends carries nothing over: all its money lapses (M17, rows 51 and 61)") func lapsesAtTheEnd() throws {
        let county = try County.shared
        let money = try county.moneyCase(rules: ["carryOver": "full"])
        try county.worker.command(on: money.path, "end", ["reason": "muutto"], at: "2026-06-29")
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "päättyy"])
        let settled = try county.worker.command(on: money.budgetPath, "settle")
        #expect(settled["carriedOutCents"] == 0)
        let kinds = try county.auditor.get("\(money.budgetPath)/ledger-entries").items.map { $0["kind"] }
        #expect(kinds == ["allocate", "lapse"])
    }

    @Test("a case is not closed while its budget holds money, and is closed after settlement (K20, K21, M19, row 89)")
    func closesAfterSettlement() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        try county.worker.command(on: money.path, "end", ["reason": "muutto"], at: "2026-06-30")
        let refused = try county.worker.command(on: money.path, "close", ["reason": "muutto"], expecting: 409)
        #expect(refused.code == "open_commitments")
        #expect(refused["figures"]["committedCents"] == 40_000)
        #expect(refused["figures"]["availableCents"] == 360_000)
        #expect(try county.worker.post("\(money.path)/agreements", money.agreement(), expecting: 409).code == "illegal_transition")
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "muutto"])
        try county.worker.command(on: money.budgetPath, "settle")
        #expect(try county.worker.command(on: money.path, "close", ["reason": "muutto"])["state"] == "closed")
    }
}
