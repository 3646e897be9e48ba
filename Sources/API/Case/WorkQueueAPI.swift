import HTTPServer
import JSON
import PersonalBudgeting

/// The work queue: what waits, and for whom.
enum WorkQueueAPI {
    private static let filters: [QueryParameter] = [
        .code("kind", "Only this queue", WorkItem.Kind.self), .flag("mine", "Only what waits for the caller"),
        .id("responsibleWorkerId", "Only what waits for this worker"), .id("unitId", "Only the cases of this unit"),
    ]

    static let operations: [Operation] = [
        Operation(
            "readWorkQueue", .get, "/v1/work-queue", "List the waiting work, the most overdue first", tag: .workQueue, effect: .read,
            right: .readWorkQueue, kind: .list, parameters: filters + pageParameters.filter { $0.name != "count" }, response: page.schema
        ) { call in
            var query = try asked(call)
            query.after = try call.position()
            query.limit = call.limit + 1
            let result = try call.page(try call.repositories.workQueue.list(query).map { Due(item: $0, today: call.work.today) }) {
                $0.item.position
            }
            for due in result.items { if let client = due.item.clientID { call.trail.note(client, due.item.caseID) } }
            return call.answer(call.masked(result), page)
        },
        Operation(
            "countWorkQueue", .get, "/v1/work-queue/counts", "Count the waiting work in each queue", tag: .workQueue, effect: .read,
            right: .readWorkQueue, parameters: filters, response: countsView.schema
        ) { call in
            let counts = try call.repositories.workQueue.counts(try asked(call)).map {
                Count(kind: $0.kind, count: $0.count, overdue: $0.overdue)
            }
            return .value(call.masked(counts), countsView)
        },
    ]

    private static func asked(_ call: AdmittedCall) throws -> WorkQueueQuery {
        var query = WorkQueueQuery(visible: try call.visibleClients, today: call.work.today)
        if let kind = call.query["kind"].flatMap(WorkItem.Kind.init(rawValue:)) { query.kinds = [kind] }
        if call.query["mine"] == "true" { query.workerID = call.actor.userID }
        if let worker = call.query["responsibleWorkerId"].flatMap({ ID<User>($0) }) { query.workerID = worker }
        if let unit = call.query["unitId"].flatMap({ ID<OrganisationUnit>($0) }) { query.unitID = unit }
        // Finance sees only what waits for finance.
        if call.actor.role == .finance { query.kinds = query.kinds.filter { $0 == .actualHeld || $0 == .budgetEnding } }
        return query
    }

    private struct Due: NothingToMask {
        let item: WorkItem
        let today: CalendarDate
    }

    private struct Count: NothingToMask {
        let kind: WorkItem.Kind
        let count: Int
        let overdue: Int
    }

    private static let view = View<Due>(
        "WorkItem",
        [
            ViewMember("kind", .code) { $0.item.kind },
            ViewMember("dueOn", .date) { $0.item.dueOn },
            ViewMember("daysOverdue", .count(-100_000...100_000)) { $0.item.dueOn.days(to: $0.today) },
            ViewMember("caseId", .optional(.id())) { $0.item.caseID },
            ViewMember("clientId", .optional(.id())) { $0.item.clientID },
            ViewMember("responsibleWorkerId", .optional(.id())) { $0.item.responsibleWorkerID },
            ViewMember("nounId", .line()) { $0.item.nounID },
        ])
    private static let page = Page<Due>.view("WorkQueue", view)
    private static let countsView = View<[Count]>.list(
        View<Count>(
            "WorkQueueCount",
            [
                ViewMember("kind", .code) { $0.kind }, ViewMember("count", .count(0...Int.max)) { $0.count },
                ViewMember("overdue", .count(0...Int.max)) { $0.overdue },
            ]))
}
