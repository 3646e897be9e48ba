import HTTPServer
import JSON
import PersonalBudgeting

/// A request before its caller is known: its head, its id, its language, and the values of its header fields. `RequestPath` reads them in
/// the order in which faults are reported.
///
/// A class, because every closure of the request captures it.
final class IncomingRequest: Sendable {
    let head: RequestHead
    let service: Service
    /// The id of the request in the answer and in the log: the caller's, or a new one.
    let id: String
    /// Why the caller's id was not kept; nil if it was, or if there was none.
    let idFault: RequestID.Fault?
    let language: Language

    init(_ head: RequestHead, _ service: Service) {
        self.head = head
        self.service = service
        language = Language.accepted(head.headers.all("accept-language"))
        var own: String?
        var fault: RequestID.Fault?
        do throws(RequestID.Fault) { own = try RequestID.read(head.headers.all("x-request-id")) } catch { fault = error }
        id = own ?? "\(service.identifiers.next(at: service.clock()) as ID<Never>)"
        idFault = fault
    }

    /// Returns the operation of the method and path. HEAD is a GET without its body.
    /// - Throws: `no_such_route` (404) or `method_not_allowed` (405).
    func route() throws -> (Operation, Parameters) {
        let method = head.method == .head ? Method.get : head.method
        switch service.router.match(method, head.path) {
        case .found(let operation, let parameters): return (operation, parameters)
        case .notFound:
            throw Problem(
                .noSuchRoute,
                LocalText(fi: "tässä osoitteessa ei ole mitään", sv: "ingenting finns på denna adress", en: "nothing is at this path"))
        case .methodNotAllowed(let allowed):
            var problem = Problem(
                .methodNotAllowed,
                LocalText(
                    fi: "tässä sallitut HTTP-metodit: \(IncomingRequest.allow(allowed))",
                    sv: "här tillåtna HTTP-metoder: \(IncomingRequest.allow(allowed))",
                    en: "allowed here: \(IncomingRequest.allow(allowed))"))
            problem.headers = [("Allow", IncomingRequest.allow(allowed))]
            throw problem
        }
    }

    /// Answers OPTIONS with the methods of the path.
    /// - Throws: `no_such_route` (404).
    func options() throws -> Response {
        if head.path == "*" {
            return response(Answer(status: 204, headers: [("Allow", "GET, HEAD, POST, PATCH, PUT, OPTIONS")]), query: [:])
        }
        switch service.router.match(.options, head.path) {
        case .methodNotAllowed(let allowed):
            let allow = IncomingRequest.allow(allowed)
            let preflight = service.origins.preflightFields(for: head, allowing: allow, service.hasTestClock)
            return response(Answer(status: 204, headers: [("Allow", allow)] + preflight), query: [:])
        case .notFound, .found:
            // A browser shows a page no answer after a refused preflight. The answer to the request itself says that nothing is there.
            let fields = service.origins.preflightFields(for: head, allowing: "GET, HEAD, POST, PATCH, PUT, OPTIONS", service.hasTestClock)
            if !fields.isEmpty { return response(Answer(status: 204, headers: fields), query: [:]) }
            throw Problem(
                .noSuchRoute,
                LocalText(fi: "tässä osoitteessa ei ole mitään", sv: "ingenting finns på denna adress", en: "nothing is at this path"))
        }
    }

    private static func allow(_ methods: [Method]) -> String {
        var names = methods.map(\.raw)
        if names.contains("GET") { names.append("HEAD") }
        names.append("OPTIONS")
        return Set(names).sorted().joined(separator: ", ")
    }

    /// Returns the moment of the request: the current time, or the time that a test sets (`X-Test-Now`).
    /// - Throws: `bad_header` (400).
    func now() throws -> Instant {
        guard let text = head.headers.first("x-test-now") else { return service.clock() }
        guard service.hasTestClock else {
            throw badHeader(
                "X-Test-Now", "test_clock_off",
                LocalText(
                    fi: "palvelussa ei ole testikelloa", sv: "tjänsten har ingen testklocka", en: "the service runs without --test-clock"))
        }
        guard let instant = Instant(text) else {
            throw badHeader(
                "X-Test-Now", "wrong_form",
                LocalText(
                    fi: "täytyy olla ajanhetki, esimerkiksi 2026-06-30T09:00:00Z",
                    sv: "måste vara en tidpunkt, till exempel 2026-06-30T09:00:00Z", en: "must be an instant, 2026-06-30T09:00:00Z"))
        }
        return instant
    }

    /// Returns why the caller reads, for the access log (`X-Purpose`, A20).
    /// - Throws: `bad_header` (400).
    func purpose() throws -> String? {
        let fields = head.headers.all("x-purpose")
        guard let field = fields.first else { return nil }
        // The log keeps one purpose, and which one would be a guess.
        guard fields.count == 1 else { throw badHeader("X-Purpose", "duplicate_header", .occursTwice) }
        guard let text = NormalForm.make(field), (1...200).contains(text.unicodeScalars.count) else {
            throw badHeader(
                "X-Purpose", "wrong_form",
                LocalText(
                    fi: "pituuden täytyy olla 1–200 merkkiä", sv: "längden måste vara 1–200 tecken", en: "must be 1 to 200 characters"))
        }
        // U+FFFD replaces octets that are not UTF-8, and the log would not show what the caller meant.
        guard !text.unicodeScalars.contains("\u{FFFD}") else {
            throw badHeader(
                "X-Purpose", "not_utf8", LocalText(fi: "täytyy olla UTF-8-merkistöä", sv: "måste vara UTF-8", en: "must be UTF-8"))
        }
        if let refused = TextKind.line.refused(in: text) { throw badHeader("X-Purpose", refused.code, .mustNotHold(refused.inWords)) }
        guard PersonalTrace(in: text, among: [.nationalID]) == nil else {
            throw badHeader(
                "X-Purpose", "third_person_data",
                LocalText(
                    fi: "ei saa sisältää henkilötunnusta, koska se jää lokiin",
                    sv: "får inte innehålla en personbeteckning, eftersom den stannar i loggen",
                    en: "must not hold a national id: the log keeps it"))
        }
        return text
    }

    func checkContentType(of operation: Operation) throws {
        guard head.framing.hasBody || operation.takesLines else { return }
        let fields = head.headers.all("content-type")
        let type = operation.takesLines ? "application/x-ndjson" : "application/json"
        // Most callers send exactly this. Parsing the field costs more than routing the request.
        if fields != [type] {
            let given = FieldMember((fields.first ?? "")[...])
            // `utf8` is no registered name, but many programs write it, and it means nothing else.
            let isPlainCharset = given.parameters.allSatisfy { $0.name == "charset" && ["utf-8", "utf8"].contains($0.value.lowercased()) }
            let isKnown = given.value == type || (head.method == .patch && given.value == "application/merge-patch+json")
            guard fields.count == 1, isKnown, isPlainCharset else {
                throw Problem(
                    .unsupportedMediaType,
                    LocalText(
                        fi: "sisällön muodon täytyy olla \(type), merkistönä UTF-8", sv: "innehållet måste vara \(type) i UTF-8",
                        en: "the body must be \(type) in UTF-8")
                ).at(
                    .header, "Content-Type", "unsupported_media_type")
            }
        }
        if FieldMember.all(head.headers.all("content-encoding")).contains(where: { $0.value != "identity" }) {
            throw Problem(
                .unsupportedMediaType,
                LocalText(fi: "sisältöä ei saa pakata", sv: "innehållet får inte vara packat", en: "the body must not be encoded")
            ).at(.header, "Content-Encoding", "unsupported_media_type")
        }
    }

    /// A larger body takes about a millisecond to parse, too long for the other connections of the lane.
    static let largeBytes = 65_536

    /// Returns the body as JSON; nil if the operation takes none, or if it is read later (`SignedInRequest.readDocument`).
    func document(of request: Request, _ operation: Operation) throws -> JSONValue? {
        guard operation.request != nil else { return nil }
        let count = request.pieces.reduce(0) { $0 + $1.count }
        if count == 0, operation.isBodyOptional { return .object([]) }
        try checkContentType(of: operation)
        // Lines are read one by one. A large document is read on the writer, one at a time, because its tree takes many times the memory of
        // its text.
        if operation.takesLines || count > IncomingRequest.largeBytes { return nil }
        return try JSONReader.read(request.body)
    }

    func badHeader(_ name: String, _ code: String, _ detail: LocalText) -> Problem {
        var problem = Problem(.badHeader, LocalText(fi: "\(name): \(detail.fi)", sv: "\(name): \(detail.sv)", en: "\(name) \(detail.en)"))
        problem.errors = [Problem.Place(kind: .header, place: name, code: code, detail: detail)]
        return problem
    }

}
