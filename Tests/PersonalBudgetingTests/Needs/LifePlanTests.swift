import PersonalBudgeting
import Testing

/// The differences between two versions of a life plan (S10, row 10).
@Suite struct LifePlanTests {
    private func plan(_ number: Int, _ sections: [LifePlan.Section]) throws -> LifePlan {
        let now = try #require(Instant("2026-03-02T09:00:00Z"))
        return LifePlan(
            record: Record(id: ID(high: 1, low: UInt64(number)), createdAt: now, updatedAt: now, version: 1), caseID: ID(high: 1, low: 0),
            number: number, writtenBy: .client, sections: sections)
    }

    private func section(_ code: String?, _ title: String?, _ text: String) -> LifePlan.Section {
        LifePlan.Section(code: code, title: title, text: text)
    }

    @Test("changes list differing sections only: those of the new version in order, then the removed ones (S10, row 10)")
    func listsChanges() throws {
        let old = try plan(1, [section("a", nil, "1"), section("b", nil, "2"), section(nil, "c", "3")])
        let new = try plan(2, [section(nil, "d", "4"), section("b", nil, "2"), section(nil, "c", "33")])
        let changes = new.changes(from: old)
        #expect(changes.map(\.kind) == [.added, .changed, .removed])
        #expect(changes.map(\.before) == [nil, "3", "1"])
        #expect(changes.map(\.after) == ["4", "33", nil])
    }

    @Test("a code and a title with the same text are different sections") func tellsCodeFromTitle() throws {
        let old = try plan(1, [section("home", nil, "1")])
        let new = try plan(2, [section(nil, "home", "1")])
        #expect(new.changes(from: old).map(\.kind) == [.added, .removed])
    }

    @Test("a version has no changes from itself or from the same sections in another order") func ignoresOrder() throws {
        let old = try plan(1, [section("a", nil, "1"), section("b", nil, "2")])
        let new = try plan(2, [section("b", nil, "2"), section("a", nil, "1")])
        #expect(old.changes(from: old).isEmpty)
        #expect(new.changes(from: old).isEmpty)
    }
}
