/// Writes octets in the gzip format (RFC 1952), compressed by DEFLATE (RFC 1951).
///
/// It serves documents that are compressed once and sent often. It uses the fixed codes and one block, which is simple and makes the API
/// document some eight times smaller.
enum Gzip {
    /// Returns the compressed octets.
    static func compress(_ octets: [UInt8]) -> [UInt8] {
        // Magic number, DEFLATE, no flags, no time, no hint, unknown system.
        var out = BitWriter(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        out.write(1, 1)  // The last block,
        out.write(1, 2)  // with the fixed codes.
        deflate(octets, &out)
        out.finish()
        return out.bytes + littleEndian(checksum(octets)) + littleEndian(UInt32(truncatingIfNeeded: octets.count))
    }

    // MARK: - DEFLATE

    /// The shortest text worth a reference, and the longest that one reference can repeat.
    private static let lengths = 3...258
    /// How far back a reference may reach.
    private static let window = 32_768
    /// How many earlier places are compared.
    private static let tries = 32

    private static func deflate(_ octets: [UInt8], _ out: inout BitWriter) {
        // For each hash of three octets, the last place that has it; for each place, the one before with the same hash.
        var last = [Int32](repeating: -1, count: 1 << 15)
        var before = [Int32](repeating: -1, count: window)
        octets.withUnsafeBufferPointer { text in
            func remember(_ place: Int) -> Int {
                guard place + 2 < text.count else { return -1 }
                let word = UInt32(text[place]) << 16 | UInt32(text[place + 1]) << 8 | UInt32(text[place + 2])
                let hash = Int((word &* 0x9E37_79B1) >> 17)
                let found = Int(last[hash])
                before[place % window] = Int32(truncatingIfNeeded: found)
                last[hash] = Int32(truncatingIfNeeded: place)
                return found
            }
            var place = 0
            while place < text.count {
                var candidate = remember(place)
                var best = (length: 0, distance: 0)
                let most = min(lengths.upperBound, text.count - place)
                var left = tries
                while candidate >= 0, place - candidate < window, left > 0, best.length < most {
                    var length = 0
                    while length < most, text[candidate + length] == text[place + length] { length += 1 }
                    if length > best.length { best = (length, place - candidate) }
                    let next = Int(before[candidate % window])
                    // The ring holds the latest places only: an older entry points forward and ends the chain.
                    candidate = next < candidate ? next : -1
                    left -= 1
                }
                if best.length >= lengths.lowerBound {
                    reference(best.length, best.distance, &out)
                    for repeated in (place + 1)..<(place + best.length) { _ = remember(repeated) }
                    place += best.length
                } else {
                    literal(Int(text[place]), &out)
                    place += 1
                }
            }
        }
        literal(256, &out)
    }

    /// Writes an octet, or a symbol of 256 and above, with the fixed code (RFC 1951, 3.2.6).
    private static func literal(_ symbol: Int, _ out: inout BitWriter) {
        switch symbol {
        case ..<144: out.writeCode(0x30 + symbol, 8)
        case ..<256: out.writeCode(0x190 + symbol - 144, 9)
        case ..<280: out.writeCode(symbol - 256, 7)
        default: out.writeCode(0xC0 + symbol - 280, 8)
        }
    }

    /// Writes "repeat `length` octets from `distance` back".
    private static func reference(_ length: Int, _ distance: Int, _ out: inout BitWriter) {
        let (size, sizeBits) = place(of: length, in: lengthBases)
        literal(257 + size, &out)
        out.write(length - lengthBases[size], sizeBits(size))
        let (far, farBits) = place(of: distance, in: distanceBases)
        out.writeCode(far, 5)
        out.write(distance - distanceBases[far], farBits(far))
    }

    /// Returns the index of the last base that is not above a number, and how many further bits each index has.
    private static func place(of number: Int, in bases: [Int]) -> (Int, (Int) -> Int) {
        let index = (bases.firstIndex { $0 > number } ?? bases.count) - 1
        // The step to the next base is a power of two. The last length, 258, stands alone.
        return (
            index,
            { index in
                guard index + 1 < bases.count else { return bases.count == lengthBases.count ? 0 : 13 }
                if bases.count == lengthBases.count, index == bases.count - 2 { return 5 }
                return (bases[index + 1] - bases[index]).trailingZeroBitCount
            }
        )
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289,
        16_385, 24_577,
    ]

    // MARK: - The trailer

    /// CRC-32 (RFC 1952, 8).
    static func checksum(_ octets: [UInt8]) -> UInt32 {
        ~octets.reduce(UInt32.max) { sum, octet in checksums[Int((sum ^ UInt32(octet)) & 0xFF)] ^ (sum >> 8) }
    }

    private static let checksums: [UInt32] = (0..<256).map { octet in
        (0..<8).reduce(UInt32(octet)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

/// Writes bits into octets, the lowest first.
private struct BitWriter {
    var bytes: [UInt8]
    private var pending: UInt64 = 0
    private var count = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Writes the lowest `bits` bits of a number.
    mutating func write(_ number: Int, _ bits: Int) {
        pending |= UInt64(truncatingIfNeeded: number) << UInt64(count)
        count += bits
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count -= 8
        }
    }

    /// Writes a code, whose bits are sent from the highest (RFC 1951, 3.1.1).
    mutating func writeCode(_ code: Int, _ bits: Int) {
        var turned = 0
        for bit in 0..<bits { turned |= ((code >> bit) & 1) << (bits - 1 - bit) }
        write(turned, bits)
    }

    /// Fills the last octet with zeros.
    mutating func finish() {
        if count > 0 { write(0, 8 - count) }
    }
}

extension IncomingRequest {
    /// Whether the caller takes a gzip answer (RFC 9110, 12.5.3). A caller that names no coding gets the plain octets.
    var acceptsGzip: Bool {
        var weights: [String: Int] = [:]
        for coding in FieldMember.all(head.headers.all("accept-encoding")) { weights[coding.value] = coding.weight }
        return (weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0) > 0
    }
}
