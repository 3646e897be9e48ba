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
        var text = text
        guard let halves = text.withUTF8({ UUIDText.halves(UnsafeRawBufferPointer($0)) }) else { return nil }
        (high, low) = halves
    }

    /// Reads the same 36 characters in place, without a copy.
    public init?(octets: UnsafeRawBufferPointer) {
        guard let halves = UUIDText.halves(octets) else { return nil }
        (high, low) = halves
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

    /// The milliseconds since 1970-01-01 UTC in an identifier made by ``make(milliseconds:random:random2:)``. With a clock that was put
    /// back they are later than the clock, so they are not the time of an event.
    public var milliseconds: UInt64 { high >> 16 }

    /// 36 characters, lower case.
    public var description: String { String(unsafeUninitializedCapacity: 36) { write(to: $0) } }

    /// Writes the 36 octets of the description into a buffer of at least 36 octets. Returns the count.
    public func write(to octets: UnsafeMutableBufferPointer<UInt8>) -> Int { UUIDText.write(high, low, to: octets) }

    /// Octet order.
    public static func < (left: ID, right: ID) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

/// The hexadecimal parts of a UUID. Not generic, because every identity of every kind is read here.
private enum UUIDText {
    static func halves(_ octets: UnsafeRawBufferPointer) -> (UInt64, UInt64)? {
        guard octets.count == 36, octets[8] == 0x2D, octets[13] == 0x2D, octets[18] == 0x2D, octets[23] == 0x2D else { return nil }
        // A character that is no digit sets the highest bit of `all`.
        var all: UInt8 = 0
        func number(_ start: Int, _ end: Int) -> UInt64 {
            var value: UInt64 = 0
            for place in start..<end {
                let digit = digits[Int(octets[place])]
                all |= digit
                value = value << 4 | UInt64(digit & 0xF)
            }
            return value
        }
        let high = number(0, 8) << 32 | number(9, 13) << 16 | number(14, 18)
        let low = number(19, 23) << 48 | number(24, 36)
        return all & 0x80 == 0 ? (high, low) : nil
    }

    /// The value of each octet as a hexadecimal digit; 0x80 for any other.
    private static let digits: [UInt8] = (0...255).map { octet in
        switch octet {
        case 0x30...0x39: UInt8(octet - 0x30)
        case 0x41...0x46: UInt8(octet - 0x37)
        case 0x61...0x66: UInt8(octet - 0x57)
        default: 0x80
        }
    }

    static func write(_ high: UInt64, _ low: UInt64, to octets: UnsafeMutableBufferPointer<UInt8>) -> Int {
        write(high >> 32, 0..<8, of: octets)
        octets[8] = 0x2D
        write(high >> 16, 9..<13, of: octets)
        octets[13] = 0x2D
        write(high, 14..<18, of: octets)
        octets[18] = 0x2D
        write(low >> 48, 19..<23, of: octets)
        octets[23] = 0x2D
        write(low, 24..<36, of: octets)
        return 36
    }

    /// The lowest digits of the value.
    private static func write(_ value: UInt64, _ range: Range<Int>, of octets: UnsafeMutableBufferPointer<UInt8>) {
        var rest = value
        for place in range.reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 0xF)
            octets[place] = digit < 10 ? 0x30 &+ digit : 0x57 &+ digit
            rest >>= 4
        }
    }
}
