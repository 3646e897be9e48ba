import Foundation
import HTTPServer
import JSON
import Logging
import PersonalBudgeting

/// The API over storage: what all lanes share.
public final class Service: Sendable {
    let router: Router<Operation>
    let storage: any Storage
    let lists: ListQueues
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
        lists = try ListQueues(storage: storage)
        feed = ChangeFeed(storage: storage)
        followers = try ReadingQueue("avain.followers", qos: .utility, storage: storage)
        reports = try ReadingQueue("avain.reports", qos: .utility, storage: storage)
        exports = try ReadingQueue("avain.exports", qos: .utility, storage: storage)
        sealer = Sealer(secret: storage.secret)
        router = try Router(Operations.all.map { ($0.method, $0.path, $0) })
    }

    /// Answers everybody who waits for something to happen; called before the server stops.
    public func stopWaiting() { feed.stop() }

    /// The handler of one lane, with a reader of its own, open before anybody is let in.
    /// - Throws: what storage says when it cannot be read.
    public func makeHandler() throws -> any Handler { LaneHandler(service: self, reader: try storage.openReader()) }
}

/// How often one caller may ask.
public struct CallerLimits: Sendable {
    /// Nil for no bound.
    public var requestsPerSecond: Int?
    public var failuresPerSecond: Int?

    /// How many seconds' worth of requests may come at once: a page that opens.
    static let secondsOfBurst = 5
    /// A front whose key has just expired asks with it for a while.
    static let secondsOfFailures = 100

    public init(requestsPerSecond: Int? = nil, failuresPerSecond: Int? = 20) {
        self.requestsPerSecond = requestsPerSecond
        self.failuresPerSecond = failuresPerSecond
    }
}

/// What the readiness answer tells of the process.
public struct ServiceStatus: Sendable {
    public let version: String
    public let engine: String

    public init(version: String, engine: String) {
        self.version = version
        self.engine = engine
    }
}

/// Answers the requests of one lane.
///
/// `@unchecked Sendable`: the reader is used on the lane's own queue only, once it is made.
private final class LaneHandler: ImmediateHandler, @unchecked Sendable {
    private let service: Service
    private let reader: any StorageReader
    private var signIn = SignIn()

    init(service: Service, reader: any StorageReader) {
        self.service = service
        self.reader = reader
    }

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission {
        // Without a body there is nothing to decide before it: `respond` says what is wrong.
        guard head.framing.hasBody else { return .accept(maximumBodyBytes: 0) }
        let exchange = Exchange(head: head, service: service)
        if head.method == .options { return .accept(maximumBodyBytes: 65_536) }
        do {
            let (operation, _) = try exchange.route(service.router)
            let actor = operation.right.isOpen ? nil : try actor(head, from: remoteAddress, at: try exchange.now())
            if operation.request == nil {
                // A body nobody asked for is let in within a small bound and not looked at.
                return .accept(maximumBodyBytes: 65_536)
            }
            try exchange.checkContentType(of: operation)
            // So much is not read from whoever may not send it.
            if let actor, operation.takesLines { try check(actor, operation, exchange) }
            return .accept(maximumBodyBytes: operation.maximumBodyBytes, seconds: operation.takesLines ? 600 : nil)
        } catch {
            return .refuse(exchange.response(to: error))
        }
    }

    /// Refuses who has not the right before the body comes. No run puts it on record, so it is done here; nobody waits, for nothing is shown.
    private func check(_ actor: Actor, _ operation: Operation, _ exchange: Exchange) throws {
        do throws(Refusal) { try Access.check(actor, operation.right) } catch {
            let entry = AccessEntry(
                at: try exchange.now(), userID: actor.userID, role: actor.role, unitID: actor.unitID, clients: [], caseID: nil,
                operation: operation.id, purpose: nil, status: error.code.status, requestID: exchange.requestID)
            service.storage.record([entry], then: { _ in })
            throw error
        }
    }

    func respond(to request: Request, reply: Reply) {
        let exchange = Exchange(head: request.head, service: service)
        do {
            if request.head.method == .options { return reply.send(try exchange.options(service.router)) }
            let (operation, parameters) = try exchange.route(service.router)
            if operation.right.isOpen {
                let form = try exchange.form(of: operation)
                let query = try Query.read(request.head.query, operation.parameters)
                return reply.send(
                    exchange.response(
                        try Open.answer(operation, parameters, service, language: exchange.language, form: form), query: query, form: form))
            }
            // Who is not known learns nothing else about the request.
            let now = try exchange.now()
            let actor = try caller(request, at: now)
            let form = try exchange.form(of: operation)
            let query = try Query.read(request.head.query, operation.parameters)
            let purpose = try exchange.purpose()
            let run = SignedInRequest(
                exchange: exchange, operation: operation, parameters: parameters, query: query, form: form,
                document: operation.effect == .read ? nil : try exchange.document(of: request, operation), pieces: request.pieces,
                purpose: purpose, actor: actor, now: now)
            if let lines = operation.lines, !exchange.isDryRun {
                let lineImport = LineImport(run: run, lines: lines, key: try exchange.idempotencyKey(operation))
                let hold = try service.keysInFlight.take(lineImport.key, of: actor)
                service.imports.async {
                    let answer = Result { try lineImport.perform() }
                    // Before the reply: who has it may send the same again.
                    hold?.letGo()
                    do { reply.send(exchange.response(try answer.get(), query: query)) } catch { reply.send(exchange.response(to: error)) }
                }
            } else if operation.effect != .read {
                try write(run, exchange, reply)
            } else if operation.isExport {
                let hold = try service.exportsUnderWay.take(actor.userID)
                service.exports.run(
                    { try $0.readAnew { run.answer($0) } },
                    then: {
                        hold.letGo()
                        LaneHandler.answer(run, $0, exchange, reply)
                    })
            } else if operation.isReport {
                service.reports.run(
                    { try $0.readAnew { run.answer($0) } }, then: { LaneHandler.answer(run, $0, exchange, reply) })
            } else if form == .events {
                try ChangeStream(run).begin(reply)
            } else if operation.isList {
                let read: ChangeFeed.Reading = { [service] in service.lists.run({ try $0.read { run.answer($0) } }, then: $0) }
                service.feed.run(read) { result, _ in LaneHandler.answer(run, result, exchange, reply) }
            } else {
                LaneHandler.answer(run, Result { try reader.read { run.answer($0) } }, exchange, reply)
            }
        } catch {
            reply.send(exchange.response(to: error))
        }
    }

    func rest() { reader.rest() }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        let problem = Problem(.ofProtocol(status: fault.status), fault.detail)
        if let head {
            // As every other answer: a page of an allowed origin may read it.
            let exchange = Exchange(head: head, service: service)
            return exchange.response(problem.answer(language: exchange.language, requestID: exchange.requestID), query: [:])
        }
        let id = "\(service.identifiers.next(at: service.clock()) as ID<Never>)"
        let answer = problem.answer(language: .fi, requestID: id)
        return Response(
            status: answer.status, headers: answer.headers + [("Cache-Control", "no-store"), ("X-Request-Id", id)], body: answer.body)
    }

    /// An answer that carries a client's data leaves only after its access-log row is committed.
    private static func answer(
        _ run: SignedInRequest, _ result: Result<(Answer, AuditTrail), any Error>, _ exchange: Exchange, _ reply: Reply
    ) {
        do {
            let (answer, trail) = try result.get()
            let response = exchange.response(answer, query: run.query, form: run.form, of: run.operation)
            let entries = run.entries(trail, status: answer.status)
            if entries.isEmpty { return reply.send(response) }
            run.service.storage.record(entries) { fault in
                if let fault { reply.send(exchange.response(to: fault)) } else { reply.send(response) }
            }
        } catch {
            reply.send(exchange.response(to: error))
        }
    }

    private func write(_ run: SignedInRequest, _ exchange: Exchange, _ reply: Reply) throws {
        let key = try exchange.idempotencyKey(run.operation)
        let hold = try service.keysInFlight.take(key, of: run.actor)
        let isRehearsal = exchange.isDryRun
        service.storage.write(
            { repositories in
                let (answer, trail) = run.write(repositories, key: key, isRehearsal: isRehearsal)
                // The log of a rehearsal stays: the data was looked at.
                for entry in run.entries(trail, status: answer.status) { try repositories.accessLog.append(entry) }
                return answer
            },
            then: { result in
                // The answer is kept by now, or nothing was.
                hold?.letGo()
                switch result {
                case .success(var answer):
                    if isRehearsal { answer.headers.append(("Preference-Applied", "dry-run")) }
                    reply.send(exchange.response(answer, query: run.query, form: run.form, of: run.operation))
                case .failure(let error): reply.send(exchange.response(to: error))
                }
            })
    }

    /// Who calls, where that is not too often.
    private func caller(_ request: Request, at now: Instant) throws -> Actor {
        let actor = try actor(request.head, from: request.remoteAddress, at: now)
        if let limit = service.callerLimit, let seconds = limit.take(actor.userID) { throw Problem.tooManyRequests(after: seconds) }
        return actor
    }

    private func actor(_ head: RequestHead, from remoteAddress: String, at now: Instant) throws -> Actor {
        do { return try signIn.actor(head, at: now, service.storage, reader) } catch let problem as Problem where problem.status == 401 {
            if let seconds = service.failureLimit?.take(remoteAddress) { throw Problem.tooManyRequests(after: seconds) }
            throw problem
        }
    }
}
