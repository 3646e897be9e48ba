import PersonalBudgeting
import SQL

/// A repository over one table. Rows are checked by their digests (`RowDigests`).
struct TableStore<Entity: Recorded>: Repository {
    let unit: UnitOfWork
    let table: Table<Entity>

    private var connection: any Connection { unit.connection }

    init(_ unit: UnitOfWork, _ table: Table<Entity>) {
        self.unit = unit
        self.table = table
    }

    func find(_ id: ID<Entity>) throws -> Entity? { try find(table.find, [.text("\(id)")]) }

    /// Returns the entity of the only row that a statement selects, checked by its digest.
    /// - Parameter statement: selects `Table.select`.
    func find(_ statement: SQLStatement, _ values: [SQL.Value]) throws -> Entity? {
        try storing { try connection.first(statement, values, checked) }
    }

    private func checked(_ row: any Row) throws -> Entity {
        try unit.digests.check(row, table.layout)
        return try table.make(row)
    }

    func readAnother() throws {
        _ = try storing {
            try connection.first(table.findAnother, []) { row in
                // Checked like a row that is found, so that it takes as long. A fault of another row is not the caller's.
                _ = unit.digests.fault(row, table.layout)
                return try table.make(row)
            }
        }
    }

    func list(_ query: ListQuery<Entity>) throws -> [Entity] {
        try unit.digests.refuseIncomplete(table.name)
        let parts = try visibleParts(query)
        if parts.isEmpty { return [] }
        // Asked once: verification may find a changed row while the list is read.
        let isChecked = table.isCheckedInLists || unit.digests.checksEveryRow(of: table.name)
        let listed = isChecked ? checked : table.make
        let column = try query.order.field.map(table.column)
        let direction = query.order.isDescending ? " DESC" : ""
        var values: [SQL.Value] = []
        var selects: [String] = []
        for part in parts {
            guard let select = try select(query, part, column, isChecked, &values) else { return [] }
            selects.append(select)
        }
        guard selects.count > 1 else { return try storing { try connection.all(selects[0], values, listed) } }
        // Each part returns up to `limit` rows, so the first rows of all parts together are the first rows of the list.
        let order = (column.map { ["\($0)\(direction)"] } ?? []) + ["id\(direction)"]
        let sql =
            "SELECT * FROM (\(selects.map { "SELECT * FROM (\($0)) AS part" }.joined(separator: " UNION ALL "))) AS found"
            + " ORDER BY \(order.joined(separator: ", ")) LIMIT ?"
        values.append(.integer(Int64(query.limit)))
        return try storing { try connection.all(sql, values, listed) }
    }

    /// Composes the query of the rows that match one part of the visible clients. Returns nil if the cursor is invalid.
    private func select(
        _ query: ListQuery<Entity>, _ part: VisibleClientsClause.Part?, _ column: String?, _ isChecked: Bool,
        _ values: inout [SQL.Value]
    ) throws -> String? {
        var conditions = part.map { [$0.sql] } ?? []
        values += part?.values ?? []
        conditions += try self.conditions(query, &values)
        let (sign, direction) = query.order.isDescending ? ("<", " DESC") : (">", "")
        if let after = query.after {
            guard let cursor = ListCursor(after) else { return nil }
            // Row values compare column by column, as the list is ordered, and are one range of its index.
            conditions.append(column.map { "(\($0), id) \(sign) (?, ?)" } ?? "id \(sign) ?")
            if column != nil { values.append(cursor.key) }
            values.append(.text(cursor.id))
        }
        values.append(.integer(Int64(query.limit)))
        // An expression has no index, so the engine does not scan an index of the sort order. `coalesce` of one column works for any type
        // and changes no value.
        let orderBy = [column, "id"].compactMap { $0 }.map { part?.isSorted == true ? "coalesce(\($0), \($0))" : $0 }
        let columns = isChecked ? table.select : table.selectUnchecked
        return columns + clause(conditions) + " ORDER BY " + orderBy.map { $0 + direction }.joined(separator: ", ") + " LIMIT ?"
    }

    /// Returns the parts of the visible clients. A single nil stands for no limit.
    private func visibleParts(_ query: ListQuery<Entity>) throws -> [VisibleClientsClause.Part?] {
        if query.visible == .everybody { return [nil] }
        guard let clients = table.clients else { throw TableFault.namesNoClient(table.name) }
        return clients.parts(query.visible)
    }

    func count(_ query: ListQuery<Entity>) throws -> Int {
        try unit.digests.refuseDamaged([table.name])
        return try visibleParts(query).reduce(0) { count, part in
            var values = part?.values ?? []
            let conditions = try (part.map { [$0.sql] } ?? []) + conditions(query, &values)
            let sql = "SELECT count(*) FROM \(table.name)" + clause(conditions)
            return count + (try storing { Int(try connection.first(sql, values) { try $0.integer(0) } ?? 0) })
        }
    }

    func cursor(of entity: Entity, in order: ListOrder<Entity>) -> String {
        ListCursor(key: order.field.map { table.value(entity, of: $0) } ?? .null, id: "\(entity.record.id)").text
    }

    func insert(_ entity: Entity) throws {
        try insert(entity, others: [SQL.Value](repeating: .null, count: table.layout.columns.count - table.columns.count))
    }

    /// Inserts an entity with the columns that its repository handles by itself.
    func insert(_ entity: Entity, others: [SQL.Value]) throws {
        try storing { try unit.digests.insert(table.values(entity) + others, table.layout, by: table.insert) }
        unit.workItems.note(entity, isNew: true)
    }

    func update(_ entity: Entity) throws {
        let values = table.values(entity)
        let id = SQL.Value.text("\(entity.record.id)")
        try storing {
            // The row is checked before it is changed, and its other columns stay as they are.
            let others = try connection.first(table.find, [id]) { row in
                try unit.digests.check(row, table.layout)
                return (table.columns.count..<table.layout.columns.count).map { Value(row.cell($0)) }
            }
            guard let others else { throw StorageFault.stale }
            let digest = try unit.digests.digest(values + others, table.layout)
            try connection.execute(
                table.update, Array(values.dropFirst()) + [digest, id, .integer(entity.record.version - 1)])
        }
        guard connection.changedRows == 1 else { throw StorageFault.stale }
        unit.workItems.note(entity, isNew: false)
    }

    private func clause(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }

    private func conditions(_ query: ListQuery<Entity>, _ values: inout [SQL.Value]) throws -> [String] {
        let filters = try query.filters.map { $0.condition.sql(try table.column(of: $0.field), &values) }
        guard let ids = query.ids else { return filters }
        return filters + [Condition.oneOf(ids.map(\.listed)).sql("id", &values)]
    }
}

extension Condition {
    /// Returns the condition on a column.
    fileprivate func sql(_ column: String, _ values: inout [SQL.Value]) -> String {
        switch self {
        case .equal(let value):
            values.append(value.sql)
            return "\(column) = ?"
        case .moreThan(let value):
            values.append(value.sql)
            return "\(column) > ?"
        case .oneOf(let listed):
            if listed.isEmpty { return "1 = 0" }
            values += listed.map(\.sql)
            return "\(column) IN (\(listed.map { _ in "?" }.joined(separator: ", ")))"
        case .atMost(let value):
            values.append(value.sql)
            return "\(column) <= ?"
        case .atLeastOrAbsent(let value):
            values.append(value.sql)
            return "(\(column) >= ? OR \(column) IS NULL)"
        case .isAbsent: return "\(column) IS NULL"
        case .words(let texts):
            if texts.isEmpty { return "1 = 0" }
            // Folded text contains only letters, digits and spaces, so it contains no wildcard.
            values += texts.map { .text("% \($0)%") }
            return texts.map { _ in "\(column) LIKE ?" }.joined(separator: " AND ")
        }
    }
}

extension ListedValue {
    fileprivate var sql: SQL.Value {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .integer(number)
        }
    }
}

/// Where a list continues. Callers carry it as sealed text: the value in the sort column, if there is one, then the identity.
private struct ListCursor {
    let key: SQL.Value
    let id: String

    init(key: SQL.Value, id: String) {
        self.key = key
        self.id = id
    }

    /// Returns nil for text that is no cursor. That does not happen while cursors are sealed.
    init?(_ text: String) {
        guard let end = text.lastIndex(of: ListCursor.separator) else {
            key = .null
            id = text
            return
        }
        id = String(text[text.index(after: end)...])
        let kept = text[..<end]
        switch kept.first {
        case "n":
            guard let number = Int64(kept.dropFirst()) else { return nil }
            key = .integer(number)
        case "t": key = .text(String(kept.dropFirst()))
        default: return nil
        }
    }

    var text: String {
        switch key {
        case .integer(let number): "n\(number)\(ListCursor.separator)\(id)"
        case .text(let text): "t\(text)\(ListCursor.separator)\(id)"
        case .null, .blob: id
        }
    }

    private static let separator: Character = "\u{1E}"
}

/// Runs the body and converts the engine's faults to `StorageFault`.
func storing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let fault as SQLFault {
        throw storageFault(fault)
    } catch is Unreadable {
        throw StorageFault.corrupt
    }
}

/// Returns the domain's fault for a fault of the engine.
func storageFault(_ fault: SQLFault) -> StorageFault {
    switch fault {
    case .busy: .busy
    case .full: .full
    case .corrupt, .unexpected: .corrupt
    case .readOnly: .readOnly
    case .unavailable: .unavailable
    case .outcomeUnknown, .notDurable: .outcomeUnknown
    case .unique(let what): .duplicate(what)
    case .foreignKey: .reference
    case .constraint: .failed(19)
    case .failed(let code, _): .failed(code)
    }
}
