/// The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a shape or a view.
///
/// A named schema is written once under `#/components/schemas` and referred to from everywhere else.
public struct Schema: Sendable {
    /// What stands where the schema is used: the schema itself, or a `$ref` to the named one.
    public let use: JSONValue
    /// The named schemas this one needs, itself included, by name.
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

    /// An object with these members; nothing else is allowed in it.
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

    @usableFromInline static func array(_ element: Schema, count: ClosedRange<Int>?) -> Schema {
        var keywords: [(String, JSONValue)] = [("type", .string("array")), ("items", element.use)]
        if let count {
            keywords.append(("minItems", .integer(Int64(count.lowerBound))))
            keywords.append(("maxItems", .integer(Int64(count.upperBound))))
        }
        return Schema(keywords, components: element.components)
    }

    /// The same schema, or `null`.
    @usableFromInline var nullable: Schema {
        Schema([("anyOf", .array([use, .object([JSONMember(name: "type", value: .string("null"))])]))], components: components)
    }
}
