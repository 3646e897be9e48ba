/// What proxies say about the connections that they received, each hop in turn: `X-Forwarded-For`, which each proxy extends by an address,
/// and `Forwarded` (RFC 7239).
enum ForwardedField {
    /// The visitor of one hop, as the proxy that received it says.
    enum Hop: Equatable {
        case address(NetworkAddress)
        /// `unknown`, an obfuscated name (RFC 7239, 6.2 and 6.3), or a text that is no address.
        case unknown
    }

    /// Returns the hops of `X-Forwarded-For`, the first one first.
    /// - Parameter fields: the values of all fields of the name, which together are one list. Empty elements do not count (RFC 9110, 5.6.1).
    static func hops(ofList fields: [String]) -> [Hop] {
        fields.flatMap { field in
            field.utf8.split(separator: 0x2C).compactMap { element in
                let text = trimmed(element)
                return text.isEmpty ? nil : hop(String(decoding: text, as: UTF8.self), isBracketed: false)
            }
        }
    }

    /// Returns the hops of `Forwarded`, the first one first; nil if a field is malformed.
    /// - Parameter fields: the values of all fields of the name.
    static func hops(of fields: [String]) -> [Hop]? {
        var hops: [Hop] = []
        for field in fields {
            var rest = field.utf8[...]
            repeat {
                guard let element = readElement(&rest) else { return nil }
                if let hop = element { hops.append(hop) }
            } while !rest.isEmpty
        }
        return hops
    }

    /// Reads an element up to its comma, and the comma. Returns `.some(nil)` for an empty one, nil if it is malformed.
    private static func readElement(_ rest: inout Substring.UTF8View) -> Hop?? {
        var visitor: Hop?
        var names: Set<String> = []
        while true {
            skipSpace(&rest)
            guard let next = rest.first, next != 0x2C else { break }
            // RFC 7239, 4: pairs of a token and a value, with no space around the equals sign, each name once. A pair may be left out.
            if next != 0x3B {
                let name = String(decoding: take(&rest, while: isTokenPart), as: UTF8.self).lowercased()
                guard !name.isEmpty, names.insert(name).inserted, rest.popFirst() == 0x3D, let value = readValue(&rest) else { return nil }
                if name == "for" { visitor = hop(value, isBracketed: true) }
                skipSpace(&rest)
            }
            guard rest.first == 0x3B else { break }
            rest.removeFirst()
        }
        if let comma = rest.popFirst(), comma != 0x2C { return nil }
        return .some(names.isEmpty ? nil : visitor ?? .unknown)
    }

    /// Reads a token or a quoted string (RFC 9110, 5.6.4).
    private static func readValue(_ rest: inout Substring.UTF8View) -> String? {
        guard rest.first == 0x22 else {
            let token = take(&rest, while: isTokenPart)
            return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
        }
        rest.removeFirst()
        var octets: [UInt8] = []
        while let octet = rest.popFirst() {
            if octet == 0x22 { return String(decoding: octets, as: UTF8.self) }
            if octet == 0x5C {
                guard let escaped = rest.popFirst() else { return nil }
                octets.append(escaped)
            } else {
                octets.append(octet)
            }
        }
        return nil
    }

    /// Reads an address, perhaps with a port: `192.0.2.1:4711`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
    /// - Parameter isBracketed: whether IPv6 must have brackets (RFC 7239, 6); in `X-Forwarded-For` it usually has none.
    private static func hop(_ text: String, isBracketed: Bool) -> Hop {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), let address = NetworkAddress(text[text.index(after: text.startIndex)..<end]),
                text[..<end].contains(":"), isPort(text[text.index(after: end)...])
            else { return .unknown }
            return .address(address)
        }
        let colons = text.utf8.count { $0 == 0x3A }
        if colons > 1 {
            guard !isBracketed, let address = NetworkAddress(text) else { return .unknown }
            return .address(address)
        }
        let host = text.prefix { $0 != ":" }
        guard let address = NetworkAddress(host), isPort(text[host.endIndex...]) else { return .unknown }
        return .address(address)
    }

    /// Whether a text is empty or a colon with a port: a number, or an obfuscated one (RFC 7239, 6.3).
    private static func isPort(_ text: Substring) -> Bool {
        guard let colon = text.first else { return true }
        let port = text.dropFirst()
        guard colon == ":", (1...40).contains(port.utf8.count) else { return false }
        if port.first == "_" { return port.utf8.dropFirst().allSatisfy { isTokenPart($0) } && port.utf8.count > 1 }
        return plainNumber(String(port)).map { $0 <= 65_535 } ?? false
    }

    private static func take(_ rest: inout Substring.UTF8View, while isPart: (UInt8) -> Bool) -> Substring.UTF8View {
        let taken = rest.prefix(while: isPart)
        rest = rest[taken.endIndex...]
        return taken
    }

    private static func skipSpace(_ rest: inout Substring.UTF8View) { _ = take(&rest) { $0 == 0x20 || $0 == 0x09 } }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop { $0 == 0x20 || $0 == 0x09 }
        while text.last == 0x20 || text.last == 0x09 { text.removeLast() }
        return text
    }

    /// Whether an octet may be in a token (RFC 9110, 5.6.2).
    private static func isTokenPart(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(octet)
        }
    }
}
