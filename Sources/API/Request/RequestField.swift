import JSON

/// The request headers that the API uses (and `pretty`), as described in the OpenAPI document.
enum RequestField: String, CaseIterable {
    case ifMatch = "IfMatch"
    case ifMatchWhereThere = "IfMatchWhereThere"
    case ifNoneMatch = "IfNoneMatch"
    case idempotencyKey = "IdempotencyKey"
    case prefer = "Prefer"
    case lastEventID = "LastEventID"
    case purpose = "Purpose"
    case neededPurpose = "NeededPurpose"
    case requestID = "RequestId"
    case acceptLanguage = "AcceptLanguage"
    case pretty = "Pretty"

    /// Returns the fields that an operation reads.
    static func all(of operation: Operation) -> [RequestField] {
        var fields: [RequestField] = []
        if !operation.right.isOpen {
            if operation.effect == .change { fields.append(.ifMatch) }
            if operation.effect == .replace { fields.append(.ifMatchWhereThere) }
            if operation.method == .post, !operation.isAnswerSecret { fields.append(.idempotencyKey) }
            if operation.effect != .read { fields.append(.prefer) }
            if operation.forms.contains(.events) { fields.append(.lastEventID) }
            fields.append(operation.right.needsPurpose ? .neededPurpose : .purpose)
        }
        if operation.method == .get { fields.append(.ifNoneMatch) }
        return fields + [.acceptLanguage, .requestID, .pretty]
    }

    var described: JSONValue {
        let (name, summary, schema): (String, String, Schema) =
            switch self {
            case .ifMatch:
                ("If-Match", "The ETag of the version that was read; `*` matches any version", .text(1...400, pattern: Self.tags))
            case .ifMatchWhereThere:
                (
                    "If-Match", "The ETag of the version that was read, if the resource exists; `*` matches any version",
                    .text(1...400, pattern: Self.tags)
                )
            case .ifNoneMatch: ("If-None-Match", "An ETag; the answer is 304 if it is still current", Self.anything)
            case .idempotencyKey:
                (
                    "Idempotency-Key",
                    "Makes the request safe to repeat: a repeated request gets the first answer. Any random id will do; the service stores only"
                        + " a keyed mark of it",
                    .text(1...200, pattern: "^[!-~]+$")
                )
            case .prefer:
                (
                    "Prefer", "`dry-run`: the answer is the same as for a real request, without its ETag, but nothing is kept (RFC 7240)",
                    Self.anything
                )
            case .lastEventID:
                (
                    "Last-Event-ID",
                    "The cursor to continue from, sent by a client that reconnects to a stream; replaces `after`",
                    .text(1...18, pattern: "^[0-9]{1,18}$")
                )
            case .purpose, .neededPurpose:
                (
                    "X-Purpose", "Why the caller reads, for the access log: 1 to 200 characters in UTF-8, no national id",
                    Self.purposeSchema
                )
            case .requestID:
                (
                    "X-Request-Id",
                    "An id for the request, in the answer and in the log: 1 to \(RequestID.maximumLength) letters, digits or `-._~+/=:`, no"
                        + " national id. If it is another text, or there are several, the service makes one and says so in"
                        + " `\(RequestID.replacedField)`",
                    Self.anything
                )
            case .acceptLanguage:
                ("Accept-Language", "The language of titles and labels: fi, sv or en; fi if it names none of them", Self.anything)
            case .pretty:
                ("pretty", "Indents the answer", Self.prettySchema)
            }
        return OpenAPI.object([
            ("name", .string(name)), ("in", .string(self == .pretty ? "query" : "header")), ("description", .string(summary)),
            ("required", .bool(self == .ifMatch || self == .neededPurpose)), ("schema", schema.use),
        ])
    }

    /// The named schemas that the fields use.
    static let components: [String: JSONValue] = prettySchema.components

    /// It has a name, because generators make a type of every list of values without one, for every operation again.
    private static let prettySchema = Schema([
        ("type", .string("string")), ("description", .string("Any of these values indents the answer; the last is `?pretty` alone")),
        ("enum", .array(["true", "1", ""].map { .string($0) })),
        ("x-enum-varnames", .array(["yes", "one", "bare"].map { .string($0) })),
    ]).named("Pretty")
    /// Any text: the service ignores values that do not fit.
    private static let anything = Schema([("type", .string("string"))])
    private static let purposeSchema = Schema([
        ("type", .string("string")), ("minLength", .integer(1)), ("maxLength", .integer(200)),
    ])
    /// A list of entity tags, or `*` (RFC 9110, 13.1.1).
    private static let tags = #"^(\*|(W/)?"[!#-~]*"(, (W/)?"[!#-~]*")*)$"#
}

/// The answer headers besides those of HTTP itself, as described in the OpenAPI document.
enum AnswerField: String, CaseIterable {
    case entityTag = "ETag"
    case location = "Location"
    case link = "Link"
    case replayed = "IdempotencyReplayed"
    case applied = "PreferenceApplied"
    case requestID = "RequestId"
    case requestIDReplaced = "RequestIdReplaced"
    case withheld = "Withheld"
    case retryAfter = "RetryAfter"

    var name: String {
        switch self {
        case .replayed: "Idempotency-Replayed"
        case .applied: "Preference-Applied"
        case .requestID: "X-Request-Id"
        case .requestIDReplaced: RequestID.replacedField
        case .retryAfter: "Retry-After"
        default: rawValue
        }
    }

    /// Returns the fields that an operation sends with a success of this status.
    static func all(of operation: Operation, status: Int) -> [AnswerField] {
        var fields: [AnswerField] = [.requestID, .requestIDReplaced]
        if operation.response != nil, operation.id != "health", operation.id != "ready" { fields.append(.entityTag) }
        if status == 201 { fields.append(.location) }
        if operation.isList { fields.append(.link) }
        if operation.isWithheldFrom { fields.append(.withheld) }
        if operation.method == .post, !operation.right.isOpen, !operation.isAnswerSecret { fields.append(.replayed) }
        if operation.effect != .read { fields.append(.applied) }
        return fields
    }

    var described: JSONValue {
        let text = [("type", JSONValue.string("string"))]
        let (summary, schema): (String, [(String, JSONValue)]) =
            switch self {
            case .entityTag:
                ("A strong tag of this representation; send it in If-Match to change it, in If-None-Match to read it again", text)
            case .location: ("The path of the new resource", text)
            case .link: ("`rel=\"next\"`: the next page, if there is one", text)
            case .replayed:
                ("`true`: this answer repeats the first one", [("type", .string("string")), ("enum", .array([.string("true")]))])
            case .applied:
                ("`dry-run`: nothing was kept", [("type", .string("string")), ("enum", .array([.string("dry-run")]))])
            case .requestID: ("The id of the request, also in the log", text)
            case .requestIDReplaced:
                (
                    "Why the service did not keep the caller's `X-Request-Id` and made one",
                    text + [("enum", .array(RequestID.Fault.allCases.map { .string($0.rawValue) }))]
                )
            case .withheld:
                (
                    "The members that are left out or masked as `***`: the whereabouts of a protected person, and what the caller's task does"
                        + " not need. In a list, the members of any item", text
                )
            case .retryAfter: ("Seconds to wait before the request is sent again", text)
            }
        return OpenAPI.object([("description", .string(summary)), ("schema", OpenAPI.object(schema))])
    }
}
