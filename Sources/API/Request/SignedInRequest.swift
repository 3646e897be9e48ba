import Crypto
import HTTPServer
import JSON
import PersonalBudgeting

/// One run of an operation for a signed-in caller, on the reader or on the writer.
///
/// A class: a call is handed through many closures, and one reference is cheaper to hand around than a dozen.
final class SignedInRequest: Sendable {
    let exchange: Exchange
    let operation: Operation
    let parameters: Parameters
    let query: [String: String]
    let form: Form
    /// Nil where there is none, and where it is read when its turn comes (`Exchange.document`).
    let document: JSONValue?
    /// What the operation has read out of the document, or what is wrong with it: told when the handler asks, after all that comes before.
    let body: Result<any Sendable, any Error>?
    let pieces: [[UInt8]]
    let purpose: String?
    let actor: Actor
    let now: Instant

    init(
        exchange: Exchange, operation: Operation, parameters: Parameters, query: [String: String], form: Form, document: JSONValue?,
        pieces: [[UInt8]],
        purpose: String?, actor: Actor, now: Instant
    ) {
        self.exchange = exchange
        self.operation = operation
        self.parameters = parameters
        self.query = query
        self.form = form
        self.document = document
        body = operation.read.flatMap { read in document.map { document in Result { try read(document) } } }
        self.pieces = pieces
        self.purpose = purpose
        self.actor = actor
        self.now = now
    }

    var service: Service { exchange.service }
    var head: RequestHead { exchange.head }
    var requestID: String { exchange.requestID }
    var language: Language { exchange.language }

    /// Runs and turns every error into its problem.
    func answer(_ repositories: any Repositories) -> (Answer, AuditTrail) {
        let trail = AuditTrail()
        do { return (told(withheld(try perform(repositories, trail), trail)), trail) } catch { return (told(failed(error)), trail) }
    }

    /// Runs on the writer: replays an answer given before, undoes a rehearsal or a refusal, keeps the rest with its idempotency key.
    func write(_ repositories: any Repositories, key: String?, isRehearsal: Bool) -> (Answer, AuditTrail) {
        let trail = AuditTrail()
        do {
            if let key, let earlier = try replayed(repositories, key: key, trail) { return (told(earlier), trail) }
            let answer = try repositories.attempt {
                let answer = withheld(try perform(repositories, trail), trail)
                if isRehearsal {
                    trail.manner = .dryRun
                    throw Rehearsed(answer: answer)
                }
                if let key { try keep(answer, key: key, repositories, of: trail) }
                return answer
            }
            return (told(answer), trail)
        } catch let rehearsed as Rehearsed {
            return (told(rehearsed.answer), trail)
        } catch {
            return (told(failed(error)), trail)
        }
    }

    /// The answer, telling what of it is not shown.
    private func withheld(_ answer: Answer, _ trail: AuditTrail) -> Answer {
        var answer = answer
        if !trail.withheld.isEmpty { answer.headers.append(("Withheld", trail.withheld.sorted().joined(separator: ", "))) }
        return answer
    }

    /// The answer, telling that the operation goes away where it does.
    private func told(_ answer: Answer) -> Answer {
        guard let deprecation = operation.deprecation else { return answer }
        var answer = answer
        answer.headers += deprecation.fields
        return answer
    }

    private struct Rehearsed: Error { let answer: Answer }

    /// The answer given before to a request with this key; nil when there was none.
    /// - Throws: `idempotency_mismatch` when it was given to another request.
    ///   `not_found` when it holds data of a client whom the caller may not see any more, or who has been protected since.
    func replayed(_ repositories: any Repositories, key: String, _ trail: AuditTrail) throws -> Answer? {
        try Access.check(actor, operation.right)
        switch try repositories.idempotency.find(digest, caller: actor.userID, key: key, since: IdempotentAnswer.end(at: now)) {
        case nil: return nil
        case .toAnother:
            throw Problem(.idempotencyMismatch, "the key was used for another request").at(.header, "Idempotency-Key", "used_already")
        case .toTheSame(let earlier):
            let admitted = try admit(repositories, trail, isAgain: true)
            // Who opened a file sees by that for some hours, whatever the right to open one asks.
            let right = operation.right == .breakGlass ? Right.readClients : operation.right
            for client in earlier.clients {
                trail.note(client)
                // It may tell where somebody is who has been protected since.
                if try admitted.work.isProtected(client, since: earlier.at) { throw Refusal.notFound(Client.noun) }
                if right.relations(of: actor.role).contains(.task) {
                    trail.stand(to: client, by: .task)
                    continue
                }
                let decision = try Access.decide(admitted.work, right, of: client, try repositories.clients.find(client)?.care)
                trail.stand(to: client, by: decision.relation)
            }
            trail.manner = .replay
            return Answer(status: earlier.status, headers: earlier.headers + [("Idempotency-Replayed", "true")], body: earlier.body)
        }
    }

    /// Keeps an answer for whoever sends the same again.
    func keep(_ answer: Answer, key: String, _ repositories: any Repositories, of trail: AuditTrail) throws {
        try repositories.idempotency.insert(
            IdempotentAnswer(
                caller: actor.userID, key: key, digest: digest, status: answer.status, headers: answer.headers, body: answer.body, at: now,
                clients: trail.clients.filter { !trail.hidden.contains($0) }),
            lettingGoBefore: IdempotentAnswer.end(at: now))
    }

    /// Runs a part of the operation on the writer, with its rows of the access log; undone when it is refused.
    func take(_ repositories: any Repositories, _ part: (AdmittedCall) throws -> any Sendable) throws -> LineImport.Part {
        let trail = AuditTrail()
        let taken: LineImport.Part
        do { taken = .taken(try repositories.attempt { try perform(repositories, trail, part) }) } catch { taken = .refused(failed(error)) }
        var status = 200
        if case .refused(let answer) = taken { status = answer.status }
        for entry in entries(trail, status: status) { try repositories.accessLog.append(entry) }
        return taken
    }

    /// What the idempotency key is bound to.
    private var digest: String {
        var hash = SHA256()
        // To the rights of the key as well: an answer holds no more than a first request would get.
        let scope = actor.scope.map { " as \($0.sorted().joined(separator: " "))" } ?? ""
        hash.update(data: Array("\(head.method.raw) \(head.path)?\(head.query ?? "")\(scope)\n".utf8))
        for piece in pieces { hash.update(data: piece) }
        return String(hexadecimal: hash.finalize())
    }

    /// The document, where it was left to be read here.
    private func read() throws -> JSONValue? {
        if document != nil || operation.request == nil || operation.takesLines || operation.effect == .read { return document }
        return try JSONReader.read(Request(head: head, pieces: pieces, remoteAddress: "").body)
    }

    private func failed(_ error: any Error) -> Answer {
        let problem = Problem.of(error)
        if problem.status >= 500 {
            service.logger.error(
                "operation failed",
                metadata: ["request": "\(requestID)", "operation": "\(operation.id)", "error": "\(type(of: error)) \(error)"])
        }
        return problem.answer(language: language, requestID: requestID)
    }

    /// Lets the caller in and calls the handler.
    private func perform(_ repositories: any Repositories, _ trail: AuditTrail) throws -> Answer {
        try perform(repositories, trail, operation.handle)
    }

    private func perform<Outcome>(
        _ repositories: any Repositories, _ trail: AuditTrail, _ handle: (AdmittedCall) throws -> Outcome
    ) throws -> Outcome {
        let admitted = try admit(repositories, trail)
        if operation.right.needsPurpose, purpose == nil {
            throw exchange.badHeader("X-Purpose", "required", "is required: why this is read goes on record")
        }
        return try handle(
            AdmittedCall(
                run: self, document: try read(), work: admitted.work, access: admitted.access, client: admitted.client,
                caseFile: admitted.caseFile, trail: trail))
    }

    /// Who is let in, and to whose data.
    private struct Admitted {
        let work: Work
        let access: AccessDecision
        let client: Client?
        let caseFile: Case?
    }

    /// Finds whose data the path leads to, and checks the right and the relation.
    /// - Parameter isAgain: whether an answer is only given again; then no version is asked for.
    private func admit(_ repositories: any Repositories, _ trail: AuditTrail, isAgain: Bool = false) throws -> Admitted {
        let work = Work(repositories: repositories, actor: actor, now: now, identifiers: service.identifiers)
        let caseFile = try parameters["case"].flatMap { ID<Case>($0) }.flatMap { try repositories.cases.find($0) }
        let clientID = caseFile?.clientID ?? parameters["client"].flatMap { ID<Client>($0) }
        let client = try clientID.flatMap { try repositories.clients.find($0) }
        if let client { trail.note(client.id, caseFile?.id) }
        // Who is hidden is read before being hidden; the time of the answer must not tell that from nobody.
        if operation.isAboutClient, client == nil {
            if operation.leadsToCase { try repositories.cases.readAnother() }
            try repositories.clients.readAnother()
        }
        var access = try Access.decide(actor, operation.right)
        if operation.effect == .change, !isAgain, !head.headers.contains("if-match") { throw Precondition.missing }
        // What is hidden from the caller and what is not there are answered alike.
        if operation.isAboutClient {
            let noun = operation.leadsToCase ? Case.noun : Client.noun
            guard let clientID = clientID ?? nobody else { throw Refusal.notFound(noun) }
            access = try Access.decide(work, operation.right, of: clientID, client?.care, called: noun)
            if operation.leadsToCase, caseFile == nil { throw Refusal.notFound(noun) }
            if let client {
                trail.allowed = client.id
                trail.stand(to: client.id, by: access.relation)
            }
        }
        return Admitted(work: work, access: access, client: client, caseFile: caseFile)
    }

    /// In the place of a client that a path leads to in vain: as much is looked up.
    private var nobody: ID<Client>? { (parameters["case"] ?? parameters["client"]).flatMap { ID<Client>($0) } }

    /// The access-log row of the call: one for every call of an operation that is on record (`Right.isOnRecord`), however it ends, for every
    /// refusal of a right, and for whatever else has touched a client's data.
    func entries(_ trail: AuditTrail, status: Int) -> [AccessEntry] {
        // A stream is read again at every change; what it does not tell is no look.
        let isOnRecord = operation.right.isOnRecord && form != .events
        if trail.clients.isEmpty && !trail.lookedForClient && !isOnRecord && status != 403 { return [] }
        return [
            AccessEntry(
                at: now, userID: actor.userID, role: actor.role, unitID: actor.unitID, clients: trail.clients,
                grounds: trail.grounds(isRefused: status >= 400, isByTask: operation.right.relations(of: actor.role) == [.task]),
                caseID: trail.caseID, operation: operation.id, manner: trail.manner, purpose: purpose,
                status: status, requestID: requestID)
        ]
    }
}
