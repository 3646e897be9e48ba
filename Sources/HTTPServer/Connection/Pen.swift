/// Writes bytes in sequence into room that the caller has reserved.
struct Pen {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var count: Int

    /// - Parameter count: how many bytes of the room are already written.
    init(_ room: UnsafeMutableBufferPointer<UInt8>, count: Int) {
        self.room = UnsafeMutableRawBufferPointer(room)
        self.count = count
    }

    @inline(__always)
    mutating func write(_ octet: UInt8) {
        room[count] = octet
        count &+= 1
    }

    @inline(__always)
    mutating func write(_ octets: [UInt8]) { octets.withUnsafeBytes { write($0) } }

    @inline(__always)
    mutating func write(_ text: String) { text.utf8.span.withUnsafeBytes { write($0) } }

    @inline(__always)
    private mutating func write(_ octets: UnsafeRawBufferPointer) {
        precondition(octets.count <= room.count &- count, "more bytes are written than the room has")
        guard let source = octets.baseAddress, let start = room.baseAddress else { return }
        (start + count).copyMemory(from: source, byteCount: octets.count)
        count &+= octets.count
    }

    mutating func writeLineEnd() {
        write(Octet.carriageReturn)
        write(Octet.lineFeed)
    }

    mutating func write(decimal number: Int) {
        if number >= 10 { write(decimal: number / 10) }
        write(UInt8(truncatingIfNeeded: 48 &+ number % 10))
    }

    /// Writes a field value. RFC 9110 5.5: a value built from client input must not end the field, so control octets become spaces.
    mutating func write(value: String) {
        let start = count
        write(value)
        guard hasControl(from: start) else { return }
        for index in start..<count where Octet.isControl(room[index]) { room[index] = Octet.space }
    }

    /// Whether the room may hold a control octet since `start`. Checks eight octets at a time; the last eight overlap.
    @inline(__always)
    private func hasControl(from start: Int) -> Bool {
        var index = start
        guard count &- start >= 8 else {
            while index < count {
                if Octet.isControl(room[index]) { return true }
                index &+= 1
            }
            return false
        }
        let last = count &- 8
        while index < last {
            if hasControl(at: index) { return true }
            index &+= 8
        }
        return hasControl(at: last)
    }

    @inline(__always)
    private func hasControl(at index: Int) -> Bool {
        let word = room.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let deleted = word ^ (ones &* 0x7f)
        // An octet below 0x20, or equal to 0x7f, borrows. Octets above 0x7f are text.
        return ((word &- ones &* 0x20) & ~word | (deleted &- ones) & ~deleted) & (ones &* 0x80) != 0
    }
}
