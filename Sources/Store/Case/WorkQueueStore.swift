import PersonalBudgeting
import SQL

/// The work queues (Q1 to Q26, row 81) as one query over the present data.
struct WorkQueueStore: WorkQueueRepository {
    let unit: UnitOfWork

    private var connection: any Connection { unit.connection }

    /// The tables from which the queues are made.
    private static let tables = [
        "cases", "support_plans", "decisions", "service_plans", "budgets", "actuals", "reviews", "agreements", "non_disclosures",
    ]

    func list(_ query: WorkQueueQuery) throws -> [WorkItem] {
        try unit.digests.refuseDamaged(WorkQueueStore.tables)
        var values: [SQL.Value] = []
        guard let union = WorkQueueStore.union(query, &values) else { return [] }
        var sql = "SELECT kind, due_on, case_id, client_id, worker_id, noun_id FROM (\(union)) AS queue"
        if let after = query.after {
            let parts = after.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return [] }
            // Row values compare column by column, as the list is ordered.
            sql += " WHERE (due_on, kind, noun_id) > (?, ?, ?)"
            values += parts.map { .text($0) }
        }
        sql += " ORDER BY due_on, kind, noun_id LIMIT ?"
        values.append(.integer(Int64(query.limit)))
        return try storing {
            try connection.all(sql, values) { row in
                guard let kind = WorkItem.Kind(rawValue: try row.text(0)), let due = CalendarDate(try row.text(1)) else {
                    throw Unreadable(column: 0)
                }
                return WorkItem(
                    kind: kind, dueOn: due, caseID: try row.id(2), clientID: try row.id(3), responsibleWorkerID: try row.id(4),
                    nounID: try row.text(5))
            }
        }
    }

    func counts(_ query: WorkQueueQuery) throws -> [(kind: WorkItem.Kind, count: Int, overdue: Int)] {
        try unit.digests.refuseDamaged(WorkQueueStore.tables)
        var values: [SQL.Value] = [.text("\(query.today)")]
        guard let union = WorkQueueStore.union(query, &values) else { return [] }
        let sql = "SELECT kind, count(*), coalesce(sum(CASE WHEN due_on < ? THEN 1 ELSE 0 END), 0) FROM (\(union)) AS queue GROUP BY kind"
        let found = try storing {
            try connection.all(sql, values) { (try $0.text(0), Int(try $0.integer(1)), Int(try $0.integer(2))) }
        }
        return query.kinds.map { kind in
            let row = found.first { $0.0 == kind.rawValue }
            return (kind, row?.1 ?? 0, row?.2 ?? 0)
        }
    }

    /// Composes one SELECT for each requested queue, joined with the case.
    static func union(_ query: WorkQueueQuery, _ values: inout [SQL.Value]) -> String? {
        if query.kinds.isEmpty { return nil }
        var parts: [String] = []
        let visible = VisibleClientsClause.whole(query.visible, careAt: "c", clientColumn: "c.client_id")
        for kind in query.kinds {
            // These cases have no worker, so none of them belongs to the queue of a worker.
            if kind == .caseUnassigned, query.workerID != nil { continue }
            let source = WorkQueueStore.source(of: kind, ofOneWorker: query.workerID != nil)
            var sql = "SELECT '\(kind.rawValue)' AS kind, \(source.due) AS due_on, c.id AS case_id, c.client_id AS client_id,"
            sql += " c.responsible_worker_id AS worker_id, \(source.noun) AS noun_id FROM \(source.from) WHERE \(source.condition)"
            if let horizon = source.horizonDays {
                sql += " AND \(source.due) <= ?"
                values.append(.text("\(query.today.addingClamped(days: horizon))"))
            }
            if let worker = query.workerID {
                sql += " AND c.responsible_worker_id = ?"
                values.append(.text("\(worker)"))
            }
            if let unit = query.unitID {
                sql += " AND c.unit_id = ?"
                values.append(.text("\(unit)"))
            }
            if let visible {
                sql += " AND (\(visible.sql))"
                values += visible.values
            }
            parts.append(sql)
        }
        return parts.isEmpty ? nil : parts.joined(separator: " UNION ALL ")
    }

    private static let isNewest = "NOT EXISTS (SELECT 1 FROM support_plans q WHERE q.case_id = p.case_id AND q.number > p.number)"

    private struct Source {
        let from: String
        let due: String
        let noun: String
        let condition: String
        /// How many days before the due day an item appears; nil to appear at once.
        let horizonDays: Int?

        init(from: String, due: String, noun: String, condition: String, horizonDays: Int? = nil) {
            self.init((from, ""), due: due, noun: noun, condition: condition, horizonDays: horizonDays)
        }

        /// - Parameter joined: the tables, and the beginning of the condition that joins them.
        init(_ joined: (from: String, and: String), due: String, noun: String, condition: String, horizonDays: Int? = nil) {
            from = joined.from
            self.due = due
            self.noun = noun
            self.condition = joined.and + condition
            self.horizonDays = horizonDays
        }
    }

    /// Returns the query of one queue. The partial indexes of step 11 hold the waiting rows of each table, by case, with all columns that
    /// the queries read.
    private static func source(of kind: WorkItem.Kind, ofOneWorker: Bool) -> Source {
        // One worker has some dozens of cases. A whole county may have thousands of waiting rows of one kind. SQLite knows neither number,
        // so CROSS JOIN makes it keep the written order. Then only WHERE may say which rows belong together.
        func joined(_ table: String, _ alias: String, on column: String = "case_id", of own: String = "id") -> (from: String, and: String) {
            ofOneWorker
                ? ("cases c CROSS JOIN \(table) \(alias)", "\(alias).\(column) = c.\(own) AND ")
                : ("\(table) \(alias) JOIN cases c ON c.\(own) = \(alias).\(column)", "")
        }
        switch kind {
        case .assessmentDue: return Source(from: "cases c", due: "c.assessment_start_due", noun: "c.id", condition: "c.state = 'opened'")
        case .decisionDue:
            return Source(
                from: "cases c", due: "c.decision_last_day", noun: "c.id",
                condition: "c.state IN ('opened', 'assessing', 'alternatives', 'hb_chosen', 'planning', 'decision_pending')",
                horizonDays: 14)
        case .executionDue:
            return Source(
                from: "cases c", due: "c.execution_last_day", noun: "c.id",
                condition: "c.state = 'decided_approved'", horizonDays: 14)
        case .planWaitingForDialogue:
            return Source(
                joined("support_plans", "p"), due: "c.decision_due", noun: "p.id",
                condition: "p.state = 'submitted' AND \(isNewest)")
        case .decisionWaiting:
            return Source(
                joined("decisions", "d"), due: "c.decision_last_day", noun: "d.id",
                condition: "d.state IN ('proposed', 'on_agenda')")
        case .planReturned:
            return Source(
                joined("support_plans", "p"), due: "coalesce(p.rework_due_on, c.decision_due)", noun: "p.id",
                condition: "p.state = 'returned' AND \(isNewest)")
        case .decisionNotDispatched:
            return Source(joined("decisions", "d"), due: "d.decided_on", noun: "d.id", condition: "d.state = 'made'")
        case .servicePlanMissing:
            return Source(
                joined("decisions", "d"), due: "d.decided_on", noun: "d.id",
                condition: "c.state = 'decided_approved' AND d.outcome = 'approved'"
                    + " AND NOT EXISTS (SELECT 1 FROM service_plans s WHERE s.decision_id = d.id)")
        case .budgetEnding:
            return Source(
                joined("budgets", "b"), due: "b.period_to", noun: "b.id", condition: "b.state = 'effective'", horizonDays: 60)
        case .actualHeld:
            return Source(
                // A held actual may have no known case yet. It still belongs in the queue.
                ofOneWorker ? joined("actuals", "a") : ("actuals a LEFT JOIN cases c ON c.id = a.case_id", ""), due: "a.received_on",
                noun: "a.id", condition: "a.state = 'held'")
        case .reviewDue:
            return Source(
                joined("reviews", "r"), due: "r.scheduled_for", noun: "r.id", condition: "r.state = 'scheduled'", horizonDays: 14)
        case .trialEnding:
            return Source(
                joined("agreements", "a"), due: "a.period_to", noun: "a.id", condition: "a.is_trial = 1 AND a.state = 'active'",
                horizonDays: 14)
        case .nonDisclosureEnding:
            let open = "n.ended_on IS NULL AND n.valid_to IS NOT NULL AND c.state <> 'closed'"
            return Source(
                joined("non_disclosures", "n", on: "client_id", of: "client_id"),
                due: "n.valid_to", noun: "n.id", condition: open, horizonDays: 14)
        case .caseUnassigned:
            return Source(
                from: "cases c", due: "c.contact_at", noun: "c.id", condition: "c.state <> 'closed' AND c.responsible_worker_id IS NULL")
        }
    }
}
