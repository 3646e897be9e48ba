import PersonalBudgeting
import SQL

/// The work queues (Q1 to Q26, row 81), read from the items that `WorkItemIndex` keeps.
struct WorkQueueStore: WorkQueueRepository {
    let unit: UnitOfWork

    private var connection: any Connection { unit.connection }

    /// The tables that an answer shows or follows from.
    private static let tables = [
        "work_items", "cases", "support_plans", "decisions", "service_plans", "budgets", "actuals", "reviews", "agreements",
        "non_disclosures", "clients", "users", "units",
    ]

    func list(_ query: WorkQueueQuery) throws -> [WorkItem] {
        try unit.digests.refuseDamaged(WorkQueueStore.tables)
        var values: [SQL.Value] = []
        guard let sql = WorkQueueClause(query).page(&values) else { return [] }
        return try storing {
            let items = try connection.all(sql, values) { row in
                guard let kind = WorkItem.Kind(rawValue: try row.text(0)), let due = CalendarDate(try row.text(1)) else {
                    throw Unreadable(column: 0)
                }
                let caseID = try row.text(3)
                return WorkItem(
                    kind: kind, dueOn: due, caseID: caseID.isEmpty ? nil : ID(caseID), clientID: try row.id(4),
                    responsibleWorkerID: try row.id(5), unitID: try row.id(6), nounID: try row.text(2))
            }
            return try named(items)
        }
    }

    func counts(_ query: WorkQueueQuery) throws -> [(kind: WorkItem.Kind, count: Int, overdue: Int)] {
        try unit.digests.refuseDamaged(WorkQueueStore.tables)
        var found: [String: (count: Int, overdue: Int)] = [:]
        try storing {
            for part in WorkQueueClause(query).counts() {
                try connection.query(part.sql, part.values) { row in
                    let kind = try row.text(0)
                    let before = found[kind] ?? (0, 0)
                    found[kind] = (before.count + Int(try row.integer(1)), before.overdue + Int(try row.integer(2)))
                }
            }
        }
        return query.kinds.map { kind in
            let counted = found[kind.rawValue] ?? (0, 0)
            return (kind, counted.count, counted.overdue)
        }
    }

    private static let clientName = SQLStatement("SELECT given_names, family_name FROM clients WHERE id = ?")
    private static let workerName = SQLStatement("SELECT name FROM users WHERE id = ?")
    private static let unitName = SQLStatement("SELECT name FROM units WHERE id = ?")

    /// Adds the names to the items of a page. Each person and unit is read once: a page has few workers and units.
    private func named(_ items: [WorkItem]) throws -> [WorkItem] {
        var clients: [ID<Client>: String] = [:]
        var workers: [ID<User>: String] = [:]
        var units: [ID<OrganisationUnit>: String] = [:]
        return try items.map { item in
            var item = item
            item.names.client = try name(item.clientID, &clients, WorkQueueStore.clientName) { row in
                try row.text(0) + " " + row.text(1)
            }
            item.names.responsibleWorker = try name(item.responsibleWorkerID, &workers, WorkQueueStore.workerName) { try $0.text(0) }
            item.names.unit = try name(item.unitID, &units, WorkQueueStore.unitName) { try $0.text(0) }
            return item
        }
    }

    private func name<Entity>(
        _ id: ID<Entity>?, _ known: inout [ID<Entity>: String], _ statement: SQLStatement, _ read: (any Row) throws -> String
    ) throws -> String? {
        guard let id else { return nil }
        if let name = known[id] { return name }
        let name = try connection.first(statement, [.text("\(id)")], read)
        known[id] = name
        return name
    }
}
