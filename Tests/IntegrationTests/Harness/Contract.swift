import Foundation
import JSON
import Synchronization

/// One operation of the served document.
struct DescribedOperation: Sendable {
    let id: String
    let method: String
    /// The path with its names in braces.
    let path: String
    let roles: [String]
    let isOpen: Bool
    let described: JSONValue
    /// The named schemas of the document.
    let schemas: JSONValue

    var needsMatch: Bool { parameterReferences.contains("#/components/parameters/IfMatch") }
    var takesKey: Bool { parameterReferences.contains("#/components/parameters/IdempotencyKey") }
    var takesDryRun: Bool { parameterReferences.contains("#/components/parameters/Prefer") }
    /// Whether it adds a new item to a list.
    var makes: Bool { method == "POST" && described["responses"].names.contains("201") }
    var isList: Bool { described["parameters"].array.contains { $0["name"] == "limit" } }
    var requestTypes: [String] { described["requestBody"]["content"].names }
    /// A body with every member that the operation takes.
    var example: JSONValue? {
        guard let type = requestTypes.first else { return nil }
        return MadeBody(schemas).value(of: described["requestBody"]["content"][type]["schema"], in: id)
    }

    /// The query parameters that are required, and a small limit for a list.
    var leastQuery: String {
        var query: [String] = isList ? ["limit=2"] : []
        for parameter in described["parameters"].array where parameter["in"] == "query" && parameter["required"] == true {
            let schema: JSONValue = parameter["schema"]
            let reference = schema["$ref"].string?.split(separator: "/").last.map(String.init) ?? ""
            let list: JSONValue = reference.isEmpty ? schema : schemas[reference]
            let codes: JSONValue = list["enum"]
            let value =
                schema["format"] == "uuid"
                ? "00000000-0000-7000-8000-000000000000" : schema["format"] == "date" ? "2026-06-30" : codes[0].string ?? "me"
            query.append("\(parameter["name"].string ?? "")=\(value)")
        }
        return query.isEmpty ? "" : "?\(query.joined(separator: "&"))"
    }

    /// The header fields of a dry run; none for a read.
    var rehearsing: [String: String] {
        var headers: [String: String] = [:]
        if method != "GET" { headers["Prefer"] = "dry-run" }
        if needsMatch || method == "PUT" { headers["If-Match"] = "*" }
        if requestTypes == ["application/x-ndjson"] { headers["Content-Type"] = "application/x-ndjson" }
        return headers
    }

    private var parameterReferences: [String] { described["parameters"].array.compactMap { $0["$ref"].string } }
}

/// The closed form of the OpenAPI document. Every answer that a test gets must be one that it describes; the served form would also take
/// members and codes that nobody has described.
final class Contract: Sendable {
    let document: JSONValue
    let all: [DescribedOperation]
    private let patterns = Mutex<[String: Pattern]>([:])

    /// `@unchecked Sendable`: a compiled expression is not changed by matching.
    private struct Pattern: @unchecked Sendable { let expression: NSRegularExpression? }

    /// The document of the program. All services of a run are one program, and serve one document.
    static func served(by service: ServiceProcess, _ curl: Curl) throws -> Contract {
        try known.withLock { known in
            if let known { return known }
            let contract = Contract(try JSONReader.read(Array(ServiceProcess.run(["openapi", "--closed"]).output.utf8)))
            known = contract
            return contract
        }
    }

    private static let known = Mutex<Contract?>(nil)

    init(_ document: JSONValue) {
        self.document = document
        var operations: [DescribedOperation] = []
        for path in document["paths"].members {
            for method in path.value.members {
                operations.append(
                    DescribedOperation(
                        id: method.value["operationId"].string ?? "", method: method.name.uppercased(), path: path.name,
                        roles: method.value["x-roles"].array.compactMap(\.string), isOpen: method.value["security"].array.isEmpty,
                        described: method.value, schemas: document["components"]["schemas"]))
            }
        }
        all = operations
    }

    /// The faults of an answer against the document; empty if there are none, or if the document has no such operation.
    func faults(of reply: Reply) -> [String] {
        let words = reply.request.split(separator: " ")
        guard words.count == 2, let operation = operation(words[0], words[1].prefix { $0 != "?" }) else { return [] }
        // HTTP itself refuses these before there is an operation.
        if [404, 405, 501, 505].contains(reply.status), ["no_such_route", "method_not_allowed"].contains(reply.code ?? "") { return [] }
        let told: JSONValue = resolved(operation.described["responses"]["\(reply.status)"])
        if told.isNull { return ["\(operation.id): status \(reply.status) (\(reply.code ?? "no code")) is not in the document"] }
        if reply.body.isEmpty { return [] }
        let type = String((reply.headers["Content-Type"] ?? "").prefix { $0 != ";" })
        let content: JSONValue = told["content"][type]
        if content.isNull { return ["\(operation.id): the type \(type) is not in the document for \(reply.status)"] }
        guard type.hasSuffix("json") else { return [] }
        var faults: [String] = []
        check(reply.json, content["schema"], at: "", &faults)
        return faults.prefix(5).map { "\(operation.id), \(reply.status): \($0)" }
    }

    /// The faults of a value against a schema of the document.
    func faults(of value: JSONValue, schema: JSONValue) -> [String] {
        var faults: [String] = []
        check(value, schema, at: "", &faults)
        return faults
    }

    private func operation(_ method: Substring, _ path: Substring) -> DescribedOperation? {
        let segments = path.split(separator: "/")
        let found = all.filter { operation in
            guard operation.method == method else { return false }
            let own = operation.path.split(separator: "/")
            return own.count == segments.count && zip(own, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // `/prices/on-date` is matched before `/prices/{price}`.
        return found.min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }
    }

    private func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"].string else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) { value, name -> JSONValue in value[String(name)] }
    }

    // MARK: - JSON Schema, as far as the document uses it

    private func check(_ value: JSONValue, _ schema: JSONValue, at pointer: String, _ faults: inout [String]) {
        let schema = resolved(schema)
        func wrong(_ what: String) { faults.append("\(pointer.isEmpty ? "/" : pointer) \(what)") }
        for part in schema["allOf"].array { check(value, part, at: pointer, &faults) }
        let choices: [JSONValue] = schema["anyOf"].array
        if !choices.isEmpty {
            var least: [String]?
            for choice in choices {
                var found: [String] = []
                check(value, choice, at: pointer, &found)
                if found.count < least?.count ?? Int.max { least = found }
            }
            faults += least ?? []
        }
        let codes: [JSONValue] = schema["enum"].array
        if !codes.isEmpty, !codes.contains(value) { wrong("is none of the documented codes: \(value)") }
        switch (schema["type"].string, value) {
        case ("object", .object(let members)), (nil, .object(let members)):
            let known: JSONValue = schema["properties"]
            for name in schema["required"].array.compactMap(\.string) where !members.contains(where: { $0.name == name }) {
                wrong("has no \(name)")
            }
            for member in members {
                if known.names.contains(member.name) {
                    check(member.value, known[member.name], at: "\(pointer)/\(member.name)", &faults)
                } else if schema["additionalProperties"] == false {
                    wrong("has \(member.name), which is not documented")
                } else if !schema["additionalProperties"].isNull {
                    check(member.value, schema["additionalProperties"], at: "\(pointer)/\(member.name)", &faults)
                }
            }
        case ("array", .array(let items)):
            if let most = schema["maxItems"].int, items.count > most { wrong("has \(items.count) items, more than \(most)") }
            if let fewest = schema["minItems"].int, items.count < fewest { wrong("has \(items.count) items, fewer than \(fewest)") }
            for (index, item) in items.enumerated() { check(item, schema["items"], at: "\(pointer)/\(index)", &faults) }
        case ("string", .string(let text)):
            let count = text.unicodeScalars.count
            if let most = schema["maxLength"].int, count > most { wrong("has \(count) characters, more than \(most)") }
            if let fewest = schema["minLength"].int, count < fewest { wrong("has \(count) characters, fewer than \(fewest)") }
            if let pattern = schema["pattern"].string, !matches(text, pattern) { wrong("is not of the form \(pattern): \(text)") }
        case ("integer", .integer(let number)):
            if case .integer(let most) = schema["maximum"], number > most { wrong("is more than \(most)") }
            if case .integer(let least) = schema["minimum"], number < least { wrong("is less than \(least)") }
        case ("boolean", .bool), ("null", .null), (nil, _): break
        case (let type, _): wrong("is not of the type \(type ?? "")")
        }
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        let compiled = patterns.withLock { patterns in
            if let known = patterns[pattern] { return known }
            let made = Pattern(expression: try? NSRegularExpression(pattern: pattern))
            patterns[pattern] = made
            return made
        }
        guard let expression = compiled.expression else { return false }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}

extension JSONValue {
    /// The schema that a `$ref` leads to in a document, or this schema.
    func schema(in document: JSONValue) -> JSONValue {
        guard let name = self["$ref"].string?.split(separator: "/").last else { return self }
        return document["components"]["schemas"][String(name)]
    }

    /// The members of an object, in order; empty if this is not an object.
    var members: [JSONMember] { if case .object(let members) = self { members } else { [] } }
}
