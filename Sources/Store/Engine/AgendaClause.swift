import PersonalBudgeting
import SQL

/// The matters before the deciders as SQL (A28): proposed or made and not sent, or sent and neither shown nor presumed served. The alias of
/// decisions is `d`, of notices `n`.
///
/// The presumed day is the day of sending and some days more, by the method. SQL compares the day of sending with a bound that the domain
/// computes, so no row keeps the presumed day and no engine adds days.
///
/// A claim brings a decision back before its deciders for as long as it is pending. There are no claims yet. Their condition belongs beside
/// `unserved`, in both queries that use it.
enum AgendaClause {
    typealias Part = VisibleClientsClause.Part

    static let isBeforeSending = "d.state IN (\(codes(Decision.State.beforeSending)))"
    static let isSent = "d.state = '\(Decision.State.dispatched.rawValue)'"

    /// Returns the condition on the authority of a decision; nil for a role that has nothing before it.
    static func authority(of deciders: Deciders) -> String? {
        deciders.authorities.isEmpty ? nil : "d.authority IN (\(codes(deciders.authorities)))"
    }

    /// Returns the condition of the notices that are not served on a day, method by method.
    static func unserved(on day: CalendarDate) -> Part {
        let parts = NoticeMethod.allCases.map { unserved(by: $0, on: day) }
        return Part(parts.map(\.sql).joined(separator: " OR "), parts.flatMap(\.values))
    }

    private static func unserved(by method: NoticeMethod, on day: CalendarDate) -> Part {
        let waiting = "n.received_on IS NULL AND n.method = '\(method.rawValue)'"
        guard let last = method.lastDaySent(servedBy: day) else { return Part(waiting, []) }
        return Part("\(waiting) AND n.sent_on > ?", [.text("\(last)")])
    }

    /// Returns the query of the clients on an agenda; nil if none can be on it.
    ///
    /// Each method of notice has a query of its own: the notices of the last days are one range of an index, while a decision that went by
    /// letter years ago is still in the state `dispatched`. An engine that does not know this would begin with the decisions, so CROSS JOIN
    /// makes SQLite keep the written order.
    static func clients(_ agenda: Agenda) -> Part? {
        guard let authority = authority(of: agenda.deciders) else { return nil }
        let client = "SELECT k.client_id FROM"
        let waiting = "\(client) decisions d JOIN cases k ON k.id = d.case_id WHERE \(isBeforeSending) AND \(authority)"
        let sent = NoticeMethod.allCases.map { method in
            let part = unserved(by: method, on: agenda.day)
            return Part(
                "\(client) notices n CROSS JOIN decisions d CROSS JOIN cases k WHERE \(part.sql) AND d.id = n.decision_id"
                    + " AND \(isSent) AND \(authority) AND k.id = d.case_id", part.values)
        }
        return Part(([waiting] + sent.map(\.sql)).joined(separator: " UNION "), sent.flatMap(\.values))
    }

    /// Returns codes of closed sets as a list of SQL texts.
    static func codes<Code: RawRepresentable<String>>(_ codes: [Code]) -> String {
        codes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
