/// One fault that a `Shape` found in a document.
public struct Fault: Error, Sendable, Equatable {
    /// The place of the fault: a JSON pointer (RFC 6901) into the request body. Empty for the whole document.
    public let pointer: String
    /// A stable code in lower snake_case that a program may act on.
    public let code: String
    /// A sentence for a person, with the values that would be accepted.
    public let detail: String

    public init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
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
