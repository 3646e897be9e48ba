import PersonalBudgeting
import Testing

/// Support plans for the tests of the plan and of its changes.
protocol PlanFixtures {}

extension PlanFixtures {
    func item(
        _ solution: String = "uinti", purpose: String = "liikunta", thousandths: Int64 = 1500, cents: Int64 = 2450
    ) throws -> SupportPlan.Item {
        SupportPlan.Item(
            need: "liikkuminen", solution: solution, purposeCode: purpose, quantity: try #require(Quantity(thousandths: thousandths)),
            unitPrice: try #require(Money(cents: cents)))
    }

    func content(answers: [SupportPlan.Answer] = [], items: [SupportPlan.Item] = []) -> SupportPlan.Content {
        SupportPlan.Content(
            authoredBy: .client, isFamilyPlan: false, answers: answers, items: items, responsibilities: [], justificationForExcess: nil)
    }

    func plan(_ content: SupportPlan.Content, number: Int = 1) -> SupportPlan {
        SupportPlan(
            record: Record(id: ID(high: 1, low: UInt64(number)), createdAt: .earliest, updatedAt: .earliest, version: 1),
            caseID: ID(high: 0, low: 1), number: number, state: .submitted, content: content)
    }
}
