import HTTPServer
import JSON
import PersonalBudgeting

/// The work queue: what waits, and for whom.
enum WorkQueueAPI {
    private static let filters: [QueryParameter] = [
        .codes("kind", "Only these queues, separated by commas", WorkItem.Kind.self),
        .flag(
            "mine",
            "Only what waits for the caller: the caller's cases, and the proposals that wait for the caller's office or body. For finance:"
                + " the ending budgets, and the held service data of no known client"),
        .id("responsibleWorkerId", "Only what waits for this worker"), .id("unitId", "Only the cases of this unit"),
        .id("clientId", "Only what concerns this client"),
        .flag("overdue", "`true`: only what is past its due day; `false`: only the rest"),
    ]

    static let operations: [Operation] = [
        Operation(
            "readWorkQueue", .get, "/v1/work-queue", "List the waiting work, the most overdue first", tag: .workQueue, effect: .read,
            right: .readWorkQueue, kind: .list, parameters: filters + pageParameters, response: page.schema
        ) { call in
            var query = try asked(call)
            let workQueue = call.repositories.workQueue
            let total = call.query["count"] == nil ? nil : try workQueue.counts(query).reduce(0) { $0 + $1.count }
            query.after = try call.position()
            query.limit = call.limit + 1
            let items = try workQueue.list(query)
            let decisions = try waitingDecisions(items, call)
            let result = try call.page(items.map { Due($0, decisions[$0.nounID], call) }, total: total) { $0.item.position }
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

    /// Returns the decisions that wait, by identity, in one read for the page. Who has to do what depends on their authority and state.
    private static func waitingDecisions(_ items: [WorkItem], _ call: AdmittedCall) throws -> [String: Decision] {
        let ids = Set(items.filter { $0.kind == .decisionWaiting }.compactMap { ID<Decision>($0.nounID) }).sorted()
        if ids.isEmpty { return [:] }
        let found = try call.repositories.decisions.list(ListQuery(ids: ids, limit: ids.count))
        return Dictionary(found.map { ("\($0.id)", $0) }) { first, _ in first }
    }

    private static func asked(_ call: AdmittedCall) throws -> WorkQueueQuery {
        var query = WorkQueueQuery(visible: try call.visibleClients, today: call.work.today)
        if let asked = call.query["kind"]?.split(separator: ",").compactMap({ WorkItem.Kind(rawValue: String($0)) }) {
            query.kinds = WorkItem.Kind.allCases.filter(asked.contains)
        }
        if call.query["mine"] == "true" {
            // Nobody in finance is responsible for a case.
            query.isForFinance = call.actor.role == .finance
            query.workerID = query.isForFinance ? nil : call.actor.userID
            query.awaitedAuthorities = call.actor.role.awaitedAuthorities
        }
        if let worker = call.query["responsibleWorkerId"].flatMap({ ID<User>($0) }) {
            query.workerID = worker
            query.awaitedAuthorities = []
        }
        if let unit = call.query["unitId"].flatMap({ ID<OrganisationUnit>($0) }) { query.unitID = unit }
        if let client = call.query["clientId"].flatMap({ ID<Client>($0) }) { query.clientID = client }
        query.isOverdue = call.query["overdue"].map { $0 == "true" }
        // Finance sees only what waits for finance.
        if call.actor.role == .finance { query.kinds = query.kinds.filter { $0 == .actualHeld || $0 == .budgetEnding } }
        return query
    }

    private struct Due: Maskable {
        var item: WorkItem
        let today: CalendarDate
        let task: String
        let link: OperationLink?

        init(_ item: WorkItem, _ decision: Decision?, _ call: AdmittedCall) {
            self.item = item
            today = call.work.today
            task = call.language.choose(item.kind.task(for: call.actor.role, decision))
            link = item.link(for: call.actor.role)
        }

        /// Finance reads no client's name (A5).
        static let mask = Mask(
            parts: [
                Mask<Due>.Part(
                    condition: .isWithoutRight(.readClients), members: ["clientName"], isHeld: { $0.item.names.client != nil },
                    hide: { $0.item.names.client = nil })
            ])
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
            ViewMember("task", .line()) { $0.task },
            ViewMember("noun", .code) { $0.item.kind.noun },
            ViewMember("nounId", .line()) { $0.item.nounID },
            ViewMember("link", view: .optional(OperationLink.view)) { $0.link },
            ViewMember("dueOn", .date) { $0.item.dueOn },
            ViewMember("daysOverdue", .count(-100_000...100_000)) { $0.item.dueOn.days(to: $0.today) },
            ViewMember("caseId", .optional(.id())) { $0.item.caseID },
            ViewMember("clientId", .optional(.id())) { $0.item.clientID },
            ViewMember("clientName", .optional(.line(254))) { $0.item.names.client },
            ViewMember("responsibleWorkerId", .optional(.id())) { $0.item.responsibleWorkerID },
            ViewMember("responsibleWorkerName", .optional(.line())) { $0.item.names.responsibleWorker },
            ViewMember("unitId", .optional(.id())) { $0.item.unitID },
            ViewMember("unitName", .optional(.line())) { $0.item.names.unit },
        ])
    /// The schema of an item, for answers that show items of the queue.
    static var itemSchema: Schema { view.schema }
    private static let page = Page<Due>.view("WorkQueue", view)
    private static let countsView = View<[Count]>.list(
        View<Count>(
            "WorkQueueCount",
            [
                ViewMember("kind", .code) { $0.kind }, ViewMember("count", .count(0...Int.max)) { $0.count },
                ViewMember("overdue", .count(0...Int.max)) { $0.overdue },
            ]))
}

extension WorkItem {
    /// Returns the call that reads what waits; nil if the role may not read it, or if the path needs a case and there is none.
    func link(for role: Role) -> OperationLink? {
        let place: (operation: String, needsCase: Bool) =
            switch kind.noun {
            case .caseFile: ("findCase", false)
            case .supportPlan: ("findSupportPlan", true)
            case .decision: ("findDecision", true)
            case .budget: ("findBudget", true)
            case .agreement: ("findAgreement", true)
            case .review: ("findReview", true)
            case .actual: ("findActual", false)
            case .nonDisclosure: ("findNonDisclosure", false)
            }
        guard let operation = Operations.byID[place.operation], operation.right.roles.contains(role), !place.needsCase || caseID != nil
        else { return nil }
        let id = kind.noun == .nonDisclosure ? clientID.map { "\($0)" } : nounID
        return id.map { OperationLink(operation, caseID: caseID, id: $0) }
    }
}
