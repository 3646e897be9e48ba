import PersonalBudgeting
import SQL

/// A query of the work queues as SQL over `work_items`.
///
/// A queue is read in parts, each a range of one index in the order of the queue: the worker's own items, the proposals of an authority, the
/// care unit, and the few clients outside it. No row is in two parts.
struct WorkQueueClause {
    private let query: WorkQueueQuery

    /// The conditions of one part, with their values in the same order.
    private struct Part {
        var conditions: [String] = []
        var values: [SQL.Value] = []

        mutating func add(_ condition: String, _ values: SQL.Value...) {
            conditions.append(condition)
            self.values += values
        }

        mutating func add(_ part: VisibleClientsClause.Part?) {
            guard let part else { return }
            conditions.append("(\(part.sql))")
            values += part.values
        }
    }

    init(_ query: WorkQueueQuery) { self.query = query }

    private var parts: [Part] {
        if query.kinds.isEmpty { return [] }
        if let worker = query.workerID { return [ofWorker(worker)] + awaiting(besides: worker) }
        if query.clientID != nil || isOfOneUnit { return [ofClientOrUnit] }
        if query.visible == .everybody { return query.kinds.map(ofKind) }
        return visibleParts
    }

    /// Whether the items of one unit are asked for and nearly all of them are visible: the unit is the caller's own, or everybody's are.
    private var isOfOneUnit: Bool {
        guard let unit = query.unitID else { return false }
        if case .care(let care) = query.visible { return care.unit?.id == unit }
        return true
    }

    private var isOfStaffWithoutUnit: Bool {
        guard case .care(let care) = query.visible, let unit = care.unit else { return false }
        return unit.id == nil
    }

    private var wholeVisible: VisibleClientsClause.Part? {
        VisibleClientsClause.whole(query.visible, careAt: "w", clientColumn: "w.client_id")
    }

    // MARK: - Parts

    private func ofWorker(_ worker: ID<User>) -> Part {
        var part = common
        part.add("worker_id = ?", .text("\(worker)"))
        addFilters(to: &part)
        part.add(wholeVisible)
        addKinds(to: &part)
        return part
    }

    /// The proposals that wait for the caller's authorities. Those of the worker's own cases are in the other part.
    private func awaiting(besides worker: ID<User>) -> [Part] {
        guard query.kinds.contains(.decisionWaiting) else { return [] }
        return query.awaitedAuthorities.map { authority in
            var part = common
            part.add("authority = ?", .text(authority.rawValue))
            part.add("(worker_id IS NULL OR worker_id <> ?)", .text("\(worker)"))
            addFilters(to: &part)
            // A proposal is before all deciders of its authority (A28), so nothing more is asked for them.
            if !isBeforeCaller(authority) { part.add(wholeVisible) }
            return part
        }
    }

    private func isBeforeCaller(_ authority: Decision.Authority) -> Bool {
        guard case .care(let care) = query.visible, let agenda = care.agenda else { return false }
        return agenda.deciders.authorities.contains(authority)
    }

    private var ofClientOrUnit: Part {
        var part = common
        if let client = query.clientID { part.add("client_id = ?", .text("\(client)")) }
        if let unit = query.unitID {
            part.add("\(query.clientID == nil ? "unit_id" : WorkQueueClause.aside("unit_id")) = ?", .text("\(unit)"))
        }
        part.add(wholeVisible)
        addKinds(to: &part)
        return part
    }

    private func ofKind(_ kind: WorkItem.Kind) -> Part {
        var part = common
        addKind(kind, to: &part)
        return part
    }

    private var visibleParts: [Part] {
        guard let clause = VisibleClientsClause(table: "work_items", columns: ["care_unit_id"]) else { return [] }
        return clause.parts(query.visible).map { visible in
            var part = common
            part.add(visible)
            // A row without a client has no care, but that does not make it visible to staff without a unit.
            if isOfStaffWithoutUnit { part.add("client_id IS NOT NULL") }
            if let unit = query.unitID { part.add("\(WorkQueueClause.aside("unit_id")) = ?", .text("\(unit)")) }
            if !visible.isSorted, query.kinds.count == 1 { addKind(query.kinds[0], to: &part) } else { addKinds(to: &part) }
            return part
        }
    }

    /// What holds for the items of every part.
    private var common: Part {
        var part = Part()
        let today = "\(query.today)"
        part.add("visible_from <= ?", .text(today))
        if query.isForFinance {
            part.add("\(WorkQueueClause.aside("kind")) IN (\(AgendaClause.codes([WorkItem.Kind.budgetEnding, .actualHeld])))")
            part.add("(kind <> '\(WorkItem.Kind.actualHeld.rawValue)' OR \(WorkQueueClause.aside("client_id")) IS NULL)")
        }
        if let isOverdue = query.isOverdue { part.add(isOverdue ? "due_on < ?" : "due_on >= ?", .text(today)) }
        return part
    }

    /// Adds the filters that the part is not read by.
    private func addFilters(to part: inout Part) {
        if let unit = query.unitID { part.add("\(WorkQueueClause.aside("unit_id")) = ?", .text("\(unit)")) }
        if let client = query.clientID { part.add("\(WorkQueueClause.aside("client_id")) = ?", .text("\(client)")) }
    }

    /// Adds the only kind of a part that is read along an index with the kind before the day.
    private func addKind(_ kind: WorkItem.Kind, to part: inout Part) {
        part.add("kind = '\(kind.rawValue)'")
        // Ends the range where the items begin that are not in the queue yet.
        if let days = kind.daysOfNotice { part.add("due_on <= ?", .text("\(query.today.addingClamped(days: days))")) }
    }

    private func addKinds(to part: inout Part) {
        if Set(query.kinds).count == WorkItem.Kind.allCases.count { return }
        part.add("\(WorkQueueClause.aside("kind")) IN (\(AgendaClause.codes(query.kinds)))")
    }

    // MARK: - Statements

    /// Returns a column as an expression, which has no index: the engine then reads the part along the column that the part is named by.
    private static func aside(_ column: String) -> String { "coalesce(\(column), \(column))" }

    /// Returns the query of a page and adds its values; nil if there can be no item.
    func page(_ values: inout [SQL.Value]) -> String? {
        var position: [SQL.Value] = []
        if let after = query.after {
            let texts = after.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard texts.count == WorkQueueClause.order.count else { return nil }
            position = texts.map { .text($0) }
        }
        let order = WorkQueueClause.order.joined(separator: ", ")
        let selects = parts.map { part in
            var conditions = part.conditions
            values += part.values + position
            // Row values compare column by column, as the list is ordered.
            if !position.isEmpty { conditions.append("(\(order)) > (?, ?, ?, ?)") }
            values.append(.integer(Int64(query.limit)))
            return "SELECT \(WorkQueueClause.columns) FROM work_items w WHERE \(conditions.joined(separator: " AND "))"
                + " ORDER BY \(order) LIMIT ?"
        }
        guard selects.count > 1 else { return selects.first }
        // Each part returns up to `limit` rows, so the first rows of all parts together are the first rows of the queue.
        values.append(.integer(Int64(query.limit)))
        return "SELECT * FROM (\(selects.map { "SELECT * FROM (\($0)) AS part" }.joined(separator: " UNION ALL "))) AS found"
            + " ORDER BY \(order) LIMIT ?"
    }

    /// Returns the query of the counts of each part: kind, all, overdue.
    func counts() -> [(sql: String, values: [SQL.Value])] {
        parts.map { part in
            (
                "SELECT kind, count(*), coalesce(sum(CASE WHEN due_on < ? THEN 1 ELSE 0 END), 0) FROM work_items w"
                    + " WHERE \(part.conditions.joined(separator: " AND ")) GROUP BY kind",
                [.text("\(query.today)")] + part.values
            )
        }
    }

    /// The order of the queue. Together the columns are different for every item.
    private static let order = ["due_on", "kind", "noun_id", "case_id"]
    private static let columns = "kind, due_on, noun_id, case_id, client_id, worker_id, unit_id"
}
