import HTTPServer
import JSON
import PersonalBudgeting

/// A request whose caller is known: the operation, the caller and the moment. It is performed on a reader or on the writer.
///
/// A class, because many closures capture it and one reference is cheaper to copy than its many members.
final class SignedInRequest: Sendable {
    let incoming: IncomingRequest
    let operation: Operation
    let parameters: Parameters
    let query: [String: String]
    let form: Form
    /// The body as JSON; nil if there is none, or if it is read when its turn comes (`IncomingRequest.document`).
    let document: JSONValue?
    /// The value that the operation has read from the document, or its fault. The fault is reported when the handler asks for the body,
    /// after all earlier checks.
    let body: Result<any Sendable, any Error>?
    /// The body as it arrived.
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

    /// Performs the operation and turns any error into its problem.
    func answer(_ repositories: any Repositories) -> (Answer, AuditTrail) {
        let trail = AuditTrail()
        do { return (finished(try perform(repositories, trail)), trail) } catch { return (finished(problem(of: error)), trail) }
    }

    /// Performs a part of an import on the writer, with its access-log rows. A refused part is undone.
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

    /// Lets the caller in, calls the handler, and lists in the answer the members that were withheld.
    func perform(_ repositories: any Repositories, _ trail: AuditTrail) throws -> Answer {
        guard case .admitted(let handle) = operation.handler else {
            throw Problem(
                .noSuchRoute,
                LocalText(fi: "tässä osoitteessa ei ole mitään", sv: "ingenting finns på denna adress", en: "nothing is at this path"))
        }
        var answer = try perform(repositories, trail, handle)
        if !trail.withheld.isEmpty { answer.headers.append(("Withheld", trail.withheld.sorted().joined(separator: ", "))) }
        return answer
    }

    private func perform<Outcome>(
        _ repositories: any Repositories, _ trail: AuditTrail, _ handle: (AdmittedCall) throws -> Outcome
    ) throws -> Outcome {
        var call = try admit(repositories, trail)
        if operation.right.needsPurpose, purpose == nil {
            throw incoming.badHeader(
                "X-Purpose", "required",
                LocalText(
                    fi: "tieto on pakollinen: lukemisen syy kirjataan lokiin",
                    sv: "uppgiften är obligatorisk: skälet till läsningen antecknas i loggen",
                    en: "is required: the reason for reading is logged"))
        }
        call.document = try readDocument()
        return try handle(call)
    }

    /// Reads the document if it was left to be read here.
    private func readDocument() throws -> JSONValue? {
        if document != nil || operation.request == nil || operation.takesLines || operation.effect == .read { return document }
        return try JSONReader.read(Request(head: incoming.head, pieces: pieces, remoteAddress: "").body)
    }

    // MARK: - Admission

    /// Finds the client of the path and checks the right and the relation (A17).
    /// - Parameter isAgain: whether an answer is replayed; then no version is required.
    /// - Throws: `Refusal`; `Precondition.missing` (428).
    func admit(_ repositories: any Repositories, _ trail: AuditTrail, isAgain: Bool = false) throws -> AdmittedCall {
        let work = Work(repositories: repositories, actor: actor, now: now, identifiers: incoming.service.identifiers)
        let isAboutCase = operation.about == .caseFile
        let caseFile = isAboutCase ? try parameters["case"].flatMap { ID<Case>($0) }.flatMap { try repositories.cases.find($0) } : nil
        let clientID = isAboutCase ? caseFile?.clientID : operation.about == .client ? parameters["client"].flatMap { ID<Client>($0) } : nil
        let client = try clientID.flatMap { try repositories.clients.find($0) }
        if let client { trail.note(client.id, caseFile?.id) }
        // A client hidden from the caller is read before it is refused. A missing client therefore costs the same reads, so that the time
        // of the answer does not reveal which it was.
        if operation.isAboutClient, client == nil {
            if isAboutCase { try repositories.cases.readAnother() }
            try repositories.clients.readAnother()
        }
        let right = isAgain ? operation.right.ofReplay : operation.right
        var access = try Access.decide(actor, right)
        if operation.effect == .change, !isAgain, !incoming.head.headers.contains("if-match") { throw Precondition.missing }
        // A hidden client and a missing one get the same answer (A18).
        if operation.isAboutClient {
            let noun = isAboutCase ? Case.noun : Client.noun
            guard let clientID = clientID ?? nobody else { throw Refusal.notFound(noun) }
            access = try Access.decide(work, right, of: clientID, client?.care, in: matter, called: noun)
            if isAboutCase, caseFile == nil { throw Refusal.notFound(noun) }
            if let client {
                trail.allowed = client.id
                trail.stand(to: client.id, by: access.relation)
            }
        }
        return AdmittedCall(
            request: self, document: nil, work: work, access: access, client: client, caseFile: caseFile, trail: trail)
    }

    /// The case and the decision in the path, existing or not.
    var matter: Matter? {
        parameters["case"].flatMap { ID<Case>($0) }.map { caseID in
            Matter(caseID: caseID, decisionID: parameters["decision"].flatMap { ID<Decision>($0) })
        }
    }

    /// Stands in for a client that does not exist, so that the access check reads as much as for an existing one.
    private var nobody: ID<Client>? { (parameters["case"] ?? parameters["client"]).flatMap { ID<Client>($0) } }

    // MARK: - Answering

    /// Adds the deprecation fields to an answer if the operation is deprecated.
    func finished(_ answer: Answer) -> Answer {
        guard let deprecation = operation.deprecation else { return answer }
        var answer = answer
        answer.headers += deprecation.fields
        return answer
    }

    /// Returns the answer to an error. Unexpected errors are logged with the request id.
    func problem(of error: any Error) -> Answer {
        let problem = Problem.of(error)
        if problem.status >= 500 {
            incoming.service.logger.error(
                "operation failed",
                metadata: ["request": "\(incoming.id)", "operation": "\(operation.id)", "error": "\(type(of: error)) \(error)"])
        }
        return problem.answer(language: incoming.language, requestID: incoming.id)
    }

    /// Returns the access-log row of the call (A20). Every call of an operation on record (`Right.isOnRecord`) has one, however it ends. So
    /// has every refusal of a right, and every other call that has touched a client's data.
    func accessEntries(_ trail: AuditTrail, status: Int) -> [AccessEntry] {
        // A stream reads again at every change. A reading that shows nothing is not logged.
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
