import PersonalBudgeting

/// A value that can be part of an answer.
///
/// Each noun declares which parts of it some of its readers may not see: where somebody is (`Mask.whereabouts`), what is said about
/// somebody (`Mask.freeText`), both (`+`), or no part (`NothingToMask`). There is no default, so a new noun does not compile before it
/// declares this.
protocol Maskable: Sendable {
    static var mask: Mask<Self> { get }
}

/// A value that all its readers see whole: registers, figures, statements of the service about itself, and data under a right that nobody
/// has by a task alone.
protocol NothingToMask: Maskable {}

extension NothingToMask {
    static var mask: Mask<Self> { .nothing }
}

/// When a part is hidden.
enum MaskCondition: Sendable {
    /// The client whose file contains the value is protected (`NonDisclosure`).
    case clientIsProtected
    /// The value names its own client. A list of clients has many, and the path leads to none of them.
    case valueIsProtected
    /// The caller may not read what is said about the client, by the role or by the mandate.
    case isWithoutRight(Right)
    /// The caller reads by the task of the role alone, without another relation to the client.
    case readsByTask
}

/// The parts of a value that some of its readers may not see.
struct Mask<Value>: Sendable {
    struct Part: Sendable {
        let condition: MaskCondition
        /// The members of a body that are hidden, for the header `Withheld`.
        let members: Set<String>
        /// Whether the header names them even if a list is empty.
        var isNamedWithoutRows = false
        /// Whether a value has the part. A list of clients has it if one of them is protected.
        let isHeld: @Sendable (Value) -> Bool
        /// Removes the part.
        let hide: @Sendable (inout Value) -> Void
    }

    let parts: [Part]

    static var nothing: Mask { Mask(parts: []) }

    static func + (first: Mask, second: Mask) -> Mask { Mask(parts: first.parts + second.parts) }

    /// Masks where a person is. Only the answer of the safety right shows it for a protected client (P4, A23).
    /// - Parameter members: the members of a body that reveal it.
    static func whereabouts(_ members: Set<String>, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .clientIsProtected, members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// Masks the same for a value that is a client or names its own client.
    static func whereabouts(
        _ members: Set<String>, where isProtected: @escaping @Sendable (Value) -> Bool, hide: @escaping @Sendable (inout Value) -> Void
    ) -> Mask {
        Mask(parts: [Part(condition: .valueIsProtected, members: members, isHeld: isProtected, hide: hide)])
    }

    /// Masks what is said about the client's needs and life beside the sums and the service types. Callers who read by the task of the role
    /// alone do not see it: finance sees amounts and service types (A5).
    ///
    /// The text that explains a movement of money (the purpose of a line, the reason of a transfer) is its voucher and is not masked.
    /// - Parameters:
    /// - members: the members of a body that contain the text.
    /// - right: callers with this right see the text.
    static func freeText(_ members: Set<String>, unless right: Right, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .isWithoutRight(right), members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// Masks why something was done, for callers who read by the task of the role alone.
    static func reasons(_ members: Set<String>, _ hide: @escaping @Sendable (inout Value) -> Void) -> Mask {
        Mask(parts: [Part(condition: .readsByTask, members: members, isHeld: { _ in true }, hide: hide)])
    }

    /// The same mask, named by the header even if a list is empty.
    var namedWithoutRows: Mask {
        Mask(
            parts: parts.map { part in
                var part = part
                part.isNamedWithoutRows = true
                return part
            })
    }

    /// The mask of a value that contains another maskable value.
    static func holding<Inner: Maskable>(_ path: WritableKeyPath<Value, Inner> & Sendable) -> Mask {
        Inner.mask.of({ $0[keyPath: path] }, change: { $1(&$0[keyPath: path]) })
    }

    /// The same mask, for a value that contains this value.
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

// MARK: Containers

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
    /// Replaces a text that must not be empty.
    static let masked = "***"
}
