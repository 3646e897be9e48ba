import JSON

/// JSON as literals: `["heldOn": "2026-03-02", "count": 3, "note": nil]`, and values put in by `"\(id)"` or straight from a reply.
extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .decimal("\(value)") }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// The members in the order written. A name may occur twice, because some tests need that.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember(name: $0.0, value: $0.1) })
    }
}

extension JSONValue {
    /// The member, or `.null` when there is none.
    subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    /// The element, or `.null` when there is none.
    subscript(index: Int) -> JSONValue {
        guard case .array(let items) = self, items.indices.contains(index) else { return .null }
        return items[index]
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var int: Int? { if case .integer(let number) = self { Int(number) } else { nil } }
    var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    /// The elements; empty if this is not an array.
    var array: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    /// The names of the members, in order.
    var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
    var isNull: Bool { self == .null }

    /// A copy with this member set, or removed if the value is nil.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(let members) = self else { return self }
        let rest = members.filter { $0.name != name }
        return .object(rest + (value.map { [JSONMember(name: name, value: $0)] } ?? []))
    }

    /// A copy with the members of another object over its own.
    func merged(_ others: JSONValue) -> JSONValue {
        guard case .object(let members) = others else { return self }
        return members.reduce(self) { $0.with($1.name, $1.value) }
    }

    /// The compact text.
    var octets: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
