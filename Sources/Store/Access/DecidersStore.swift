import PersonalBudgeting
import SQL

/// The relations of deciders to one client (A28, A29), by the same conditions as `AgendaClause`.
struct DecidersStore: DecidersRepository {
    let connection: any Connection

    func isOnAgenda(_ clientID: ID<Client>, _ agenda: Agenda) throws -> Bool {
        guard let authority = AgendaClause.authority(of: agenda.deciders) else { return false }
        let unserved = AgendaClause.unserved(on: agenda.day)
        let sql =
            "SELECT 1 FROM cases k JOIN decisions d ON d.case_id = k.id WHERE k.client_id = ? AND \(authority) AND"
            + " (\(AgendaClause.isBeforeSending) OR \(AgendaClause.isSent) AND EXISTS"
            + " (SELECT 1 FROM notices n WHERE n.decision_id = d.id AND (\(unserved.sql)))) LIMIT 1"
        return try has(sql, [.text("\(clientID)")] + unserved.values)
    }

    func haveExtract(_ deciders: Deciders, about clientID: ID<Client>, in matter: Matter?) throws -> Bool {
        guard let authority = AgendaClause.authority(of: deciders) else { return false }
        var sql =
            "SELECT 1 FROM cases k JOIN decisions d ON d.case_id = k.id WHERE k.client_id = ? AND \(authority)"
            + " AND d.state IN (\(AgendaClause.codes(Decision.State.dealtWith)))"
        var values: [SQL.Value] = [.text("\(clientID)")]
        if let matter {
            sql += " AND k.id = ?"
            values.append(.text("\(matter.caseID)"))
        }
        if let decisionID = matter?.decisionID {
            sql += " AND d.id = ?"
            values.append(.text("\(decisionID)"))
        }
        return try has(sql + " LIMIT 1", values)
    }

    private func has(_ sql: String, _ values: [SQL.Value]) throws -> Bool {
        try storing { try connection.first(sql, values) { _ in true } ?? false }
    }
}
