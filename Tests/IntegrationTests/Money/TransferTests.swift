import JSON
import Testing

/// Row 26: transfers between the lines of a budget within the decision (K5, M11).
@Suite struct TransferTests {
    @Test("a fifth of a line moves within the decision and the sum stays; a cent more is refused with the figures (K5, M11, row 26)")
    func transfers() throws {
        let county = try County.shared
        let money = try county.moneyCase { [County.line($0), County.line($0)] }
        let path = "\(money.budgetPath)/transfers"
        func body(_ cents: Int64, from: Int = 0, to: Int = 1) -> JSONValue {
            [
                "fromLineId": money.line(from), "toLineId": money.line(to), "amountCents": .integer(cents),
                "reason": "uinnin sijaan kuntosali",
            ]
        }
        let made = try county.worker.post(path, body(79_999))
        #expect(try county.worker.get(made.path)["amountCents"] == 79_999)
        let over = try county.worker.post(path, body(2), expecting: 409)
        #expect(over.code == "transfer_bound")
        #expect(over["figures"] == ["allocatedCents": 400_000, "boundCents": 80_000, "movedCents": 79_999, "requestedCents": 2])
        try county.worker.post(path, body(1))
        let after = try money.figures()
        #expect(after["totalCents"] == 800_000)
        #expect(after["availableCents"] == 800_000)
        #expect(after["lines"].array.map { $0["availableCents"] } == [320_000, 480_000])
        #expect(BudgetTests.isBalanced(after.json))
        #expect(try county.worker.post(path, body(1, from: 0, to: 0), expecting: 422).errors == ["/toLineId": "same_line"])
        let stranger = body(1).with("toLineId", "00000000-0000-7000-8000-000000000000")
        #expect(try county.worker.post(path, stranger, expecting: 422).errors == ["/toLineId": "unknown_line"])
        #expect(try county.worker.get(path).items.count == 2)
    }

    @Test("money does not leave an earmarked or an inflexible line, nor a commitment (M11, O2)") func refusesTransfers() throws {
        let county = try County.shared
        let money = try county.moneyCase {
            [County.line($0, ["isEarmarked": true]), County.line($0, ["isFlexible": false]), County.line($0), County.line($0)]
        }
        let path = "\(money.budgetPath)/transfers"
        func refused(from: Int, _ cents: Int64 = 1_000) throws -> Reply {
            try county.worker.post(
                path, ["fromLineId": money.line(from), "toLineId": money.line(3), "amountCents": .integer(cents), "reason": "muutos"],
                expecting: 409)
        }
        #expect(try refused(from: 0).code == "earmarked_line")
        #expect(try refused(from: 1).code == "earmarked_line")
        _ = try money.agree(quantity: 99_000, ["budgetLineId": money.line(2)])
        let bound = try refused(from: 2, 4_001)
        #expect(bound.code == "below_committed")
        #expect(bound["figures"]["availableCents"] == 4_000)
    }
}
