import PersonalBudgeting
import SQL

/// The visible clients as conditions of SQL: what a list may show of a table below clients.
///
/// Those of a unit stand together in an index, in the order of the list; the rest are some dozens, found each by a path of its own. So a list
/// is read as two: one that goes along the index, one that is sorted. A condition that joins both would read the whole table.
struct VisibleClientsClause: Sendable {
    /// Which column of a table names the client.
    enum Place: Sendable {
        /// The table has the care beside each row; the column names the client.
        case besideCare(clientColumn: String)
        /// The table names the client only.
        case client(column: String)
    }

    private let place: Place

    /// Where the care stands, by the name of the table.
    init?(table: String, columns: [String]) {
        if columns.contains("care_unit_id") {
            place = .besideCare(clientColumn: table == "clients" ? "id" : "client_id")
        } else if columns.contains("client_id") {
            place = .client(column: "client_id")
        } else {
            return nil
        }
    }

    /// The conditions whose rows together are those of the visible clients, none in two of them.
    func parts(_ visible: VisibleClients) -> [Part] {
        switch (visible, place) {
        case (.everybody, _): return [Part("1 = 1", [])]
        case (.client(let id), _): return [Part("\(clientColumn) = ?", [.text("\(id)")])]
        case (.care(let care), .besideCare):
            let unit = care.unit.map { VisibleClientsClause.of($0, "care_unit_id") }
            guard let others = VisibleClientsClause.others(care) else { return [unit].compactMap { $0 } }
            let found = Part("\(clientColumn) IN (\(others.sql))", others.values, isSorted: true)
            guard let unit else { return [found] }
            // Not of the unit; the column may be empty.
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

    /// The visible clients as one condition, beside others that lead to the rows; nil where it bounds nothing.
    static func whole(_ visible: VisibleClients, careAt alias: String, clientColumn: String) -> Part? {
        switch visible {
        case .everybody: return nil
        case .client(let id): return Part("\(clientColumn) = ?", [.text("\(id)")])
        case .care(let care):
            let ofUnit = care.unit.map { unit in
                let part = of(unit, "\(alias).care_unit_id")
                // A row that is no client's yet is in no care either: not that of staff without a unit.
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

    /// Looks up those outside the unit: of workers, on the agenda, opened.
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
        if care.includesAgenda { sources.append(agenda) }
        return sources.isEmpty ? nil : Part(sources.joined(separator: " UNION "), values)
    }

    /// The clients with a decision before the deciders.
    static let agenda: String = {
        let states = Decision.State.beforeDeciders.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return "SELECT k.client_id FROM decisions d JOIN cases k ON k.id = d.case_id WHERE d.state IN (\(states))"
    }()

    private static func of(_ unit: CaredClients.Unit, _ column: String) -> Part {
        unit.id.map { Part("\(column) = ?", [.text("\($0)")]) } ?? Part("\(column) IS NULL", [])
    }

    /// SQL with its values.
    struct Part {
        let sql: String
        let values: [SQL.Value]
        /// Few rows, to be found by their condition and then sorted: an engine that goes along the order of the list would read all.
        let isSorted: Bool

        init(_ sql: String, _ values: [SQL.Value], isSorted: Bool = false) {
            self.sql = sql
            self.values = values
            self.isSorted = isSorted
        }
    }
}
