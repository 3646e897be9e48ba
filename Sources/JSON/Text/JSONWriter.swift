/// Writes compact JSON into one growing buffer.
///
/// It writes the commas; the caller is responsible for the nesting. One flag is enough: at any depth, a comma is due exactly after a
/// value or a closing bracket.
///
/// The buffer is the writer's own memory, not an array: an array checks at every octet whether it is shared and how long it is, which
/// costs more than the writing. For the same reason the writer cannot be copied.
public struct JSONWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private var count = 0
    private var needsComma = false

    /// An empty writer with room for `capacity` octets.
    public init(capacity: Int = 512) {
        self.capacity = max(64, capacity)
        memory = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit { memory.deallocate() }

    /// A copy of the JSON written so far.
    public var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: count)) }

    // MARK: Structure

    /// Opens an object.
    public mutating func beginObject() {
        place(1).storeBytes(of: Octet.openObject, as: UInt8.self)
        needsComma = false
    }

    /// Closes an object.
    public mutating func endObject() { close(Octet.closeObject) }

    /// Opens an array.
    public mutating func beginArray() {
        place(1).storeBytes(of: Octet.openArray, as: UInt8.self)
        needsComma = false
    }

    /// Closes an array.
    public mutating func endArray() { close(Octet.closeArray) }

    private mutating func close(_ bracket: UInt8) {
        // There is no comma before a closing bracket.
        needsComma = false
        place(1).storeBytes(of: bracket, as: UInt8.self)
        needsComma = true
    }

    /// A member name known at compile time, which needs no escape. Literals use this overload.
    public mutating func name(_ name: StaticString) {
        name.withUTF8Buffer { text in
            assert(!text.contains { $0 < 0x20 || $0 == Octet.quote || $0 == Octet.backslash }, "a literal member name needs no escape")
            let target = place(text.count + 3)
            target.storeBytes(of: Octet.quote, as: UInt8.self)
            if let start = text.baseAddress { (target + 1).copyMemory(from: start, byteCount: text.count) }
            target.storeBytes(of: Octet.quote, toByteOffset: text.count + 1, as: UInt8.self)
            target.storeBytes(of: Octet.colon, toByteOffset: text.count + 2, as: UInt8.self)
        }
        needsComma = false
    }

    /// A member name that is written often.
    public mutating func name(_ name: JSONName) {
        name.quoted.withUnsafeBytes { octets in
            let target = place(octets.count)
            if let start = octets.baseAddress { target.copyMemory(from: start, byteCount: octets.count) }
        }
        needsComma = false
    }

    /// A member name made at run time.
    // Without the attribute Swift would prefer `String` for literals and never call the other overload.
    @_disfavoredOverload
    public mutating func name(_ name: String) {
        string(name)
        append(Octet.colon)
        needsComma = false
    }

    // MARK: Values

    /// A string, escaped only where JSON requires it.
    public mutating func string(_ value: String) {
        // A native Swift string is contiguous UTF-8; any other is copied first.
        if value.utf8.withContiguousStorageIfAvailable({ quoted(UnsafeRawBufferPointer($0)) }) == nil {
            Array(value.utf8).withUnsafeBytes { quoted($0) }
        }
        needsComma = true
    }

    /// A member that is a string, or `null`.
    public mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// A member with a string of octets that need no escape; see `string(ascii:_:)`.
    public mutating func member(_ name: StaticString, ascii capacity: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        self.name(name)
        string(ascii: capacity, write)
    }

    /// A string of octets that need no escape, such as a UUID or a date, written in place: printable ASCII without quote and backslash.
    /// The octets are not checked.
    /// - Parameters:
    ///   - capacity: the maximum number of octets.
    ///   - write: writes the octets and returns their number.
    public mutating func string(ascii capacity: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        let target = place(capacity + 2)
        target.storeBytes(of: Octet.quote, as: UInt8.self)
        let written = write(UnsafeMutableBufferPointer(start: (target + 1).assumingMemoryBound(to: UInt8.self), count: capacity))
        precondition(written <= capacity, "more octets were written than the room has")
        target.storeBytes(of: Octet.quote, toByteOffset: written + 1, as: UInt8.self)
        count &-= capacity &- written
        needsComma = true
    }

    /// An integer.
    public mutating func integer(_ value: Int64) {
        // The longest integer, -9223372036854775808, has twenty octets.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = value.magnitude
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = 0x30 + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest > 0
            if value < 0 {
                start -= 1
                digits[start] = Octet.minus
            }
            plain(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[start...]))
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

    /// A whole value. Recurses as deep as the value; the reader limits that depth.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .integer(let number): integer(number)
        case .decimal(let literal):
            // Any code can make this case. If the literal is not a number, it is written as a string, so that the document stays JSON.
            guard JSONReader.isNumber(literal) else { return string(literal) }
            var literal = literal
            literal.withUTF8 { plain(UnsafeRawBufferPointer($0)) }
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

    /// A value that is JSON already, such as part of a stored answer. It is not checked.
    public mutating func raw(_ value: [UInt8]) { value.withUnsafeBytes { plain($0) } }

    // MARK: Octets

    /// Writes a comma if one is due, and makes room after it for `octets` octets, which the caller writes.
    @inline(__always)
    private mutating func place(_ octets: Int) -> UnsafeMutableRawPointer {
        if capacity &- count <= octets { grow(by: octets + 1) }
        if needsComma {
            memory.storeBytes(of: Octet.comma, toByteOffset: count, as: UInt8.self)
            count &+= 1
        }
        defer { count &+= octets }
        return memory + count
    }

    @inline(never)
    private mutating func grow(by octets: Int) {
        capacity = max(2 * capacity, count + octets)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }

    /// Writes one octet without a comma before it.
    private mutating func append(_ octet: UInt8) {
        needsComma = false
        place(1).storeBytes(of: octet, as: UInt8.self)
    }

    /// Writes a value unchanged.
    private mutating func plain(_ value: UnsafeRawBufferPointer) {
        let target = place(value.count)
        if let start = value.baseAddress { target.copyMemory(from: start, byteCount: value.count) }
        needsComma = true
    }

    private mutating func word(_ word: StaticString) { word.withUTF8Buffer { plain(UnsafeRawBufferPointer($0)) } }

    /// Writes a quoted string. Most texts need no escape, so this copies and checks in one pass.
    private mutating func quoted(_ text: UnsafeRawBufferPointer) {
        let start = count
        let hadComma = needsComma
        let target = place(text.count + 2)
        target.storeBytes(of: Octet.quote, as: UInt8.self)
        if copyPlain(text, to: target + 1) {
            target.storeBytes(of: Octet.quote, toByteOffset: text.count + 1, as: UInt8.self)
        } else {
            count = start
            needsComma = hadComma
            escaped(text)
        }
    }

    /// Copies the text in words of eight octets; the last word overlaps the one before. Returns false if the text needs an escape.
    @inline(__always)
    private func copyPlain(_ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Bool {
        @inline(__always)
        func copyWord(at index: Int) -> Bool {
            let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            return Octet.needsCare(UInt64(littleEndian: word)) == 0
        }
        guard text.count >= 8 else {
            for (index, octet) in text.enumerated() {
                if octet < 0x20 || octet == Octet.quote || octet == Octet.backslash { return false }
                target.storeBytes(of: octet, toByteOffset: index, as: UInt8.self)
            }
            return true
        }
        var index = 0
        while index <= text.count &- 8 {
            guard copyWord(at: index) else { return false }
            index &+= 8
        }
        return index == text.count || copyWord(at: text.count &- 8)
    }

    /// Writes octet by octet, for the few texts that need an escape.
    private mutating func escaped(_ text: UnsafeRawBufferPointer) {
        place(1).storeBytes(of: Octet.quote, as: UInt8.self)
        needsComma = false
        for octet in text {
            if octet < 0x20 || octet == Octet.quote || octet == Octet.backslash { escape(octet) } else { append(octet) }
        }
        append(Octet.quote)
    }

    private mutating func escape(_ octet: UInt8) {
        append(Octet.backslash)
        switch octet {
        case Octet.quote, Octet.backslash: append(octet)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(truncatingIfNeeded: UInt16(octet) >> shift) & 0xF
                append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }
}

/// The same JSON, indented by two spaces a level, with a newline at the end. Strings and numbers are copied unchanged.
public func pretty(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2 + 1)
    var depth = 0
    var place = 0

    func breakLine() {
        result.append(Octet.newline)
        // The indent stops at the reader's maximum depth; otherwise a megabyte of brackets would need a terabyte of spaces.
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
                // In ASCII each closing bracket is two places after its opening bracket.
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
        var writer = JSONWriter(capacity: name.utf8.count + 4)
        writer.name(name)
        quoted = writer.bytes
    }
}
