import Crypto
import HTTPServer
import JSON
import Logging
import PersonalBudgeting

/// The API over storage: what all lanes share.
public final class Service: Sendable {
    let router: Router<Operation>
    let storage: any Storage
    let sealer: Sealer
    let identifiers = TimeOrderedIdentifiers()
    let clock: @Sendable () -> Instant
    /// Whether `X-Test-Now` sets the moment of a request.
    let hasTestClock: Bool
    let logger: Logger
    let status: ServiceStatus

    /// - Throws: `Router.Clash` when two operations have one place: a fault of the table, found by the first test.
    public init(storage: any Storage, clock: @escaping @Sendable () -> Instant, hasTestClock: Bool, logger: Logger, status: ServiceStatus)
        throws
    {
        self.storage = storage
        self.clock = clock
        self.hasTestClock = hasTestClock
        self.logger = logger
        self.status = status
        sealer = Sealer(secret: storage.secret)
        router = try Router(Operations.all.map { ($0.method, $0.path, $0) })
    }

    /// The handler of one lane, with a reader of its own.
    public func makeHandler() -> any Handler { LaneHandler(service: self) }
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
/// `@unchecked Sendable`: the reader is made and used on the lane's own queue only.
private final class LaneHandler: Handler, @unchecked Sendable {
    private let service: Service
    private var reader: (any StorageReader)?

    init(service: Service) { self.service = service }

    func admit(_ head: RequestHead) -> Admission {
        let exchange = Exchange(head: head, service: service)
        if head.method == .options { return .accept(maximumBodyBytes: 65_536) }
        do {
            let (operation, _) = try exchange.route(service.router)
            if !operation.right.isOpen { _ = try signIn(head, at: try exchange.now()) }
            if operation.request == nil {
                // A body nobody asked for is let in within a small bound and not looked at.
                return .accept(maximumBodyBytes: 65_536)
            }
            try exchange.checkContentType()
            return .accept(maximumBodyBytes: operation.maximumBodyBytes)
        } catch {
            return .refuse(exchange.response(to: error))
        }
    }

    func respond(to request: Request, reply: Reply) {
        let exchange = Exchange(head: request.head, service: service)
        do {
            if request.head.method == .options { return reply.send(try exchange.options(service.router)) }
            let (operation, parameters) = try exchange.route(service.router)
            try exchange.checkAccept()
            let query = try Query.read(request.head.query, operation.parameters)
            if operation.right.isOpen {
                return reply.send(
                    exchange.response(try Open.answer(operation, parameters, service, language: exchange.language), query: query))
            }
            let now = try exchange.now()
            let purpose = try exchange.purpose()
            func run(_ actor: Actor, _ document: JSONValue?) -> Run {
                Run(
                    service: service, operation: operation, parameters: parameters, query: query, head: request.head, document: document,
                    body: request.body, requestID: exchange.requestID, language: exchange.language, purpose: purpose, actor: actor, now: now
                )
            }
            if operation.effect == .read {
                // One view of the database for the key and the answer.
                let (answer, entries) = try laneReader().read { repositories in
                    let run = run(try LaneHandler.actor(request.head, at: now, repositories), nil)
                    let (answer, trail) = run.answer(repositories)
                    return (answer, run.entries(trail, status: answer.status))
                }
                return answerRead(exchange.response(answer, query: query), entries, exchange, reply)
            }
            let actor = try signIn(request.head, at: now)
            let document = try exchange.document(request.body, of: operation)
            try write(run(actor, document), exchange, reply)
        } catch {
            reply.send(exchange.response(to: error))
        }
    }

    func response(to fault: ProtocolFault) -> Response {
        let answer = Problem(.ofProtocol(status: fault.status), fault.detail).answer(language: .fi, requestID: nil)
        return Response(status: answer.status, headers: answer.headers + [("Cache-Control", "no-store")], body: answer.body)
    }

    /// Reads run inline on the lane; an answer that carries a client's data leaves only after its access-log rows are committed.
    private func answerRead(_ response: Response, _ entries: [AccessEntry], _ exchange: Exchange, _ reply: Reply) {
        if entries.isEmpty { return reply.send(response) }
        service.storage.write(
            { repositories in
                for entry in entries { try repositories.accessLog.append(entry) }
            },
            then: { result in
                switch result {
                case .success: reply.send(response)
                case .failure(let error): reply.send(exchange.response(to: error))
                }
            })
    }

    private func write(_ run: Run, _ exchange: Exchange, _ reply: Reply) throws {
        let key = try exchange.idempotencyKey(run.operation)
        let isRehearsal = exchange.isDryRun
        service.storage.write(
            { repositories in
                let (answer, trail) = run.write(repositories, key: key, isRehearsal: isRehearsal)
                // The log of a rehearsal stays: the data was looked at.
                for entry in run.entries(trail, status: answer.status) { try repositories.accessLog.append(entry) }
                return answer
            },
            then: { result in
                switch result {
                case .success(var answer):
                    if isRehearsal { answer.headers.append(("Preference-Applied", "dry-run")) }
                    reply.send(exchange.response(answer, query: run.query))
                case .failure(let error): reply.send(exchange.response(to: error))
                }
            })
    }

    private func signIn(_ head: RequestHead, at now: Instant) throws -> Actor {
        try laneReader().read { try LaneHandler.actor(head, at: now, $0) }
    }

    /// Who calls. Whatever is wrong with the token, the answer is the same.
    private static func actor(_ head: RequestHead, at now: Instant, _ repositories: any Repositories) throws -> Actor {
        let fields = head.headers.all("authorization")
        guard fields.count == 1, let field = fields.first, field.utf8.count <= 256, field.lowercased().hasPrefix("bearer ") else {
            throw Problem.unauthorised
        }
        let token = field.dropFirst(7).filter { $0 != " " }
        guard let found = try repositories.keys.user(tokenHash: Token.hash(String(token))), found.key.isLive(at: now) else {
            throw Problem.unauthorised
        }
        return found.user.actor
    }

    private func laneReader() throws -> any StorageReader {
        if let reader { return reader }
        let made = try service.storage.makeReader()
        reader = made
        return made
    }
}

/// Bearer tokens: 256 bits, shown once, kept as SHA-256.
public enum Token {
    /// A fresh token: `avain_` and 64 hexadecimal digits.
    public static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return "avain_" + hexadecimal((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    public static func hash(_ token: String) -> String { hexadecimal(SHA256.hash(data: Array(token.utf8))) }

    static func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for octet in octets { text += [digits[Int(octet >> 4)], digits[Int(octet & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Problem {
    static var unauthorised: Problem {
        var problem = Problem(.unauthorised, "a bearer token that is alive is needed")
        problem.headers = [("WWW-Authenticate", "Bearer")]
        return problem
    }
}
