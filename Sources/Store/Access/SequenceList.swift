/// Ascending sequence numbers in few bytes (LEB128). Each number is stored as its difference to the number before, the first as its
/// difference to zero. Each byte holds seven bits, least significant first; the highest bit is set if more bytes follow.
struct SequenceList: Sendable {
    private(set) var first: Int64?
    private(set) var octets: [UInt8] = []
    private var last: Int64 = 0

    /// Appends a number that is larger than all numbers in the list.
    mutating func append(_ number: Int64) {
        precondition(number > last, "sequence numbers ascend from 1")
        if first == nil { first = number }
        var rest = UInt64(number - last)
        while rest >= 0x80 {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
        last = number
    }

    /// Decodes the numbers. Returns nil for bytes that this type cannot have written.
    static func numbers(_ octets: [UInt8]) -> [Int64]? {
        var numbers: [Int64] = []
        var last: Int64 = 0
        var difference: UInt64 = 0
        var shift: UInt64 = 0
        for octet in octets {
            guard shift < 63 else { return nil }
            difference |= UInt64(octet & 0x7F) << shift
            shift += 7
            if octet & 0x80 != 0 { continue }
            let (next, overflow) = last.addingReportingOverflow(Int64(difference & UInt64(Int64.max)))
            guard !overflow, next > last else { return nil }
            numbers.append(next)
            last = next
            difference = 0
            shift = 0
        }
        return shift == 0 ? numbers : nil
    }
}
