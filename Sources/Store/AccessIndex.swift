import SQL

/// Keeps `access_log_clients` up with the access log, in long runs: what came to the log is sorted by client and put into the index in
/// slices, one with each commit, so that neighbours share the pages they touch and no commit waits for a whole run.
///
/// A run that a crash cuts off begins again; what it had put in is found there.
struct AccessIndex {
    /// How many rows may wait before a run begins: read through in some ten milliseconds.
    private static let tail: Int64 = 20_000
    /// How many places in the log one run takes at most, to bound its memory.
    private static let runLength = 200_000
    /// How many one commit puts in.
    private static let sliceLength = 1_000

    private struct Place {
        let client: ArraySlice<UInt8>
        let sequence: Int64
    }

    private var indexedTo: Int64?
    private var run: ArraySlice<Place> = []
    private var runEnd: Int64 = 0

    private static let insert = SQLStatement("INSERT INTO access_log_clients (client_id, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING")
    private static let finish = SQLStatement("UPDATE access_log_index SET indexed_to = ?")

    static func indexedTo(_ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT indexed_to FROM access_log_index") { try $0.integer(0) } ?? 0
    }

    /// Does its part of one commit.
    /// - Parameter head: the last row of the log.
    mutating func advance(to head: Int64, _ connection: any Connection) throws {
        let from: Int64
        if let indexedTo { from = indexedTo } else { from = try AccessIndex.indexedTo(connection) }
        indexedTo = from
        if run.isEmpty {
            guard head - from >= AccessIndex.tail else { return }
            try begin(after: from, connection)
        }
        for place in run.prefix(AccessIndex.sliceLength) {
            try connection.execute(AccessIndex.insert, [.blob(Array(place.client)), .integer(place.sequence)])
        }
        run = run.dropFirst(AccessIndex.sliceLength)
        if run.isEmpty {
            run = []
            try connection.execute(AccessIndex.finish, [.integer(runEnd)])
            indexedTo = runEnd
        }
    }

    /// Forgets what it was about: the commit was undone, and what it had put in with it.
    mutating func restart() {
        indexedTo = nil
        run = []
    }

    private mutating func begin(after: Int64, _ connection: any Connection) throws {
        var places: [Place] = []
        var last = after
        while places.count < AccessIndex.runLength {
            var rows = 0
            try connection.query(
                "SELECT sequence, client_ids FROM access_log WHERE sequence > ? ORDER BY sequence LIMIT 1000", [.integer(last)]
            ) { row in
                last = try row.integer(0)
                rows += 1
                places += AccessLogStore.clients(try row.blob(1)).map { Place(client: $0, sequence: last) }
            }
            if rows == 0 { break }
        }
        places.sort { $0.client == $1.client ? $0.sequence < $1.sequence : $0.client.lexicographicallyPrecedes($1.client) }
        run = places[...]
        runEnd = last
    }
}
