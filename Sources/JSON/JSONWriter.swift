/// Writes compact JSON into one growing buffer.
///
/// It keeps the commas and leaves the nesting to the caller. One flag is enough: a comma stands exactly where a value or a closing
/// bracket came last, however deep that is.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// An empty writer with room for `capacity` octets.
    public init(capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(max(0, capacity))
    }

    // MARK: Structure

    /// Opens an object.
    public mutating func beginObject() {
        separate()
        bytes.append(Octet.openObject)
        needsComma = false
    }

    /// Closes an object.
    public mutating func endObject() {
        bytes.append(Octet.closeObject)
        needsComma = true
    }

    /// Opens an array.
    public mutating func beginArray() {
        separate()
        bytes.append(Octet.openArray)
        needsComma = false
    }

    /// Closes an array.
    public mutating func endArray() {
        bytes.append(Octet.closeArray)
        needsComma = true
    }

    /// A member name known when compiling. A literal argument comes here.
    public mutating func name(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { quoted($0) }
        bytes.append(Octet.colon)
        needsComma = false
    }

    /// A member name that is written often.
    public mutating func name(_ name: JSONName) {
        name.quoted.withUnsafeBytes { octets in
            append(octets.count) { $0.copyMemory(from: octets) }
        }
        needsComma = false
    }

    /// A member name made at run time.
    // Without the attribute Swift prefers `String` for a literal and the other method would never be called.
    @_disfavoredOverload
    public mutating func name(_ name: String) {
        separate()
        var name = name
        name.withUTF8 { quoted($0) }
        bytes.append(Octet.colon)
        needsComma = false
    }

    // MARK: Values

    /// A string, escaped where JSON requires it and nowhere else.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { text in
            let octets = UnsafeRawBufferPointer(text)
            if firstEscaped(in: octets, from: 0) == octets.count { return plain(octets) }
            separate()
            quoted(text)
        }
        needsComma = true
    }

    /// Octets that need no escape, such as a UUID or a date: printable ASCII without quote and backslash. They are not looked at.
    public mutating func string(ascii value: [UInt8]) {
        value.withUnsafeBytes { string(ascii: $0) }
    }

    /// Octets that need no escape, from memory the caller owns. They are not looked at.
    public mutating func string(ascii value: UnsafeRawBufferPointer) {
        plain(value)
        needsComma = true
    }

    /// An integer.
    public mutating func integer(_ value: Int64) {
        separate()
        needsComma = true
        // Twenty octets hold the longest, -9223372036854775808.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var place = digits.count
            var rest = value.magnitude
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                place -= 1
                digits[place] = 0x30 + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest > 0
            if value < 0 {
                place -= 1
                digits[place] = Octet.minus
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[place...]))
        }
    }

    /// `true` or `false`.
    public mutating func bool(_ value: Bool) {
        word(value ? "true" : "false")
    }

    /// `null`.
    public mutating func null() {
        word("null")
    }

    /// A whole value. Recurses as deep as the value, which the reader bounds.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .integer(let number): integer(number)
        case .decimal(let literal):
            // Anyone can build this case. A literal that is no number goes out as a string, so that the document stays JSON.
            guard JSONReader.isNumber(literal) else { return string(literal) }
            separate()
            bytes.append(contentsOf: literal.utf8)
            needsComma = true
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// A value that is JSON already, such as one kept from an earlier answer. It is not looked at.
    public mutating func raw(_ value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    // MARK: Octets

    private mutating func separate() {
        if needsComma { bytes.append(Octet.comma) }
    }

    /// The comma where one is due, and so many octets, which `fill` writes: the room is asked for once.
    private mutating func append(_ count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let comma = needsComma ? 1 : 0
        bytes.append(addingCapacity: comma + count) { span in
            span.withUnsafeMutableBufferPointer { room, used in
                let free = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[used...])
                if comma == 1 { free[0] = Octet.comma }
                fill(UnsafeMutableRawBufferPointer(rebasing: free[comma..<comma + count]))
                used += comma + count
            }
        }
    }

    /// Text without anything to escape.
    private mutating func plain(_ text: UnsafeRawBufferPointer) {
        append(text.count + 2) { room in
            room[0] = Octet.quote
            UnsafeMutableRawBufferPointer(rebasing: room[1...]).copyMemory(from: text)
            room[text.count + 1] = Octet.quote
        }
    }

    private mutating func word(_ word: StaticString) {
        word.withUTF8Buffer { text in
            append(text.count) { $0.copyMemory(from: UnsafeRawBufferPointer(text)) }
        }
        needsComma = true
    }

    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(Octet.quote)
        let raw = UnsafeRawBufferPointer(text)
        var start = 0
        while start < raw.count {
            let stop = firstEscaped(in: raw, from: start)
            // Most texts need no escape and are copied here in one piece.
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[start..<stop]))
            guard stop < raw.count else { break }
            escape(raw[stop])
            start = stop + 1
        }
        bytes.append(Octet.quote)
    }

    private func firstEscaped(in raw: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start
        while place <= raw.count - 8 {
            let marks = Octet.needsCare(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            guard marks == 0 else { return place + marks.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < raw.count {
            let octet = raw[place]
            if octet < 0x20 || octet == Octet.quote || octet == Octet.backslash { break }
            place += 1
        }
        return place
    }

    private mutating func escape(_ octet: UInt8) {
        bytes.append(Octet.backslash)
        switch octet {
        case Octet.quote, Octet.backslash: bytes.append(octet)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(truncatingIfNeeded: UInt16(octet) >> shift) & 0xF
                bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }
}

/// The same JSON for a person to read: two spaces a level and a newline at the end. Strings and numbers are copied octet by octet.
public func pretty(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2 + 1)
    var depth = 0
    var place = 0

    func breakLine() {
        result.append(Octet.newline)
        // Beyond the reader's depth the indent stays put: else a megabyte of brackets would ask for a terabyte of spaces.
        result.append(contentsOf: repeatElement(Octet.space, count: 2 * min(depth, JSONLimits.deepest)))
    }

    while place < bytes.count {
        let octet = bytes[place]
        place += 1
        switch octet {
        case Octet.quote:
            let start = place - 1
            while place < bytes.count, bytes[place] != Octet.quote {
                place += bytes[place] == Octet.backslash ? 2 : 1
            }
            place = min(place + 1, bytes.count)
            result.append(contentsOf: bytes[start..<place])
        case Octet.openObject, Octet.openArray:
            result.append(octet)
            while place < bytes.count, Octet.isSpace(bytes[place]) { place += 1 }
            if place < bytes.count, bytes[place] == octet + 2 {
                // Both closing brackets stand two places after their opening ones in ASCII.
                result.append(bytes[place])
                place += 1
            } else {
                depth += 1
                breakLine()
            }
        case Octet.closeObject, Octet.closeArray:
            depth = max(0, depth - 1)
            breakLine()
            result.append(octet)
        case Octet.comma:
            result.append(octet)
            breakLine()
        case Octet.colon:
            result.append(octet)
            result.append(Octet.space)
        case _ where Octet.isSpace(octet): continue
        default: result.append(octet)
        }
    }
    result.append(Octet.newline)
    return result
}

/// A member name with its quotes and colon, escaped once.
public struct JSONName: Sendable {
    let quoted: [UInt8]

    public init(_ name: String) {
        var writer = JSONWriter(capacity: name.utf8.count + 3)
        writer.name(name)
        quoted = writer.bytes
    }
}
