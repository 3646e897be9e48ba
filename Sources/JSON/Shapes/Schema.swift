/// The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a shape or a view.
///
/// A named schema is written once under `#/components/schemas` and referred to from everywhere else.
public struct Schema: Sendable {
    /// The text at the place of use: the schema itself, or a `$ref` to the named schema.
    public let use: JSONValue
    /// The named schemas that this schema needs, itself included, by name.
    public let components: [String: JSONValue]

    public init(_ keywords: [(String, JSONValue)], components: [String: JSONValue] = [:]) {
        use = .object(keywords.map { JSONMember(name: $0.0, value: $0.1) })
        self.components = components
    }

    init(use: JSONValue, components: [String: JSONValue]) {
        self.use = use
        self.components = components
    }

    /// The same schema under a name.
    public func named(_ name: String) -> Schema {
        Schema(
            use: .object([JSONMember(name: "$ref", value: .string("#/components/schemas/\(name)"))]),
            components: components.merging([name: use]) { old, _ in old })
    }

    /// An object with these members and no others.
    @usableFromInline static func object(_ members: [(name: String, schema: Schema, required: Bool)]) -> Schema {
        var components: [String: JSONValue] = [:]
        for member in members { components.merge(member.schema.components) { old, _ in old } }
        var keywords: [(String, JSONValue)] = [
            ("type", .string("object")),
            ("properties", .object(members.map { JSONMember(name: $0.name, value: $0.schema.use) })),
        ]
        let required = members.filter(\.required).map { JSONValue.string($0.name) }
        if !required.isEmpty { keywords.append(("required", .array(required))) }
        keywords.append(("additionalProperties", .bool(false)))
        return Schema(keywords, components: components)
    }

    /// A list of elements of a schema.
    public static func array(_ element: Schema, count: ClosedRange<Int>?) -> Schema {
        var keywords: [(String, JSONValue)] = [("type", .string("array")), ("items", element.use)]
        if let count {
            keywords.append(("minItems", .integer(Int64(count.lowerBound))))
            keywords.append(("maxItems", .integer(Int64(count.upperBound))))
        }
        return Schema(keywords, components: element.components)
    }

    /// The schema of a merge patch (RFC 7396) for an object of this schema. It has the same members, and none is required. Null removes an
    /// optional member. An inner object is patched in the same way. The result of a patch is checked against the whole shape.
    public var asMergePatch: Schema {
        var patched = components
        let use = Schema.patch(of: use, &patched)
        return Schema(use: use, components: patched)
    }

    private static func patch(of use: JSONValue, _ components: inout [String: JSONValue]) -> JSONValue {
        guard case .object(var members) = use else { return use }
        func value(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }
        if case .string(let reference)? = value("$ref"), let slash = reference.lastIndex(of: "/") {
            let name = String(reference[reference.index(after: slash)...])
            guard let named = components[name], case .object(let inner) = named, inner.contains(where: { $0.name == "properties" }) else {
                return use
            }
            components["\(name)Patch"] = patch(of: named, &components)
            return .object([JSONMember(name: "$ref", value: .string("\(reference)Patch"))])
        }
        if case .array(let choices)? = value("anyOf") {
            return .object([JSONMember(name: "anyOf", value: .array(choices.map { patch(of: $0, &components) }))])
        }
        guard case .object(let properties)? = value("properties") else { return use }
        var required: [JSONValue] = []
        if case .array(let names)? = value("required") { required = names }
        let null = JSONValue.object([JSONMember(name: "type", value: .string("null"))])
        let loose = properties.map { property in
            var schema = patch(of: property.value, &components)
            if !required.contains(.string(property.name)), !isNullable(schema) {
                schema = .object([JSONMember(name: "anyOf", value: .array([schema, null]))])
            }
            return JSONMember(name: property.name, value: schema)
        }
        members.removeAll { ["properties", "required", "oneOf"].contains($0.name) }
        members.insert(JSONMember(name: "properties", value: .object(loose)), at: 1)
        return .object(members)
    }

    private static func isNullable(_ schema: JSONValue) -> Bool {
        guard case .object(let members) = schema, case .array(let choices)? = members.first(where: { $0.name == "anyOf" })?.value else {
            return false
        }
        return choices.contains(.object([JSONMember(name: "type", value: .string("null"))]))
    }

    /// The same schema, or `null`.
    @usableFromInline var nullable: Schema {
        Schema([("anyOf", .array([use, .object([JSONMember(name: "type", value: .string("null"))])]))], components: components)
    }
}
