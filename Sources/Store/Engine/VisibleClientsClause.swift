import PersonalBudgeting
import SQL

/// The visible clients as SQL conditions: they limit which rows of a table a list returns (A17).
///
/// The clients of a unit are adjacent in an index, in the order of the list. The others are some dozens, each found by its own lookup. So a
/// list is read in two parts: one scans the index, the other is sorted. A single condition for both would read the whole table.
struct VisibleClientsClause: Sendable {
    /// How a table names the client of a row.
    enum Place: Sendable {
        /// The table has the care in each row. The column names the client.
        case besideCare(clientColumn: String)
        /// The table names the client only.
        case client(column: String)
    }

    private let place: Place

    /// Returns nil if the table names no client.
    init?(table: String, columns: [String]) {
        if columns.contains("care_unit_id") {
            place = .besideCare(clientColumn: table == "clients" ? "id" : "client_id")
        } else if columns.contains("client_id") {
            place = .client(column: "client_id")
        } else {
            return nil
        }
    }

    /// Returns conditions whose rows together are the rows of the visible clients. No row matches two of them.
    func parts(_ visible: VisibleClients) -> [Part] {
        switch (visible, place) {
        case (.everybody, _): return [Part("1 = 1", [])]
        case (.client(let id), _): return [Part("\(clientColumn) = ?", [.text("\(id)")])]
        case (.care(let care), .besideCare):
            let unit = care.unit.map { VisibleClientsClause.of($0, "care_unit_id") }
            guard let others = VisibleClientsClause.others(care) else { return [unit].compactMap { $0 } }
            let found = Part("\(clientColumn) IN (\(others.sql))", others.values, isSorted: true)
            guard let unit else { return [found] }
            // Excludes the unit. `coalesce`, because the unit of a row may be null.
            return [
                unit, Part("\(found.sql) AND NOT coalesce(\(unit.sql), FALSE)", found.values + unit.values, isSorted: true),
            ]
        case (.care(let care), .client):
            let ofUnit = care.unit.map { VisibleClientsClause.of($0, "care_unit_id") }
            let clients = [ofUnit.map { Part("SELECT id FROM clients WHERE \($0.sql)", $0.values) }, VisibleClientsClause.others(care)]
                .compactMap {
                    $0
                }
            if clients.isEmpty { return [] }
            return [Part("\(clientColumn) IN (\(clients.map(\.sql).joined(separator: " UNION ")))", clients.flatMap(\.values))]
        }
    }

    /// Returns the visible clients as one condition, for queries that find the rows by other conditions. Nil if all clients are visible.
    static func whole(_ visible: VisibleClients, careAt alias: String, clientColumn: String) -> Part? {
        switch visible {
        case .everybody: return nil
        case .client(let id): return Part("\(clientColumn) = ?", [.text("\(id)")])
        case .care(let care):
            let ofUnit = care.unit.map { unit in
                let part = of(unit, "\(alias).care_unit_id")
                // A row without a client has no care, but that does not make it visible to staff without a unit.
                return unit.id == nil ? Part("\(part.sql) AND \(clientColumn) IS NOT NULL", part.values) : part
            }
            let ofOthers = others(care).map { Part("\(clientColumn) IN (\($0.sql))", $0.values) }
            let parts = [ofUnit, ofOthers].compactMap { $0 }
            return parts.isEmpty ? Part("1 = 0", []) : Part(parts.map(\.sql).joined(separator: " OR "), parts.flatMap(\.values))
        }
    }

    private var clientColumn: String {
        switch place {
        case .besideCare(let column), .client(let column): column
        }
    }

    /// Finds the visible clients outside the unit: the clients of workers, on the agenda, and opened by break-glass.
    private static func others(_ care: CaredClients) -> Part? {
        var sources: [String] = []
        var values: [SQL.Value] = []
        func add(_ column: String, _ identities: [String]) {
            if identities.isEmpty { return }
            sources.append("SELECT id FROM clients WHERE \(column) IN (\(identities.map { _ in "?" }.joined(separator: ", ")))")
            values += identities.map { .text($0) }
        }
        add("care_worker_id", care.workerIDs.map { "\($0)" })
        add("id", care.opened.map { "\($0)" })
        if let agenda = care.agenda.flatMap(AgendaClause.clients) {
            sources.append(agenda.sql)
            values += agenda.values
        }
        return sources.isEmpty ? nil : Part(sources.joined(separator: " UNION "), values)
    }

    private static func of(_ unit: CaredClients.Unit, _ column: String) -> Part {
        unit.id.map { Part("\(column) = ?", [.text("\($0)")]) } ?? Part("\(column) IS NULL", [])
    }

    /// SQL with its values.
    struct Part {
        let sql: String
        let values: [SQL.Value]
        /// Whether the condition matches few rows, which are to be found by the condition and then sorted. An engine that scans the sort
        /// order instead would read the whole table.
        let isSorted: Bool

        init(_ sql: String, _ values: [SQL.Value], isSorted: Bool = false) {
            self.sql = sql
            self.values = values
            self.isSorted = isSorted
        }
    }
}
