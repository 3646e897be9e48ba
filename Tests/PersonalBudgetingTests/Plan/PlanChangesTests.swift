import PersonalBudgeting
import Testing

/// The differences between two revisions of a support plan (S19).
@Suite("The changes of a support plan")
struct PlanChangesTests: PlanFixtures {
    @Test("changes list added, changed and removed answers and planned uses, with the difference in money (S20, S21)")
    func changes() throws {
        let before = content(
            answers: [.init(questionCode: "a", text: "1"), .init(questionCode: "b", text: "2"), .init(questionCode: "c", text: "3")],
            items: [try item("uinti"), try item("kerho", purpose: "harrastus", thousandths: 1000, cents: 1000)])
        let after = content(
            answers: [.init(questionCode: "a", text: "1"), .init(questionCode: "c", text: "33"), .init(questionCode: "d", text: "4")],
            items: [try item("uinti", thousandths: 2000), try item("matka", purpose: "matka", thousandths: 1000, cents: 500)])
        let changes = PlanChanges(from: plan(before), to: plan(after, number: 2))
        #expect(changes.answers.map(\.questionCode) == ["c", "d", "b"])
        #expect(changes.answers.map(\.before) == ["3", nil, "2"])
        #expect(changes.answers.map(\.after) == ["33", "4", nil])
        #expect(changes.items.map { $0.before?.solution } == ["uinti", nil, "kerho"])
        #expect(changes.items.map { $0.after?.solution } == ["uinti", "matka", nil])
        #expect(changes.items.map { $0.difference?.cents } == [1225, 500, -1000])
    }

    @Test("the same content has no changes, whatever the order of its planned uses") func noChanges() throws {
        let one = try item("uinti")
        let other = try item("kerho", purpose: "harrastus")
        let changes = PlanChanges(from: plan(content(items: [one, other])), to: plan(content(items: [other, one]), number: 2))
        #expect(changes.items.isEmpty)
        #expect(changes.answers.isEmpty)
    }
}
