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

    func list(_ query: ListQuery) throws -> [Entity] {
        var values: [SQL.Value] = []
        var conditions = condition(query.filters, &values)
        if let after = query.after {
            conditions.append(query.descending ? "id < ?" : "id > ?")
            values.append(.text(after))
        }
        values.append(.integer(Int64(query.limit)))
        let sql = table.select + clause(conditions) + " ORDER BY id\(query.descending ? " DESC" : "") LIMIT ?"
        return try storing { try connection.all(sql, values, table.make) }
    }

    func count(_ query: ListQuery) throws -> Int {
        var values: [SQL.Value] = []
        let sql = "SELECT count(*) FROM \(table.name)" + clause(condition(query.filters, &values))
        return try storing { Int(try connection.first(sql, values) { try $0.integer(0) } ?? 0) }
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
    case .unique(let what): .duplicate(what)
    case .foreignKey: .reference
    case .constraint: .failed(19)
    case .failed(let code, _): .failed(code)
    }
}
