import HTTPServer
import PersonalBudgeting

// The path of one request from its head to its answer. Read this file from the top; each step is one function.
//
// 1. `begin`    finds the operation. It answers requests that need no storage: health, the documents, OPTIONS, unknown paths.
// 2. `admit`    runs before the body of a request is read. It checks the caller and how large a body is accepted.
// 3. `respond`  runs when the request is complete. It checks the caller, the rate limit, the form, the query, the purpose and the body.
// 4. `run`      chooses where the operation reads or writes. There, `SignedInRequest.perform` finds the client of the path, checks
//               the right and the relation (`Access`), and calls the handler with an `AdmittedCall`.
// 5. `send`     logs the clients whose data a read has touched and sends the answer when the log row is durable (A20). A write logs in its
//               own transaction (`write`), and its answer leaves after the commit.
//
// Each stage of a request is a value that holds its own data and the stage before: `IncomingRequest`, `SignedInRequest`, `AdmittedCall`.

/// The steps of requests that need storage, with their reader and the callers they remember.
///
/// It belongs to one queue: to a lane if storage lets lanes read, else to a `ReadingQueue` (`Storage.readPlace`). The steps are the same, and
/// each runs directly after the one before: a whole request may wait for a queue, but a single step does not.
final class RequestPath {
    let reader: any StorageReader
    private var signIn = SignIn()

    init(_ reader: any StorageReader) { self.reader = reader }

    // MARK: - 1. The operation

    /// Answers requests that need no storage.
    /// - Returns: the operation that needs storage, with the parameters of its path; nil if the request is answered.
    static func begin(_ incoming: IncomingRequest, _ reply: Reply) -> (Operation, Parameters)? {
        do {
            if incoming.head.method == .options {
                reply.send(try incoming.options())
                return nil
            }
            let (operation, parameters) = try incoming.route()
            guard case .open(asksStorage: false, let answer) = operation.handler else { return (operation, parameters) }
            reply.send(try RequestPath.response(to: incoming, operation, parameters, answer))
        } catch {
            reply.send(incoming.response(to: error))
        }
        return nil
    }

    private static func response(
        to incoming: IncomingRequest, _ operation: Operation, _ parameters: Parameters, _ answer: (OpenCall) throws -> Answer
    ) throws -> Response {
        let form = try incoming.form(of: operation)
        let query = try Query.read(incoming.head.query, operation.parameters)
        return incoming.response(
            try answer(OpenCall(incoming: incoming, parameters: parameters, form: form)), query: query, form: form)
    }

    // MARK: - 2. Before the body

    /// Decides whether to accept the body of a request.
    func admit(_ incoming: IncomingRequest, from remoteAddress: String) -> Admission {
        if incoming.head.method == .options { return .accept(maximumBodyBytes: RequestPath.unreadBodyBytes) }
        do {
            let (operation, _) = try incoming.route()
            let actor = operation.right.isOpen ? nil : try actor(incoming, from: remoteAddress, at: try incoming.now())
            if operation.request == nil { return .accept(maximumBodyBytes: RequestPath.unreadBodyBytes) }
            try incoming.checkContentType(of: operation)
            // A body of lines may be large, so it is read only from callers with the right.
            if let actor, operation.takesLines { try check(actor, operation, incoming) }
            return .accept(maximumBodyBytes: operation.maximumBodyBytes, seconds: operation.takesLines ? 600 : nil)
        } catch {
            return .refuse(incoming.response(to: error))
        }
    }

    /// A body that the operation does not take is read within this bound and ignored.
    private static let unreadBodyBytes = 65_536

    /// Refuses a caller without the right before the body is read. No handler runs, so this function logs the refusal (A20). It does not
    /// wait for the log row, because the answer shows no data.
    private func check(_ actor: Actor, _ operation: Operation, _ incoming: IncomingRequest) throws {
        do throws(Refusal) { try Access.check(actor, operation.right) } catch {
            let entry = AccessEntry(
                at: try incoming.now(), userID: actor.userID, role: actor.role, unitID: actor.unitID, clients: [], caseID: nil,
                operation: operation.id, purpose: nil, status: error.code.status, requestID: incoming.id)
            incoming.service.storage.record([entry], then: { _ in })
            throw error
        }
    }

    // MARK: - 3. The caller and the request

    /// Answers a whole request.
    func respond(to incoming: IncomingRequest, _ operation: Operation, _ parameters: Parameters, _ request: Request, _ reply: Reply) {
        do {
            if case .open(_, let answer) = operation.handler {
                return reply.send(try RequestPath.response(to: incoming, operation, parameters, answer))
            }
            // Sign-in comes first, so that an unknown caller learns nothing else.
            let now = try incoming.now()
            let actor = try caller(incoming, from: request.remoteAddress, at: now)
            let form = try incoming.form(of: operation)
            let query = try Query.read(incoming.head.query, operation.parameters)
            let purpose = try incoming.purpose()
            let signedIn = SignedInRequest(
                incoming: incoming, operation: operation, parameters: parameters, query: query, form: form,
                document: operation.effect == .read ? nil : try incoming.document(of: request, operation), pieces: request.pieces,
                purpose: purpose, actor: actor, now: now)
            try run(signedIn, reply)
        } catch {
            reply.send(incoming.response(to: error))
        }
    }

    /// Returns the caller.
    /// - Throws: `unauthorised` (401); `too_many_requests` (429) when the caller exceeds its limit.
    private func caller(_ incoming: IncomingRequest, from remoteAddress: String, at now: Instant) throws -> Actor {
        let actor = try actor(incoming, from: remoteAddress, at: now)
        if let limit = incoming.service.callerLimit, let seconds = limit.acquire(actor.userID) {
            throw Problem.tooManyRequests(after: seconds)
        }
        return actor
    }

    /// Returns the caller. Failed sign-ins are limited for each visitor.
    /// - Throws: `unauthorised` (401); `too_many_requests` (429) when the visitor exceeds its limit.
    private func actor(_ incoming: IncomingRequest, from remoteAddress: String, at now: Instant) throws -> Actor {
        let service = incoming.service
        do { return try signIn.actor(incoming.head, at: now, service.storage, reader) } catch let problem as Problem
            where problem.status == 401
        {
            let visitor = service.trustedProxies.visitor(of: incoming.head, from: remoteAddress)
            if let seconds = service.failureLimit?.acquire(visitor?.ofOneVisitor) { throw Problem.tooManyRequests(after: seconds) }
            throw problem
        }
    }

    // MARK: - 4. Reading or writing

    private func run(_ request: SignedInRequest, _ reply: Reply) throws {
        let service = request.incoming.service
        let operation = request.operation
        if case .lines(let lines) = operation.kind, !request.incoming.isDryRun { return try RequestPath.ingest(lines, request, reply) }
        if operation.effect != .read { return try RequestPath.write(request, reply) }
        switch operation.kind {
        case .item, .letter, .lines:
            RequestPath.send(Result { try reader.read { request.answer($0) } }, to: request, reply)
        case .list:
            service.lists.run({ try $0.read { request.answer($0) } }, then: { RequestPath.send($0, to: request, reply) })
        case .feed where request.form == .events:
            try ChangeStream(request, service.following.acquire(request.actor.userID)).begin(reply)
        case .feed:
            let hold = request.query["wait"] == nil ? nil : try service.following.acquire(request.actor.userID)
            let read: ChangeFeed.Reading = { then in service.lists.run({ try $0.read { request.answer($0) } }, then: then) }
            service.feed.run(read) { result, _ in
                hold?.release()
                RequestPath.send(result, to: request, reply)
            }
        case .report, .log:
            service.reports.run({ try $0.readAnew { request.answer($0) } }, then: { RequestPath.send($0, to: request, reply) })
        case .export:
            let hold = try service.exporting.acquire(request.actor.userID)
            service.exports.run(
                { try $0.readAnew { request.answer($0) } },
                then: {
                    hold.release()
                    RequestPath.send($0, to: request, reply)
                })
        }
    }

    /// Writes on the single writer. The access-log rows are in the same transaction, and the answer leaves after its commit.
    private static func write(_ request: SignedInRequest, _ reply: Reply) throws {
        let incoming = request.incoming
        let key = try incoming.idempotencyKey(request.operation)
        let hold = try incoming.service.keysInFlight.acquire(key, for: request.actor)
        let isRehearsal = incoming.isDryRun
        incoming.service.storage.write(
            { repositories in
                let (answer, trail) = request.write(repositories, key: key, isRehearsal: isRehearsal)
                // The log row of a dry run stays, because the caller saw the data.
                for entry in request.accessEntries(trail, status: answer.status) { try repositories.accessLog.append(entry) }
                return answer
            },
            then: { result in
                // By now the answer is kept with its key, or nothing was kept.
                hold?.release()
                switch result {
                case .success(var answer):
                    if isRehearsal {
                        answer.headers.append(("Preference-Applied", "dry-run"))
                        // The version that the tag would name is not kept. Sent in If-Match, it would refuse the real call, or later fit a
                        // version that the caller has not seen.
                        if answer.status < 300 { answer.headers.removeAll { $0.name == "ETag" } }
                    }
                    reply.send(incoming.response(answer, query: request.query, form: request.form, of: request.operation))
                case .failure(let error): reply.send(incoming.response(to: error))
                }
            })
    }

    /// Ingests a body of lines, some in each transaction of the writer. Each transaction contains its access-log rows.
    private static func ingest(_ lines: LineIngest, _ request: SignedInRequest, _ reply: Reply) throws {
        let incoming = request.incoming
        let lineImport = LineImport(request: request, lines: lines, key: try incoming.idempotencyKey(request.operation))
        let hold = try incoming.service.keysInFlight.acquire(lineImport.key, for: request.actor)
        incoming.service.imports.async {
            let answer = Result { try lineImport.perform() }
            // The key is released before the reply, because a client with the answer may send the request again.
            hold?.release()
            do { reply.send(incoming.response(try answer.get(), query: request.query)) } catch { reply.send(incoming.response(to: error)) }
        }
    }

    // MARK: - 5. Logging, then sending

    /// Sends the answer of a read. An answer with a client's data leaves only after its access-log row is committed (A20).
    private static func send(_ result: Result<(Answer, AuditTrail), any Error>, to request: SignedInRequest, _ reply: Reply) {
        let incoming = request.incoming
        do {
            let (answer, trail) = try result.get()
            let response = incoming.response(answer, query: request.query, form: request.form, of: request.operation)
            let entries = request.accessEntries(trail, status: answer.status)
            if entries.isEmpty { return reply.send(response) }
            incoming.service.storage.record(entries) { fault in
                if let fault { reply.send(incoming.response(to: fault)) } else { reply.send(response) }
            }
        } catch {
            reply.send(incoming.response(to: error))
        }
    }
}
