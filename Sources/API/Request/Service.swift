import Foundation
import HTTPServer
import JSON
import Logging
import PersonalBudgeting

/// The API over storage: what all lanes share.
public final class Service: Sendable {
    let router: Router<Operation>
    let storage: any Storage
    /// Where whole requests are read, in the place of the lanes; nil where the lanes read themselves (`Storage.readPlace`).
    private let requests: ReadingQueues?
    /// One page takes as long as thirty reads of one thing: on a lane all its other clients would wait for it.
    let lists: ReadingQueues
    let feed: ChangeFeed
    /// Streams of changes read here, so that many who follow hold up no list.
    let followers: ReadingQueue
    let reports: ReadingQueue
    /// Apart from the reports: nobody's log waits for somebody's whole file.
    let exports: ReadingQueue
    let exportsUnderWay = ExportsUnderWay()
    /// Imports wait for the writer here, each in its own time. How many there are is bounded by what their bodies may take of memory.
    let imports = DispatchQueue(label: "avain.imports", qos: .utility, attributes: .concurrent)
    let sealer: Sealer
    let keysInFlight = KeysInFlight()
    let identifiers = TimeOrderedIdentifiers()
    let clock: @Sendable () -> Instant
    /// Whether `X-Test-Now` sets the moment of a request.
    let hasTestClock: Bool
    let logger: Logger
    let origins: Origins
    let status: ServiceStatus
    /// Requests of one user; nil for no bound.
    let callerLimit: RateLimit<ID<User>>?
    /// Sign-ins that failed, of one address: who has a key is not held up by who tries keys from behind the same proxy.
    let failureLimit: RateLimit<String>?

    /// - Throws: what storage says when it cannot be read; `RouteClash` when two operations have one place: a fault of the table, found by the
    ///   first test.
    public init(
        storage: any Storage, clock: @escaping @Sendable () -> Instant, hasTestClock: Bool, logger: Logger, origins: Origins = Origins(),
        limits: CallerLimits = CallerLimits(), status: ServiceStatus
    ) throws {
        self.storage = storage
        self.clock = clock
        self.hasTestClock = hasTestClock
        self.logger = logger
        self.origins = origins
        self.status = status
        callerLimit = limits.requestsPerSecond.map { RateLimit(perSecond: $0, burst: $0 * CallerLimits.secondsOfBurst) }
        failureLimit = limits.failuresPerSecond.map { RateLimit(perSecond: $0, burst: $0 * CallerLimits.secondsOfFailures) }
        // One for each core: measured on two, a second queue brings half as much again, although lane and writer want the cores too.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        lists = try ReadingQueues("avain.lists", count: cores, storage: storage)
        // A read that waits for another machine leaves its core to the next.
        requests = storage.readPlace == .lane ? nil : try ReadingQueues("avain.requests", count: max(4, 2 * cores), storage: storage)
        feed = ChangeFeed(storage: storage)
        followers = try ReadingQueue("avain.followers", qos: .utility, storage: storage)
        reports = try ReadingQueue("avain.reports", qos: .utility, storage: storage)
        exports = try ReadingQueue("avain.exports", qos: .utility, storage: storage)
        sealer = Sealer(secret: storage.secret)
        router = try Router(Operations.all.map { ($0.method, $0.path, $0) })
    }

    /// Answers everybody who waits for something to happen; called before the server stops.
    public func stopWaiting() { feed.stop() }

    /// The handler of one lane; with a reader of its own, open before anybody is let in, where lanes read.
    /// - Throws: what storage says when it cannot be read.
    public func makeHandler() throws -> any Handler {
        if let requests { return QueueHandler(self, requests) }
        return LaneHandler(self, RequestPath(try storage.openReader()))
    }
}
