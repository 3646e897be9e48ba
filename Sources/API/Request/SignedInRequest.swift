import HTTPServer
import JSON
import PersonalBudgeting

/// A request whose caller is known: what is asked for, by whom, at which moment. It is performed on a reader or on the writer.
///
/// A class: it goes along into many closures, and one reference is cheaper to hand around than a dozen.
final class SignedInRequest: Sendable {
    let incoming: IncomingRequest
    let operation: Operation
    let parameters: Parameters
    let query: [String: String]
    let form: Form
    /// Nil where there is none, and where it is read when its turn comes (`IncomingRequest.document`).
    let document: JSONValue?
    /// What the operation has read out of the document, or what is wrong with it: said when the handler asks, after all that comes before.
    let body: Result<any Sendable, any Error>?
    /// The body as it came.
    let pieces: [[UInt8]]
    /// Why the caller reads.
    let purpose: String?
    let actor: Actor
    /// The moment of the request.
    let now: Instant

    init(
        incoming: IncomingRequest, operation: Operation, parameters: Parameters, query: [String: String], form: Form, document: JSONValue?,
        pieces: [[UInt8]], purpose: String?, actor: Actor, now: Instant
    ) {
        self.incoming = incoming
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

    // MARK: - Performing

    /// Performs the operation and turns every error into its problem.
    func answer(_ repositories: any Repositories) -> (Answer, AuditTrail) {
        let trail = AuditTrail()
        do { return (finished(try perform(repositories, trail)), trail) } catch { return (finished(problem(of: error)), trail) }
    }

    /// Performs a part of an import on the writer, with its rows of the access log; undone when it is refused.
    func ingest(_ repositories: any Repositories, _ part: (AdmittedCall) throws -> any Sendable) throws -> LineImport.Part {
        let trail = AuditTrail()
        let outcome: LineImport.Part
        do { outcome = .ingested(try repositories.attempt { try perform(repositories, trail, part) }) } catch {
            outcome = .refused(problem(of: error))
        }
        var status = 200
        if case .refused(let answer) = outcome { status = answer.status }
        for entry in accessEntries(trail, status: status) { try repositories.accessLog.append(entry) }
        return outcome
    }

    /// Lets the caller in, calls the handler, and names in the answer what of it is not shown.
    func perform(_ repositories: any Repositories, _ trail: AuditTrail) throws -> Answer {
        guard case .admitted(let handle) = operation.handler else { throw Problem(.noSuchRoute, "nothing is at this path") }
        var answer = try perform(repositories, trail, handle)
        if !trail.withheld.isEmpty { answer.headers.append(("Withheld", trail.withheld.sorted().joined(separator: ", "))) }
        return answer
    }

    private func perform<Outcome>(
        _ repositories: any Repositories, _ trail: AuditTrail, _ handle: (AdmittedCall) throws -> Outcome
    ) throws -> Outcome {
        var call = try admit(repositories, trail)
        if operation.right.needsPurpose, purpose == nil {
            throw incoming.badHeader("X-Purpose", "required", "is required: why this is read goes on record")
        }
        call.document = try readDocument()
        return try handle(call)
    }

    /// The document, where it was left to be read here.
    private func readDocument() throws -> JSONValue? {
        if document != nil || operation.request == nil || operation.takesLines || operation.effect == .read { return document }
        return try JSONReader.read(Request(head: incoming.head, pieces: pieces, remoteAddress: "").body)
    }

    // MARK: - Letting in

    /// Finds whose data the path leads to, and checks the right and the relation.
    /// - Parameter isAgain: whether an answer is only given again; then no version is asked for.
    func admit(_ repositories: any Repositories, _ trail: AuditTrail, isAgain: Bool = false) throws -> AdmittedCall {
        let work = Work(repositories: repositories, actor: actor, now: now, identifiers: incoming.service.identifiers)
        let isAboutCase = operation.about == .caseFile
        let caseFile = isAboutCase ? try parameters["case"].flatMap { ID<Case>($0) }.flatMap { try repositories.cases.find($0) } : nil
        let clientID = isAboutCase ? caseFile?.clientID : operation.about == .client ? parameters["client"].flatMap { ID<Client>($0) } : nil
        let client = try clientID.flatMap { try repositories.clients.find($0) }
        if let client { trail.note(client.id, caseFile?.id) }
        // Who is hidden is read before being hidden; the time of the answer must not tell that from nobody.
        if operation.isAboutClient, client == nil {
            if isAboutCase { try repositories.cases.readAnother() }
            try repositories.clients.readAnother()
        }
        var access = try Access.decide(actor, operation.right)
        if operation.effect == .change, !isAgain, !incoming.head.headers.contains("if-match") { throw Precondition.missing }
        // What is hidden from the caller and what is not there are answered alike.
        if operation.isAboutClient {
            let noun = isAboutCase ? Case.noun : Client.noun
            guard let clientID = clientID ?? nobody else { throw Refusal.notFound(noun) }
            access = try Access.decide(work, operation.right, of: clientID, client?.care, called: noun)
            if isAboutCase, caseFile == nil { throw Refusal.notFound(noun) }
            if let client {
                trail.allowed = client.id
                trail.stand(to: client.id, by: access.relation)
            }
        }
        return AdmittedCall(
            request: self, document: nil, work: work, access: access, client: client, caseFile: caseFile, trail: trail)
    }

    /// In the place of a client that a path leads to in vain: as much is looked up.
    private var nobody: ID<Client>? { (parameters["case"] ?? parameters["client"]).flatMap { ID<Client>($0) } }

    // MARK: - Answering

    /// An answer on its way out: it says that the operation goes away, where it does.
    func finished(_ answer: Answer) -> Answer {
        guard let deprecation = operation.deprecation else { return answer }
        var answer = answer
        answer.headers += deprecation.fields
        return answer
    }

    /// The answer to an error; what nobody expected is logged with the request id.
    func problem(of error: any Error) -> Answer {
        let problem = Problem.of(error)
        if problem.status >= 500 {
            incoming.service.logger.error(
                "operation failed",
                metadata: ["request": "\(incoming.id)", "operation": "\(operation.id)", "error": "\(type(of: error)) \(error)"])
        }
        return problem.answer(language: incoming.language, requestID: incoming.id)
    }

    /// The access-log row of the call: one for every call of an operation that is on record (`Right.isOnRecord`), however it ends, for every
    /// refusal of a right, and for whatever else has touched a client's data.
    func accessEntries(_ trail: AuditTrail, status: Int) -> [AccessEntry] {
        // A stream is read again at every change; what it does not tell is no look.
        let isOnRecord = operation.right.isOnRecord && form != .events
        if trail.clients.isEmpty && !trail.lookedForClient && !isOnRecord && status != 403 { return [] }
        return [
            AccessEntry(
                at: now, userID: actor.userID, role: actor.role, unitID: actor.unitID, clients: trail.clients,
                grounds: trail.grounds(isRefused: status >= 400, isByTask: operation.right.relations(of: actor.role) == [.task]),
                caseID: trail.caseID, operation: operation.id, manner: trail.manner, purpose: purpose,
                status: status, requestID: incoming.id)
        ]
    }
}
