/// One definition of what a value looks like in JSON: how it is read (every fault at once), written and described.
///
/// The schema cannot disagree with the reader, because both come from here (Docs/decisions/0001-one-shape-one-table.md).
///
/// What writes is `@inlinable`: made for its types where a shape is defined, it is called directly; left generic, it looked every type up
/// for every value, which cost five times as much.
public struct Shape<Value>: Sendable {
    public let schema: Schema
    /// Whether the member may be left out of an object.
    @usableFromInline let isOptional: Bool
    /// Reads a value, or adds the faults and answers nil. An absent member is read from nil.
    @usableFromInline let read: @Sendable (JSONValue?, String, inout [Fault]) -> Value?
    @usableFromInline let write: @Sendable (Value, inout JSONWriter) -> Void
    @usableFromInline let makeTree: @Sendable (Value) -> JSONValue
    /// The members of an object; empty for anything else.
    @usableFromInline let members: [ShapeMember<Value>]

    /// - Parameters:
    ///   - write: writes the value.
    ///   - tree: the value as what `write` writes would be read.
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

    /// Reads the value at a pointer, or adds the faults and answers nil; for shapes made of this one.
    public func read(_ json: JSONValue?, at pointer: String, _ faults: inout [Fault]) -> Value? { read(json, pointer, &faults) }

    /// The members of an object shape; empty for anything else.
    public var memberNames: [String] { members.map(\.name) }

    /// Writes the value where the writer stands.
    @inlinable
    public func write(_ value: Value, to writer: inout JSONWriter) { write(value, &writer) }

    /// The value as a tree: what it is written as, as it would be read. Used where a tree is edited (merge patch), not on the hot path.
    public func tree(_ value: Value) -> JSONValue { makeTree(value) }
}

extension Shape where Value: Sendable {
    /// `read`, with nothing known of the type: what an operation does with a body before anybody asks for it.
    public var reading: @Sendable (JSONValue) throws -> any Sendable {
        { try read($0).get() }
    }
}

/// Everything wrong with a document.
public struct Faults: Error, Sendable, Equatable {
    public let all: [Fault]
    public init(_ all: [Fault]) { self.all = all }
}

/// One member of an object: its name, its shape, and where it is found in the owner.
///
/// A class: an object hands its fields around for every value, and one reference is cheaper to hand around than their closures.
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

/// A member of an object shape, with the type of its value left out.
public struct ShapeMember<Owner>: Sendable {
    @usableFromInline let name: String
    /// Whether a body must have it.
    @usableFromInline let isRequired: Bool
    /// The value of an owner.
    @usableFromInline let view: View<Owner>
    /// Writes name and value.
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

    /// The same member of what holds the owner.
    func of<Holder>(_ get: @escaping @Sendable (Holder) -> Owner) -> ShapeMember<Holder> {
        let write = write
        return ShapeMember<Holder>(name: name, isRequired: isRequired, view: view.of(get), write: { write(get($0), &$1) })
    }
}

/// Thrown inside `Shape.object` to stop building a value of which a member is faulty; never leaves it.
@usableFromInline
struct Incomplete: Error {
    @usableFromInline init() {}
}

extension Shape {
    /// An object with exactly these members. Unknown and repeated members are faults, as are all faulty ones, at once.
    /// - Parameter check: rules over several members; its faults carry pointers below this object.
    @inlinable
    public static func object<each Member>(
        _ name: String, _ field: repeat Field<Value, each Member>,
        make: @escaping @Sendable (repeat each Member) -> Value,
        check: (@Sendable (Value) -> [Fault])? = nil
    ) -> Shape {
        // One closure for each member, made once: going through a parameter pack for every value looks its types up every time.
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
                    if faults.count > before { setPlace(of: &faults, from: before, pointer, field.name) }
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

    /// An object with one member before those of another object shape.
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
                // Only known members are left, each once, so the other shape finds no fault of the object in them.
                let others = zip(names, found).dropFirst().compactMap { name, value in value.map { JSONMember(name: name, value: $0) } }
                let inlined = rest.read(.object(Array(others)), pointer, &faults)
                guard let value, let inlined, faults.count == before else { return nil }
                return make(value, inlined)
            })
    }

    /// An object of these members.
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

    /// The value, or null or an absent member.
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

    /// The value, or this one where the member is absent.
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
                    faults.append(Fault(pointer: pointer, code: "wrong_type", detail: "must be an array"))
                    return nil
                }
                guard count.contains(items.count) else {
                    faults.append(
                        Fault(
                            pointer: pointer, code: items.count < count.lowerBound ? "too_few" : "too_many",
                            detail: "must have \(count.lowerBound) to \(count.upperBound) items, has \(items.count)"))
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

    /// The same JSON read as another type; `convert` says what is wrong by a code and a sentence.
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
                    faults.append(Fault(pointer: pointer + fault.pointer, code: fault.code, detail: fault.detail))
                    return nil
                }
            }, write: { value, writer in self.write(back(value), &writer) }, tree: { self.makeTree(back($0)) })
    }
}

/// What is known of the members of an object without their types.
@usableFromInline
struct ObjectMembers {
    private let name: String
    private var members: [(name: String, schema: Schema, required: Bool)] = []

    @usableFromInline
    init(_ name: String) { self.name = name }

    @usableFromInline
    mutating func append(_ name: String, _ schema: Schema, _ isOptional: Bool) { members.append((name, schema, !isOptional)) }

    @usableFromInline var names: [String] { members.map(\.name) }
    @usableFromInline var schema: Schema { Schema.object(members).named(name) }
    /// As a view shows them: every one is there.
    @usableFromInline var fields: [(name: String, schema: Schema, required: Bool)] { members.map { ($0.name, $0.schema, true) } }
}

/// Puts the faults found in a member at its place.
@usableFromInline
func setPlace(of faults: inout [Fault], from start: Int, _ pointer: String, _ name: String) {
    for index in start..<faults.count {
        faults[index] = Fault(pointer: "\(pointer)/\(name)\(faults[index].pointer)", code: faults[index].code, detail: faults[index].detail)
    }
}

/// Whether the rules over several members found nothing; what they found becomes faults below the object.
@usableFromInline
func isFaultless(_ found: [Fault], _ pointer: String, _ faults: inout [Fault]) -> Bool {
    faults += found.map { Fault(pointer: pointer + $0.pointer, code: $0.code, detail: $0.detail) }
    return found.isEmpty
}

/// The fault of a required member that is not there.
@usableFromInline
func requiredFault<Value>(_ pointer: String, _ faults: inout [Fault]) -> Value? {
    faults.append(Fault(pointer: pointer, code: "required", detail: "is required"))
    return nil
}

/// Reads a member or an element as a document of its own. Only what is found wrong gets its place, so that a faultless part needs none.
@inlinable
func readPart<Value>(_ shape: Shape<Value>, _ json: JSONValue?, at pointer: @autoclosure () -> String, _ faults: inout [Fault]) -> Value? {
    let before = faults.count
    let value = shape.read(json, "", &faults)
    guard faults.count > before else { return value }
    let pointer = pointer()
    for index in before..<faults.count {
        faults[index] = Fault(pointer: pointer + faults[index].pointer, code: faults[index].code, detail: faults[index].detail)
    }
    return value
}

/// The known members of an object in the order of their names, nil for those that are absent; unknown and repeated ones become faults.
@usableFromInline
func readMembers(_ json: JSONValue?, _ pointer: String, _ names: [String], _ faults: inout [Fault]) -> [JSONValue?]? {
    guard let json else { return requiredFault(pointer, &faults) }
    guard case .object(let members) = json else {
        faults.append(Fault(pointer: pointer, code: "wrong_type", detail: "must be an object"))
        return nil
    }
    var found = [JSONValue?](repeating: nil, count: names.count)
    // Most documents have the members in the order in which they are described.
    var next = 0
    for member in members {
        guard let place = place(of: member.name, in: names, from: next) else {
            faults.append(
                Fault(
                    pointer: "\(pointer)/\(pointerToken(member.name))", code: "unknown_member",
                    detail: "is not a member here; known: \(names.joined(separator: ", "))"))
            continue
        }
        next = place + 1
        guard case .none = found[place] else {
            faults.append(
                Fault(pointer: "\(pointer)/\(pointerToken(member.name))", code: "duplicate_member", detail: "stands twice"))
            continue
        }
        found[place] = member.value
    }
    return found
}

/// Where a name stands, octet by octet, looked for from a place on and then from the beginning.
private func place(of name: String, in names: [String], from start: Int) -> Int? {
    let count = name.utf8.count
    func isHere(_ place: Int) -> Bool { names[place].utf8.count == count && names[place].utf8.elementsEqual(name.utf8) }
    return (start..<names.count).first(where: isHere) ?? (0..<min(start, names.count)).first(where: isHere)
}
