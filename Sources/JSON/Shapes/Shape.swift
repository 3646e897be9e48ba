/// One definition of a value in JSON: how it is read (with all faults at once), written and described.
///
/// The schema and the reader cannot disagree, because both come from this definition (Docs/decisions/0001-one-shape-one-table.md).
///
/// The writing functions are `@inlinable`, so that the compiler specialises them where a shape is defined. Unspecialised, they looked up
/// every type for every value, which took five times as long.
public struct Shape<Value>: Sendable {
    public let schema: Schema
    /// Whether an object may leave the member out.
    @usableFromInline let isOptional: Bool
    /// Reads a value. If there are faults, adds them and returns nil. An absent member is passed as nil.
    @usableFromInline let read: @Sendable (JSONValue?, String, inout [Fault]) -> Value?
    @usableFromInline let write: @Sendable (Value, inout JSONWriter) -> Void
    @usableFromInline let makeTree: @Sendable (Value) -> JSONValue
    /// The members of an object; empty for anything else.
    @usableFromInline let members: [ShapeMember<Value>]

    /// - Parameters:
    ///   - write: writes the value.
    ///   - tree: returns the tree that a reader of the written JSON would get.
    public init(
        schema: Schema, isOptional: Bool = false, members: [ShapeMember<Value>] = [],
        read: @escaping @Sendable (JSONValue?, String, inout [Fault]) -> Value?,
        write: @escaping @Sendable (Value, inout JSONWriter) -> Void, tree: @escaping @Sendable (Value) -> JSONValue
    ) {
        self.members = members
        self.schema = schema
        self.isOptional = isOptional
        self.read = read
        self.write = write
        makeTree = tree
    }

    /// Reads a whole document.
    public func read(_ document: JSONValue) -> Result<Value, Faults> {
        var faults: [Fault] = []
        guard let value = read(document, "", &faults), faults.isEmpty else { return .failure(Faults(faults)) }
        return .success(value)
    }

    /// Reads the value at a pointer, for shapes that contain this shape. If there are faults, adds them and returns nil.
    public func read(_ json: JSONValue?, at pointer: String, _ faults: inout [Fault]) -> Value? { read(json, pointer, &faults) }

    /// The members of an object shape; empty for anything else.
    public var memberNames: [String] { members.map(\.name) }

    /// Writes the value at the writer's position.
    @inlinable
    public func write(_ value: Value, to writer: inout JSONWriter) { write(value, &writer) }

    /// Returns the value as the tree that a reader of the written JSON would get. Used where a tree is edited (merge patch), not on the hot
    /// path.
    public func tree(_ value: Value) -> JSONValue { makeTree(value) }
}

extension Shape where Value: Sendable {
    /// `read` with its type erased. It reads the body of an operation before a handler asks for it.
    public var reading: @Sendable (JSONValue) throws -> any Sendable {
        { try read($0).get() }
    }
}

/// All faults of a document.
public struct Faults: Error, Sendable, Equatable {
    public let all: [Fault]
    public init(_ all: [Fault]) { self.all = all }
}

/// One member of an object: its name, its shape and how to get its value from the owner.
///
/// A class, because an object passes its fields on for every value, and one reference is cheaper to pass than their closures.
public final class Field<Owner, Value>: Sendable {
    public let name: String
    public let shape: Shape<Value>
    @usableFromInline let member: ShapeMember<Owner>

    @inlinable
    public convenience init(_ name: String, _ shape: Shape<Value>, _ get: @escaping @Sendable (Owner) -> Value) {
        self.init(
            name, shape,
            member: ShapeMember(
                name: name, isRequired: !shape.isOptional, view: View(shape).of(get), write: ViewMember(name, shape, get).write))
    }

    @usableFromInline
    init(_ name: String, _ shape: Shape<Value>, member: ShapeMember<Owner>) {
        self.name = name
        self.shape = shape
        self.member = member
    }
}

/// A member of an object shape with the type of its value erased.
public struct ShapeMember<Owner>: Sendable {
    @usableFromInline let name: String
    /// Whether a body must contain the member.
    @usableFromInline let isRequired: Bool
    /// Views the member's value of an owner.
    @usableFromInline let view: View<Owner>
    /// Writes the name and the value.
    @usableFromInline let write: @Sendable (Owner, inout JSONWriter) -> Void

    @usableFromInline var schema: Schema { view.schema }

    @usableFromInline
    init(name: String, isRequired: Bool, view: View<Owner>, write: @escaping @Sendable (Owner, inout JSONWriter) -> Void) {
        self.name = name
        self.isRequired = isRequired
        self.view = view
        self.write = write
    }

    @usableFromInline func makeTree(_ owner: Owner) -> JSONValue { view.makeTree(owner) }

    /// Returns the same member for a type that holds the owner.
    func of<Holder>(_ get: @escaping @Sendable (Holder) -> Owner) -> ShapeMember<Holder> {
        let write = write
        return ShapeMember<Holder>(name: name, isRequired: isRequired, view: view.of(get), write: { write(get($0), &$1) })
    }
}

/// Thrown inside `Shape.object` to stop building a value that has a faulty member. It never leaves that function.
@usableFromInline
struct Incomplete: Error {
    @usableFromInline init() {}
}

extension Shape {
    /// An object with exactly these members. Reports unknown, repeated and faulty members all at once.
    /// - Parameter check: rules over several members. Its faults carry pointers below this object.
    @inlinable
    public static func object<each Member>(
        _ name: String, _ field: repeat Field<Value, each Member>,
        make: @escaping @Sendable (repeat each Member) -> Value,
        check: (@Sendable (Value) -> [Fault])? = nil
    ) -> Shape {
        // Each member has one closure, made once. Iterating a parameter pack for every value would look up its types every time.
        var members: [ShapeMember<Value>] = []
        for one in repeat each field { members.append(one.member) }
        let names = members.map { $0.name }
        return object(
            name, members,
            read: { json, pointer, faults in
                guard let found = readMembers(json, pointer, names, &faults) else { return nil }
                let before = faults.count
                var place = -1
                func one<V>(_ field: Field<Value, V>) -> V? {
                    place += 1
                    let before = faults.count
                    let value = field.shape.read(found[place], "", &faults)
                    if faults.count > before { prefix(&faults, from: before, with: "\(pointer)/\(field.name)") }
                    return value
                }
                func sure<V>(_ value: V?) throws -> V {
                    guard let value else { throw Incomplete() }
                    return value
                }
                let values = (repeat one(each field))
                guard let value = try? make(repeat sure(each values)), faults.count == before else { return nil }
                if let check, !isFaultless(check(value), pointer, &faults) { return nil }
                return value
            })
    }

    /// An object with one member, followed by the members of another object shape.
    public static func object<First, Rest>(
        _ name: String, _ first: Field<Value, First>, inline rest: Shape<Rest>, _ get: @escaping @Sendable (Value) -> Rest,
        make: @escaping @Sendable (First, Rest) -> Value
    ) -> Shape {
        let members = [first.member] + rest.members.map { $0.of(get) }
        let names = members.map { $0.name }
        return object(
            name, members,
            read: { json, pointer, faults in
                guard let found = readMembers(json, pointer, names, &faults) else { return nil }
                let before = faults.count
                let value = readPart(first.shape, found[0], at: "\(pointer)/\(first.name)", &faults)
                // Only known members are left, each at most once, so the other shape reports no unknown or repeated member.
                let others = zip(names, found).dropFirst().compactMap { name, value in value.map { JSONMember(name: name, value: $0) } }
                let inlined = rest.read(.object(Array(others)), pointer, &faults)
                guard let value, let inlined, faults.count == before else { return nil }
                return make(value, inlined)
            })
    }

    /// An object with these members.
    @inlinable
    static func object(
        _ name: String, _ members: [ShapeMember<Value>], read: @escaping @Sendable (JSONValue?, String, inout [Fault]) -> Value?
    ) -> Shape {
        let writeMembers = inOrder(members.map { $0.write })
        return Shape(
            schema: Schema.object(members.map { ($0.name, $0.schema, $0.isRequired) }).named(name), members: members, read: read,
            write: { value, writer in
                writer.beginObject()
                writeMembers(value, &writer)
                writer.endObject()
            }, tree: { value in .object(members.map { JSONMember(name: $0.name, value: $0.makeTree(value)) }) })
    }

    /// The value, null or an absent member.
    @inlinable
    public static func optional<Wrapped>(_ shape: Shape<Wrapped>) -> Shape<Wrapped?> where Value == Wrapped? {
        Shape<Wrapped?>(
            schema: shape.schema.nullable, isOptional: true,
            read: { json, pointer, faults in
                guard let json, json != .null else { return .some(nil) }
                guard let value = shape.read(json, pointer, &faults) else { return nil }
                return .some(value)
            },
            write: { value, writer in if let value { shape.write(value, &writer) } else { writer.null() } },
            tree: { $0.map(shape.makeTree) ?? .null })
    }

    /// The value; an absent member is read as the default.
    public func defaulting(to value: Value) -> Shape where Value: Sendable {
        Shape(
            schema: schema, isOptional: true,
            read: { json, pointer, faults in
                guard let json else { return value }
                return self.read(json, pointer, &faults)
            }, write: write, tree: makeTree)
    }

    /// A list of values.
    @inlinable
    public static func list<Element>(_ element: Shape<Element>, _ count: ClosedRange<Int>) -> Shape where Value == [Element] {
        Shape(
            schema: .array(element.schema, count: count), isOptional: count.lowerBound == 0,
            read: { json, pointer, faults in
                guard let json else {
                    if count.lowerBound == 0 { return [] }
                    return requiredFault(pointer, &faults)
                }
                guard case .array(let items) = json else {
                    faults.append(Fault(pointer: pointer, code: "wrong_type", reason: .notArray))
                    return nil
                }
                guard count.contains(items.count) else {
                    faults.append(
                        Fault(
                            pointer: pointer, code: items.count < count.lowerBound ? "too_few" : "too_many",
                            reason: .count(count, found: items.count)))
                    return nil
                }
                var values: [Element] = []
                values.reserveCapacity(items.count)
                for (index, item) in items.enumerated() {
                    if let value = readPart(element, item, at: "\(pointer)/\(index)", &faults) { values.append(value) }
                }
                return values.count == items.count ? values : nil
            },
            write: { values, writer in
                writer.beginArray()
                for value in values { element.write(value, &writer) }
                writer.endArray()
            }, tree: { .array($0.map(element.makeTree)) })
    }

    /// Reads the same JSON as another type. A failed conversion returns a code and a sentence.
    @inlinable
    public func mapped<Other>(
        _ convert: @escaping @Sendable (Value) -> Result<Other, Fault>, back: @escaping @Sendable (Other) -> Value, schema: Schema? = nil
    ) -> Shape<Other> {
        Shape<Other>(
            schema: schema ?? self.schema, isOptional: isOptional,
            read: { json, pointer, faults in
                guard let value = self.read(json, pointer, &faults) else { return nil }
                switch convert(value) {
                case .success(let other): return other
                case .failure(let fault):
                    faults.append(Fault(pointer: pointer + fault.pointer, code: fault.code, reason: fault.reason))
                    return nil
                }
            }, write: { value, writer in self.write(back(value), &writer) }, tree: { self.makeTree(back($0)) })
    }
}

/// Puts a prefix before the pointers of the faults from `start` on. Not generic, so that it is compiled once for all shapes.
@usableFromInline
func prefix(_ faults: inout [Fault], from start: Int, with pointer: String) {
    for index in start..<faults.count {
        faults[index] = Fault(pointer: pointer + faults[index].pointer, code: faults[index].code, reason: faults[index].reason)
    }
}

/// Whether the rules over several members found no fault. Adds the faults they found, with pointers below the object.
@usableFromInline
func isFaultless(_ found: [Fault], _ pointer: String, _ faults: inout [Fault]) -> Bool {
    faults += found.map { Fault(pointer: pointer + $0.pointer, code: $0.code, reason: $0.reason) }
    return found.isEmpty
}

/// Adds the fault of an absent required member and returns nil.
@usableFromInline
func requiredFault<Value>(_ pointer: String, _ faults: inout [Fault]) -> Value? {
    faults.append(Fault(pointer: pointer, code: "required", reason: .required))
    return nil
}

/// Reads a member or an element as a separate document. Only faults get the pointer prefix, so a part without faults does not build it.
@inlinable
func readPart<Value>(_ shape: Shape<Value>, _ json: JSONValue?, at pointer: @autoclosure () -> String, _ faults: inout [Fault]) -> Value? {
    let before = faults.count
    let value = shape.read(json, "", &faults)
    if faults.count > before { prefix(&faults, from: before, with: pointer()) }
    return value
}

/// Returns the known members of an object in the order of `names`, nil for absent members. Adds a fault for each unknown or repeated
/// member.
@usableFromInline
func readMembers(_ json: JSONValue?, _ pointer: String, _ names: [String], _ faults: inout [Fault]) -> [JSONValue?]? {
    guard let json else { return requiredFault(pointer, &faults) }
    guard case .object(let members) = json else {
        faults.append(Fault(pointer: pointer, code: "wrong_type", reason: .notObject))
        return nil
    }
    var found = [JSONValue?](repeating: nil, count: names.count)
    // Most documents list the members in the described order.
    var next = 0
    for member in members {
        guard let place = place(of: member.name, in: names, from: next) else {
            faults.append(
                Fault(
                    pointer: "\(pointer)/\(pointerToken(member.name))", code: "unknown_member",
                    reason: .unknownMember(known: names)))
            continue
        }
        next = place + 1
        guard case .none = found[place] else {
            faults.append(
                Fault(pointer: "\(pointer)/\(pointerToken(member.name))", code: "duplicate_member", reason: .duplicateMember))
            continue
        }
        found[place] = member.value
    }
    return found
}

/// Returns the index of a name, compared byte by byte. Searches from `start` to the end, then from the beginning.
private func place(of name: String, in names: [String], from start: Int) -> Int? {
    let count = name.utf8.count
    func isHere(_ place: Int) -> Bool { names[place].utf8.count == count && names[place].utf8.elementsEqual(name.utf8) }
    return (start..<names.count).first(where: isHere) ?? (0..<min(start, names.count)).first(where: isHere)
}
