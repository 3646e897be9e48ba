/// How a value is written and described. It is the one-way half of a `Shape`, for values that are answered and never read.
///
/// A value is written as text or made into a tree. Both come from the same members, so a list is made into a table without reading JSON.
public struct View<Value>: Sendable {
    public let schema: Schema
    @usableFromInline let write: @Sendable (Value, inout JSONWriter) -> Void
    @usableFromInline let makeTree: @Sendable (Value) -> JSONValue

    @inlinable
    public init(
        schema: Schema, write: @escaping @Sendable (Value, inout JSONWriter) -> Void, tree: @escaping @Sendable (Value) -> JSONValue
    ) {
        self.schema = schema
        self.write = write
        makeTree = tree
    }

    /// A named object of these members, in this order.
    @inlinable
    public init(_ name: String, _ members: [ViewMember<Value>]) {
        let writeMembers = inOrder(members.map(\.write))
        schema = Schema.object(members.flatMap(\.described)).named(name)
        write = { value, writer in
            writer.beginObject()
            writeMembers(value, &writer)
            writer.endObject()
        }
        makeTree = { value in
            var found: [JSONMember] = []
            for member in members { member.addTree(value, &found) }
            return .object(found)
        }
    }

    /// Returns the same view with another writing function: handwritten code for the values that are answered most often. A test compares
    /// its output with the output of the members.
    @inlinable
    public func written(by write: @escaping @Sendable (Value, inout JSONWriter) -> Void) -> View {
        View(schema: schema, write: write, tree: makeTree)
    }

    /// A view that writes the same JSON as a shape.
    @inlinable
    public init(_ shape: Shape<Value>) {
        self.init(schema: shape.schema, write: shape.write, tree: shape.makeTree)
    }

    /// Returns the same view for a type that holds the value.
    @inlinable
    public func of<Holder>(_ get: @escaping @Sendable (Holder) -> Value) -> View<Holder> {
        let (write, makeTree) = (write, makeTree)
        return View<Holder>(schema: schema, write: { write(get($0), &$1) }, tree: { makeTree(get($0)) })
    }

    @inlinable
    public func write(_ value: Value, to writer: inout JSONWriter) { write(value, &writer) }

    /// Returns the value as the tree that a reader of `bytes` would get.
    public func tree(_ value: Value) -> JSONValue { makeTree(value) }

    /// Returns the value as compact JSON.
    /// - Parameter capacity: the number of bytes to reserve at first.
    @inlinable
    public func bytes(_ value: Value, capacity: Int = 512) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        write(value, &writer)
        return writer.bytes
    }

    @inlinable
    public static func list<Element>(_ element: View<Element>) -> View where Value == [Element] {
        View(
            schema: .array(element.schema, count: nil),
            write: { values, writer in
                writer.beginArray()
                for value in values { element.write(value, &writer) }
                writer.endArray()
            }, tree: { .array($0.map(element.makeTree)) })
    }

    @inlinable
    public static func optional<Wrapped>(_ view: View<Wrapped>) -> View where Value == Wrapped? {
        View(
            schema: view.schema.nullable,
            write: { value, writer in if let value { view.write(value, &writer) } else { writer.null() } },
            tree: { $0.map(view.makeTree) ?? .null })
    }
}

/// Returns one function that calls all writers in order. Iterating an array retains and releases each closure on every call; captured
/// closures avoid that.
@inlinable
func inOrder<Value>(_ writers: [@Sendable (Value, inout JSONWriter) -> Void]) -> @Sendable (Value, inout JSONWriter) -> Void {
    switch writers.count {
    case 0: return { _, _ in }
    case 1: return writers[0]
    case 2:
        let (first, second) = (writers[0], writers[1])
        return { value, writer in
            first(value, &writer)
            second(value, &writer)
        }
    case 3:
        let (first, second, third) = (writers[0], writers[1], writers[2])
        return { value, writer in
            first(value, &writer)
            second(value, &writer)
            third(value, &writer)
        }
    default:
        let part = (writers.count + 2) / 3
        return inOrder(stride(from: 0, to: writers.count, by: part).map { inOrder(Array(writers[$0..<min($0 + part, writers.count)])) })
    }
}

/// One member of a view, or the members of an embedded shape.
public struct ViewMember<Owner>: Sendable {
    @usableFromInline let described: [(name: String, schema: Schema, required: Bool)]
    /// Writes the names and the values.
    @usableFromInline let write: @Sendable (Owner, inout JSONWriter) -> Void
    /// Adds the names and the values to the members of an object.
    @usableFromInline let addTree: @Sendable (Owner, inout [JSONMember]) -> Void

    @inlinable
    public init<Value>(_ name: String, _ shape: Shape<Value>, _ get: @escaping @Sendable (Owner) -> Value) {
        self.init(name, view: View(shape), get)
    }

    @inlinable
    public init<Value>(_ name: String, view: View<Value>, _ get: @escaping @Sendable (Owner) -> Value) {
        let (quoted, writeValue, makeTree) = (JSONName(name), view.write, view.makeTree)
        self.init(
            described: [(name, view.schema, true)],
            write: { owner, writer in
                writer.name(quoted)
                writeValue(get(owner), &writer)
            }, addTree: { $1.append(JSONMember(name: name, value: makeTree(get($0)))) })
    }

    /// The members of an object shape beside the owner's own members: a resource returns them under the names under which they were
    /// submitted.
    /// - Parameter names: the members to include; nil for all.
    @inlinable
    public static func inline<Value>(
        _ shape: Shape<Value>, only names: Set<String>? = nil, _ get: @escaping @Sendable (Owner) -> Value
    ) -> ViewMember {
        let members = shape.members.filter { names?.contains($0.name) ?? true }
        let writeMembers = inOrder(members.map(\.write))
        return ViewMember(
            described: members.map { ($0.name, $0.schema, true) }, write: { owner, writer in writeMembers(get(owner), &writer) },
            addTree: { owner, found in
                let value = get(owner)
                for member in members { found.append(JSONMember(name: member.name, value: member.makeTree(value))) }
            })
    }

    /// The members of an object shape, of which some are null for certain owners.
    /// - Parameters:
    ///   - names: the members that may be null.
    ///   - areShown: returns whether the answer contains an owner's values of these members.
    public static func inline<Value>(
        _ shape: Shape<Value>, hiding names: Set<String>, unless areShown: @escaping @Sendable (Owner) -> Bool,
        _ get: @escaping @Sendable (Owner) -> Value
    ) -> ViewMember {
        let members = shape.members.map { member in
            guard names.contains(member.name) else { return ViewMember(member.name, view: member.view.of(get)) { $0 } }
            let view = member.view
            let schema = member.isRequired ? view.schema.nullable : view.schema
            return ViewMember(
                member.name,
                view: View<Owner>(
                    schema: schema,
                    write: { owner, writer in if areShown(owner) { view.write(get(owner), &writer) } else { writer.null() } },
                    tree: { areShown($0) ? view.makeTree(get($0)) : .null })
            ) { $0 }
        }
        return ViewMember(
            described: members.flatMap(\.described), write: inOrder(members.map(\.write)),
            addTree: { owner, found in for member in members { member.addTree(owner, &found) } })
    }

    /// Returns the same member for a view of a type that holds the owner.
    @inlinable
    public func of<Holder>(_ get: @escaping @Sendable (Holder) -> Owner) -> ViewMember<Holder> {
        let (writeOwner, addOwner) = (write, addTree)
        return ViewMember<Holder>(
            described: described, write: { holder, writer in writeOwner(get(holder), &writer) },
            addTree: { addOwner(get($0), &$1) })
    }

    @usableFromInline
    init(
        described: [(name: String, schema: Schema, required: Bool)], write: @escaping @Sendable (Owner, inout JSONWriter) -> Void,
        addTree: @escaping @Sendable (Owner, inout [JSONMember]) -> Void
    ) {
        self.described = described
        self.write = write
        self.addTree = addTree
    }
}
