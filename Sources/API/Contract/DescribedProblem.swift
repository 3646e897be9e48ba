import JSON
import PersonalBudgeting

/// The refusals of one status that an operation can answer with, as described in the OpenAPI document.
struct DescribedProblem {
    let status: Int
    /// The problem codes, sorted and without repetition.
    let codes: [String]

    /// Returns one value for each status that an operation can refuse with.
    static func all(of operation: Operation) -> [DescribedProblem] {
        var codes: [Int: Set<String>] = [:]
        func add(_ problems: ServiceProblem...) { for problem in problems { codes[problem.status, default: []].insert(problem.rawValue) } }
        func add(refusal: RefusalCode) { codes[refusal.status, default: []].insert(refusal.rawValue) }
        // Every request can fail in these ways before the service looks at its content.
        add(
            .malformedRequest, .badQuery, .badHeader, .notAcceptable, .requestTimeout, .payloadTooLarge, .uriTooLong, .expectationFailed,
            .headTooLarge, .unexpected, .busy)
        if !operation.right.isOpen {
            add(.unauthorised, .tooManyRequests, .storageFailing)
            for refusal in [RefusalCode.forbidden, .authorisationMissing] { add(refusal: refusal) }
        }
        if operation.id == "ready" { add(.storageFailing) }
        if operation.id == "explainProblem" { add(.noSuchRoute) }
        if !operation.pathParameters.isEmpty, !operation.right.isOpen { add(refusal: .notFound) }
        if operation.request != nil { add(.malformedJSON, .unsupportedMediaType, .invalidBody) }
        if operation.effect != .read {
            add(.storageFull, .amountOutOfRange)
            add(refusal: .invalid)
        }
        if operation.method == .post, !operation.isAnswerSecret {
            add(.idempotencyMismatch, .idempotencyInFlight)
            // A kept answer is not replayed to a caller who may no longer see the client in it.
            add(refusal: .notFound)
        }
        if operation.effect == .change || operation.effect == .replace {
            add(.preconditionRequired)
            add(refusal: .stale)
        }
        if operation.right.isBarredByTies { add(refusal: .disqualified) }
        for refusal in operation.refusals { add(refusal: refusal) }
        return codes.sorted { $0.key < $1.key }.map { DescribedProblem(status: $0.key, codes: $0.value.sorted()) }
    }

    /// The name of the response among the components. Responses with the same codes share a name.
    var name: String { "\(status).\(codes.joined(separator: "."))" }

    var reference: JSONValue { OpenAPI.reference("responses", name) }

    var response: JSONValue {
        let codes = OpenAPI.object([("enum", .array(codes.map { .string($0) }))])
        let schema = OpenAPI.object([
            ("allOf", .array([Problem.schema.use, OpenAPI.object([("properties", OpenAPI.object([("code", codes)]))])]))
        ])
        var fields: [AnswerField] = status == 401 ? [] : [.requestID, .requestIDReplaced]
        if status == 503 { fields.append(.retryAfter) }
        if status == 412 { fields.append(.entityTag) }
        return OpenAPI.object([
            ("description", .string(titles)),
            ("headers", OpenAPI.object(fields.map { ($0.name, OpenAPI.reference("headers", $0.rawValue)) })),
            (
                "content",
                OpenAPI.object([("application/problem+json", OpenAPI.object([("schema", schema), ("example", example)]))])
            ),
        ])
    }

    private var titles: String {
        self.codes.map { code in "`\(code)`: \(Self.title(code))" }.joined(separator: "; ")
    }

    private var example: JSONValue {
        let code = codes.first ?? ""
        return OpenAPI.object([
            ("type", .string("/problems/\(code)")), ("title", .string(Self.title(code))), ("status", .integer(Int64(status))),
            ("detail", .string("What is wrong, in words")), ("code", .string(code)),
        ])
    }

    private static func title(_ code: String) -> String {
        RefusalCode(rawValue: code)?.title.en ?? ServiceProblem(rawValue: code)?.title.en ?? code
    }
}
