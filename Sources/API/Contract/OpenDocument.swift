import JSON

/// The served form of the document: answers may grow, requests may not (Docs/decisions/0031-an-open-contract.md).
///
/// The closed form says exactly what this version sends, and tests compare every answer with it. A client generated from it would refuse the
/// members and codes of the next version. In the served form
/// - an answer's object may have more members than the document names, and a code may be another than those of `x-extensible-enum`;
/// - a request's object has no other members, and its codes are an `enum`.
/// A schema that both use is two schemas of the served form: that of the answer keeps the name, that of the request ends in `Input`.
struct OpenDocument {
    private let closed: JSONValue
    private let schemas: [String: JSONValue]
    /// The schemas that requests and answers both use and that differ between the two.
    private let shared: Set<String>

    init(_ closed: JSONValue) {
        self.closed = closed
        var schemas: [String: JSONValue] = [:]
        for schema in OpenDocument.members(closed["components"]?["schemas"]) { schemas[schema.name] = schema.value }
        self.schemas = schemas
        var (asked, answered): (Set<String>, Set<String>) = ([], [])
        for path in OpenDocument.members(closed["paths"]) {
            for operation in OpenDocument.members(path.value) {
                for part in OpenDocument.members(operation.value) {
                    if part.name == "responses" {
                        OpenDocument.reach(part.value, schemas, &answered)
                    } else {
                        OpenDocument.reach(part.value, schemas, &asked)
                    }
                }
            }
        }
        for part in ["responses", "headers"] {
            if let components = closed["components"]?[part] { OpenDocument.reach(components, schemas, &answered) }
        }
        if let parameters = closed["components"]?["parameters"] { OpenDocument.reach(parameters, schemas, &asked) }
        var differing: [String: Bool] = [:]
        for name in schemas.keys { _ = OpenDocument.grows(name, schemas, &differing) }
        shared = asked.intersection(answered).filter { differing[$0] == true }
        self.asked = asked
    }

    private let asked: Set<String>

    /// The document.
    var value: JSONValue {
        guard case .object(let parts) = closed else { return closed }
        return .object(
            parts.map { part in
                switch part.name {
                case "paths": JSONMember(name: part.name, value: paths(part.value))
                case "components": JSONMember(name: part.name, value: components(part.value))
                default: part
                }
            })
    }

    private func paths(_ paths: JSONValue) -> JSONValue {
        mapped(paths) { _, path in
            mapped(path) { _, operation in
                mapped(operation) { name, part in name == "responses" ? answer(part) : request(part) }
            }
        }
    }

    private func components(_ components: JSONValue) -> JSONValue {
        mapped(components) { name, part in
            switch name {
            case "parameters": request(part)
            case "responses", "headers": answer(part)
            case "schemas":
                .object(
                    OpenDocument.members(part).flatMap { schema -> [JSONMember] in
                        if shared.contains(schema.name) {
                            return [
                                JSONMember(name: schema.name, value: answer(schema.value)),
                                JSONMember(name: "\(schema.name)Input", value: request(schema.value, isCopy: true)),
                            ]
                        }
                        let isAsked = asked.contains(schema.name)
                        return [JSONMember(name: schema.name, value: isAsked ? request(schema.value) : answer(schema.value))]
                    })
            default: part
            }
        }
    }

    /// The part of a request: as it is, with the names of the schemas that differ from those of answers.
    /// - Parameter isCopy: whether it is a second schema; its labels and examples stand in the first.
    private func request(_ value: JSONValue, isCopy: Bool = false, isNames: Bool = false) -> JSONValue {
        switch value {
        case .object(let members):
            return .object(
                members.compactMap { member in
                    if !isNames, OpenDocument.isData(member.name) { return isCopy ? nil : member }
                    if isCopy, member.name == "title", case .string(let title) = member.value {
                        return JSONMember(name: "title", value: .string("\(title)Input"))
                    }
                    guard member.name == "$ref", case .string(let reference) = member.value, isShared(reference) else {
                        let areNames = !isNames && member.name == "properties"
                        return JSONMember(name: member.name, value: request(member.value, isCopy: isCopy, isNames: areNames))
                    }
                    return JSONMember(name: "$ref", value: .string("\(reference)Input"))
                })
        case .array(let items): return .array(items.map { request($0, isCopy: isCopy) })
        default: return value
        }
    }

    private func isShared(_ reference: String) -> Bool {
        reference.hasPrefix("#/components/schemas/") && shared.contains(OpenAPI.name(reference))
    }

    /// The part of an answer: open objects, open codes, and one schema for every problem.
    private func answer(_ value: JSONValue, isNames: Bool = false) -> JSONValue {
        switch value {
        case .object(let members):
            // The codes of one answer narrow the problem in the closed form. The description of the answer names them.
            if case .array(let parts)? = value["allOf"], let whole = parts.first, whole["$ref"] != nil { return whole }
            if isNames { return mapped(value) { answer($1) } }
            let isListOfCodes = value["items"].map(isCode) == true
            return .object(
                members.compactMap { member in
                    if OpenDocument.isData(member.name) { return member }
                    switch (member.name, member.value) {
                    case ("additionalProperties", .bool(false)): return nil
                    // With a new code, a list of codes may be longer.
                    case ("maxItems", _) where isListOfCodes: return nil
                    case ("enum", .array): return JSONMember(name: "x-extensible-enum", value: member.value)
                    // It belongs to `enum`.
                    case ("x-enum-varnames", _): return nil
                    default: return JSONMember(name: member.name, value: answer(member.value, isNames: member.name == "properties"))
                    }
                })
        case .array(let items): return .array(items.map { answer($0) })
        default: return value
        }
    }

    private func isCode(_ schema: JSONValue) -> Bool {
        guard case .string(let reference)? = schema["$ref"] else { return schema["enum"] != nil }
        return schemas[OpenAPI.name(reference)]?["enum"] != nil
    }

    private func mapped(_ value: JSONValue, _ change: (String, JSONValue) -> JSONValue) -> JSONValue {
        .object(OpenDocument.members(value).map { JSONMember(name: $0.name, value: change($0.name, $0.value)) })
    }

    // MARK: - Reading the closed form

    /// Whether a keyword holds data and no schema. The names below `properties` are no keywords.
    private static func isData(_ name: String) -> Bool { ["example", "examples", "x-labels", "default"].contains(name) }

    static func members(_ value: JSONValue?) -> [JSONMember] { if case .object(let members)? = value { members } else { [] } }

    /// Adds the names of the schemas that a part of the document refers to, directly or through others.
    static func reach(_ value: JSONValue, _ schemas: [String: JSONValue], _ found: inout Set<String>, isNames: Bool = false) {
        switch value {
        case .object(let members):
            for member in members where isNames || !isData(member.name) {
                if member.name == "$ref", case .string(let reference) = member.value {
                    guard reference.hasPrefix("#/components/schemas/") else { continue }
                    let name = OpenAPI.name(reference)
                    if found.insert(name).inserted, let schema = schemas[name] { reach(schema, schemas, &found) }
                } else {
                    reach(member.value, schemas, &found, isNames: !isNames && member.name == "properties")
                }
            }
        case .array(let items): for item in items { reach(item, schemas, &found) }
        default: break
        }
    }

    /// Whether a schema may grow in answers: it is a closed object or a list of codes, or has one inside.
    private static func grows(_ name: String, _ schemas: [String: JSONValue], _ known: inout [String: Bool]) -> Bool {
        if let answer = known[name] { return answer }
        // A schema inside itself decides nothing.
        known[name] = false
        let answer = schemas[name].map { grows($0, schemas, &known) } ?? false
        known[name] = answer
        return answer
    }

    private static func grows(
        _ value: JSONValue, _ schemas: [String: JSONValue], _ known: inout [String: Bool], isNames: Bool = false
    ) -> Bool {
        switch value {
        case .object(let members):
            for member in members {
                if isNames {
                    if grows(member.value, schemas, &known) { return true }
                    continue
                }
                if isData(member.name) { continue }
                if member.name == "enum" { return true }
                if member.name == "additionalProperties", member.value == .bool(false) { return true }
                if member.name == "$ref", case .string(let reference) = member.value {
                    if grows(OpenAPI.name(reference), schemas, &known) { return true }
                } else if grows(member.value, schemas, &known, isNames: member.name == "properties") {
                    return true
                }
            }
            return false
        case .array(let items):
            for item in items {
                if grows(item, schemas, &known) { return true }
            }
            return false
        default: return false
        }
    }
}
