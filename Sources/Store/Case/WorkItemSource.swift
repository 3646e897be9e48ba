import PersonalBudgeting
import SQL

/// How the items of one queue follow from the rows of the other tables (Q1 to Q26, row 81).
struct WorkItemSource: Sendable {
    /// Which items a query makes.
    enum Scope {
        case everything
        /// Those of one case.
        case ofCase
        /// That of one actual. Only for the queue of held actuals.
        case ofActual
    }

    private let kind: WorkItem.Kind
    private let from: String
    private let condition: String
    private let due: String
    private let noun: String
    private let authority: String
    /// The column that says to which case a row belongs.
    private let caseColumn: String

    /// - Parameters:
    ///   - alias: the table whose rows wait.
    ///   - caseColumn: nil for the column `case_id` of that table.
    private init(
        _ kind: WorkItem.Kind, from: String, _ alias: String, due: String, _ condition: String, authority: String = "NULL",
        caseColumn: String? = nil
    ) {
        self.kind = kind
        self.from = from
        self.condition = condition
        self.due = due
        noun = "\(alias).id"
        self.authority = authority
        self.caseColumn = caseColumn ?? "\(alias).case_id"
    }

    /// The queue of cases themselves.
    private init(_ kind: WorkItem.Kind, due: String, _ condition: String) {
        self.init(kind, from: "cases c", "c", due: due, condition, caseColumn: "c.id")
    }

    /// The queue of rows that name their case.
    private init(_ kind: WorkItem.Kind, of table: String, _ alias: String, due: String, _ condition: String, authority: String = "NULL") {
        self.init(
            kind, from: "\(table) \(alias) JOIN cases c ON c.id = \(alias).case_id", alias, due: due, condition, authority: authority)
    }

    private static let isNewest = "NOT EXISTS (SELECT 1 FROM support_plans q WHERE q.case_id = p.case_id AND q.number > p.number)"

    init(_ kind: WorkItem.Kind) {
        switch kind {
        case .assessmentDue: self.init(kind, due: "c.assessment_start_due", "c.state = 'opened'")
        case .decisionDue:
            self.init(
                kind, due: "c.decision_last_day",
                "c.state IN ('opened', 'assessing', 'alternatives', 'hb_chosen', 'planning', 'decision_pending')")
        case .executionDue: self.init(kind, due: "c.execution_last_day", "c.state = 'decided_approved'")
        case .planWaitingForDialogue:
            self.init(
                kind, of: "support_plans", "p", due: "c.decision_due", "p.state = 'submitted' AND \(WorkItemSource.isNewest)")
        case .decisionWaiting:
            self.init(
                kind, of: "decisions", "d", due: "c.decision_last_day", "d.state IN ('proposed', 'on_agenda')", authority: "d.authority")
        case .planReturned:
            self.init(
                kind, of: "support_plans", "p", due: "coalesce(p.rework_due_on, c.decision_due)",
                "p.state = 'returned' AND \(WorkItemSource.isNewest)")
        case .decisionNotDispatched: self.init(kind, of: "decisions", "d", due: "d.decided_on", "d.state = 'made'")
        case .servicePlanMissing:
            self.init(
                kind, of: "decisions", "d", due: "d.decided_on",
                "c.state = 'decided_approved' AND d.outcome = 'approved'"
                    + " AND NOT EXISTS (SELECT 1 FROM service_plans s WHERE s.decision_id = d.id)")
        case .budgetEnding: self.init(kind, of: "budgets", "b", due: "b.period_to", "b.state = 'effective'")
        case .actualHeld:
            // A held actual may have no known case yet. It still belongs in the queue.
            self.init(kind, from: "actuals a LEFT JOIN cases c ON c.id = a.case_id", "a", due: "a.received_on", "a.state = 'held'")
        case .reviewDue: self.init(kind, of: "reviews", "r", due: "r.scheduled_for", "r.state = 'scheduled'")
        case .trialEnding: self.init(kind, of: "agreements", "a", due: "a.period_to", "a.is_trial = 1 AND a.state = 'active'")
        case .nonDisclosureEnding:
            // The order is about the client, and each open case of the client has an item.
            self.init(
                kind, from: "non_disclosures n JOIN cases c ON c.client_id = n.client_id", "n", due: "n.valid_to",
                "n.ended_on IS NULL AND n.valid_to IS NOT NULL AND c.state <> 'closed'", caseColumn: "c.id")
        case .caseUnassigned:
            self.init(kind, due: "c.contact_at", "c.state <> 'closed' AND c.responsible_worker_id IS NULL")
        }
    }

    /// Returns the query of the items within a scope. Its one value is the identity of the case or the actual.
    func select(_ scope: Scope) -> String {
        let limit =
            switch scope {
            case .everything: ""
            case .ofCase: " AND \(caseColumn) = ?"
            case .ofActual: " AND a.id = ?"
            }
        return "SELECT coalesce(c.id, ''), \(noun), \(due), c.client_id, c.responsible_worker_id, c.unit_id, c.care_unit_id, \(authority)"
            + " FROM \(from) WHERE \(condition)\(limit)"
    }

    /// Reads a row of `select`. Returns nil for a day that cannot be read: another hand has changed the row, and the check of its digest
    /// finds it. One such row must not stop the changes of others.
    func item(_ row: any Row) throws -> WorkItemRow? {
        guard let text = try row.textOrNil(2), let due = CalendarDate(text) else { return nil }
        return WorkItemRow(
            caseID: try row.text(0), kind: kind.rawValue, nounID: try row.text(1), dueOn: text,
            visibleFrom: "\(kind.daysOfNotice.map { due.addingClamped(days: -$0) } ?? .earliest)", clientID: try row.textOrNil(3),
            workerID: try row.textOrNil(4), unitID: try row.textOrNil(5), careUnitID: try row.textOrNil(6),
            authority: try row.textOrNil(7))
    }
}
