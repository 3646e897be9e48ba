import HTTPServer
import JSON
import PersonalBudgeting

/// The HTTP side of one request: route, negotiation, request id, preconditions, and the response around an answer.
final class Exchange: Sendable {
    let head: RequestHead
    let service: Service
    let requestID: String
    let language: Language

    init(head: RequestHead, service: Service) {
        self.head = head
        self.service = service
        language = Language.accepted(head.headers.first("accept-language"))
        requestID =
            Exchange.acceptable(head.headers.first("x-request-id")) ?? "\(service.identifiers.next(at: service.clock()) as ID<Never>)"
    }

    /// A request id of the caller, when it is short and plain enough to stand in a log.
    private static func acceptable(_ text: String?) -> String? {
        guard let text, (1...64).contains(text.utf8.count) else { return nil }
        let isPlain = text.utf8.allSatisfy { octet in
            (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A) || octet == 0x2D
                || octet == 0x2E || octet == 0x5F
        }
        // What would put a national id into every log is replaced as well.
        return isPlain && PersonalTrace(in: text, among: [.nationalID]) == nil ? text : nil
    }

    /// The operation of the method and path; HEAD is a GET without its body.
    func route(_ router: Router<Operation>) throws -> (Operation, Parameters) {
        let method = head.method == .head ? Method.get : head.method
        switch router.match(method, head.path) {
        case .found(let operation, let parameters): return (operation, parameters)
        case .notFound: throw Problem(.noSuchRoute, "nothing is at this path")
        case .methodNotAllowed(let allowed):
            var problem = Problem(.methodNotAllowed, "allowed here: \(Exchange.allow(allowed))")
            problem.headers = [("Allow", Exchange.allow(allowed))]
            throw problem
        }
    }

    /// The answer to OPTIONS: which methods the path has.
    func options(_ router: Router<Operation>) throws -> Response {
        if head.path == "*" {
            return response(Answer(status: 204, headers: [("Allow", "GET, HEAD, POST, PATCH, PUT, OPTIONS")]), query: [:])
        }
        switch router.match(.options, head.path) {
        case .methodNotAllowed(let allowed):
            let allow = Exchange.allow(allowed)
            return response(
                Answer(status: 204, headers: [("Allow", allow)] + service.origins.preflightFields(for: head, allowing: allow)), query: [:])
        case .notFound, .found: throw Problem(.noSuchRoute, "nothing is at this path")
        }
    }

    private static func allow(_ methods: [Method]) -> String {
        var names = methods.map(\.raw)
        if names.contains("GET") { names.append("HEAD") }
        names.append("OPTIONS")
        return Set(names).sorted().joined(separator: ", ")
    }

    /// The moment of the request: now, or what a test asks for.
    func now() throws -> Instant {
        guard let text = head.headers.first("x-test-now") else { return service.clock() }
        guard service.hasTestClock else { throw badHeader("X-Test-Now", "test_clock_off", "the service runs without --test-clock") }
        guard let instant = Instant(text) else { throw badHeader("X-Test-Now", "wrong_form", "must be an instant, 2026-06-30T09:00:00Z") }
        return instant
    }

    /// Why the caller reads, for the access log (`X-Purpose`).
    func purpose() throws -> String? {
        guard let text = head.headers.first("x-purpose") else { return nil }
        guard (1...200).contains(text.unicodeScalars.count), !FoldedText.containsForbiddenControl(text) else {
            throw badHeader("X-Purpose", "wrong_form", "must be 1 to 200 characters")
        }
        // What stands for octets that are no UTF-8: the log would not tell what was meant.
        guard !text.unicodeScalars.contains("\u{FFFD}") else { throw badHeader("X-Purpose", "not_utf8", "must be UTF-8") }
        guard PersonalTrace(in: text, among: [.nationalID]) == nil else {
            throw badHeader("X-Purpose", "third_person_data", "must not hold a national id: the log keeps it")
        }
        return text
    }

    /// The form the caller wants the answer in: of those the operation has the one with the most weight, the first of equals (RFC 9110,
    /// 12.5.1).
    func form(of operation: Operation) throws -> Form {
        let fields = head.headers.all("accept")
        // None, or what nearly everybody writes: taking it apart costs more than routing the request.
        if fields == ["*/*"] || fields.allSatisfy(\.isEmpty) { return operation.forms[0] }
        if fields == ["application/json"], operation.forms[0] == .json { return .json }
        var best: (form: Form, weight: Int)?
        for range in fields.joined(separator: ",").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let weight = parts.first { $0.hasPrefix("q=") }.map { Language.thousandths($0.dropFirst(2)) } ?? 1_000
            guard let form = parts.first.flatMap({ Form(range: $0, of: operation) }), weight > best?.weight ?? 0 else { continue }
            best = (form, weight)
        }
        guard let best else {
            throw Problem(.notAcceptable, "the answer is \(operation.forms.map(\.type).joined(separator: " or "))")
                .at(.header, "Accept", "not_acceptable")
        }
        return best.form
    }

    func checkContentType(of operation: Operation) throws {
        guard head.framing.hasBody || operation.takesLines else { return }
        let fields = head.headers.all("content-type")
        let type = operation.takesLines ? "application/x-ndjson" : "application/json"
        // Nearly everybody writes exactly this; taking it apart costs more than routing the request.
        if fields != [type] {
            let parts = (fields.first ?? "").split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let isPlainCharset = parts.dropFirst().allSatisfy { $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" }
            let isKnown = parts.first == type || (head.method == .patch && parts.first == "application/merge-patch+json")
            guard fields.count == 1, isKnown, isPlainCharset else {
                throw Problem(.unsupportedMediaType, "the body must be \(type) in UTF-8").at(
                    .header, "Content-Type", "unsupported_media_type")
            }
        }
        if let coding = head.headers.first("content-encoding"), coding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "the body must not be encoded").at(.header, "Content-Encoding", "unsupported_media_type")
        }
    }

    /// Text that takes longer to read than others of the lane should wait: about a millisecond.
    static let largeBytes = 65_536

    /// The body as JSON; nil where the operation takes none, and where it is read later (`SignedInRequest.read`).
    func document(of request: Request, _ operation: Operation) throws -> JSONValue? {
        guard operation.request != nil else { return nil }
        let count = request.pieces.reduce(0) { $0 + $1.count }
        if count == 0, operation.isBodyOptional { return .object([]) }
        try checkContentType(of: operation)
        // Lines are read one by one, and a large document on the writer, where one is read at a time: a tree is many times its text.
        if operation.takesLines || count > Exchange.largeBytes { return nil }
        return try JSONReader.read(request.body)
    }

    /// The key of a POST that may be sent again.
    func idempotencyKey(_ operation: Operation) throws -> String? {
        let fields = head.headers.all("idempotency-key")
        guard operation.method == .post, let key = fields.first else { return nil }
        if operation.isAnswerSecret {
            throw badHeader("Idempotency-Key", "not_taken_here", "is not taken here: the answer holds a secret that is not kept")
        }
        guard fields.count == 1 else { throw badHeader("Idempotency-Key", "duplicate_header", "stands twice") }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw badHeader("Idempotency-Key", "wrong_form", "must be 1 to 200 visible ASCII characters")
        }
        guard PersonalTrace(in: key, among: [.nationalID]) == nil else {
            throw badHeader("Idempotency-Key", "third_person_data", "must not hold a national id: it is kept with the answer")
        }
        return key
    }

    /// Whether the caller only wants to see what would happen (RFC 7240).
    var isDryRun: Bool {
        // With a value or a parameter too: who writes `dry-run=true` does not want it kept.
        head.headers.all("prefer").contains { field in
            field.split(separator: ",").contains { preference in
                // `dryrun` and `dry_run` as well: it is the safe side of a slip.
                preference.prefix { $0 != "=" && $0 != ";" }.filter { !" \t-_\"".contains($0) }.lowercased() == "dryrun"
            }
        }
    }

    func badHeader(_ name: String, _ code: String, _ detail: String) -> Problem {
        var problem = Problem(.badHeader, "\(name) \(detail)")
        problem.errors = [Problem.Place(kind: .header, place: name, code: code, detail: detail)]
        return problem
    }

    /// The response to an error; what nobody expected is logged with the request id.
    func response(to error: any Error) -> Response {
        let problem = Problem.of(error)
        if problem.status >= 500 {
            service.logger.error(
                "request failed", metadata: ["request": "\(requestID)", "code": "\(problem.code)", "error": "\(type(of: error)) \(error)"])
        }
        return response(problem.answer(language: language, requestID: problem.status == 401 ? nil : requestID), query: [:])
    }

    /// The response around an answer.
    func response(_ answer: Answer, query: [String: String], form: Form = .json, of operation: Operation? = nil) -> Response {
        var headers = answer.headers
        var body = answer.body
        var status = answer.status
        func isOther(_ suffix: String) { headers = headers.map { $0.name == "ETag" ? ("ETag", "\($0.value.dropLast())-\(suffix)\"") : $0 } }
        if form == .text, status == 200 {
            if let tree = answer.tree, !answer.isText { body = PlainText.text(tree) }
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
            isOther("text")
        } else if form == .csv, status == 200, let operation {
            if let tree = answer.tree { body = CSV.text(tree, operation.columns) }
            headers.append(("Content-Type", "text/csv; charset=utf-8; header=present"))
            headers.append(("Content-Disposition", "attachment; filename=\"\(operation.path.split(separator: "/").last ?? "list").csv\""))
            isOther("csv")
        } else if !body.isEmpty, query["pretty"] != nil, body.first != 0x3C {
            body = JSON.pretty(body)
            isOther("pretty")
        }
        if !body.isEmpty, !headers.contains(where: { $0.name == "Content-Type" }) { headers.append(("Content-Type", "application/json")) }
        if status == 200, head.method == .get || head.method == .head, let tag = headers.first(where: { $0.name == "ETag" })?.value,
            EntityTag.matches(head.headers.all("if-none-match"), tag)
        {
            status = 304
            body = []
            headers.removeAll { $0.name == "Content-Type" }
        }
        headers.append(("Cache-Control", "no-store"))
        headers.append(
            ("Vary", service.origins.isEmpty ? "Accept, Accept-Language, Authorization" : "Accept, Accept-Language, Authorization, Origin"))
        headers += service.origins.fields(for: head)
        headers.append(("X-Request-Id", requestID))
        headers.append(("X-Content-Type-Options", "nosniff"))
        return Response(status: status, headers: headers, body: body)
    }
}

/// The forms of an answer.
enum Form: Sendable {
    case json
    /// For a person at a terminal (`PlainText`).
    case text
    /// For a person with a browser.
    case page
    /// For a spreadsheet (`CSV`).
    case csv
    /// What changes, as it happens: server-sent events (`ChangeStream`).
    case events

    /// The media type.
    var type: String {
        switch self {
        case .json: "application/json"
        case .text: "text/plain"
        case .csv: "text/csv"
        case .page: "text/html"
        case .events: "text/event-stream"
        }
    }

    /// The form that a media range asks for; nil when it asks for none of the operation's.
    init?(range: String, of operation: Operation) {
        let found = operation.forms.first { form in
            // Every operation can answer a problem.
            range == "*/*" || range == form.type || range == "application/problem+json"
                || range.hasSuffix("/*") && form.type.hasPrefix(range.dropLast())
        }
        guard let found else { return nil }
        self = found
    }
}
