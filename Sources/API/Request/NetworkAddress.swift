import Foundation

/// An IPv4 or IPv6 address. An IPv4 address that is mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291, 2.5.5.2) is the IPv4 address.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The 128 bits of the address; of an IPv4 address, those of its mapped form.
    let high: UInt64
    let low: UInt64

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the text of an address: dotted decimal without leading zeros, or IPv6 (RFC 4291, 2.2) without brackets and zone.
    public init?(_ text: some StringProtocol) {
        guard (2...45).contains(text.utf8.count), text.utf8.allSatisfy(NetworkAddress.isPart) else { return nil }
        let text = String(text)
        var ipv4 = in_addr()
        if inet_pton(AF_INET, text, &ipv4) == 1 {
            self.init(high: 0, low: 0xFFFF << 32 | UInt64(UInt32(bigEndian: ipv4.s_addr)))
            return
        }
        var ipv6 = in6_addr()
        guard inet_pton(AF_INET6, text, &ipv6) == 1 else { return nil }
        self = withUnsafeBytes(of: &ipv6) { octets in
            func word(_ offset: Int) -> UInt64 { UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
            return NetworkAddress(high: word(0), low: word(8))
        }
    }

    /// A digit of either form, a dot or a colon.
    private static func isPart(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, 0x2E, 0x3A: true
        default: false
        }
    }

    static let firstIPv4 = NetworkAddress(high: 0, low: 0xFFFF << 32)

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// What one visitor has: an IPv4 address, or the first 64 bits of an IPv6 address. A visitor chooses the other 64 bits at will
    /// (RFC 4862; RFC 8981), so a limit for each address would be none.
    var ofOneVisitor: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }

    /// Returns the address without its bits after a prefix.
    /// - Parameter prefix: 0 to 128 bits.
    func cut(to prefix: Int) -> NetworkAddress {
        func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : .max << (64 - UInt64(bits)) }
        return NetworkAddress(high: high & mask(prefix), low: low & mask(prefix - 64))
    }

    /// Dotted decimal, or eight groups of hexadecimal digits.
    public var description: String {
        if isIPv4 { return (0..<4).map { "\(low >> (24 - 8 * UInt64($0)) & 0xFF)" }.joined(separator: ".") }
        return [high, low].flatMap { word in (0..<4).map { String(word >> (48 - 16 * UInt64($0)) & 0xFFFF, radix: 16) } }
            .joined(separator: ":")
    }
}
