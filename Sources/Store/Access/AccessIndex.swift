import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// Keeps `access_log_clients` up with the access log, in long runs: what came to the log is read and sorted by client beside the writer,
/// and put in by the writer in slices, one with each commit, so that no commit waits for a whole run.
///
/// A run that a crash cuts off is made again; what it had put in is found there. Used on the writer's queue only.
///
/// A second process would make the same runs and write the same rows again; one of them would have to be chosen to do it.
final class AccessIndex {
    /// How many rows may wait before a run begins: read through in some ten milliseconds.
    private static let tail: Int64 = 20_000
    /// How many entries one commit puts in: about a millisecond.
    private static let sliceLength = 200

    private enum Preparation: Sendable {
        case none, underWay, failed
        case ready(AccessRun)
    }

    /// Where a run is handed over.
    private final class Tray: Sendable {
        let content = Mutex(Preparation.none)
    }

    private let makeReader: @Sendable () throws -> any ReadingConnection
    private let queue = DispatchQueue(label: "avain.access-index", qos: .utility)
    private let tray = Tray()
    private var indexedTo: Int64?
    private var entries: ArraySlice<AccessRun.Entry> = []
    /// The end of the run that `entries` are left of.
    private var end: Int64?
    /// The row of the log from which on a run is worth it.
    private var due: Int64 = 0

    private static let insert = SQLStatement(
        "INSERT INTO access_log_clients (client_id, first, sequences) VALUES (?, ?, ?)"
            + " ON CONFLICT (client_id, first) DO UPDATE SET sequences = excluded.sequences")
    private static let finish = SQLStatement("UPDATE access_log_index SET indexed_to = ?")
    private static let indexed = SQLStatement("SELECT indexed_to FROM access_log_index")

    /// - Parameter makeReader: opens a connection for one run; between runs it would only hold memory.
    init(makeReader: @escaping @Sendable () throws -> any ReadingConnection) { self.makeReader = makeReader }

    /// The last row of the log that is in the index.
    static func indexedTo(_ connection: any Connection) throws -> Int64 {
        try connection.first(indexed, []) { try $0.integer(0) } ?? 0
    }

    /// Does its part of one commit.
    /// - Parameter head: the last row of the log, perhaps of this commit.
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

    /// Forgets what it was about: the commit was undone, and what it had put in with it.
    func restart() {
        indexedTo = nil
        end = nil
        entries = []
        due = 0
    }

    /// Takes the run that is ready, or has one made when it is time.
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
        // Tried again when as much has come once more; until then what is not in the index is read through.
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
    /// Whether the index names each row of the log for each of its clients, as far as it goes, and nothing else. Both are read once; each
    /// pair of client and row adds a number of its own to a sum, for which the order does not matter.
    static func agrees(_ connection: any Connection) throws -> Bool {
        let end = try indexedTo(connection)
        var log = Tally()
        try connection.query("SELECT sequence, client_ids FROM access_log WHERE sequence <= ?", [.integer(end)]) { row in
            let sequence = try row.integer(0)
            for client in AccessLogStore.clients(try row.blob(1)) { log.add(client, sequence) }
        }
        var index = Tally()
        var isReadable = true
        // What lies beyond is of a run that is not whole yet.
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

        /// Every bit of the answer hangs on every bit of the number (the finaliser of SplitMix64).
        private static func mixed(_ number: UInt64) -> UInt64 {
            var number = number
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }
}
