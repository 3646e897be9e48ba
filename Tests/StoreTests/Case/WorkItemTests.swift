import DemoCounty
import PersonalBudgeting
import SQL
import TestSupport
import Testing

@testable import Store

/// The table of the items of the work queues: it has what the present rows say, after any change (row 81; Q1 to Q26).
struct WorkItemTests {
    private static let days = ["2026-05-15", "2026-06-30", "2026-12-31"].compactMap { CalendarDate($0) }

    /// A county whose cases are in all states.
    private static func county() throws -> StoredWork {
        let stored = try StoredWork()
        try DemoCounty(clients: 30, seed: 7, today: try #require(CalendarDate("2026-06-30")), hbPercent: 100, units: 2).generate {
            try stored.database.writeAndWait($0)
        }
        return stored
    }

    private static func cases(of stored: StoredWork) throws -> [Case] {
        try stored.database.makeReader().read { try $0.cases.list(ListQuery(limit: 1_000)) }
    }

    /// Queries of every kind, of the workers and units that there are.
    private static func queries(_ stored: StoredWork, on today: CalendarDate) throws -> [WorkQueueQuery] {
        let cases = try cases(of: stored)
        let workers = Set(cases.compactMap(\.details.responsibleWorkerID)).sorted().prefix(2)
        let units = Set(cases.compactMap(\.details.unitID)).sorted().prefix(2)
        let none: ID<OrganisationUnit> = ID(high: 5, low: 5)
        var visible: [VisibleClients] = [.everybody, .client(try #require(cases.first).clientID), .nobody]
        for unit in units.map({ Optional($0) }) + [nil] {
            var care = CaredClients()
            care.unit = CaredClients.Unit(id: unit)
            visible.append(.care(care))
            care.workerIDs = Array(workers)
            care.agenda = Agenda(of: Role.decisionMaker.deciders, on: today)
            care.opened = [try #require(cases.last).clientID]
            visible.append(.care(care))
        }
        var secretary = CaredClients()
        secretary.agenda = Agenda(of: Role.bodySecretary.deciders, on: today)
        visible.append(.care(secretary))
        var queries: [WorkQueueQuery] = []
        for visible in visible {
            let all = WorkQueueQuery(visible: visible, today: today)
            queries.append(all)
            func add(_ change: (inout WorkQueueQuery) -> Void) {
                var query = all
                change(&query)
                queries.append(query)
            }
            for kind in WorkItem.Kind.allCases { add { $0.kinds = [kind] } }
            add { $0.kinds = [.actualHeld, .budgetEnding] }
            add { $0.isOverdue = true }
            add { $0.isOverdue = false }
            add { $0.clientID = cases.first?.clientID }
            for worker in workers {
                add { $0.workerID = worker }
                add {
                    $0.workerID = worker
                    $0.kinds = [.decisionDue]
                }
                add {
                    $0.workerID = worker
                    $0.awaitedAuthorities = [.officeHolder, .body]
                }
                add {
                    $0.workerID = worker
                    $0.awaitedAuthorities = [.body]
                    $0.unitID = units.first
                    $0.clientID = cases.first?.clientID
                }
            }
            for unit in units + [none] {
                add { $0.unitID = unit }
                add {
                    $0.unitID = unit
                    $0.isOverdue = true
                    $0.kinds = [.budgetEnding]
                }
            }
        }
        return queries
    }

    /// The positions of the items that the service finds, page by page.
    private static func found(_ query: WorkQueueQuery, pageOf limit: Int, _ reader: any StorageReader) throws -> [String] {
        try reader.readAnew { repositories in
            var query = query
            query.limit = limit
            var positions: [String] = []
            while true {
                let page = try repositories.workQueue.list(query).map(\.position)
                positions += page
                guard page.count == limit else { return positions }
                query.after = page.last
            }
        }
    }

    private static func computed(_ query: WorkQueueQuery, _ stored: StoredWork) throws -> [String] {
        try stored.database.onConnection { try $0.transaction { try ComputedQueue.positions(query, $0) } }
    }

    @Test("every queue has the items that the present rows say, on any page size, and the counts agree") func agrees() throws {
        let stored = try WorkItemTests.county()
        let reader = try stored.database.makeReader()
        var most = 0
        for today in WorkItemTests.days {
            for query in try WorkItemTests.queries(stored, on: today) {
                let computed = try WorkItemTests.computed(query, stored)
                most = max(most, computed.count)
                for limit in [3, 200] {
                    #expect(try WorkItemTests.found(query, pageOf: limit, reader) == computed, "\(query)")
                }
                let counts = try reader.read { try $0.workQueue.counts(query) }
                #expect(counts.map(\.kind) == query.kinds)
                #expect(counts.reduce(0) { $0 + $1.count } == computed.count, "\(query)")
                let overdue = computed.filter { $0.prefix(10) < "\(today)" }.count
                #expect(counts.reduce(0) { $0 + $1.overdue } == overdue, "\(query)")
            }
        }
        #expect(most > 20)
    }

    @Test("after random changes of the entities the table has what the rows say, and verification finds nothing (row 81)")
    func follows() throws {
        let stored = try WorkItemTests.county()
        var random = SplitMix64("changes of queued entities")
        var changed = 0
        for number in 1...300 {
            // A change that an index of the table refuses is undone as a whole.
            if (try? stored.database.writeAndWait { try RandomChange.make($0, &random) }) != nil { changed += 1 }
            if number % 50 == 0 {
                let agrees = try stored.database.onConnection { try $0.transaction { try WorkItemIndex.agrees($0) } }
                #expect(agrees, "after \(number) changes")
            }
        }
        #expect(changed > 100)
        for today in WorkItemTests.days {
            let query = WorkQueueQuery(today: today)
            #expect(try WorkItemTests.found(query, pageOf: 200, stored.database.makeReader()) == WorkItemTests.computed(query, stored))
        }
        #expect(try stored.database.findings() == [])
    }

    @Test("a job that is refused leaves the items as they were") func isUndone() throws {
        let stored = try WorkItemTests.county()
        let query = WorkQueueQuery(today: try #require(CalendarDate("2026-06-30")))
        let before = try WorkItemTests.found(query, pageOf: 200, stored.database.makeReader())
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            try stored.database.writeAndWait { repositories in
                for var file in try repositories.cases.list(ListQuery(limit: 1_000)) {
                    file.record.version += 1
                    file.details.responsibleWorkerID = nil
                    try repositories.cases.update(file)
                }
                throw Refused()
            }
        }
        #expect(try WorkItemTests.found(query, pageOf: 200, stored.database.makeReader()) == before)
    }

    @Test(
        "a check finds changes that were made in the file",
        arguments: [
            "DELETE FROM work_items WHERE noun_id = (SELECT max(noun_id) FROM work_items)", "UPDATE work_items SET due_on = '2020-01-01'",
            "UPDATE work_items SET care_unit_id = 'x'",
            "INSERT INTO work_items (case_id, kind, noun_id, due_on, visible_from) VALUES ('x', 'actual_held', 'y', '2026-01-01', '1800-01-01')",
        ])
    func isChecked(change: String) throws {
        let stored = try WorkItemTests.county()
        #expect(try stored.database.findings() == [])
        try stored.run(change)
        #expect(try stored.database.findings() == ["work_items: does not match what waits"])
    }

    @Test("the step fills the table of an older database") func fills() throws {
        let stored = try WorkItemTests.county()
        let before = try #require(try stored.number("SELECT count(*) FROM work_items"))
        try stored.run("DELETE FROM work_items")
        try stored.database.onConnection { try $0.transaction { try WorkItemIndex.fill($0) } }
        #expect(before > 30)
        #expect(try stored.number("SELECT count(*) FROM work_items") == before)
        #expect(try stored.database.findings() == [])
    }

    @Test("the nouns of the items are the nouns of the entities") func nouns() {
        let nouns = [
            Case.noun, SupportPlan.noun, Decision.noun, Budget.noun, Agreement.noun, Review.noun, Actual.noun, NonDisclosure.noun,
        ]
        #expect(Set(nouns) == Set(WorkItem.Noun.allCases.map(\.rawValue)))
        #expect(Set(WorkItem.Kind.allCases.map(\.noun)) == Set(WorkItem.Noun.allCases))
    }
}
