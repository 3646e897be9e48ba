import Glibc

/// The octet classes of RFC 9110 and RFC 3986 as bit sets: two words with one bit for each ASCII octet.
struct OctetSet {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ octet: UInt8) -> Bool {
        if octet < 64 { return (low &>> UInt64(octet)) & 1 == 1 }
        if octet < 128 { return (high &>> UInt64(octet & 63)) & 1 == 1 }
        return false
    }

    /// tchar, RFC 9110 5.6.2: letters, digits and !#$%&'*+-.^_`|~
    static let token = OctetSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
    /// unreserved, RFC 3986 2.3: letters, digits and -._~
    static let unreserved = OctetSet(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    /// pchar and "/", RFC 3986 3.3, without "%", which is checked together with its two digits.
    static let path = OctetSet(low: 0x2fff_ffd2_0000_0000, high: 0x47ff_fffe_87ff_ffff)
    /// The same and "?", RFC 3986 3.4.
    static let query = OctetSet(low: 0xafff_ffd2_0000_0000, high: 0x47ff_fffe_87ff_ffff)
}

enum Octet {
    static let tab: UInt8 = 9
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let space: UInt8 = 32
    static let quote: UInt8 = 34
    static let percent: UInt8 = 37
    static let comma: UInt8 = 44
    static let slash: UInt8 = 47
    static let colon: UInt8 = 58
    static let semicolon: UInt8 = 59
    static let equals: UInt8 = 61
    static let questionMark: UInt8 = 63
    static let backslash: UInt8 = 92
    static let delete: UInt8 = 127

    @inline(__always)
    static func lowercased(_ octet: UInt8) -> UInt8 { octet &- 65 < 26 ? octet | 32 : octet }

    @inline(__always)
    static func digit(_ octet: UInt8) -> Int? { octet &- 48 < 10 ? Int(octet &- 48) : nil }

    @inline(__always)
    static func hexadecimal(_ octet: UInt8) -> Int? {
        if octet &- 48 < 10 { return Int(octet &- 48) }
        let letter = octet | 32
        return letter &- 97 < 6 ? Int(letter &- 87) : nil
    }

    /// Whether a field value may not hold this octet (RFC 9110 5.5).
    @inline(__always)
    static func isControl(_ octet: UInt8) -> Bool { (octet < space && octet != tab) || octet == delete }

    @inline(__always)
    static func isBlank(_ octet: UInt8) -> Bool { octet == space || octet == tab }
}

extension Span<UInt8> {
    /// Compares a slice with a name in lower case, without regard to case.
    @inline(__always)
    func matches(_ range: Range<Int>, _ lowercase: StaticString) -> Bool {
        guard range.count == lowercase.utf8CodeUnitCount, range.upperBound <= count else { return false }
        return lowercase.withUTF8Buffer { name in
            var index = range.lowerBound
            for octet in name {
                if Octet.lowercased(self[index]) != octet { return false }
                index &+= 1
            }
            return true
        }
    }

    /// Returns how many of the next eight octets come before the first that is a control octet, delete, or above 0x7f.
    @inline(__always)
    func plainCount(at index: Int) -> Int {
        let word = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones &* 0x80
        // An octet below 0x20 borrows, 0x7f carries, and a high octet already has its top bit. Borrows and carries disturb later octets
        // only.
        let marks = ((word &- ones &* 0x20) | (word &+ ones) | word) & highs
        return UInt64(littleEndian: marks).trailingZeroBitCount >> 3
    }

    /// Returns the first position of an octet.
    @inline(__always)
    func firstIndex(of octet: UInt8, in range: Range<Int>) -> Int? {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = memchr(start + range.lowerBound, Int32(octet), range.count) else { return nil }
            return UnsafeRawPointer(found) - start
        }
    }

    func string(_ range: Range<Int>) -> String {
        withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    func array(_ range: Range<Int>) -> [UInt8] {
        withUnsafeBufferPointer { Array(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Returns the slice without the optional whitespace around it (OWS, RFC 9110 5.6.3).
    @inline(__always)
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, Octet.isBlank(self[start]) { start &+= 1 }
        while end > start, Octet.isBlank(self[end &- 1]) { end &-= 1 }
        return start..<end
    }

    /// Returns the trimmed elements of a comma-separated list. Empty elements are included, because each rule decides what they mean.
    func elements(_ range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where self[index] == Octet.comma {
            found.append(trimmed(start..<index))
            start = index &+ 1
        }
        found.append(trimmed(start..<range.upperBound))
        return found
    }
}
