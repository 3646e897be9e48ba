import PersonalBudgeting
import SQL
import Testing

@testable import Store

/// Query plans of the lists that grow with the county: every page is one range of an index.
struct ListPlanTests {
    @Test(
        "a page of a register, in any of its orders, is one range of an index without sorting",
        arguments: [
            ("clients", "name_order", "care_unit_id = ? AND "), ("users", "name_order", ""), ("providers", "name_order", ""),
            ("providers", "business_id", ""),
            ("service_types", "code", ""), ("prices", "valid_from", ""), ("prices", "service_type_code", ""),
            ("cases", "contact_at", "care_unit_id = ? AND "),
            ("cases", "decision_last_day", "care_unit_id = ? AND "), ("cases", "execution_last_day", "care_unit_id IS NULL AND "),
            ("actuals", "service_date", "state = ? AND "),
        ])
    func usesIndex(table: String, column: String, filter: String) throws {
        let stored = try StoredWork()
        for (sign, direction) in [(">", ""), ("<", " DESC")] {
            let plan = try stored.plan(
                "SELECT * FROM \(table) WHERE \(filter)(\(column), id) \(sign) (?, ?) ORDER BY \(column)\(direction), id\(direction) LIMIT ?"
            )
            #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH \(table) USING INDEX"), "\(plan)")
        }
    }

    @Test("the work queue of one worker scans no whole table") func queueUsesIndexes() throws {
        let stored = try StoredWork()
        var values: [SQL.Value] = []
        let query = WorkQueueQuery(workerID: ID(high: 1, low: 2), today: CalendarDate("2026-06-30") ?? .earliest)
        let sql = try #require(WorkQueueStore.union(query, &values))
        let plan = try stored.plan(sql)
        #expect(plan.filter { $0.hasPrefix("SCAN") } == [])
        let searches = plan.filter { $0.hasPrefix("SEARCH c ") }
        #expect(searches.count == 13 && searches.allSatisfy { $0.contains("responsible_worker_id=?") }, "\(plan)")
        for name in [
            "cases_undecided", "support_plans_submitted", "support_plans_returned", "decisions_made", "budgets_effective", "actuals_held",
            "reviews_scheduled", "trials_active", "one_pending_decision",
        ] {
            #expect(plan.contains { $0.contains(" INDEX \(name) ") }, "\(name): \(plan)")
        }
    }
}
