import PersonalBudgeting
import SQL

/// A reach as conditions of SQL: what a list may show of a table below clients.
///
/// Those of a unit stand together in an index, in the order of the list; the rest are some dozens, found each by a path of its own. So a list
/// is read as two: one that goes along the index, one that is sorted. A condition that joins both would read the whole table.
struct ReachClause {
    /// Which column of a table names the client.
    enum Place {
        /// The table has the care beside each row; the column names the client.
        case besideCare(clientColumn: String)
        /// The table names the client only.
        case client(column: String)
    }

    private let place: Place

    init(_ place: Place) { self.place = place }

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

    /// The conditions whose rows together are the reach, none in two of them.
    func parts(_ reach: Reach) -> [Part] {
        switch reach {
        case .everybody: return [Part("1 = 1", [])]
        case .client(let id): return [Part("\(clientColumn) = ?", [.text("\(id)")])]
        case .care(let care):
            switch place {
            case .besideCare:
                let unit = care.unit.map { ReachClause.of($0, "care_unit_id") }
                guard let others = others(care, clientColumn) else { return [unit].compactMap { $0 } }
                guard let unit else { return [others] }
                // Not of the unit; the column may be empty.
                let outside = Part("NOT coalesce(\(unit.sql), FALSE)", unit.values)
                return [unit, Part("\(others.sql) AND \(outside.sql)", others.values + outside.values, isSorted: true)]
            case .client(let column):
                var clients: [Part] = []
                if let unit = care.unit {
                    let part = ReachClause.of(unit, "care_unit_id")
                    clients.append(Part("SELECT id FROM clients WHERE \(part.sql)", part.values))
                }
                if let others = others(care, column) { clients.append(Part(others.subselect ?? "", others.values)) }
                let sql = clients.map(\.sql).joined(separator: " UNION ")
                return clients.isEmpty ? [] : [Part("\(column) IN (\(sql))", clients.flatMap(\.values))]
            }
        }
    }

    /// The reach as one condition, beside others that lead to the rows; nil where it bounds nothing.
    static func whole(_ reach: Reach, careAt alias: String, clientColumn: String) -> Part? {
        switch reach {
        case .everybody: return nil
        case .client(let id): return Part("\(clientColumn) = ?", [.text("\(id)")])
        case .care(let care):
            let clause = ReachClause(.besideCare(clientColumn: clientColumn))
            let parts = [
                care.unit.map { unit in
                    let part = of(unit, "\(alias).care_unit_id")
                    // A row that is no client's yet is in no care either: not that of staff without a unit.
                    return unit.id == nil ? Part("\(part.sql) AND \(clientColumn) IS NOT NULL", part.values) : part
                }, clause.others(care, clientColumn),
            ].compactMap { $0 }
            return parts.isEmpty ? Part("1 = 0", []) : Part(parts.map(\.sql).joined(separator: " OR "), parts.flatMap(\.values))
        }
    }

    private var clientColumn: String {
        switch place {
        case .besideCare(let column), .client(let column): column
        }
    }

    /// Those outside the unit: of workers, on the agenda, opened.
    private func others(_ care: CareReach, _ column: String) -> Part? {
        var sources: [String] = []
        var values: [SQL.Value] = []
        if !care.workerIDs.isEmpty {
            sources.append("SELECT id FROM clients WHERE care_worker_id IN (\(care.workerIDs.map { _ in "?" }.joined(separator: ", ")))")
            values += care.workerIDs.map { .text("\($0)") }
        }
        if care.includesAgenda {
            let states = Decision.State.beforeDeciders.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            sources.append("SELECT k.client_id FROM decisions d JOIN cases k ON k.id = d.case_id WHERE d.state IN (\(states))")
        }
        if !care.opened.isEmpty {
            sources.append("SELECT id FROM clients WHERE id IN (\(care.opened.map { _ in "?" }.joined(separator: ", ")))")
            values += care.opened.map { .text("\($0)") }
        }
        if sources.isEmpty { return nil }
        let subselect = sources.joined(separator: " UNION ")
        return Part("\(column) IN (\(subselect))", values, subselect: subselect, isSorted: true)
    }

    private static func of(_ unit: CareReach.Unit, _ column: String) -> Part {
        unit.id.map { Part("\(column) = ?", [.text("\($0)")]) } ?? Part("\(column) IS NULL", [])
    }

    /// One condition with its values.
    struct Part {
        let sql: String
        let values: [SQL.Value]
        /// What it looks the clients up by.
        var subselect: String?
        /// Few rows, to be found by their condition and then sorted: an engine that goes along the order of the list would read all.
        var isSorted: Bool

        init(_ sql: String, _ values: [SQL.Value], subselect: String? = nil, isSorted: Bool = false) {
            self.sql = sql
            self.values = values
            self.subselect = subselect
            self.isSorted = isSorted
        }
    }
}
