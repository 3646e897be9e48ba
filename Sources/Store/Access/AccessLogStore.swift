import PersonalBudgeting
import SQL

/// The hash-chained access log (A20). One answer writes one row that names all its clients, so that a page of fifty does not write fifty
/// rows.
struct AccessLogStore: AccessLogRepository {
    let unit: UnitOfWork

    static let chain = Chain(
        table: "access_log",
        columns: [
            "sequence", "at", "user_id", "role", "unit_id", "client_ids", "case_id", "operation", "purpose", "status", "request_id",
        ], later: ["grounds", "manner", "purpose_digest"])

    func append(_ entry: AccessEntry) throws {
        let purpose = LogText(entry.purpose)
        unit.append(
            to: AccessLogStore.chain,
            [
                .integer(entry.at.microseconds), .text("\(entry.userID)"), .text(entry.role.rawValue), .id(entry.unitID),
                .blob(AccessLogStore.octets(entry.clients)), .id(entry.caseID), .text(entry.operation), .null,
                .integer(Int64(entry.status)), .text(entry.requestID), .text(orNull: AccessGround.text(entry.grounds)),
                .text(orNull: entry.manner?.rawValue), .digest(of: purpose),
            ], purpose)
    }

    func list(clientID: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry] {
        try unit.digests.refuseDamaged([AccessLogStore.chain.table, "access_log_clients", "log_texts"])
        return try storing {
            let indexedTo = try AccessIndex.indexedTo(unit.connection)
            // Rows that are not in the index yet are newer than all indexed rows.
            let newest = try listTail(clientID, after: indexedTo, before: before, limit: limit)
            return newest + (try listIndexed(clientID, before: min(before, indexedTo + 1), limit: limit - newest.count))
        }
    }

    func list(clientID: ID<Client>, in extract: AccessExtract, before: Int64, limit: Int) throws -> [AccessEntry] {
        var found: [AccessEntry] = []
        var place = before
        // Rows are in the order of their commits, which is nearly the order of their times. So this function checks each row. If few rows
        // match, it reads more rows at a time.
        var some = limit
        while found.count < limit {
            let entries = try list(clientID: clientID, before: place, limit: some)
            found += entries.filter { extract.contains($0.at) }
            guard entries.count == some, let last = entries.last else { break }
            place = last.sequence
            some = min(some * 2, 4_096)
        }
        return Array(found.prefix(limit))
    }

    /// Scans the log, newest row first.
    private func listTail(_ client: ID<Client>, after: Int64, before: Int64, limit: Int) throws -> [AccessEntry] {
        var found: [AccessEntry] = []
        try unit.connection.query(
            "SELECT \(AccessLogStore.columns) FROM access_log e WHERE sequence > ? AND sequence < ? ORDER BY sequence DESC",
            [.integer(after), .integer(before)]
        ) { row in
            if found.count < limit, AccessLogStore.clients(try row.blob(5)).contains(client) {
                found.append(try AccessLogStore.entry(row, about: client))
            }
        }
        return found
    }

    /// Finds rows by the index, newest first. Each row of the index names at least one row of the log before the bound.
    private func listIndexed(_ client: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry] {
        guard limit > 0 else { return [] }
        let runs = try unit.connection.all(
            "SELECT sequences FROM access_log_clients WHERE client_id = ? AND first < ? ORDER BY first DESC LIMIT ?",
            [.blob(AccessLogStore.octets([client])), .integer(before), .integer(Int64(limit))]
        ) { row in
            guard let numbers = SequenceList.numbers(try row.blob(0)) else { throw Unreadable(column: 0) }
            return numbers
        }
        return try runs.lazy.flatMap { $0.reversed() }.filter { $0 < before }.prefix(limit).map { sequence in
            let entry = try unit.connection.first(AccessLogStore.bySequence, [.integer(sequence)]) {
                try AccessLogStore.entry($0, about: client)
            }
            guard let entry else { throw Unreadable(column: 0) }
            return entry
        }
    }

    /// The columns of an entry, with its purpose.
    private static let columns = chain.columns.map {
        $0 == "purpose" ? LogText.selected("purpose", of: chain.table, as: "e") : "e.\($0)"
    }.joined(separator: ", ")
    private static let bySequence = SQLStatement("SELECT \(columns) FROM access_log e WHERE sequence = ?")

    /// Returns a row as one of its clients may see it. The client must not see which other clients were in the answer.
    private static func entry(_ row: any Row, about client: ID<Client>) throws -> AccessEntry {
        guard let at = Instant(microseconds: try row.integer(1)), let user = ID<User>(try row.text(2)),
            let role = Role(rawValue: try row.text(3))
        else { throw Unreadable(column: 1) }
        let place = clients(try row.blob(5)).firstIndex(of: client) ?? 0
        guard let ground = AccessGround.ground(at: place, in: try row.textOrNil(11)) else { throw Unreadable(column: 11) }
        return AccessEntry(
            sequence: try row.integer(0), at: at, userID: user, role: role, unitID: try row.id(4), clients: [client],
            grounds: [ground], caseID: try row.id(6), operation: try row.text(7),
            manner: try row.textOrNil(12).flatMap(AccessEntry.Manner.init), purpose: try row.textOrNil(8),
            status: Int(try row.integer(9)),
            requestID: try row.text(10))
    }

    /// Encodes identities as 16 bytes each, big-endian.
    static func octets(_ clients: [ID<Client>]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(clients.count * 16)
        for client in clients {
            withUnsafeBytes(of: client.high.bigEndian) { octets += $0 }
            withUnsafeBytes(of: client.low.bigEndian) { octets += $0 }
        }
        return octets
    }

    /// Decodes the identities of a column `client_ids`.
    static func clients(_ octets: [UInt8]) -> [ID<Client>] {
        octets.withUnsafeBytes { octets in
            stride(from: 0, to: octets.count - octets.count % 16, by: 16).map { place in
                ID(
                    high: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: place, as: UInt64.self)),
                    low: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)))
            }
        }
    }
}
