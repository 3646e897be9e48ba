import PersonalBudgeting
import SQL

/// Whether single clients are among the visible clients, for results that are not lists of rows, such as the search by name (A17).
final class VisibleClientsTest {
    private let connection: any Connection
    private let visible: VisibleClients
    /// The clients with a decision before the deciders (A28), read at the first use.
    private var onAgenda: Set<String>?

    init(_ connection: any Connection, _ visible: VisibleClients) {
        self.connection = connection
        self.visible = visible
    }

    private static let care = SQLStatement("SELECT care_unit_id, care_worker_id FROM clients WHERE id = ?")

    func has(_ clientID: String) throws -> Bool {
        switch visible {
        case .everybody: return true
        case .client(let id): return "\(id)" == clientID
        case .care(let care):
            let isCared = try connection.first(VisibleClientsTest.care, [.text(clientID)]) { row in
                if let unit = care.unit, try row.textOrNil(0) == unit.id.map({ "\($0)" }) { return true }
                guard let worker = try row.textOrNil(1) else { return false }
                return care.workerIDs.contains { "\($0)" == worker }
            }
            if isCared == true || care.opened.contains(where: { "\($0)" == clientID }) { return true }
            // Read once for all clients of a page.
            if onAgenda == nil, let agenda = care.agenda.flatMap(AgendaClause.clients) {
                onAgenda = Set(try connection.all(agenda.sql, agenda.values) { try $0.text(0) })
            }
            return onAgenda?.contains(clientID) ?? false
        }
    }
}
