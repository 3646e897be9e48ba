import PersonalBudgeting
import SQL

/// The hash-chained events (row 88).
struct EventStore: EventRepository {
    let unit: UnitOfWork

    static let chain = Chain(
        table: "events",
        columns: [
            "sequence", "at", "user_id", "role", "client_id", "case_id", "noun", "noun_id", "verb", "from_state", "to_state", "reason",
        ], later: ["reason_digest"])

    func append(_ event: Event) throws {
        let reason = LogText(event.reason)
        unit.append(
            to: EventStore.chain,
            [
                .integer(event.at.microseconds), .text("\(event.userID)"), .text(event.role.rawValue), .id(event.clientID),
                .id(event.caseID), .text(event.noun), .text(event.nounID), .text(event.verb), .text(orNull: event.fromState),
                .text(orNull: event.toState), .null, .digest(of: reason),
            ], reason)
    }

    func list(caseID: ID<Case>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [Event] {
        try read(
            newestFirst
                ? "WHERE case_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?"
                : "WHERE case_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [.text("\(caseID)"), .integer(after ?? (newestFirst ? Int64.max : 0)), .integer(Int64(limit))])
    }

    func list(after: Int64, limit: Int) throws -> [Event] {
        try read("WHERE sequence > ? ORDER BY sequence LIMIT ?", [.integer(after), .integer(Int64(limit))])
    }

    func last() throws -> Int64 {
        try storing {
            try unit.connection.first("SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1", []) { try $0.integer(0) } ?? 0
        }
    }

    /// The columns of an event, with its reason.
    private static let columns =
        chain.columns.prefix(11).map { "e.\($0)" }.joined(separator: ", ") + ", " + LogText.selected("reason", of: chain.table, as: "e")

    private func read(_ clause: String, _ values: [SQL.Value]) throws -> [Event] {
        let sql = "SELECT \(EventStore.columns) FROM events e \(clause)"
        try unit.digests.refuseDamaged([EventStore.chain.table, "log_texts"])
        return try storing {
            try unit.connection.all(sql, values) { row in
                guard let at = Instant(microseconds: try row.integer(1)), let user = ID<User>(try row.text(2)),
                    let role = Role(rawValue: try row.text(3))
                else { throw Unreadable(column: 1) }
                return Event(
                    sequence: try row.integer(0), at: at, userID: user, role: role, clientID: try row.id(4), caseID: try row.id(5),
                    noun: try row.text(6), nounID: try row.text(7), verb: try row.text(8), fromState: try row.textOrNil(9),
                    toState: try row.textOrNil(10), reason: try row.textOrNil(11))
            }
        }
    }
}
