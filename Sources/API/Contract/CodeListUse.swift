import JSON

/// Where the document uses each code list.
enum CodeListUse {
    /// For each list, the members (`Case.state`) and the query parameters (`listCases?state`) that hold its codes, in alphabetical order.
    static let places: [String: [String]] = {
        var found: [String: Set<String>] = [:]
        for schema in members(OpenAPI.document["components"]?["schemas"]) {
            for property in members(schema.value["properties"]) {
                for list in lists(in: property.value) { found[list, default: []].insert("\(schema.name).\(property.name)") }
            }
        }
        for operation in Operations.all {
            for parameter in operation.parameters {
                for list in lists(in: parameter.schema.use) { found[list, default: []].insert("\(operation.id)?\(parameter.name)") }
            }
        }
        return found.mapValues { $0.sorted() }
    }()

    /// The code lists that a schema refers to itself, as a value, as null or a value, or as the elements of a list.
    private static func lists(in schema: JSONValue) -> [String] {
        if case .string(let reference)? = schema["$ref"] {
            let name = OpenAPI.name(reference)
            return CodeList.byName[name] == nil ? [] : [name]
        }
        if case .array(let choices)? = schema["anyOf"] { return choices.flatMap(lists) }
        return schema["items"].map(lists) ?? []
    }

    private static func members(_ value: JSONValue?) -> [JSONMember] { if case .object(let members)? = value { members } else { [] } }
}
