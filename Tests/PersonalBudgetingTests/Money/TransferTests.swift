import Testing

@testable import PersonalBudgeting

@Suite struct TransferTests {
    private static func money(_ cents: Int64) throws -> Money { try #require(Money(cents: cents)) }

    @Test(
        "a transfer comes from a flexible line, within the bound of the model and the available money (M11, K5, row 26)",
        arguments: [
            (Int64(80_000), Int64(0), Int64(400_000), true, false, RefusalCode?.none), (80_001, 0, 400_000, true, false, .transferBound),
            (1, 80_000, 320_000, true, false, .transferBound), (1, 79_999, 320_001, true, false, nil),
            (5_000, 0, 4_999, true, false, .belowCommitted), (1, 0, 400_000, false, false, .earmarkedLine),
            (1, 0, 400_000, true, true, .earmarkedLine),
        ])
    func boundsTransfers(amount: Int64, moved: Int64, available: Int64, isFlexible: Bool, isEarmarked: Bool, code: RefusalCode?) throws {
        let line = BudgetLine(
            record: Record(id: ID(high: 0, low: 1), createdAt: .earliest, updatedAt: .earliest, version: 1), caseID: ID(high: 0, low: 2),
            budgetID: ID(high: 0, low: 3), number: 1, serviceTypeCode: "a", purpose: "b", legalBasis: "c",
            quantity: try #require(Quantity(thousandths: 1_000)), unitPrice: try TransferTests.money(400_000),
            amount: try TransferTests.money(400_000), isFlexible: isFlexible, isEarmarked: isEarmarked)
        let figures = try Figures(sums: [.allocate: 400_000, .transferOut: moved, .reserve: 400_000 - moved - available])
        #expect(figures.available.cents == available)
        let refusal = Transfer.refusal(
            of: try TransferTests.money(amount), from: line, figures, moved: try TransferTests.money(moved), percent: 20)
        #expect(refusal?.code == code)
    }
}
