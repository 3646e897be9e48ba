import PersonalBudgeting
import SQL

/// Keeps the items of the work queues up to date, in the transaction that changes the entities from which they follow (row 81, decision
/// 0030).
///
/// Used on one queue.
final class WorkItemIndex {
    private let connection: any Connection
    /// In the order of the writes.
    private var changes: [WorkItemChange] = []

    init(_ connection: any Connection) { self.connection = connection }

    // MARK: - Changes of a transaction

    func note(_ change: WorkItemChange) { if changes.last != change { changes.append(change) } }

    /// Notes that an entity was stored, if items follow from it.
    func note<Entity>(_ entity: Entity, isNew: Bool) {
        if let change = (entity as? any QueuedEntity)?.workItemChange(isNew: isNew) { note(change) }
    }

    /// What was noted before a job, to forget what the job adds if it is rolled back.
    var mark: Int { changes.count }

    func forget(after mark: Int) { if changes.count > mark { changes.removeLast(changes.count - mark) } }

    /// Makes the items anew that may have changed. Called at the end of each job, so that a fault refuses that job alone.
    func settle() throws {
        if changes.isEmpty { return }
        var kindsOfCase: [String: Set<WorkItem.Kind>] = [:]
        var actuals: Set<String> = []
        for change in changes {
            switch change {
            case .ofCase(let id, let kinds): kindsOfCase["\(id)", default: []].formUnion(kinds)
            case .ofClient(let id):
                for found in try connection.all(WorkItemIndex.casesOfClient.text, [.text("\(id)")], { try $0.text(0) }) {
                    kindsOfCase[found] = Set(WorkItem.Kind.allCases)
                }
            case .ofActual(let id): actuals.insert("\(id)")
            }
        }
        for (id, kinds) in kindsOfCase {
            let codes = Set(kinds.map(\.rawValue))
            let kept = try rows(WorkItemIndex.keptOfCase, id).filter { codes.contains($0.kind) }
            try replace(kept, with: kinds.flatMap { try WorkItemIndex.made(.ofCase, $0, connection, id) })
        }
        for id in actuals {
            try replace(try rows(WorkItemIndex.keptOfActual, id), with: WorkItemIndex.made(.ofActual, .actualHeld, connection, id))
        }
        changes = []
    }

    private func rows(_ statement: SQLStatement, _ id: String) throws -> [WorkItemRow] {
        var rows: [WorkItemRow] = []
        try connection.query(statement, [.text(id)]) { rows.append(try WorkItemRow($0)) }
        return rows
    }

    private func replace(_ kept: [WorkItemRow], with made: [WorkItemRow]) throws {
        let (kept, made) = (Set(kept), Set(made))
        for row in kept.subtracting(made) { try row.delete(connection) }
        for row in made.subtracting(kept) { try row.insert(connection) }
    }

    // MARK: - Making items

    private static let sources = Dictionary(uniqueKeysWithValues: WorkItem.Kind.allCases.map { ($0, WorkItemSource($0)) })
    private static let ofCase = sources.mapValues { SQLStatement($0.select(.ofCase)) }
    private static let ofActual = SQLStatement(WorkItemSource(.actualHeld).select(.ofActual))
    private static let keptOfCase = SQLStatement("SELECT \(WorkItemRow.columns) FROM work_items WHERE case_id = ?")
    private static let keptOfActual = SQLStatement(
        "SELECT \(WorkItemRow.columns) FROM work_items WHERE noun_id = ? AND kind = '\(WorkItem.Kind.actualHeld.rawValue)'")
    private static let casesOfClient = SQLStatement("SELECT id FROM cases WHERE client_id = ?")

    /// Makes the items of one queue within a scope.
    /// - Parameter id: the case or the actual of the scope; ignored for everything.
    private static func made(_ scope: WorkItemSource.Scope, _ kind: WorkItem.Kind, _ connection: any Connection, _ id: String = "") throws
        -> [WorkItemRow]
    {
        var items: [WorkItemRow] = []
        let source = sources[kind] ?? WorkItemSource(kind)
        func add(_ row: any Row) throws { if let item = try source.item(row) { items.append(item) } }
        switch scope {
        case .everything: try connection.query(source.select(scope), [], add)
        case .ofCase: try connection.query(ofCase[kind] ?? SQLStatement(source.select(scope)), [.text(id)], add)
        case .ofActual: try connection.query(ofActual, [.text(id)], add)
        }
        return items
    }

    /// Returns all items of one queue as they follow from the other tables.
    static func made(_ kind: WorkItem.Kind, _ connection: any Connection) throws -> [WorkItemRow] {
        try made(.everything, kind, connection)
    }

    /// Does the part of step 21 that the script cannot do.
    static func fill(_ connection: any Connection) throws {
        for kind in WorkItem.Kind.allCases { for item in try made(kind, connection) { try item.insert(connection) } }
    }

    /// Whether the table has exactly the items that follow from the other tables.
    static func agrees(_ connection: any Connection) throws -> Bool {
        var wanted: Set<WorkItemRow> = []
        for kind in WorkItem.Kind.allCases { wanted.formUnion(try made(kind, connection)) }
        var isRight = true
        try connection.query("SELECT \(WorkItemRow.columns) FROM work_items", []) { row in
            if wanted.remove(try WorkItemRow(row)) == nil { isRight = false }
        }
        return isRight && wanted.isEmpty
    }
}
