extension String {
    /// Lower-case hexadecimal digits, two for each octet.
    @inlinable
    public init(hexadecimal octets: some Sequence<UInt8>) { self.init(hexadecimalOf: Array(octets)) }

    @usableFromInline
    init(hexadecimalOf octets: [UInt8]) {
        self.init(unsafeUninitializedCapacity: octets.count * 2) { text in
            for (place, octet) in octets.enumerated() {
                text[place * 2] = String.hexadecimalDigit(octet >> 4)
                text[place * 2 + 1] = String.hexadecimalDigit(octet & 15)
            }
            return octets.count * 2
        }
    }

    /// - Parameter value: 0…15.
    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

extension [UInt8] {
    /// The octets behind lower-case hexadecimal digits; nil for an odd number of them and for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        func value(_ digit: UInt8) -> UInt8? {
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            default: nil
            }
        }
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for digit in text.utf8 {
            guard let value = value(digit) else { return nil }
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self = octets
    }
}
