/// A 128-bit identifier of one kind of thing, written as a UUID (RFC 9562, 36 characters, lower-case hexadecimal).
///
/// `Of` is only a label that keeps the identifiers of different kinds apart. The order is the order of the 16 octets,
/// which for identifiers made by ``make(milliseconds:random:random2:)`` is the order of their milliseconds.
public struct ID<Of>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first eight octets, big-endian.
    public let high: UInt64
    /// The last eight octets, big-endian.
    public let low: UInt64

    /// An identifier of sixteen octets; every value is allowed.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 36 characters `8-4-4-4-12` (RFC 9562 section 4); upper-case and lower-case hexadecimal, any version; else nil.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 36 else { return nil }
        var halves: [UInt64] = [0, 0]
        var nibble = 0
        for (position, octet) in octets.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard octet == 0x2D else { return nil }
                continue
            }
            let value: UInt8
            switch octet {
            case 0x30...0x39: value = octet - 0x30
            case 0x41...0x46: value = octet - 0x37
            case 0x61...0x66: value = octet - 0x57
            default: return nil
            }
            halves[nibble / 16] = halves[nibble / 16] << 4 | UInt64(value)
            nibble += 1
        }
        high = halves[0]
        low = halves[1]
    }

    /// A UUID version 7 (RFC 9562 section 5.7).
    ///
    /// `milliseconds` since 1970-01-01 UTC (the lowest 48 bits are used), `random` gives 12 bits and `random2` 62 bits.
    public static func make(milliseconds: UInt64, random: UInt64, random2: UInt64) -> ID {
        ID(
            high: milliseconds << 16 | 0x7000 | (random & 0x0FFF),
            low: 0x8000_0000_0000_0000 | (random2 & 0x3FFF_FFFF_FFFF_FFFF)
        )
    }

    /// The same sixteen octets as the identifier of another kind.
    public func cast<T>(to kind: T.Type) -> ID<T> {
        ID<T>(high: high, low: low)
    }

    /// 36 characters, lower case.
    public var description: String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        var octets: [UInt8] = []
        octets.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { octets.append(0x2D) }
            let half = nibble < 16 ? high : low
            octets.append(digits[Int(half >> UInt64(60 - 4 * (nibble % 16)) & 0xF)])
        }
        return ASCIIText.text(octets)
    }

    /// Octet order.
    public static func < (left: ID, right: ID) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
