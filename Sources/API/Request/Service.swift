import Foundation
import HTTPServer
import JSON
import Logging
import PersonalBudgeting

/// The API over storage, shared by all lanes.
public final class Service: Sendable {
    let router: Router<Operation>
    let storage: any Storage
    /// Reads whole requests in place of the lanes; nil if the lanes read themselves (`Storage.readPlace`).
    private let requests: ReadingQueues?
    /// Reads pages of lists. One page takes as long as 30 reads of one item, so on a lane the other clients would wait for it.
    let lists: ReadingQueues
    let feed: ChangeFeed
    /// Reads for change streams, so that many followers do not hold up lists.
    let followers: ReadingQueue
    let reports: ReadingQueue
    /// Reads exports, apart from the reports, so that no log waits for a whole file.
    let exports: ReadingQueue
    /// The exports under way. One takes as long as a thousand reads of one item, so a caller may have one.
    let exporting = CallsUnderWay(atMost: 1)
    /// The streams of changes, and the requests that wait for a change. Each holds a connection and a place among those of all callers, so a
    /// caller may have as many as a person has screens, and some.
    let following = CallsUnderWay(atMost: 100)
    /// Imports wait here for the writer, independently of each other. The memory bound of their bodies limits their number.
    let imports = DispatchQueue(label: "avain.imports", qos: .utility, attributes: .concurrent)
    let sealer: Sealer
    let keysInFlight = KeysInFlight()
    let identifiers: TimeOrderedIdentifiers
    let clock: @Sendable () -> Instant
    /// Whether `X-Test-Now` sets the moment of a request.
    let hasTestClock: Bool
    let logger: Logger
    let origins: Origins
    let status: ServiceStatus
    /// Makes backups; nil if the process makes none.
    let backups: (any BackupKeeping)?
    /// Limits the requests of one user; nil for no bound.
    let callerLimit: RateLimit<ID<User>>?
    /// Limits the failed sign-ins of one visitor; visitors without an address share one limit. Callers with a valid key are not held up by
    /// others who try keys from the same address.
    let failureLimit: RateLimit<NetworkAddress?>?
    let trustedProxies: TrustedProxies

    /// - Throws: the error of storage when it cannot be read; `RouteClash` when two operations have the same method and path, a fault of
    ///   the table that every test finds.
    public init(
        storage: any Storage, clock: @escaping @Sendable () -> Instant, hasTestClock: Bool, logger: Logger, origins: Origins = Origins(),
        limits: CallerLimits = CallerLimits(), trustedProxies: TrustedProxies = TrustedProxies(), status: ServiceStatus,
        backups: (any BackupKeeping)? = nil
    ) throws {
        self.storage = storage
        self.clock = clock
        self.hasTestClock = hasTestClock
        self.logger = logger
        self.origins = origins
        self.status = status
        self.backups = backups
        self.trustedProxies = trustedProxies
        callerLimit = limits.requestsPerSecond.map { RateLimit(perSecond: $0, burst: $0 * CallerLimits.secondsOfBurst) }
        failureLimit = limits.failuresPerSecond.map { RateLimit(perSecond: $0, burst: $0 * CallerLimits.secondsOfFailures) }
        // One queue for each core. Measured on two cores, a second queue adds half the throughput, although lane and writer need the cores
        // too.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        lists = try ReadingQueues("avain.lists", count: cores, storage: storage)
        // With remote storage, a waiting read leaves its core to the next read, so there are twice as many queues.
        requests = storage.readPlace == .lane ? nil : try ReadingQueues("avain.requests", count: max(4, 2 * cores), storage: storage)
        feed = ChangeFeed(storage: storage)
        followers = try ReadingQueue("avain.followers", qos: .utility, storage: storage)
        reports = try ReadingQueue("avain.reports", qos: .utility, storage: storage)
        exports = try ReadingQueue("avain.exports", qos: .utility, storage: storage)
        sealer = Sealer(secret: storage.secret)
        identifiers = TimeOrderedIdentifiers(after: try storage.lastMillisecond())
        router = try Router(Operations.all.map { ($0.method, $0.path, $0) })
    }

    /// Answers all callers that wait for a change; called before the server stops.
    public func stopWaiting() { feed.stop() }

    /// Makes the handler of one lane. If lanes read, it has its own reader, opened before the first request.
    /// - Throws: the error of storage when it cannot be read.
    public func makeHandler() throws -> any Handler {
        if let requests { return QueueHandler(self, requests) }
        return LaneHandler(self, RequestPath(try storage.openReader()))
    }
}
