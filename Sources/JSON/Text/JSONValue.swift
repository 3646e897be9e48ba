/// One JSON value as it was sent. It keeps everything that a later check needs.
///
/// Equality compares texts octet by octet. Swift's own `String ==` treats `é` and `e` + accent as equal, but the database does not.
public enum JSONValue: Sendable {
    /// The literal `null`.
    case null
    /// The literal `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other valid number, as its literal: `12.5`, `1e3`, `-0`. It stays text because money must not become a float.
    case decimal(String)
    /// A string in Unicode normalisation form C, so that two encodings of a name are stored in one form.
    case string(String)
    /// The elements in the order sent.
    case array([JSONValue])
    /// The members in the order sent, including duplicates: the layer above reports each duplicate with its pointer.
    case object([JSONMember])
}

/// A name and its value in an object.
public struct JSONMember: Sendable {
    /// The name as sent. It is an identifier and is not normalised: a decomposed form of a known name is an unknown name.
    public let name: String
    /// The value of the member.
    public let value: JSONValue

    /// Makes a member.
    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: Equatable {
    /// True if both have the same kind, the same members in the same order and the same octets.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.integer(let first), .integer(let second)): first == second
        case (.decimal(let first), .decimal(let second)): sameOctets(first, second)
        case (.string(let first), .string(let second)): sameOctets(first, second)
        case (.array(let first), .array(let second)): first == second
        case (.object(let first), .object(let second)): first == second
        default: false
        }
    }
}

extension JSONMember: Equatable {
    /// True if the names have the same octets and the values are equal.
    public static func == (left: JSONMember, right: JSONMember) -> Bool {
        sameOctets(left.name, right.name) && left.value == right.value
    }
}

extension JSONValue {
    /// A text in form C, as the reader makes it. A text that the reader would refuse stays as it is.
    public static func text(_ text: String) -> JSONValue { .string(NormalForm.make(text) ?? text) }

    /// The value of the first member whose name has exactly these octets; nil if this is not an object or has no such member.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { sameOctets($0.name, name) }?.value
    }
}

/// Compares the UTF-8 octets, not the characters: see `JSONValue`.
func sameOctets(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}
