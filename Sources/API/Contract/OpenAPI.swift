import HTTPServer
import JSON

/// The OpenAPI 3.1 document, made from the operations table. `OpenDocument` makes its served form.
public enum OpenAPI {
    /// The served document as compact JSON: answers may grow.
    public static let bytes: [UInt8] = {
        var writer = JSONWriter(capacity: 1 << 20)
        writer.value(OpenDocument(document).value)
        return writer.bytes
    }()

    static let tag = EntityTag.make(version: 0, body: bytes)

    /// The served document, compressed once, when it is first asked for.
    static let compressed = Gzip.compress(bytes)
    /// A tag of its own, because a strong tag is that of one representation (RFC 9110, 8.8.3.3).
    static let compressedTag = "\(tag.dropLast())-gzip\""

    /// The closed form as compact JSON: exactly what this version sends. Tests compare answers with it.
    public static let closedBytes: [UInt8] = {
        var writer = JSONWriter(capacity: 1 << 20)
        writer.value(document)
        return writer.bytes
    }()

    /// The closed form.
    static let document: JSONValue = {
        var components: [String: JSONValue] = Problem.schema.components.merging(RequestField.components) { old, _ in old }
        for operation in Operations.all {
            let inPath = operation.pathParameters.map(operation.pathSchema)
            for schema in [operation.request, operation.response].compactMap({ $0 }) + operation.parameters.map(\.schema) + inPath {
                components.merge(schema.components) { old, _ in old }
            }
        }
        let described = Operations.all.map(DescribedOperation.init)
        var paths: [(String, [DescribedOperation])] = []
        for operation in described {
            if let index = paths.firstIndex(where: { $0.0 == operation.operation.path }) {
                paths[index].1.append(operation)
            } else {
                paths.append((operation.operation.path, [operation]))
            }
        }
        var responses: [String: JSONValue] = [:]
        for operation in described {
            for problem in operation.problems { responses[problem.name] = problem.response }
        }
        // A schema that only the making of another has used is left out.
        var used = Set(RequestField.components.keys)
        for operation in described { OpenDocument.reach(operation.described, components, &used) }
        for response in responses.values { OpenDocument.reach(response, components, &used) }
        components = Descriptions.described(components.filter { used.contains($0.key) }, schemasInUse)
        func sorted(_ members: [String: JSONValue]) -> JSONValue { object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }
        return object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                object([
                    ("title", .string("Avain")), ("version", .string(apiVersion)), ("description", .string(introduction)),
                ])
            ),
            ("servers", .array([object([("url", .string("/"))])])),
            ("tags", .array(Tag.allCases.map { object([("name", .string($0.rawValue))]) })),
            ("paths", object(paths.map { ($0.0, object($0.1.map { ($0.operation.method.raw.lowercased(), $0.described) })) })),
            (
                "components",
                object([
                    ("securitySchemes", object([("token", object([("type", .string("http")), ("scheme", .string("bearer"))]))])),
                    ("parameters", object(RequestField.allCases.map { ($0.rawValue, $0.described) })),
                    ("headers", object(AnswerField.allCases.map { ($0.rawValue, $0.described) })),
                    ("responses", sorted(responses)), ("schemas", sorted(components)),
                ])
            ),
        ])
    }()

    /// For each named schema, the operations that take or answer it directly.
    private static var schemasInUse: [String: [String]] {
        var found: [String: [String]] = [:]
        for operation in Operations.all {
            for schema in [operation.request, operation.response] {
                guard case .string(let reference)? = schema?.use["$ref"] else { continue }
                if found[name(reference)]?.last != operation.id { found[name(reference), default: []].append(operation.id) }
            }
        }
        return found
    }

    private static let introduction = """
        Henkilökohtainen budjetointi: clients, support plans, budgets and decisions. Every answer has the header X-Request-Id. Every refusal \
        is a problem document (RFC 9457), and its type is the path of its explanation on this service. Every path that answers GET also \
        answers HEAD. The examples are recorded exchanges of one story; the lists of their answers are cut to two elements.
        """

    /// The document without its parts for human readers. It is the contract of a release, kept to check later releases against it.
    public static let promise: [UInt8] = {
        var writer = JSONWriter(capacity: 1 << 19)
        writer.value(bare(document))
        return writer.bytes
    }()

    private static func bare(_ value: JSONValue, isNames: Bool = false) -> JSONValue {
        let forPeople: Set<String> = [
            "description", "summary", "example", "examples", "links", "tags", "headers", "x-right", "x-roles", "x-onRecord", "title",
            "x-labels",
            "x-enum-varnames",
        ]
        switch value {
        case .object(let members):
            // The keys under `properties` and `schemas` are names and may be any of these words.
            return .object(
                members.filter { isNames || !forPeople.contains($0.name) }.map {
                    JSONMember(name: $0.name, value: bare($0.value, isNames: !isNames && ["properties", "schemas"].contains($0.name)))
                })
        case .array(let items): return .array(items.map { bare($0) })
        default: return value
        }
    }

    static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember(name: $0.0, value: $0.1) })
    }

    /// Returns the name of the component that a reference points to.
    static func name(_ reference: String) -> String { String(reference.split(separator: "/").last ?? "") }

    static func reference(_ kind: String, _ name: String) -> JSONValue {
        object([("$ref", .string("#/components/\(kind)/\(name)"))])
    }
}

/// The version of the API and of the service.
public let apiVersion = "0.1.0"
