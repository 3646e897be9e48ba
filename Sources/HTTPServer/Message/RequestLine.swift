/// Method, target and version (RFC 9112 3). Ranges refer to the buffer that was read.
struct RequestLine {
    let method: Method
    /// Empty for an absolute form without a path, which means "/".
    let path: Range<Int>
    let query: Range<Int>?
    /// Only in absolute form.
    let authority: Range<Int>?
    let version: Version

    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ProtocolFault) {
        var index = line.lowerBound
        while index < line.upperBound, OctetSet.token.contains(bytes[index]) { index &+= 1 }
        // RFC 9112 3: method SP target SP version, with one space each. Other whitespace MAY be accepted, but is refused here.
        guard index > line.lowerBound else { throw .badRequestLine }
        guard index < line.upperBound else { throw .badRequestLine }
        guard bytes[index] == Octet.space else { throw .badMethod }
        let methodRange = line.lowerBound..<index
        let targetStart = index &+ 1
        index = targetStart
        while index < line.upperBound, bytes[index] != Octet.space { index &+= 1 }
        guard index > targetStart, index < line.upperBound else { throw .badRequestLine }
        version = try Self.version(bytes, (index &+ 1)..<line.upperBound)
        guard let known = Self.method(bytes, methodRange) else { throw .unknownMethod }
        method = known
        (authority, path, query) = try Self.target(bytes, targetStart..<index, known)
    }

    /// RFC 9112 2.3: "HTTP" "/" DIGIT "." DIGIT, case-sensitive, and nothing after it.
    private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ProtocolFault) -> Version {
        let start = range.lowerBound
        guard range.count == 8, bytes[start] == 0x48, bytes[start &+ 1] == 0x54, bytes[start &+ 2] == 0x54, bytes[start &+ 3] == 0x50,
            bytes[start &+ 4] == Octet.slash, bytes[start &+ 6] == 0x2e,
            let major = Octet.digit(bytes[start &+ 5]), let minor = Octet.digit(bytes[start &+ 7])
        else { throw .badVersion }
        guard major == 1 else { throw .unsupportedVersion }
        return minor == 0 ? .http10 : .http11
    }

    private static func method(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Method? {
        func equals(_ name: StaticString) -> Bool {
            name.withUTF8Buffer { name in
                for (offset, octet) in name.enumerated() where bytes[range.lowerBound &+ offset] != octet { return false }
                return true
            }
        }
        // RFC 9110 9.1: case-sensitive. A method longer than all known ones is answered 501 like an unknown one (RFC 9112 3).
        switch range.count {
        case 3: return equals("GET") ? .get : equals("PUT") ? .put : nil
        case 4: return equals("POST") ? .post : equals("HEAD") ? .head : nil
        case 5: return equals("PATCH") ? .patch : equals("TRACE") ? .trace : equals("QUERY") ? .query : nil
        case 6: return equals("DELETE") ? .delete : nil
        case 7: return equals("OPTIONS") ? .options : nil
        default: return nil
        }
    }

    private typealias Target = (authority: Range<Int>?, path: Range<Int>, query: Range<Int>?)

    private static func target(_ bytes: Span<UInt8>, _ range: Range<Int>, _ method: Method) throws(ProtocolFault) -> Target {
        let start = range.lowerBound
        if bytes[start] == Octet.slash {
            // RFC 9112 3.2.1: origin-form.
            return try pathAndQuery(bytes, range, nil)
        }
        if bytes[start] == 0x2a {
            // RFC 9112 3.2.4: asterisk-form is for OPTIONS alone.
            guard range.count == 1, method == .options else { throw .badTarget }
            return (nil, range, nil)
        }
        // RFC 9112 3.2.2: absolute-form, with the http or https scheme (a proxy may pass on either).
        var index = start
        if range.count > 7, bytes.matches(start..<(start &+ 7), "http://") {
            index = start &+ 7
        } else if range.count > 8, bytes.matches(start..<(start &+ 8), "https://") {
            index = start &+ 8
        } else {
            throw .badTarget
        }
        let authorityStart = index
        while index < range.upperBound, bytes[index] != Octet.slash, bytes[index] != Octet.questionMark { index &+= 1 }
        // RFC 9110 4.2.4: userinfo is an error; `Authority` accepts no "@".
        guard Authority.isValid(bytes, authorityStart..<index) else { throw .badTarget }
        return try pathAndQuery(bytes, index..<range.upperBound, authorityStart..<index)
    }

    /// RFC 3986 3.3 and 3.4: only octets of the grammar; "%" with its two digits; no fragment (RFC 9112 3.2).
    private static func pathAndQuery(_ bytes: Span<UInt8>, _ range: Range<Int>, _ authority: Range<Int>?) throws(ProtocolFault) -> Target {
        var index = range.lowerBound
        var pathEnd: Int?
        while index < range.upperBound {
            let octet = bytes[index]
            if pathEnd == nil ? OctetSet.path.contains(octet) : OctetSet.query.contains(octet) {
                index &+= 1
            } else if octet == Octet.percent {
                guard range.upperBound &- index > 2, Octet.hexadecimal(bytes[index &+ 1]) != nil,
                    Octet.hexadecimal(bytes[index &+ 2]) != nil
                else { throw .badTarget }
                index &+= 3
            } else if octet == Octet.questionMark {
                pathEnd = index
                index &+= 1
            } else {
                throw .badTarget
            }
        }
        guard let pathEnd else { return (authority, range, nil) }
        return (authority, range.lowerBound..<pathEnd, (pathEnd &+ 1)..<range.upperBound)
    }
}

/// host [":" port], RFC 3986 3.2 without userinfo (RFC 9110 4.2.4, RFC 9112 3.2).
enum Authority {
    static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        var index = range.lowerBound
        if bytes[index] == 0x5b {
            // An IPv6 literal: hexadecimal groups, at least two colons, perhaps dots. It is not checked to be a valid address.
            index &+= 1
            var colons = 0
            while index < range.upperBound, bytes[index] != 0x5d {
                let octet = bytes[index]
                if octet == Octet.colon { colons += 1 } else if Octet.hexadecimal(octet) == nil && octet != 0x2e { return false }
                index &+= 1
            }
            guard index < range.upperBound, colons >= 2 else { return false }
            index &+= 1
        } else {
            // A registered name. The grammar also allows sub-delims and percent-encodings, but no real name has them, and other parsers
            // read them differently.
            while index < range.upperBound, OctetSet.unreserved.contains(bytes[index]) { index &+= 1 }
            guard index > range.lowerBound else { return false }
        }
        guard index < range.upperBound else { return true }
        guard bytes[index] == Octet.colon, range.upperBound &- index <= 6 else { return false }
        var port = 0
        for digitIndex in (index &+ 1)..<range.upperBound {
            guard let digit = Octet.digit(bytes[digitIndex]) else { return false }
            port = port &* 10 &+ digit
        }
        return port <= 65_535
    }

    static func areEqual(_ bytes: Span<UInt8>, _ first: Range<Int>, _ second: Range<Int>) -> Bool {
        guard first.count == second.count else { return false }
        for offset in 0..<first.count
        where Octet.lowercased(bytes[first.lowerBound &+ offset]) != Octet.lowercased(bytes[second.lowerBound &+ offset]) { return false }
        return true
    }
}
