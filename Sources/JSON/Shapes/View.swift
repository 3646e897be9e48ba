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
        let writeMembers = inOrder(members.map(\.write))
        schema = Schema.object(members.flatMap(\.described)).named(name)
        write = { value, writer in
            writer.beginObject()
            writeMembers(value, &writer)
            writer.endObject()
        }
    }

    /// The same, written another way: by hand, for what is answered all the time. A test holds it to what the members write.
    @inlinable
    public func written(by write: @escaping @Sendable (Value, inout JSONWriter) -> Void) -> View { View(schema: schema, write: write) }

    /// What a shape writes.
    @inlinable
    public init(_ shape: Shape<Value>) {
        self.init(schema: shape.schema, write: shape.write)
    }

    @inlinable
    public func write(_ value: Value, to writer: inout JSONWriter) { write(value, &writer) }

    /// The value as compact JSON.
    /// - Parameter capacity: for about how many octets to make room at first.
    @inlinable
    public func bytes(_ value: Value, capacity: Int = 512) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
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

/// All of these, one after the other. Going through an array takes hold of each closure and lets go of it again, every time; in here each is
/// where it is called.
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
