import Foundation
import HTTPServer
import PersonalBudgeting
import Store
import Synchronization

/// Notes the calls to storage that a lane makes.
final class LaneWatch: Sendable {
    private static let mark = "avain.lane"
    private let noted = Mutex<[String]>([])

    /// The calls to storage on lanes, in order.
    var reads: [String] { noted.withLock { $0 } }

    func note(_ what: String) {
        if Thread.current.threadDictionary[LaneWatch.mark] != nil { noted.withLock { $0.append(what) } }
    }

    /// Marks the thread as a lane during the call.
    func onLane<Result>(_ body: () -> Result) -> Result {
        Thread.current.threadDictionary[LaneWatch.mark] = true
        defer { Thread.current.threadDictionary.removeObject(forKey: LaneWatch.mark) }
        return body()
    }
}

/// A database with a chosen place for reads, which reports each call to its watch.
struct WatchedStorage: Storage {
    let kept: Database
    let readPlace: ReadPlace
    let watch: LaneWatch

    var secret: [UInt8] { kept.secret }
    var changes: Int { kept.changes }
    var callerChanges: Int { kept.callerChanges }
    var verification: VerificationReport { kept.verification }
    var condition: StorageCondition { kept.condition }

    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int { kept.whenChanged(from: changes, then) }
    func stopWaiting(_ ticket: Int) { kept.stopWaiting(ticket) }
    func lastMillisecond() throws -> UInt64 { try kept.lastMillisecond() }

    func makeReader() throws -> any StorageReader {
        watch.note("makeReader")
        return WatchedReader(reader: try kept.makeReader(), watch: watch)
    }

    func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        let watch = watch
        kept.write(
            { repositories in
                watch.note("write")
                return try job(repositories)
            }, then: then)
    }

    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void) { kept.record(entries, then: then) }
}

private final class WatchedReader: StorageReader {
    private let reader: any StorageReader
    private let watch: LaneWatch

    init(reader: any StorageReader, watch: LaneWatch) {
        self.reader = reader
        self.watch = watch
    }

    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result {
        watch.note("read")
        return try reader.read(body)
    }

    func readAnew<Result>(_ body: (any Repositories) throws -> Result) throws -> Result {
        watch.note("readAnew")
        return try reader.readAnew(body)
    }

    func rest() { reader.rest() }
}

/// A handler that marks its calls as made on a lane.
struct WatchedHandler: Handler {
    let handler: any Handler
    let watch: LaneWatch

    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision) {
        watch.onLane { handler.admit(head, from: remoteAddress, decide: decide) }
    }

    func respond(to request: Request, reply: Reply) { watch.onLane { handler.respond(to: request, reply: reply) } }

    func rest() { watch.onLane { handler.rest() } }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response { watch.onLane { handler.response(to: fault, head: head) } }
}
