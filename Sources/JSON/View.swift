/// How a value is written and described; the one-way half of a `Shape`, for what is answered and never read.
public struct View<Value>: Sendable {
    public let schema: Schema
    @usableFromInline let write: @Sendable (Value, inout JSONWriter) -> Void

    @inlinable
    public init(schema: Schema, write: @escaping @Sendable (Value, inout JSONWriter) -> Void) {
        self.schema = schema
        self.write = write
    }

    /// A named object of these members, in this order.
    @inlinable
    public init(_ name: String, _ members: [ViewMember<Value>]) {
        let writers = members.map(\.write)
        schema = Schema.object(members.flatMap(\.described)).named(name)
        write = { value, writer in
            writer.beginObject()
            for write in writers { write(value, &writer) }
            writer.endObject()
        }
    }

    /// What a shape writes.
    @inlinable
    public init(_ shape: Shape<Value>) {
        self.init(schema: shape.schema, write: shape.write)
    }

    @inlinable
    public func write(_ value: Value, to writer: inout JSONWriter) { write(value, &writer) }

    /// The value as compact JSON.
    @inlinable
    public func bytes(_ value: Value) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        write(value, &writer)
        return writer.bytes
    }

    @inlinable
    public static func list<Element>(_ element: View<Element>) -> View where Value == [Element] {
        View(schema: .array(element.schema, count: nil)) { values, writer in
            writer.beginArray()
            for value in values { element.write(value, &writer) }
            writer.endArray()
        }
    }

    @inlinable
    public static func optional<Wrapped>(_ view: View<Wrapped>) -> View where Value == Wrapped? {
        View(schema: view.schema.nullable) { value, writer in
            if let value { view.write(value, &writer) } else { writer.null() }
        }
    }
}

/// One member of a view, or the members of an embedded shape.
public struct ViewMember<Owner>: Sendable {
    @usableFromInline let described: [(name: String, schema: Schema, required: Bool)]
    @usableFromInline let write: @Sendable (Owner, inout JSONWriter) -> Void

    @inlinable
    public init<Value>(_ name: String, _ shape: Shape<Value>, _ get: @escaping @Sendable (Owner) -> Value) {
        described = [(name, shape.schema, true)]
        let name = JSONName(name)
        let writeValue = shape.write
        write = { owner, writer in
            writer.name(name)
            writeValue(get(owner), &writer)
        }
    }

    @inlinable
    public init<Value>(_ name: String, view: View<Value>, _ get: @escaping @Sendable (Owner) -> Value) {
        described = [(name, view.schema, true)]
        let name = JSONName(name)
        let writeValue = view.write
        write = { owner, writer in
            writer.name(name)
            writeValue(get(owner), &writer)
        }
    }

    /// The members of an object shape, side by side with the owner's own: a resource shows what was sent for it under the same names.
    @inlinable
    public static func inline<Value>(_ shape: Shape<Value>, _ get: @escaping @Sendable (Owner) -> Value) -> ViewMember {
        let writeMembers = shape.writeMembers
        return ViewMember(described: shape.fields, write: { owner, writer in writeMembers(get(owner), &writer) })
    }

    /// The same member in a view of something that holds the owner.
    @inlinable
    public func of<Holder>(_ get: @escaping @Sendable (Holder) -> Owner) -> ViewMember<Holder> {
        let writeOwner = write
        return ViewMember<Holder>(described: described, write: { holder, writer in writeOwner(get(holder), &writer) })
    }

    @usableFromInline
    init(
        described: [(name: String, schema: Schema, required: Bool)], write: @escaping @Sendable (Owner, inout JSONWriter) -> Void
    ) {
        self.described = described
        self.write = write
    }
}
