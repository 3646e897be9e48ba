/// A link to material on the web: https only, with a host and without a user name. A link in the case file then does not reveal to the
/// network who opens it, and does not hide where it leads.
public struct WebLink: Hashable, Sendable, CustomStringConvertible {
    /// 1…500 ASCII characters, as given.
    public let text: String

    /// Nil for another scheme, no host, a user name, or a character that RFC 3986 does not allow in a URI.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        let scheme = Array("https://".utf8)
        guard octets.count <= 500, octets.count > scheme.count, Array(text.prefix(8).lowercased().utf8) == scheme,
            octets.allSatisfy(WebLink.isAllowed)
        else { return nil }
        let host = octets[scheme.count...].prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        guard let first = host.first, first != 0x3A, !host.contains(0x40) else { return nil }
        self.text = text
    }

    public var description: String { text }

    /// Visible ASCII without `" < > \ ^ ` { | }`, which a URI must escape.
    private static func isAllowed(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D: false
        case 0x21...0x7E: true
        default: false
        }
    }
}
