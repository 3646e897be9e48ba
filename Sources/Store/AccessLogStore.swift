import PersonalBudgeting
import SQL

/// The access log, hash-chained. One row for one answer, with all the clients on it: a page of fifty must not cost fifty rows.
struct AccessLogStore: AccessLogRepository {
    let unit: UnitOfWork

    static let chain = Chain(
        table: "access_log",
        columns: [
            "sequence", "at", "user_id", "role", "unit_id", "client_ids", "case_id", "operation", "purpose", "status", "request_id",
        ])

    func append(_ entry: AccessEntry) throws {
        try unit.append(
            to: \.accessHead, AccessLogStore.chain,
            [
                .integer(entry.at.microseconds), .text("\(entry.userID)"), .text(entry.role.rawValue), .id(entry.unitID),
                .blob(AccessLogStore.octets(entry.clients)), .id(entry.caseID), .text(entry.operation), .text(orNull: entry.purpose),
                .integer(Int64(entry.status)), .text(entry.requestID),
            ])
    }

    func list(clientID: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry] {
        let columns = AccessLogStore.chain.columns.map { "access_log.\($0)" }.joined(separator: ", ")
        let wanted = AccessLogStore.octets([clientID])
        func make(_ row: any Row) throws -> AccessEntry {
            guard let at = Instant(microseconds: try row.integer(1)), let user = ID<User>(try row.text(2)),
                let role = Role(rawValue: try row.text(3))
            else { throw Unreadable(column: 1) }
            return AccessEntry(
                sequence: try row.integer(0), at: at, userID: user, role: role, unitID: try row.id(4), clients: [clientID],
                caseID: try row.id(6), operation: try row.text(7), purpose: try row.textOrNil(8), status: Int(try row.integer(9)),
                requestID: try row.text(10))
        }
        return try storing {
            let connection = unit.connection
            let indexedTo = try AccessIndex.indexedTo(connection)
            // What is not in the index yet is newer than all that is, and read through; what is older than the page is not.
            var found: [AccessEntry] = []
            try connection.query(
                "SELECT \(columns) FROM access_log WHERE sequence > ? AND sequence < ? ORDER BY sequence DESC",
                [.integer(indexedTo), .integer(before)]
            ) { row in
                if found.count < limit, AccessLogStore.clients(try row.blob(5)).contains(wanted[...]) { found.append(try make(row)) }
            }
            guard found.count < limit else { return found }
            return found
                + (try connection.all(
                    "SELECT \(columns) FROM access_log_clients JOIN access_log ON access_log.sequence = access_log_clients.sequence"
                        + " WHERE access_log_clients.client_id = ? AND access_log_clients.sequence < ?"
                        + " ORDER BY access_log_clients.sequence DESC LIMIT ?",
                    [.blob(wanted), .integer(min(before, indexedTo + 1)), .integer(Int64(limit - found.count))], make))
        }
    }

    /// Sixteen octets for each, the more significant first.
    static func octets(_ clients: [ID<Client>]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(clients.count * 16)
        for client in clients {
            withUnsafeBytes(of: client.high.bigEndian) { octets += $0 }
            withUnsafeBytes(of: client.low.bigEndian) { octets += $0 }
        }
        return octets
    }

    /// The identities in a column `client_ids`.
    static func clients(_ octets: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: octets.count - octets.count % 16, by: 16).map { octets[$0..<$0 + 16] }
    }
}
