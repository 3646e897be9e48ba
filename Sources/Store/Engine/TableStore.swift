import PersonalBudgeting
import SQL

/// A repository over one table.
struct TableStore<Entity: Recorded>: Repository {
    let connection: any Connection
    let table: Table<Entity>

    init(_ connection: any Connection, _ table: Table<Entity>) {
        self.connection = connection
        self.table = table
    }

    func find(_ id: ID<Entity>) throws -> Entity? {
        try storing { try connection.first(table.find, [.text("\(id)")], table.make) }
    }

    func readAnother() throws { _ = try storing { try connection.first(table.findAnother, [], table.make) } }

    func list(_ query: ListQuery) throws -> [Entity] {
        let parts = reachParts(query)
        if parts.isEmpty { return [] }
        let column = query.order.column.map(known)
        let direction = query.order.isDescending ? " DESC" : ""
        var values: [SQL.Value] = []
        var selects: [String] = []
        for part in parts {
            guard let select = select(query, part, column, &values) else { return [] }
            selects.append(select)
        }
        guard selects.count > 1 else { return try storing { try connection.all(selects[0], values, table.make) } }
        // As many of each as are asked for; the first of them together are the first of all.
        let order = (column.map { ["\($0)\(direction)"] } ?? []) + ["id\(direction)"]
        let sql =
            "SELECT * FROM (\(selects.map { "SELECT * FROM (\($0)) AS part" }.joined(separator: " UNION ALL "))) AS found"
            + " ORDER BY \(order.joined(separator: ", ")) LIMIT ?"
        values.append(.integer(Int64(query.limit)))
        return try storing { try connection.all(sql, values, table.make) }
    }

    /// One list of those that match a part of the reach.
    private func select(_ query: ListQuery, _ part: VisibleClientsClause.Part?, _ column: String?, _ values: inout [SQL.Value]) -> String? {
        var conditions = part.map { [$0.sql] } ?? []
        values += part?.values ?? []
        conditions += condition(query.filters, &values)
        let (sign, direction) = query.order.isDescending ? ("<", " DESC") : (">", "")
        if let after = query.after {
            guard let place = ListPlace(after) else { return nil }
            // Row values compare in order: exactly the order of the list, and one range of its index.
            conditions.append(column.map { "(\($0), id) \(sign) (?, ?)" } ?? "id \(sign) ?")
            if column != nil { values.append(place.key) }
            values.append(.text(place.id))
        }
        values.append(.integer(Int64(query.limit)))
        // An expression has no index, so the engine does not go along one of the order. Of a column alone and of any type: it changes nothing.
        let orderBy = [column, "id"].compactMap { $0 }.map { part?.isSorted == true ? "coalesce(\($0), \($0))" : $0 }
        return table.select + clause(conditions) + " ORDER BY " + orderBy.map { $0 + direction }.joined(separator: ", ") + " LIMIT ?"
    }

    /// The parts of the reach; one without a condition where it bounds nothing.
    private func reachParts(_ query: ListQuery) -> [VisibleClientsClause.Part?] {
        if query.reach == .everybody { return [nil] }
        let clause = VisibleClientsClause(table: table.name, columns: table.columns)
        // A table that is not below clients is no one's; a fault of ours, found by the tests.
        precondition(clause != nil, "\(table.name) does not name a client")
        return clause?.parts(query.reach) ?? []
    }

    func count(_ query: ListQuery) throws -> Int {
        try reachParts(query).reduce(0) { count, part in
            var values = part?.values ?? []
            let conditions = (part.map { [$0.sql] } ?? []) + condition(query.filters, &values)
            let sql = "SELECT count(*) FROM \(table.name)" + clause(conditions)
            return count + (try storing { Int(try connection.first(sql, values) { try $0.integer(0) } ?? 0) })
        }
    }

    func place(of entity: Entity, in order: ListOrder) -> String {
        ListPlace(key: order.column.map { table.value(entity, in: known($0)) } ?? .null, id: "\(entity.record.id)").text
    }

    func insert(_ entity: Entity) throws {
        try storing { try connection.execute(table.insert, table.values(entity)) }
    }

    func update(_ entity: Entity) throws {
        let values = table.values(entity)
        try storing {
            try connection.execute(
                table.update, Array(values.dropFirst()) + [.text("\(entity.record.id)"), .integer(entity.record.version - 1)])
        }
        guard connection.changedRows == 1 else { throw StorageFault.stale }
    }

    private func clause(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }

    /// The conditions of the filters; a column that the table does not have is a fault of ours, found by the tests.
    private func condition(_ filters: [Filter], _ values: inout [SQL.Value]) -> [String] {
        filters.map { filter in
            switch filter {
            case .equal(let column, let text):
                values.append(.text(text))
                return "\(known(column)) = ?"
            case .equalNumber(let column, let number):
                values.append(.integer(number))
                return "\(known(column)) = ?"
            case .moreThan(let column, let number):
                values.append(.integer(number))
                return "\(known(column)) > ?"
            case .oneOf(let column, let texts):
                if texts.isEmpty { return "1 = 0" }
                values += texts.map { .text($0) }
                return "\(known(column)) IN (\(texts.map { _ in "?" }.joined(separator: ", ")))"
            case .atMost(let column, let text):
                values.append(.text(text))
                return "\(known(column)) <= ?"
            case .atLeast(let column, let text):
                values.append(.text(text))
                return "\(known(column)) >= ?"
            case .atLeastOrNull(let column, let text):
                values.append(.text(text))
                return "(\(known(column)) >= ? OR \(known(column)) IS NULL)"
            case .isNull(let column): return "\(known(column)) IS NULL"
            case .notNull(let column): return "\(known(column)) IS NOT NULL"
            case .prefix(let column, let text):
                // A half-open range instead of LIKE: it uses the index in any engine and needs no escaping.
                values += [.text(text), .text(text + "\u{10FFFF}")]
                return "\(known(column)) >= ? AND \(known(column)) < ?"
            case .words(let column, let texts):
                if texts.isEmpty { return "1 = 0" }
                // Folded text holds letters, digits and spaces only, so nothing in it is a wildcard.
                values += texts.map { .text("% \($0)%") }
                return texts.map { _ in "\(known(column)) LIKE ?" }.joined(separator: " AND ")
            }
        }
    }

    private func known(_ column: String) -> String {
        precondition(table.columns.contains(column), "\(table.name) has no column \(column)")
        return column
    }
}

/// A place in an order as text, which goes around the world in a cursor: the identity, and before it what stands in the column of the order.
private struct ListPlace {
    let key: SQL.Value
    let id: String

    init(key: SQL.Value, id: String) {
        self.key = key
        self.id = id
    }

    /// Nil for what is no place: never, as long as cursors are sealed.
    init?(_ text: String) {
        guard let end = text.lastIndex(of: ListPlace.separator) else {
            key = .null
            id = text
            return
        }
        id = String(text[text.index(after: end)...])
        let told = text[..<end]
        switch told.first {
        case "n":
            guard let number = Int64(told.dropFirst()) else { return nil }
            key = .integer(number)
        case "t": key = .text(String(told.dropFirst()))
        default: return nil
        }
    }

    var text: String {
        switch key {
        case .integer(let number): "n\(number)\(ListPlace.separator)\(id)"
        case .text(let text): "t\(text)\(ListPlace.separator)\(id)"
        case .null, .blob: id
        }
    }

    private static let separator: Character = "\u{1E}"
}

/// Runs the body; what the engine says comes out as a `StorageFault`.
func storing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let fault as SQLFault {
        throw storageFault(fault)
    } catch is Unreadable {
        throw StorageFault.corrupt
    }
}

/// The domain's name for what the engine says.
func storageFault(_ fault: SQLFault) -> StorageFault {
    switch fault {
    case .busy: .busy
    case .full: .full
    case .corrupt, .unexpected: .corrupt
    case .readOnly: .readOnly
    case .unavailable: .unavailable
    case .outcomeUnknown: .outcomeUnknown
    case .unique(let what): .duplicate(what)
    case .foreignKey: .reference
    case .constraint: .failed(19)
    case .failed(let code, _): .failed(code)
    }
}
