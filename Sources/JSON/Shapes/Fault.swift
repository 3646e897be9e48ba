/// One thing wrong with a document, found by a `Shape`.
public struct Fault: Error, Sendable, Equatable {
    /// Where: a JSON pointer (RFC 6901) into the request body; empty for the whole document.
    public let pointer: String
    /// What: a stable code in lower snake_case that a program may act on.
    public let code: String
    /// What, for a person, with the values that would be accepted.
    public let detail: String

    public init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}

/// A member name as one reference token of a JSON pointer: `~` and `/` are escaped (RFC 6901, section 3).
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
