import PersonalBudgeting
import SQL

/// A stretch of the access log, regrouped by client: for each client, the rows that name the client.
struct AccessRun: Sendable {
    struct Entry: Sendable {
        let client: ID<Client>
        let sequences: SequenceList
    }

    /// Sorted by client, so that neighbouring entries share the pages that they change.
    let entries: [Entry]
    /// The last row of the stretch.
    let end: Int64

    /// The number of places in the log at which one run stops reading. It bounds the memory of a run.
    private static let length = 200_000

    private static let rows = SQLStatement(
        "SELECT sequence, client_ids FROM access_log WHERE sequence > ? ORDER BY sequence LIMIT 1000")

    /// Reads the log after `start` to its end or until the run is full. The log only grows, so the reads need no common view, and no view
    /// holds up the write-ahead log.
    init(after start: Int64, _ connection: any Connection) throws {
        var clients: [ID<Client>: SequenceList] = [:]
        var places = 0
        var last = start
        while places < AccessRun.length {
            let before = last
            try connection.query(AccessRun.rows, [.integer(last)]) { row in
                last = try row.integer(0)
                for client in AccessLogStore.clients(try row.blob(1)) {
                    clients[client, default: SequenceList()].append(last)
                    places += 1
                }
            }
            if last == before { break }
        }
        entries = clients.map { Entry(client: $0.key, sequences: $0.value) }.sorted { $0.client < $1.client }
        end = last
    }
}
