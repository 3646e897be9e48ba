import PersonalBudgeting

/// What can stand in an answer.
///
/// Each noun says what of it is not for every caller who may read it: where somebody is (`Mask.whereabouts`), what is said of somebody
/// (`Mask.freeText`), both (`+`), or nothing (`NothingToMask`). Nothing is the default, so a new noun does not compile before it has said so.
protocol Maskable: Sendable {
    static var mask: Mask<Self> { get }
}

/// What every caller who may read it sees whole: registers, figures, what the service says of itself, and what is read under a right that
/// nobody has by a task alone.
protocol NothingToMask: Maskable {}

extension NothingToMask {
    static var mask: Mask<Self> { .nothing }
}

/// When a part is not shown.
enum MaskCondition: Sendable {
    /// The client whose file it is in is protected (`NonDisclosure`).
    case clientIsProtected
    /// The value belongs to a client of its own: a list of clients has many, and the path leads to none of them.
    case valueIsProtected
    /// The right does not let the caller read what is said of the client: not by the role, or not by the mandate.
    case isWithoutRight(Right)
    /// The caller reads by the task of the role alone, and not for the client.
    case readsByTask
}

/// What of a value is not for every caller who may read it.
struct Mask<Value>: Sendable {
    struct Part: Sendable {
        let condition: MaskCondition
        /// The members of a body that are not shown as they are, for the header `Withheld`.
        let members: Set<String>
        /// Whether the header names them even where a list is empty.
        var isNamedWithoutRows = false
        /// Whether a value has the part: a list of clients has it when one of them is protected.
        let isHeld: @Sendable (Value) -> Bool
        /// Takes the part away.
        let hide: @Sendable (inout Value) -> Void
    }

    let parts: [Part]

    static var nothing: Mask { Mask(parts: []) }

    static func + (first: Mask, second: Mask) -> Mask { Mask(parts: first.parts + second.parts) }

    /// What tells where a person is. Of a protected client it leaves through no answer but that of the safety right.
    /// - Parameter members: the members of a body that tell it.
    static func whereabouts(_ members: Set<String>, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .clientIsProtected, members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// The same of what is a client, or names its own.
    static func whereabouts(
        _ members: Set<String>, where isProtected: @escaping @Sendable (Value) -> Bool, hide: @escaping @Sendable (inout Value) -> Void
    ) -> Mask {
        Mask(parts: [Part(condition: .valueIsProtected, members: members, isHeld: isProtected, hide: hide)])
    }

    /// What says something of the client's needs and life beside the sums and the service types. Who reads for the task of the role alone, and
    /// not for the client, is not shown it: finance sees amounts and service types (domain.md, section 5).
    ///
    /// What explains a movement of money (the purpose of a line, the reason of a transfer) is its voucher and no such thing.
    /// - Parameters:
    ///   - members: the members of a body that hold it.
    ///   - right: who has it is shown them.
    static func freeText(_ members: Set<String>, unless right: Right, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .isWithoutRight(right), members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// Why something was done, which who reads by the task of the role alone is not told.
    static func reasons(_ members: Set<String>, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .readsByTask, members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// The same, named by the header even where a list is empty.
    var namedWithoutRows: Mask {
        Mask(
            parts: parts.map { part in
                var part = part
                part.isNamedWithoutRows = true
                return part
            })
    }

    /// What of a value is masked because of a thing that it holds.
    static func holding<Inner: Maskable>(_ path: WritableKeyPath<Value, Inner> & Sendable) -> Mask {
        Inner.mask.of({ $0[keyPath: path] }, change: { $1(&$0[keyPath: path]) })
    }

    /// The same parts of what holds the value.
    func of<Holder>(
        _ get: @escaping @Sendable (Holder) -> Value, change: @escaping @Sendable (inout Holder, (inout Value) -> Void) -> Void
    ) -> Mask<Holder> {
        Mask<Holder>(
            parts: parts.map { part in
                Mask<Holder>.Part(
                    condition: part.condition, members: part.members, isNamedWithoutRows: part.isNamedWithoutRows,
                    isHeld: { part.isHeld(get($0)) }, hide: { change(&$0, part.hide) })
            })
    }
}

// MARK: What holds others

extension Array: Maskable where Element: Maskable {
    static var mask: Mask<[Element]> {
        Mask(
            parts: Element.mask.parts.map { part in
                Mask<[Element]>.Part(
                    condition: part.condition, members: part.members, isNamedWithoutRows: part.isNamedWithoutRows,
                    isHeld: { $0.contains(where: part.isHeld) },
                    hide: { values in for place in values.indices where part.isHeld(values[place]) { part.hide(&values[place]) } })
            })
    }
}

extension Optional: Maskable where Wrapped: Maskable {
    static var mask: Mask<Wrapped?> {
        Mask(
            parts: Wrapped.mask.parts.map { part in
                Mask<Wrapped?>.Part(
                    condition: part.condition, members: part.members, isNamedWithoutRows: part.isNamedWithoutRows,
                    isHeld: { $0.map(part.isHeld) ?? false },
                    hide: { value in
                        guard var shown = value else { return }
                        part.hide(&shown)
                        value = shown
                    })
            })
    }
}

extension Page: Maskable where Element: Maskable {
    static var mask: Mask<Page> { [Element].mask.of({ $0.items }, change: { $1(&$0.items) }) }
}

extension Seen: Maskable where Entity: Maskable {
    static var mask: Mask<Seen> { Entity.mask.of({ $0.entity }, change: { $1(&$0.entity) }) }
}

extension String {
    /// Stands where something must stand.
    static let masked = "***"
}
