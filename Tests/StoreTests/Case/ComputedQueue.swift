import PersonalBudgeting
import SQL

@testable import Store

/// The work queues computed from the present rows, without the table of items: what the service must answer.
enum ComputedQueue {
    /// Returns the positions of the items of a query, in the order of the queue.
    static func positions(_ query: WorkQueueQuery, _ connection: any Connection) throws -> [String] {
        var values: [SQL.Value] = []
        guard let union = union(query, &values) else { return [] }
        let sql = "SELECT due_on, kind, noun_id, coalesce(case_id, '') FROM (\(union)) AS queue ORDER BY 1, 2, 3, 4"
        return try connection.all(sql, values) { row in
            "\(try row.text(0))|\(try row.text(1))|\(try row.text(2))|\(try row.text(3))"
        }
    }

    private static func union(_ query: WorkQueueQuery, _ values: inout [SQL.Value]) -> String? {
        var parts: [String] = []
        let visible = VisibleClientsClause.whole(query.visible, careAt: "c", clientColumn: "c.client_id")
        for kind in query.kinds {
            let source = source(of: kind)
            var sql = "SELECT '\(kind.rawValue)' AS kind, \(source.due) AS due_on, c.id AS case_id, \(source.noun) AS noun_id"
            sql += " FROM \(source.from) WHERE \(source.condition)"
            func add(_ condition: String, _ value: String) {
                sql += " AND \(condition)"
                values.append(.text(value))
            }
            if let horizon = source.horizonDays { add("\(source.due) <= ?", "\(query.today.addingClamped(days: horizon))") }
            if let isOverdue = query.isOverdue { add("\(source.due) \(isOverdue ? "<" : ">=") ?", "\(query.today)") }
            if let worker = query.workerID {
                let awaited = kind == .decisionWaiting ? AgendaClause.codes(query.awaitedAuthorities) : ""
                add("(c.responsible_worker_id = ?\(awaited.isEmpty ? "" : " OR d.authority IN (\(awaited))"))", "\(worker)")
            }
            if let unit = query.unitID { add("c.unit_id = ?", "\(unit)") }
            if let client = query.clientID { add("c.client_id = ?", "\(client)") }
            if let visible {
                sql += " AND (\(visible.sql))"
                values += visible.values
            }
            parts.append(sql)
        }
        return parts.isEmpty ? nil : parts.joined(separator: " UNION ALL ")
    }

    private struct Source {
        let from: String
        let due: String
        let noun: String
        let condition: String
        /// How many days before the due day an item appears; nil to appear at once.
        let horizonDays: Int?

        init(_ from: String, due: String, noun: String, _ condition: String, horizonDays: Int? = nil) {
            self.from = from
            self.due = due
            self.noun = noun
            self.condition = condition
            self.horizonDays = horizonDays
        }
    }

    private static let isNewest = "NOT EXISTS (SELECT 1 FROM support_plans q WHERE q.case_id = p.case_id AND q.number > p.number)"

    private static func source(of kind: WorkItem.Kind) -> Source {
        func joined(_ table: String, _ alias: String) -> String { "\(table) \(alias) JOIN cases c ON c.id = \(alias).case_id" }
        switch kind {
        case .assessmentDue: return Source("cases c", due: "c.assessment_start_due", noun: "c.id", "c.state = 'opened'")
        case .decisionDue:
            let undecided = "'opened', 'assessing', 'alternatives', 'hb_chosen', 'planning', 'decision_pending'"
            return Source("cases c", due: "c.decision_last_day", noun: "c.id", "c.state IN (\(undecided))", horizonDays: 14)
        case .executionDue:
            return Source("cases c", due: "c.execution_last_day", noun: "c.id", "c.state = 'decided_approved'", horizonDays: 14)
        case .planWaitingForDialogue:
            return Source(joined("support_plans", "p"), due: "c.decision_due", noun: "p.id", "p.state = 'submitted' AND \(isNewest)")
        case .decisionWaiting:
            return Source(
                joined("decisions", "d"), due: "c.decision_last_day", noun: "d.id", "d.state IN ('proposed', 'on_agenda')")
        case .planReturned:
            return Source(
                joined("support_plans", "p"), due: "coalesce(p.rework_due_on, c.decision_due)", noun: "p.id",
                "p.state = 'returned' AND \(isNewest)")
        case .decisionNotDispatched: return Source(joined("decisions", "d"), due: "d.decided_on", noun: "d.id", "d.state = 'made'")
        case .servicePlanMissing:
            let hasNone = "NOT EXISTS (SELECT 1 FROM service_plans s WHERE s.decision_id = d.id)"
            return Source(
                joined("decisions", "d"), due: "d.decided_on", noun: "d.id",
                "c.state = 'decided_approved' AND d.outcome = 'approved' AND \(hasNone)")
        case .budgetEnding:
            return Source(joined("budgets", "b"), due: "b.period_to", noun: "b.id", "b.state = 'effective'", horizonDays: 60)
        case .actualHeld:
            return Source("actuals a LEFT JOIN cases c ON c.id = a.case_id", due: "a.received_on", noun: "a.id", "a.state = 'held'")
        case .reviewDue:
            return Source(joined("reviews", "r"), due: "r.scheduled_for", noun: "r.id", "r.state = 'scheduled'", horizonDays: 14)
        case .trialEnding:
            return Source(
                joined("agreements", "a"), due: "a.period_to", noun: "a.id", "a.is_trial = 1 AND a.state = 'active'", horizonDays: 14)
        case .nonDisclosureEnding:
            return Source(
                "non_disclosures n JOIN cases c ON c.client_id = n.client_id", due: "n.valid_to", noun: "n.id",
                "n.ended_on IS NULL AND n.valid_to IS NOT NULL AND c.state <> 'closed'", horizonDays: 14)
        case .caseUnassigned:
            return Source(
                "cases c", due: "c.contact_at", noun: "c.id", "c.state <> 'closed' AND c.responsible_worker_id IS NULL")
        }
    }
}
