/// Octet helpers shared by the identifier parsers; only ASCII is ever trimmed, upper-cased or read as a digit.
enum ASCIIText {
    /// The value 0…9 of an ASCII digit, or nil.
    static func digit(_ octet: UInt8) -> Int? {
        octet >= 0x30 && octet <= 0x39 ? Int(octet) - 0x30 : nil
    }

    /// True for A…Z.
    static func isUpperCaseLetter(_ octet: UInt8) -> Bool {
        octet >= 0x41 && octet <= 0x5A
    }

    /// The number written by 1…18 ASCII digits, or nil.
    static func number(_ octets: some Collection<UInt8>) -> Int? {
        guard !octets.isEmpty, octets.count <= 18 else { return nil }
        var value = 0
        for octet in octets {
            guard let digit = digit(octet) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The UTF-8 octets without leading and trailing space, tab, carriage return and line feed, a…z upper-cased.
    static func trimmedUpperCased(_ text: String) -> [UInt8] {
        var octets = text.utf8[...]
        while let first = octets.first, isSpace(first) { octets.removeFirst() }
        while let last = octets.last, isSpace(last) { octets.removeLast() }
        return octets.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }
    }

    /// The decimal digits of a non-negative number, left-filled with zeros to a width.
    static func padded(_ value: Int, width: Int) -> String {
        let digits = String(value)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// The lowest decimal digits of a non-negative value, with leading zeros; higher digits are dropped.
    static func write(_ value: Int, width: Int, at start: Int, of octets: UnsafeMutableBufferPointer<UInt8>) {
        var rest = value
        var place = start + width
        while place > start {
            place -= 1
            octets[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// The text of octets that are known to be ASCII.
    static func text(_ octets: some Collection<UInt8>) -> String {
        String(decoding: octets, as: UTF8.self)
    }

    /// ISO 7064 mod 97 of digits and letters A…Z (A = 10 … Z = 35), or nil for another octet.
    static func remainder97(_ octets: some Sequence<UInt8>) -> Int? {
        var remainder = 0
        for octet in octets {
            if let digit = digit(octet) {
                remainder = (remainder * 10 + digit) % 97
            } else if isUpperCaseLetter(octet) {
                remainder = (remainder * 100 + Int(octet) - 55) % 97
            } else {
                return nil
            }
        }
        return remainder
    }

    private static func isSpace(_ octet: UInt8) -> Bool {
        octet == 0x20 || octet == 0x09 || octet == 0x0A || octet == 0x0D
    }
}
