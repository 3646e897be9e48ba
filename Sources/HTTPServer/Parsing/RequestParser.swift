/// Parses one request head from a buffer, strictly by RFC 9112. It works in two passes. `scan` visits each byte once as it arrives, rejects
/// bytes that cannot be part of a head, and finds the end of the head. `read` then parses the complete head. Faults depend on the bytes
/// alone, not on how reads cut them.
struct RequestParser {
    enum Progress {
        case incomplete
        /// The head and its length in bytes.
        case complete(RequestHead, length: Int)
        case fault(ProtocolFault)
    }

    private let limits: Limits
    private var scanned = 0
    private var lineStart = 0
    private var emptyLines = 0
    private var inRequestLine = true
    /// Where the request line begins, after any empty lines.
    private(set) var headStart = 0

    init(limits: Limits) { self.limits = limits }

    /// Whether nothing of a head has arrived, except perhaps an empty line.
    var isBlank: Bool { scanned <= headStart }

    mutating func reset() {
        scanned = 0
        lineStart = 0
        emptyLines = 0
        inRequestLine = true
        headStart = 0
    }

    /// Continues parsing `bytes`. Until the head is complete, `bytes` begins at the same byte of the connection on every call.
    mutating func parse(_ bytes: Span<UInt8>, from start: Int) -> Progress {
        do {
            guard let end = try scan(bytes, from: start) else { return .incomplete }
            let head = try read(bytes, (start &+ headStart)..<end)
            return .complete(head, length: end &- start)
        } catch {
            return .fault(error)
        }
    }

    // MARK: - The end of the head

    /// Returns the position after the empty line that ends the head, or nil if it has not arrived yet.
    private mutating func scan(_ bytes: Span<UInt8>, from start: Int) throws(ProtocolFault) -> Int? {
        var index = start &+ scanned
        let count = bytes.count
        // The first position beyond the limit; recomputed when a line ends.
        var bound = start &+ self.bound
        defer { scanned = index &- start }
        while index < count {
            // Skips eight plain octets at a time, up to the first that needs a check.
            let wordEnd = min(count, bound) &- 8
            while index <= wordEnd {
                let plain = bytes.plainCount(at: index)
                index &+= plain
                if plain < 8 { break }
            }
            guard index < count else { break }
            let octet = bytes[index]
            if octet >= 0x20 && octet != Octet.delete {
                if index >= bound { throw inRequestLine ? .requestLineTooLong : .headTooLarge }
                index &+= 1
                continue
            }
            switch octet {
            case Octet.carriageReturn:
                guard index &+ 1 < count else { return nil }
                // RFC 9112 2.2: a line ends in CRLF, and a bare CR is invalid. A lone LF MAY be accepted, but is refused here, because a
                // proxy that requires CRLF would read a different message.
                guard bytes[index &+ 1] == Octet.lineFeed else { throw .badLineEnd }
                let isEmpty = index == start &+ lineStart
                if index >= bound { throw inRequestLine ? .requestLineTooLong : .headTooLarge }
                index &+= 2
                lineStart = index &- start
                if !isEmpty {
                    inRequestLine = false
                } else if inRequestLine {
                    // RFC 9112 2.2: at least one empty line before the request line is ignored.
                    emptyLines &+= 1
                    guard emptyLines <= limits.maximumEmptyLines else { throw .badRequestLine }
                    headStart = lineStart
                } else {
                    return index
                }
                bound = start &+ self.bound
            case Octet.lineFeed:
                throw .badLineEnd
            case Octet.tab:
                if index >= bound { throw inRequestLine ? .requestLineTooLong : .headTooLarge }
                index &+= 1
            default:
                // RFC 9110 5.5, RFC 9112 3.2: no part of a head may contain control octets.
                throw .controlOctet
            }
        }
        return nil
    }

    // MARK: - What is left of a head with a fault

    /// Returns the field lines that have arrived of a head that cannot be read, so that the answer can follow its language and its origin.
    /// Lines with a fault of their own are left out, and the rest says nothing about the framing: the connection ends with the answer.
    func remnant(_ bytes: Span<UInt8>, from start: Int) -> RequestHead {
        let base = min(start &+ headStart, bytes.count)
        var table: [Headers.Field] = []
        // The request line goes to the first line end.
        var lineStart = bytes.firstIndex(of: Octet.lineFeed, in: base..<bytes.count).map { $0 &+ 1 } ?? bytes.count
        while table.count < RequestParser.maximumRemnantFields,
            let lineEnd = bytes.firstIndex(of: Octet.lineFeed, in: lineStart..<bytes.count)
        {
            var end = lineEnd
            if end > lineStart, bytes[end &- 1] == Octet.carriageReturn { end &-= 1 }
            if end == lineStart { break }
            if let field = Self.field(bytes, lineStart..<end, base) { table.append(field) }
            lineStart = lineEnd &+ 1
        }
        var head = RequestHead(
            method: .get, path: "/", headers: Headers(octets: bytes.array(base..<bytes.count), fields: table), keepAlive: false)
        head.isPartial = true
        return head
    }

    /// The field of a line; nil if the line is not a name, a colon and a value without control octets.
    private static func field(_ bytes: Span<UInt8>, _ line: Range<Int>, _ base: Int) -> Headers.Field? {
        var colon = line.lowerBound
        while colon < line.upperBound, OctetSet.token.contains(bytes[colon]) { colon &+= 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == Octet.colon else { return nil }
        let value = bytes.trimmed((colon &+ 1)..<line.upperBound)
        for index in value where Octet.isControl(bytes[index]) { return nil }
        return Headers.Field(
            nameStart: UInt32(truncatingIfNeeded: line.lowerBound &- base), nameEnd: UInt32(truncatingIfNeeded: colon &- base),
            valueStart: UInt32(truncatingIfNeeded: value.lowerBound &- base), valueEnd: UInt32(truncatingIfNeeded: value.upperBound &- base)
        )
    }

    /// More than a head may have, since it may be refused for its many fields.
    private static let maximumRemnantFields = 400

    private var bound: Int { headStart &+ (inRequestLine ? limits.maximumRequestLineBytes : limits.maximumHeadBytes) }

    // MARK: - The head

    private func read(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ProtocolFault) -> RequestHead {
        let lineEnd = Self.endOfLine(bytes, range)
        let line = try RequestLine(bytes, range.lowerBound..<lineEnd)
        // `scan` found CRLF after every line and CRLFCRLF at the end.
        let section = min(lineEnd &+ 2, range.upperBound)..<max(range.upperBound &- 2, min(lineEnd &+ 2, range.upperBound))
        let fields = try readFields(bytes, section)
        try checkHost(bytes, line, fields)
        let framing = try self.framing(bytes, line.version, fields)
        let expectsContinue = try expectation(bytes, line.version, fields)
        return RequestHead(
            method: line.method,
            path: Self.path(bytes, line),
            query: line.query.map { bytes.string($0) },
            version: line.version,
            headers: Headers(octets: bytes.array(section), fields: fields.table),
            framing: framing,
            expectsContinue: expectsContinue,
            keepAlive: keepsAlive(bytes, line.version, fields))
    }

    /// RFC 9112 3.2.4: an OPTIONS in absolute form without path and query is the server-wide OPTIONS.
    private static func path(_ bytes: Span<UInt8>, _ line: RequestLine) -> String {
        if !line.path.isEmpty { return bytes.string(line.path) }
        return line.method == .options && line.query == nil ? "*" : "/"
    }

    private static func endOfLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        bytes.firstIndex(of: Octet.carriageReturn, in: range) ?? range.upperBound
    }

    // MARK: - Fields

    /// The table of all fields, and the values that determine the framing.
    private struct Fields {
        var table: [Headers.Field] = []
        var host: Range<Int>?
        var contentLength: Range<Int>?
        var transferEncodings: [Range<Int>] = []
        var connections: [Range<Int>] = []
        var expectations: [Range<Int>] = []
    }

    private func readFields(_ bytes: Span<UInt8>, _ section: Range<Int>) throws(ProtocolFault) -> Fields {
        var fields = Fields()
        fields.table.reserveCapacity(8)
        var start = section.lowerBound
        while start < section.upperBound {
            // RFC 9112 5.2: obs-fold in a request is refused. RFC 9112 2.2: so is whitespace before the first field.
            if Octet.isBlank(bytes[start]) { throw .foldedField }
            var colon = start
            while colon < section.upperBound, OctetSet.token.contains(bytes[colon]) { colon &+= 1 }
            // RFC 9112 5.1: a token, then the colon without whitespace between.
            guard colon > start, colon < section.upperBound, bytes[colon] == Octet.colon else { throw .badFieldName }
            let end = Self.endOfLine(bytes, colon..<section.upperBound)
            let value = bytes.trimmed((colon &+ 1)..<end)
            guard fields.table.count < limits.maximumHeaderFields else { throw .tooManyFields }
            let base = section.lowerBound
            fields.table.append(
                Headers.Field(
                    nameStart: UInt32(truncatingIfNeeded: start &- base), nameEnd: UInt32(truncatingIfNeeded: colon &- base),
                    valueStart: UInt32(truncatingIfNeeded: value.lowerBound &- base),
                    valueEnd: UInt32(truncatingIfNeeded: value.upperBound &- base)))
            try note(bytes, name: start..<colon, value: value, in: &fields)
            start = end &+ 2
        }
        return fields
    }

    @inline(__always)
    private func note(_ bytes: Span<UInt8>, name: Range<Int>, value: Range<Int>, in fields: inout Fields) throws(ProtocolFault) {
        switch name.count {
        case 4 where bytes.matches(name, "host"):
            // RFC 9112 3.2: more than one Host field is answered 400.
            guard fields.host == nil else { throw .repeatedHost }
            fields.host = value
        case 6 where bytes.matches(name, "expect"):
            fields.expectations.append(value)
        case 10 where bytes.matches(name, "connection"):
            fields.connections.append(value)
        case 14 where bytes.matches(name, "content-length"):
            // RFC 9112 6.3: equal repetitions MAY be merged. They are refused here, since the next server may take the other value.
            guard fields.contentLength == nil else { throw .repeatedContentLength }
            fields.contentLength = value
        case 17 where bytes.matches(name, "transfer-encoding"):
            fields.transferEncodings.append(value)
        default:
            break
        }
    }

    // MARK: - Host

    private func checkHost(_ bytes: Span<UInt8>, _ line: RequestLine, _ fields: Fields) throws(ProtocolFault) {
        guard let host = fields.host else {
            // RFC 9112 3.2: every HTTP/1.1 request carries Host, also in absolute form.
            if line.version == .http11 { throw .missingHost }
            return
        }
        guard Authority.isValid(bytes, host) else { throw .badHost }
        // RFC 9110 7.2: Host is identical to the authority of the target. RFC 9112 3.2.2 lets the target win. A mismatch is refused here,
        // because a proxy may have routed by the other value.
        if let authority = line.authority, !Authority.areEqual(bytes, authority, host) { throw .hostMismatch }
    }

    // MARK: - Framing

    private func framing(_ bytes: Span<UInt8>, _ version: Version, _ fields: Fields) throws(ProtocolFault) -> Framing {
        if !fields.transferEncodings.isEmpty {
            // RFC 9112 6.1: both fields together suggest request smuggling. The request is refused and the connection closed.
            if fields.contentLength != nil { throw .contentLengthWithTransferEncoding }
            // RFC 9112 6.1: Transfer-Encoding in HTTP/1.0 is faulty framing.
            if version == .http10 { throw .transferEncodingInOldVersion }
            try checkTransferCodings(bytes, fields.transferEncodings)
            return .chunked
        }
        // RFC 9112 6.3: a request without either field has no body. A POST could be answered 411, but most commands of an API have no body.
        guard let value = fields.contentLength else { return .none }
        // RFC 9110 8.6: 1*DIGIT and nothing else: no sign, no list, no space.
        guard !value.isEmpty else { throw .badContentLength }
        var length = 0
        var overflows = false
        for index in value {
            guard let digit = Octet.digit(bytes[index]) else { throw .badContentLength }
            let (product, first) = length.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(digit)
            overflows = overflows || first || second
            length = sum
        }
        // A number that overflows is valid but too large.
        if overflows { throw .bodyTooLarge }
        return .length(length)
    }

    /// RFC 9112 6.1 and 6.3: exactly `chunked`, once. Another coding gives 501. An empty element, a parameter or a repeated chunked gives
    /// 400.
    private func checkTransferCodings(_ bytes: Span<UInt8>, _ values: [Range<Int>]) throws(ProtocolFault) {
        var chunked = 0
        var unknown = false
        for value in values {
            for element in bytes.elements(value) {
                guard !element.isEmpty else { throw .badTransferEncoding }
                for index in element where !OctetSet.token.contains(bytes[index]) { throw .badTransferEncoding }
                if bytes.matches(element, "chunked") { chunked += 1 } else { unknown = true }
            }
        }
        if unknown { throw .unknownTransferCoding }
        if chunked != 1 { throw .badTransferEncoding }
    }

    // MARK: - Expect and Connection

    private func expectation(_ bytes: Span<UInt8>, _ version: Version, _ fields: Fields) throws(ProtocolFault) -> Bool {
        // RFC 9110 10.1.1: the expectation of an HTTP/1.0 client is ignored.
        if fields.expectations.isEmpty || version == .http10 { return false }
        var expectsContinue = false
        for value in fields.expectations {
            // RFC 9110 5.6.1: empty elements are ignored.
            for element in bytes.elements(value) where !element.isEmpty {
                guard bytes.matches(element, "100-continue") else { throw .unknownExpectation }
                expectsContinue = true
            }
        }
        return expectsContinue
    }

    /// RFC 9112 9.3: close wins; HTTP/1.1 persists by default; HTTP/1.0 persists only on request.
    private func keepsAlive(_ bytes: Span<UInt8>, _ version: Version, _ fields: Fields) -> Bool {
        var asked = false
        for value in fields.connections {
            for element in bytes.elements(value) {
                if bytes.matches(element, "close") { return false }
                if bytes.matches(element, "keep-alive") { asked = true }
            }
        }
        return version == .http11 || asked
    }
}
