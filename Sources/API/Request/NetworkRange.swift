/// A range of addresses: one address, or all with the same first bits (`10.0.0.0/8`, RFC 4632; `fd00::/8`, RFC 4291, 2.3).
public struct NetworkRange: Hashable, Sendable {
    private let first: NetworkAddress
    /// How many bits of the 128 are the same for all addresses.
    private let prefix: Int

    /// Why a text is no range. It continues a sentence that begins with the name of the option.
    public enum Fault: Error, Equatable, CustomStringConvertible {
        case notAnAddress
        case noPrefix(most: Int)
        /// A range with all IPv4 or all IPv6 addresses: each visitor could then name any address as its own.
        case everybody
        /// The address has bits after the prefix, so the address or the prefix is mistyped.
        case bitsAfterPrefix

        public var description: String {
            switch self {
            case .notAnAddress: "takes an IPv4 or IPv6 address, perhaps with a prefix, such as 10.0.0.7 or fd00::/64"
            case .noPrefix(let most): "takes a prefix of 1 to \(most) bits for such an address"
            case .everybody: "does not take all addresses: every visitor would be a trusted proxy"
            case .bitsAfterPrefix: "takes a range whose address ends with its prefix, such as 10.0.0.0/8"
            }
        }
    }

    /// - Throws: `Fault`.
    public init(_ text: String) throws(Fault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ NetworkAddress($0) }) else { throw .notAnAddress }
        // The form that was written decides: ::ffff:10.0.0.0/104 and 10.0.0.0/8 are the same range.
        let most = parts[0].contains(":") ? 128 : 32
        var prefix = most
        if parts.count > 1 {
            guard let number = plainNumber(String(parts[1])), number <= most else { throw .noPrefix(most: most) }
            prefix = number
        }
        self.prefix = 128 - most + prefix
        first = address.cut(to: self.prefix)
        guard first == address else { throw .bitsAfterPrefix }
        // The IPv4 addresses are 96 bits into the IPv6 ones.
        guard self.prefix > 0, self.prefix > 96 || !contains(NetworkAddress.firstIPv4) else { throw .everybody }
    }

    func contains(_ address: NetworkAddress) -> Bool { address.cut(to: prefix) == first }
}
