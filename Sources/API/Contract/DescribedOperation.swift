import HTTPServer
import JSON
import PersonalBudgeting

/// One operation as described in the OpenAPI document.
struct DescribedOperation {
    let operation: Operation
    /// The refusals the operation can answer with, one response for each status.
    let problems: [DescribedProblem]
    private let example: RecordedExample?

    init(_ operation: Operation) {
        self.operation = operation
        example = RecordedExample.byOperation[operation.id]
        problems = DescribedProblem.all(of: operation)
    }

    var described: JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(operation.id)), ("summary", .string(operation.summary)),
            ("tags", .array([.string(operation.tag.rawValue)])),
        ]
        if let text = Descriptions.operation(operation) { members.append(("description", .string(text))) }
        if let deprecation = operation.deprecation {
            members.append(("deprecated", .bool(true)))
            members.append(("x-sunset", .string("\(deprecation.sunset)")))
        }
        if operation.right.isOpen {
            members.append(("security", .array([])))
        } else {
            members.append(("security", .array([OpenAPI.object([("token", .array([]))])])))
            members.append(("x-right", .string(operation.right.name)))
            members.append(("x-onRecord", .bool(operation.right.isOnRecord)))
            members.append(("x-roles", .array(operation.right.roles.map(\.rawValue).sorted().map { .string($0) })))
        }
        members.append(("parameters", .array(parameters)))
        if let request = operation.request {
            members.append(
                (
                    "requestBody",
                    OpenAPI.object([
                        ("description", .string(Descriptions.body(of: operation))), ("required", .bool(!operation.isBodyOptional)),
                        ("content", OpenAPI.object(requestTypes.map { ($0, body(request)) })),
                    ])
                ))
        }
        members.append(("responses", OpenAPI.object(successes + problems.map { ("\($0.status)", $0.reference) })))
        return OpenAPI.object(members)
    }

    // MARK: - Parameters and body

    private var requestTypes: [String] {
        if operation.takesLines { return ["application/x-ndjson"] }
        return operation.method == .patch ? ["application/merge-patch+json", "application/json"] : ["application/json"]
    }

    private func body(_ schema: Schema) -> JSONValue {
        OpenAPI.object([("schema", schema.use)] + (example?.request.map { [("example", $0)] } ?? []))
    }

    private var parameters: [JSONValue] {
        let path = operation.pathParameters.map { name in
            OpenAPI.object([
                ("name", .string(name)), ("in", .string("path")), ("description", .string(Descriptions.pathParameter(name))),
                ("required", .bool(true)), ("schema", operation.pathSchema(name).use),
            ])
        }
        let query = operation.parameters.map { parameter in
            OpenAPI.object([
                ("name", .string(parameter.name)), ("in", .string("query")), ("description", .string(parameter.summary)),
                ("required", .bool(parameter.isRequired)), ("schema", parameter.schema.use),
            ])
        }
        return path + query + RequestField.all(of: operation).map { OpenAPI.reference("parameters", $0.rawValue) }
    }

    // MARK: - Answers

    private var successes: [(String, JSONValue)] {
        (operation.effect == .replace ? [operation.status, 201] : [operation.status]).map { status in
            var members: [(String, JSONValue)] = [
                ("description", .string(status == 201 ? "Made" : "Done")),
                (
                    "headers",
                    OpenAPI.object(
                        AnswerField.all(of: operation, status: status).map { ($0.name, OpenAPI.reference("headers", $0.rawValue)) })
                ),
            ]
            if let response = operation.response {
                let text = OpenAPI.object([("schema", OpenAPI.object([("type", .string("string"))]))])
                members.append(
                    (
                        "content",
                        OpenAPI.object(
                            operation.forms.map { ($0.type, $0 == .json ? answer(response, status: status) : text) })
                    ))
            }
            let links = status == 201 || operation.effect != .replace ? self.links : []
            if !links.isEmpty { members.append(("links", OpenAPI.object(links))) }
            return ("\(status)", OpenAPI.object(members))
        } + (operation.method == .get ? [("304", Self.notModified)] : [])
    }

    private func answer(_ schema: Schema, status: Int) -> JSONValue {
        let recorded = example.flatMap { $0.status == status ? $0.answer : nil }
        return OpenAPI.object([("schema", schema.use)] + (recorded.map { [("example", $0)] } ?? []))
    }

    /// The next calls on a new item: reading it, its commands, and the operations below it.
    private var links: [(String, JSONValue)] {
        guard operation.effect == .create, operation.status == 201 else { return [] }
        let base = operation.path
        return Operations.all.compactMap { next -> (String, JSONValue)? in
            guard next.path.hasPrefix("\(base)/{") else { return nil }
            let rest = next.path.dropFirst(base.count + 1).split(separator: "/")
            guard rest.count <= 2, let name = rest.first?.dropFirst().dropLast() else { return nil }
            var parameters = operation.pathParameters.map { ($0, JSONValue.string("$request.path.\($0)")) }
            parameters.append((String(name), .string("$response.body#/id")))
            return (
                next.id,
                OpenAPI.object([("operationId", .string(next.id)), ("parameters", OpenAPI.object(parameters))])
            )
        }
    }

    private static let notModified = OpenAPI.object([
        ("description", .string("The representation that If-None-Match names is still current"))
    ])
}

extension Operation {
    /// Returns the schema of a path parameter.
    func pathSchema(_ name: String) -> Schema {
        switch name {
        case "code": return CodeList.problems.schema
        case "list": return Schema([("type", .string("string")), ("enum", .array(CodeList.all.map { .string($0.name) }))])
        case "municipality": return .text(3...3, format: "municipality", pattern: "^[0-9]{3}$")
        default: return .text(36...36, format: "uuid", pattern: Pattern.uuid)
        }
    }
}
