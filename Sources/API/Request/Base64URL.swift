/// base64url without padding (RFC 4648, section 5), which needs no encoding in a query.
enum Base64URL {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each octet as a letter of the alphabet; 0x80 for any other octet.
    private static let values: [UInt8] = (0...255).map { octet in
        letters.firstIndex(of: octet).map { UInt8($0) } ?? 0x80
    }

    static func encode(_ octets: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (octets.count * 4 + 2) / 3) { text in
            var (bits, pending, count) = (UInt32(0), 0, 0)
            func write(_ value: UInt32) {
                text[count] = letters[Int(value & 0x3F)]
                count += 1
            }
            for octet in octets {
                bits = bits << 8 | UInt32(octet)
                pending += 8
                while pending >= 6 {
                    pending -= 6
                    write(bits >> UInt32(pending))
                }
            }
            if pending > 0 { write(bits << UInt32(6 - pending)) }
            return count
        }
    }

    /// Decodes a text. Returns nil for any text that `encode` does not write, such as one with bits left over, so that each cursor has only
    /// one form.
    static func decode(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count * 3 / 4)
        var (bits, pending) = (UInt32(0), 0)
        for letter in text.utf8 {
            let value = values[Int(letter)]
            guard value < 0x40 else { return nil }
            bits = bits << 6 | UInt32(value)
            pending += 6
            if pending >= 8 {
                pending -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
            }
        }
        guard pending < 6, bits & ((1 << UInt32(pending)) - 1) == 0 else { return nil }
        return octets
    }
}
