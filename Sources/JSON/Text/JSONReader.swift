/// The limits beyond which a text is refused.
public struct JSONLimits: Sendable {
    /// Nesting depth of containers. No document of this service needs ten; every later walk over a value recurses this deep.
    public let maximumDepth: Int
    /// Members in one object. Limits the table that a check for duplicates builds.
    public let maximumMembers: Int
    /// Values in the whole text. Limits memory: each value of `[0,0,0,…` takes two octets to send and sixteen or more to keep.
    public let maximumElements: Int
    /// Octets of one string or name after unescaping. The limit is longer than any case note, and short enough to normalise and index.
    public let maximumStringBytes: Int
    /// Octets of one number. The limit fits every 64-bit integer and any sum of money; longer numbers are only slow to convert.
    public let maximumNumberBytes: Int

    /// The deepest nesting that a caller can allow: releasing and comparing values recurses, and a thread's stack may be 512 kB.
    public static let deepest = 256

    /// Makes limits. The depth is at most `deepest`.
    public init(
        maximumDepth: Int = 64,
        maximumMembers: Int = 10_000,
        maximumElements: Int = 200_000,
        maximumStringBytes: Int = 1_048_576,
        maximumNumberBytes: Int = 32
    ) {
        self.maximumDepth = min(maximumDepth, JSONLimits.deepest)
        self.maximumMembers = maximumMembers
        self.maximumElements = maximumElements
        self.maximumStringBytes = maximumStringBytes
        self.maximumNumberBytes = maximumNumberBytes
    }
}

/// Why a text is not acceptable JSON, and where. It never quotes the text, which may contain personal data.
public struct JSONFault: Error, Equatable, Sendable {
    /// The kind of fault. Clients see the raw value.
    public enum Code: String, Sendable, CaseIterable {
        /// The text is empty or only white space.
        case empty
        /// An octet inside a string that is not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// Containers are nested deeper than the limit.
        case tooDeep = "too_deep"
        /// More members in an object than the limit.
        case tooManyMembers = "too_many_members"
        /// More values in the text than the limit.
        case tooManyValues = "too_many_values"
        /// A string or name longer than the limit.
        case stringTooLong = "string_too_long"
        /// A number longer than the limit.
        case numberTooLong = "number_too_long"
        /// The text ends before the value does.
        case unexpectedEnd = "unexpected_end"
        /// An octet that is not allowed at its place.
        case unexpectedOctet = "unexpected_octet"
        /// An escape that JSON does not define.
        case invalidEscape = "invalid_escape"
        /// One half of a surrogate pair without the other.
        case loneSurrogate = "lone_surrogate"
        /// An unescaped octet below 0x20 in a string.
        case controlCharacter = "control_character"
        /// A number that JSON does not allow: `01`, `1.`, `+1`, `.5`.
        case invalidNumber = "invalid_number"
        /// Something after the value.
        case trailingOctets = "trailing_octets"
        /// A byte order mark before the text.
        case byteOrderMark = "byte_order_mark"
    }

    /// The kind of fault.
    public let code: Code
    /// The number of octets before the fault.
    public let offset: Int
    /// The line of the fault, from 1. Lines end with LF, CR or both.
    public let line: Int
    /// The column of the fault in characters (Unicode scalars), from 1.
    public let column: Int
    /// What was expected or is too much. Whoever answers writes it as a sentence.
    public let reason: Reason

    public enum Reason: Equatable, Sendable {
        case valueExpected, endExpected, numberExpected, commaExpected, memberNameExpected, colonExpected, digitExpected
        case hexadecimalExpected
        case literalExpected(String)
        case byteOrderMark, leadingZero, stringOpen, controlCharacter, notUTF8, unknownEscape, halfSurrogate
        case mostValues(Int)
        case mostMembers(Int)
        case mostNumberCharacters(Int)
        case mostMarks(Int)
        case mostStringOctets(Int)
        /// The depth of nested containers.
        case mostDepth(Int)
    }

    /// Makes a fault.
    public init(code: Code, offset: Int, line: Int, column: Int, reason: Reason) {
        self.code = code
        self.offset = offset
        self.line = line
        self.column = column
        self.reason = reason
    }
}

/// Reads JSON strictly by RFC 8259.
public enum JSONReader {
    /// The value in the octets. Throws the first fault.
    public static func read(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONFault) -> JSONValue {
        // `withUnsafeBytes` loses the type of the error, so the closure returns it in a `Result`.
        let outcome: Result<JSONValue, JSONFault> = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONFault) -> JSONValue in try read(buffer, limits: limits) }
        }
        return try outcome.get()
    }

    /// The value in the octets. Throws the first fault. Does not keep the buffer.
    public static func read(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()) throws(JSONFault) -> JSONValue {
        var parser = Parser(input: bytes, limits: limits)
        return try parser.document()
    }

    /// True when the text is one legal JSON number and nothing else.
    static func isNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { buffer in
            guard let first = buffer.first, first == Octet.minus || Octet.isDigit(first) else { return false }
            var parser = Parser(input: UnsafeRawBufferPointer(buffer), limits: JSONLimits(maximumNumberBytes: .max))
            guard (try? parser.number()) != nil else { return false }
            return parser.at == buffer.count
        }
    }
}

/// The octets that have a meaning in JSON.
enum Octet {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let openObject = UInt8(ascii: "{")
    static let closeObject = UInt8(ascii: "}")
    static let openArray = UInt8(ascii: "[")
    static let closeArray = UInt8(ascii: "]")
    static let minus = UInt8(ascii: "-")
    static let space = UInt8(ascii: " ")
    static let newline = UInt8(ascii: "\n")

    static func isDigit(_ octet: UInt8) -> Bool { octet &- 0x30 < 10 }
    static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x0A || octet == 0x0D || octet == 0x09 }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Sets the high bit of every octet at or above 0x80.
    static func beyondASCII(_ word: UInt64) -> UInt64 { word & highs }

    /// Sets the high bit of every quote, backslash or control character among eight octets. A borrow can mark only octets after a
    /// real match, so the lowest set bit is always right.
    static func needsCare(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let controls = (word &- (ones &* 0x20)) & ~word
        return (((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | controls) & highs
    }
}

/// A parser with its own stack: nesting uses the heap, not the thread's stack.
private struct Parser {
    let input: UnsafeRawBufferPointer
    let limits: JSONLimits
    private(set) var at = 0

    private struct Frame {
        let isObject: Bool
        /// Where this container's content begins in `values` or `members`.
        let start: Int
        /// The name waiting for its value.
        var name = ""
    }

    private var frames: [Frame] = []
    // Finished content of all open containers. When a container closes, its content is cut off the end at its exact size.
    private var values: [JSONValue] = []
    private var members: [JSONMember] = []
    private var total = 0
    private var scratch: [UInt8] = []

    init(input: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.input = input
        self.limits = limits
    }

    // MARK: Structure

    mutating func document() throws(JSONFault) -> JSONValue {
        try refuseByteOrderMark()
        skipSpace()
        guard at < input.count else { throw fault(.empty, at: at, .valueExpected) }
        while true {
            skipSpace()
            guard var value = try scalarOrOpening() else { continue }
            while let frame = frames.last {
                guard let container = try attach(value, to: frame) else { break }
                value = container
            }
            guard frames.isEmpty else { continue }
            skipSpace()
            guard at == input.count else { throw fault(.trailingOctets, at: at, .endExpected) }
            return value
        }
    }

    private func refuseByteOrderMark() throws(JSONFault) {
        guard input.count >= 2 else { return }
        let wide = (input[0] == 0xFE && input[1] == 0xFF) || (input[0] == 0xFF && input[1] == 0xFE)
        let narrow = input.count >= 3 && input[0] == 0xEF && input[1] == 0xBB && input[2] == 0xBF
        if wide || narrow { throw fault(.byteOrderMark, at: 0, .byteOrderMark) }
    }

    private mutating func skipSpace() {
        while at < input.count, Octet.isSpace(input[at]) { at += 1 }
    }

    /// Reads a finished value; nil after opening a container with content, which is then on top of `frames`.
    private mutating func scalarOrOpening() throws(JSONFault) -> JSONValue? {
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .valueExpected) }
        guard total < limits.maximumElements else {
            throw fault(.tooManyValues, at: at, .mostValues(limits.maximumElements))
        }
        total += 1
        switch input[at] {
        case Octet.quote: return .string(try text(normalised: true))
        case Octet.openObject: return try open(isObject: true)
        case Octet.openArray: return try open(isObject: false)
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case Octet.minus, UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "+"), UInt8(ascii: "."):
            throw fault(.invalidNumber, at: at, .numberExpected)
        default: throw fault(.unexpectedOctet, at: at, .valueExpected)
        }
    }

    private mutating func open(isObject: Bool) throws(JSONFault) -> JSONValue? {
        guard frames.count < limits.maximumDepth else {
            throw fault(.tooDeep, at: at, .mostDepth(limits.maximumDepth))
        }
        at += 1
        skipSpace()
        if at < input.count, input[at] == (isObject ? Octet.closeObject : Octet.closeArray) {
            at += 1
            return isObject ? .object([]) : .array([])
        }
        frames.append(Frame(isObject: isObject, start: isObject ? members.count : values.count))
        if isObject { try memberName() }
        return nil
    }

    /// Adds a value to the innermost container. Returns the container if that closed it, nil if another value must follow.
    private mutating func attach(_ value: JSONValue, to frame: Frame) throws(JSONFault) -> JSONValue? {
        if frame.isObject {
            members.append(JSONMember(name: frame.name, value: value))
        } else {
            values.append(value)
        }
        skipSpace()
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .commaExpected) }
        let octet = input[at]
        if octet == Octet.comma {
            at += 1
            if frame.isObject {
                skipSpace()
                try memberName()
            }
            return nil
        }
        guard octet == (frame.isObject ? Octet.closeObject : Octet.closeArray) else {
            throw fault(.unexpectedOctet, at: at, .commaExpected)
        }
        at += 1
        frames.removeLast()
        if frame.isObject {
            let content = Array(members[frame.start...])
            members.removeLast(members.count - frame.start)
            return .object(content)
        }
        let content = Array(values[frame.start...])
        values.removeLast(values.count - frame.start)
        return .array(content)
    }

    private mutating func memberName() throws(JSONFault) {
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .memberNameExpected) }
        guard input[at] == Octet.quote else { throw fault(.unexpectedOctet, at: at, .memberNameExpected) }
        let innermost = frames.count - 1
        guard innermost >= 0, members.count - frames[innermost].start < limits.maximumMembers else {
            throw fault(.tooManyMembers, at: at, .mostMembers(limits.maximumMembers))
        }
        frames[innermost].name = try text(normalised: false)
        skipSpace()
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .colonExpected) }
        guard input[at] == Octet.colon else { throw fault(.unexpectedOctet, at: at, .colonExpected) }
        at += 1
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let start = at
        let matched = word.withUTF8Buffer { expected in
            var count = 0
            while count < expected.count, start + count < input.count, input[start + count] == expected[count] { count += 1 }
            return count
        }
        at = start + matched
        guard matched < word.utf8CodeUnitCount else { return value }
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .literalExpected("\(word)")) }
        throw fault(.unexpectedOctet, at: at, .literalExpected("\(word)"))
    }

    // MARK: Numbers

    mutating func number() throws(JSONFault) -> JSONValue {
        let start = at
        let isNegative = input[at] == Octet.minus
        if isNegative { at += 1 }
        let firstDigit = at
        try digits(since: start)
        if input[firstDigit] == UInt8(ascii: "0"), at - firstDigit > 1 {
            throw fault(.invalidNumber, at: firstDigit, .leadingZero)
        }
        var isPlain = true
        if at < input.count, input[at] == UInt8(ascii: ".") {
            isPlain = false
            at += 1
            try digits(since: start)
        }
        if at < input.count, input[at] | 0x20 == UInt8(ascii: "e") {
            isPlain = false
            at += 1
            if at < input.count, input[at] == UInt8(ascii: "+") || input[at] == Octet.minus { at += 1 }
            try digits(since: start)
        }
        if isPlain, let integer = integer(firstDigit..<at, isNegative: isNegative) { return .integer(integer) }
        return .decimal(String(decoding: UnsafeRawBufferPointer(rebasing: input[start..<at]), as: UTF8.self))
    }

    /// Skips one or more digits.
    private mutating func digits(since start: Int) throws(JSONFault) {
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .digitExpected) }
        guard Octet.isDigit(input[at]) else { throw fault(.invalidNumber, at: at, .digitExpected) }
        while at < input.count, Octet.isDigit(input[at]) {
            guard at - start < limits.maximumNumberBytes else {
                throw fault(.numberTooLong, at: start, .mostNumberCharacters(limits.maximumNumberBytes))
            }
            at += 1
        }
    }

    /// Nil if the number does not fit, and for `-0`, which an integer cannot represent.
    private func integer(_ range: Range<Int>, isNegative: Bool) -> Int64? {
        var result: Int64 = 0
        for place in range {
            let digit = Int64(input[place] &- 0x30)
            let (scaled, overflowed) = result.multipliedReportingOverflow(by: 10)
            // Subtracts for negative numbers, because the magnitude of the smallest integer does not fit.
            let (sum, wrapped) = isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
            guard !overflowed, !wrapped else { return nil }
            result = sum
        }
        return isNegative && result == 0 ? nil : result
    }

    // MARK: Strings

    private mutating func text(normalised: Bool) throws(JSONFault) -> String {
        let opening = at
        at += 1
        var runStart = at
        var hasEscapes = false
        // Every scalar below U+0300 is in form C already and never combines with the one before, so Finnish and Swedish skip the check.
        var mayCompose = false
        scratch.removeAll(keepingCapacity: true)
        while true {
            skipPlain()
            guard scratch.count + (at - runStart) <= limits.maximumStringBytes else { throw tooLong(opening) }
            guard at < input.count else { throw fault(.unexpectedEnd, at: at, .stringOpen) }
            let octet = input[at]
            if octet == Octet.quote { break }
            if octet == Octet.backslash {
                hasEscapes = true
                scratch.append(contentsOf: input[runStart..<at])
                let scalar = try escape()
                mayCompose = mayCompose || scalar.value >= 0x300
                scratch.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                runStart = at
            } else if octet < 0x20 {
                throw fault(.controlCharacter, at: at, .controlCharacter)
            } else if octet >= 0x80 {
                mayCompose = mayCompose || octet >= 0xCC
                at += try sequenceLength()
            } else {
                at += 1
            }
        }
        let result: String
        if hasEscapes {
            scratch.append(contentsOf: input[runStart..<at])
            result = String(decoding: scratch, as: UTF8.self)
        } else {
            result = String(decoding: UnsafeRawBufferPointer(rebasing: input[runStart..<at]), as: UTF8.self)
        }
        at += 1
        guard mayCompose else { return result }
        guard let normal = NormalForm.make(result) else {
            throw fault(.stringTooLong, at: opening, .mostMarks(NormalForm.maximumMarks))
        }
        // Names are checked too, because marks would slow down every later `String ==`, but they stay as sent.
        guard normalised else { return result }
        // Form C can be longer than what was sent.
        guard normal.utf8.count <= limits.maximumStringBytes else { throw tooLong(opening) }
        return normal
    }

    private func tooLong(_ opening: Int) -> JSONFault {
        fault(.stringTooLong, at: opening, .mostStringOctets(limits.maximumStringBytes))
    }

    /// Skips octets that stand for themselves, eight at a time, and stops at the latest at the first other octet.
    private mutating func skipPlain() {
        while at <= input.count - 8 {
            let word = UInt64(littleEndian: input.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let marks = Octet.needsCare(word) | Octet.beyondASCII(word)
            guard marks == 0 else {
                at += marks.trailingZeroBitCount / 8
                return
            }
            at += 8
        }
    }

    /// The length of the UTF-8 sequence at `at`. Follows table 3-7 of the Unicode standard, so it refuses overlong forms and surrogates.
    private func sequenceLength() throws(JSONFault) -> Int {
        let lead = input[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { second = 0xA0...0xBF }
            if lead == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { second = 0x90...0xBF }
            if lead == 0xF4 { second = 0x80...0x8F }
        default: throw fault(.invalidUTF8, at: at, .notUTF8)
        }
        for step in 1..<length {
            guard at + step < input.count else { throw fault(.unexpectedEnd, at: input.count, .stringOpen) }
            let allowed = step == 1 ? second : 0x80...0xBF
            guard allowed.contains(input[at + step]) else { throw fault(.invalidUTF8, at: at, .notUTF8) }
        }
        return length
    }

    /// Reads an escape and returns its scalar.
    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let start = at
        guard at + 1 < input.count else { throw fault(.unexpectedEnd, at: input.count, .stringOpen) }
        let letter = input[at + 1]
        at += 2
        switch letter {
        case Octet.quote, Octet.backslash, UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw fault(.invalidEscape, at: start, .unknownEscape)
        }
        let high = try fourHex(escapeStart: start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        // Only surrogates remain.
        let lowStart = at
        guard high < 0xDC00 else { throw fault(.loneSurrogate, at: start, .halfSurrogate) }
        guard at < input.count else { throw fault(.unexpectedEnd, at: at, .stringOpen) }
        guard input[at] == Octet.backslash else { throw fault(.loneSurrogate, at: start, .halfSurrogate) }
        guard at + 1 < input.count else { throw fault(.unexpectedEnd, at: input.count, .stringOpen) }
        guard input[at + 1] == UInt8(ascii: "u") else { throw fault(.loneSurrogate, at: start, .halfSurrogate) }
        at += 2
        let low = try fourHex(escapeStart: lowStart)
        guard (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) else {
            throw fault(.loneSurrogate, at: start, .halfSurrogate)
        }
        return scalar
    }

    private mutating func fourHex(escapeStart: Int) throws(JSONFault) -> UInt32 {
        var result: UInt32 = 0
        for _ in 0..<4 {
            guard at < input.count else { throw fault(.unexpectedEnd, at: at, .stringOpen) }
            let octet = input[at]
            let lowered = octet | 0x20
            let digit: UInt8
            if Octet.isDigit(octet) {
                digit = octet - 0x30
            } else if (0x61...0x66).contains(lowered) {
                digit = lowered - 0x57
            } else {
                throw fault(.invalidEscape, at: escapeStart, .hexadecimalExpected)
            }
            result = result << 4 | UInt32(digit)
            at += 1
        }
        return result
    }

    // MARK: Faults

    /// Makes a fault. Lines are counted only here, so a valid text does not pay for it.
    private func fault(_ code: JSONFault.Code, at offset: Int, _ reason: JSONFault.Reason) -> JSONFault {
        var line = 1
        var column = 1
        var place = 0
        let end = min(offset, input.count)
        while place < end {
            let octet = input[place]
            place += 1
            if octet == 0x0A || octet == 0x0D {
                if octet == 0x0D, place < end, input[place] == 0x0A { place += 1 }
                line += 1
                column = 1
            } else if octet & 0xC0 != 0x80 {
                column += 1
            }
        }
        return JSONFault(code: code, offset: offset, line: line, column: column, reason: reason)
    }
}
