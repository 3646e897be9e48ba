import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// Keeps the index `access_log_clients` up to date with the access log (A20), in long runs. A run reads new rows of the log and sorts them
/// by client on another queue. The writer inserts them in slices, one slice with each commit, so that no commit waits for a whole run.
///
/// A run that a crash interrupts is made again, and its rows replace those that are already there. Used on the writer's queue only.
///
/// A second process would make the same runs and write the same rows again. One process would have to be chosen to make them.
final class AccessIndex {
    /// The number of rows outside the index that starts a run. Scanning as many takes some ten milliseconds.
    private static let tail: Int64 = 20_000
    /// The number of entries that one commit inserts: about a millisecond.
    private static let sliceLength = 200

    private enum Preparation: Sendable {
        case none, underWay, failed
        case ready(AccessRun)
    }

    /// Hands a run over from its queue to the writer's queue.
    private final class Tray: Sendable {
        let content = Mutex(Preparation.none)
    }

    private let makeReader: @Sendable () throws -> any ReadingConnection
    private let queue = DispatchQueue(label: "avain.access-index", qos: .utility)
    private let tray = Tray()
    private var indexedTo: Int64?
    private var entries: ArraySlice<AccessRun.Entry> = []
    /// The last row of the run whose remaining entries are in `entries`.
    private var end: Int64?
    /// The row of the log that starts the next run.
    private var due: Int64 = 0

    private static let insert = SQLStatement(
        "INSERT INTO access_log_clients (client_id, first, sequences) VALUES (?, ?, ?)"
            + " ON CONFLICT (client_id, first) DO UPDATE SET sequences = excluded.sequences")
    private static let finish = SQLStatement("UPDATE access_log_index SET indexed_to = ?")
    private static let indexed = SQLStatement("SELECT indexed_to FROM access_log_index")

    /// - Parameter makeReader: opens a connection for one run. Between runs a connection would only occupy memory.
    init(makeReader: @escaping @Sendable () throws -> any ReadingConnection) { self.makeReader = makeReader }

    /// Returns the last row of the log that is in the index.
    static func indexedTo(_ connection: any Connection) throws -> Int64 {
        try connection.first(indexed, []) { try $0.integer(0) } ?? 0
    }

    /// Does the index's share of one commit.
    /// - Parameter head: the last row of the log, which this commit may have written.
    func advance(to head: Int64, _ connection: any Connection) throws {
        if end == nil, head >= due { try prepare(upTo: head, connection) }
        guard let end else { return }
        for entry in entries.prefix(AccessIndex.sliceLength) {
            guard let first = entry.sequences.first else { continue }
            try connection.execute(
                AccessIndex.insert, [.blob(AccessLogStore.octets([entry.client])), .integer(first), .blob(entry.sequences.octets)])
        }
        entries = entries.dropFirst(AccessIndex.sliceLength)
        guard entries.isEmpty else { return }
        try connection.execute(AccessIndex.finish, [.integer(end)])
        indexedTo = end
        self.end = nil
        entries = []
    }

    /// Discards the state of the current run, because its commit was rolled back together with the entries it inserted.
    func restart() {
        indexedTo = nil
        end = nil
        entries = []
        due = 0
    }

    /// Takes a run that is ready, or starts a new run when enough rows have come.
    private func prepare(upTo head: Int64, _ connection: any Connection) throws {
        let from = try indexedTo ?? AccessIndex.indexedTo(connection)
        indexedTo = from
        let preparation = tray.content.withLock { content in
            if case .underWay = content { return content }
            defer { content = .none }
            return content
        }
        switch preparation {
        case .underWay: return
        case .ready(let run) where run.end > from:
            entries = run.entries[...]
            end = run.end
            return
        // After a failure the next attempt waits for as many rows again. Until then, rows outside the index are scanned.
        case .failed: due = head + AccessIndex.tail
        case .ready, .none: due = from + AccessIndex.tail
        }
        guard head >= due else { return }
        tray.content.withLock { $0 = .underWay }
        queue.async { [makeReader, tray] in
            let run = Result {
                let reader = try makeReader()
                return try withExtendedLifetime(reader) { try AccessRun(after: from, reader.connection) }
            }
            tray.content.withLock { content in
                if case .success(let run) = run { content = .ready(run) } else { content = .failed }
            }
        }
    }
}

extension AccessIndex {
    /// Whether the index names exactly the rows of the log for each client, up to the last indexed row. Reads both once. Each pair of
    /// client and row adds its own number to a sum, so the order does not matter.
    static func agrees(_ connection: any Connection) throws -> Bool {
        let end = try indexedTo(connection)
        let ends = try connection.all("SELECT indexed_to FROM access_log_index") { try $0.integer(0) }
        guard ends.count == 1, try end <= AccessLogStore.chain.head(connection).sequence else { return false }
        var log = Tally()
        try connection.query("SELECT sequence, client_ids FROM access_log WHERE sequence <= ?", [.integer(end)]) { row in
            let sequence = try row.integer(0)
            for client in AccessLogStore.clients(try row.blob(1)) { log.add(client, sequence) }
        }
        var index = Tally()
        var isReadable = true
        // Rows of the index beyond `end` belong to a run that is not complete yet.
        try connection.query("SELECT client_id, sequences FROM access_log_clients WHERE first <= ?", [.integer(end)]) { row in
            guard let client = AccessLogStore.clients(try row.blob(0)).first, let sequences = SequenceList.numbers(try row.blob(1)) else {
                isReadable = false
                return
            }
            for sequence in sequences { index.add(client, sequence) }
        }
        return isReadable && log == index
    }

    private struct Tally: Equatable {
        private var count = 0
        private var sum: UInt64 = 0

        mutating func add<Entity>(_ id: ID<Entity>, _ sequence: Int64) {
            count += 1
            sum &+= Tally.mixed(Tally.mixed(id.high) ^ Tally.mixed(~id.low) ^ UInt64(bitPattern: sequence))
        }

        /// The finaliser of SplitMix64: each bit of the result depends on each bit of the number.
        private static func mixed(_ number: UInt64) -> UInt64 {
            var number = number
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }
}
