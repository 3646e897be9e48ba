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

    @Test("a page of a work queue reads ranges of indexes only, each in the order of the queue (row 81)") func queueReadsRanges() throws {
        let stored = try StoredWork()
        let today = CalendarDate("2026-06-30") ?? .earliest
        let worker: ID<User> = ID(high: 1, low: 2)
        let unit: ID<OrganisationUnit> = ID(high: 3, low: 4)
        let client: ID<Client> = ID(high: 5, low: 6)
        var ofUnit = CaredClients()
        ofUnit.unit = CaredClients.Unit(id: unit)
        var ofDecisionMaker = ofUnit
        ofDecisionMaker.workerIDs = [worker]
        ofDecisionMaker.agenda = Agenda(of: Role.decisionMaker.deciders, on: today)
        /// The indexes along which the parts of a query are read, and whether a part is sorted.
        func ranges(_ visible: VisibleClients, _ change: (inout WorkQueueQuery) -> Void = { _ in }) throws
            -> (indexes: [String], sorted: Int)
        {
            var query = WorkQueueQuery(visible: visible, today: today)
            change(&query)
            var found: (indexes: [String], sorted: Int) = ([], 0)
            for after in [nil, "2026-06-30|decision_due|x|y"] {
                query.after = after
                var values: [SQL.Value] = []
                let sql = try #require(WorkQueueClause(query).page(&values))
                #expect(values.count == sql.filter { $0 == "?" }.count)
                let plan = try stored.plan(sql)
                #expect(plan.filter { $0.hasPrefix("SCAN w") } == [], "\(plan)")
                let searches = plan.filter { $0.hasPrefix("SEARCH w USING INDEX ") }
                let indexes = searches.compactMap { $0.split(separator: " ").dropFirst(4).first }
                // The rows of several parts, a page of each at most, are put in order once more, each part by itself.
                let sorted = plan.filter { $0.contains("USE TEMP B-TREE FOR ORDER BY") }.count - (indexes.count > 1 ? indexes.count : 0)
                found = (indexes.map(String.init), sorted)
            }
            return found
        }
        func check(_ found: (indexes: [String], sorted: Int), _ indexes: [String], sorted: Int = 0) {
            #expect(found.indexes == indexes.map { "work_items_\($0)" } && found.sorted == sorted, "\(found)")
        }
        check(try ranges(.care(ofUnit)), ["of_care_unit"])
        check(try ranges(.care(ofUnit)) { $0.isOverdue = true }, ["of_care_unit"])
        check(try ranges(.care(ofUnit)) { $0.kinds = [.budgetEnding] }, ["of_care_unit_by_kind"])
        // The clients before a decision maker are some dozens: they are found and then sorted.
        check(try ranges(.care(ofDecisionMaker)), ["of_care_unit", "of_client"], sorted: 1)
        check(try ranges(.care(ofDecisionMaker)) { $0.unitID = unit }, ["of_unit"])
        check(try ranges(.care(ofDecisionMaker)) { $0.clientID = client }, ["of_client"])
        check(try ranges(.care(ofDecisionMaker)) { $0.workerID = worker }, ["of_worker"])
        check(
            try ranges(.care(ofDecisionMaker)) {
                $0.workerID = worker
                $0.awaitedAuthorities = [.officeHolder]
            }, ["of_worker", "of_authority"])
        check(try ranges(.everybody) { $0.kinds = [.actualHeld, .budgetEnding] }, ["by_kind", "by_kind"])
    }
}
