/// One fault that a `Shape` found in a document.
public struct Fault: Error, Sendable, Equatable {
    /// The place of the fault: a JSON pointer (RFC 6901) into the request body. Empty for the whole document.
    public let pointer: String
    /// A stable code in lower snake_case that a program may act on.
    public let code: String
    /// What is wrong. Whoever answers writes it as a sentence.
    public let reason: FaultReason

    public init(pointer: String, code: String, reason: FaultReason) {
        self.pointer = pointer
        self.code = code
        self.reason = reason
    }
}

/// What is wrong with a value, with the values that would be accepted.
public enum FaultReason: Sendable, Equatable {
    case required
    case notText, notInteger, notBoolean, notArray, notObject
    /// Text of another length, in Unicode scalars.
    case length(ClosedRange<Int>, found: Int)
    case blank
    /// Text that does not match this ECMA 262 pattern; nil if the form has no pattern.
    case form(String?)
    case outOfRange(ClosedRange<Int64>)
    case unknownCode(known: [String])
    /// An array with another number of items.
    case count(ClosedRange<Int>, found: Int)
    case unknownMember(known: [String])
    case duplicateMember
    /// A rule of the module that describes the shape, as a sentence in three languages.
    case rule(fi: String, sv: String, en: String)
}

/// Returns a member name as one reference token of a JSON pointer: `~` and `/` are escaped (RFC 6901, section 3).
public func pointerToken(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return name }
    var token = ""
    for character in name.unicodeScalars {
        switch character {
        case "~": token += "~0"
        case "/": token += "~1"
        default: token.unicodeScalars.append(character)
        }
    }
    return token
}
