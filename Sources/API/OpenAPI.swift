import HTTPServer
import JSON

/// The OpenAPI 3.1 document, made from the operations table.
public enum OpenAPI {
    /// The document as compact JSON.
    public static let bytes: [UInt8] = {
        var writer = JSONWriter(capacity: 1 << 18)
        writer.value(document)
        return writer.bytes
    }()

    static let tag = EntityTag.make(version: 0, body: bytes)

    static let document: JSONValue = {
        var components: [String: JSONValue] = Problem.schema.components
        for operation in Operations.all {
            for schema in [operation.request, operation.response] {
                if let schema { components.merge(schema.components) { old, _ in old } }
            }
        }
        var paths: [(String, [Operation])] = []
        for operation in Operations.all {
            if let index = paths.firstIndex(where: { $0.0 == operation.path }) {
                paths[index].1.append(operation)
            } else {
                paths.append((operation.path, [operation]))
            }
        }
        return object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                object([
                    ("title", .string("Avain")), ("version", .string(apiVersion)),
                    ("description", .string("Henkilökohtainen budjetointi: clients, support plans, budgets and decisions")),
                ])
            ),
            ("servers", .array([object([("url", .string("/"))])])),
            ("paths", object(paths.map { ($0.0, object($0.1.map { ($0.method.raw.lowercased(), describe($0)) })) })),
            (
                "components",
                object([
                    (
                        "securitySchemes",
                        object([("token", object([("type", .string("http")), ("scheme", .string("bearer"))]))])
                    ),
                    ("schemas", object(components.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
                ])
            ),
        ])
    }()

    private static func describe(_ operation: Operation) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(operation.id)), ("summary", .string(operation.summary)), ("tags", .array([.string(operation.tag)])),
        ]
        if operation.right.isOpen {
            members.append(("security", .array([])))
        } else {
            members.append(("security", .array([object([("token", .array([]))])])))
            members.append(("x-right", .string(operation.right.name)))
            members.append(("x-roles", .array(operation.right.roles.map(\.rawValue).sorted().map { .string($0) })))
        }
        let parameters = describedParameters(operation)
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let request = operation.request {
            let type =
                operation.takesLines
                ? "application/x-ndjson" : operation.method == .patch ? "application/merge-patch+json" : "application/json"
            members.append(
                (
                    "requestBody",
                    object([("required", .bool(!operation.isBodyOptional)), ("content", content(type, request.use))])
                ))
        }
        members.append(("responses", object(responses(operation))))
        return object(members)
    }

    private static func describedParameters(_ operation: Operation) -> [JSONValue] {
        let text = object([("type", .string("string"))])
        var parameters: [JSONValue] = operation.pathParameters.map { name in
            let schema = name == "code" ? text : object([("type", .string("string")), ("format", .string("uuid"))])
            return parameter(name, "path", isRequired: true, nil, schema)
        }
        for query in operation.parameters {
            parameters.append(parameter(query.name, "query", isRequired: false, query.summary, query.schema.use))
        }
        if operation.right.isOpen { return parameters }
        if operation.forms.contains(.events) {
            let summary = "The place that a stream of events goes on from, sent by whoever connects again; takes the place of `after`"
            let place = object([("type", .string("string")), ("pattern", .string("^[0-9]{1,18}$"))])
            parameters.append(parameter("Last-Event-ID", "header", isRequired: false, summary, place))
        }
        if operation.effect == .change {
            parameters.append(parameter("If-Match", "header", isRequired: true, "The ETag of the version that was read", text))
        }
        if operation.effect == .replace {
            let summary = "The ETag of the version that was read, where there is one already"
            parameters.append(parameter("If-Match", "header", isRequired: false, summary, text))
        }
        if operation.method == .post, !operation.isAnswerSecret {
            parameters.append(parameter("Idempotency-Key", "header", isRequired: false, "Makes the request safe to send again", text))
        }
        if operation.effect != .read {
            parameters.append(parameter("Prefer", "header", isRequired: false, "`dry-run` shows what would happen and keeps nothing", text))
        }
        return parameters
    }

    private static func parameter(_ name: String, _ place: String, isRequired: Bool, _ summary: String?, _ schema: JSONValue) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("in", .string(place)), ("required", .bool(isRequired)), ("schema", schema),
        ]
        if let summary { members.insert(("description", .string(summary)), at: 2) }
        return object(members)
    }

    /// Every status the operation can answer with; the codes of the refusals stand in the descriptions.
    private static func responses(_ operation: Operation) -> [(String, JSONValue)] {
        func success(_ status: Int) -> (String, JSONValue) {
            var members: [(String, JSONValue)] = [("description", .string(status == 201 ? "Made" : "Done"))]
            if let response = operation.response {
                let text = object([("type", .string("string"))])
                let types = operation.forms.map { ($0.type, object([("schema", $0 == .json ? response.use : text)])) }
                members.append(("content", object(types)))
            }
            return (String(status), object(members))
        }
        var codes: [Int: [String]] = [
            400: ["malformed_request", "bad_query"], 406: ["not_acceptable"], 500: ["unexpected"], 503: ["busy"],
        ]
        func add(_ status: Int, _ code: String) { codes[status, default: []].append(code) }
        if !operation.right.isOpen {
            add(401, "unauthorised")
            add(403, "forbidden")
        }
        if !operation.pathParameters.isEmpty { add(404, "not_found") }
        if operation.request != nil {
            add(400, "malformed_json")
            add(413, "payload_too_large")
            add(415, "unsupported_media_type")
            add(422, "invalid_body")
        }
        if operation.effect != .read { add(507, "storage_full") }
        if operation.method == .post { add(422, "idempotency_mismatch") }
        if operation.effect == .change || operation.effect == .replace {
            add(412, "stale")
            add(428, "precondition_required")
        }
        for refusal in operation.refusals { add(refusal.status, refusal.rawValue) }
        return [success(operation.status)] + (operation.effect == .replace ? [success(201)] : [])
            + codes.sorted { $0.key < $1.key }.map { status, codes in
                (
                    String(status),
                    object([
                        ("description", .string(codes.joined(separator: ", "))),
                        ("content", content("application/problem+json", Problem.schema.use)),
                    ])
                )
            }
    }

    private static func content(_ type: String, _ schema: JSONValue) -> JSONValue { object([(type, object([("schema", schema)]))]) }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember(name: $0.0, value: $0.1) })
    }
}

/// The version of the API and of the service.
public let apiVersion = "0.1.0"
