import Testing

@testable import HTTPServer

/// Octets to send and the expected actions, as `Transcript` writes them. Tests send them whole and cut at every octet.
struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let octets: [UInt8]
    let lines: [String]
    let ends: Bool

    init(_ name: String, _ text: String, _ lines: [String], ends: Bool = false) {
        self.name = name
        octets = latin1(text)
        self.lines = lines
        self.ends = ends
    }

    /// A request line with a valid Host.
    init(line: String, _ lines: [String]) { self.init(line, "\(line)\r\nHost: a\r\n\r\n", lines) }

    /// A GET with one or more additional field lines.
    init(field: String, _ lines: [String]) { self.init(field, "GET / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n", lines) }

    /// A POST with framing fields and the octets after the head.
    init(framing: String, _ rest: String, _ lines: [String], ends: Bool = false) {
        self.init("\(framing) | \(rest.prefix(40))", "POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(rest)", lines, ends: ends)
    }

    /// A chunked POST followed by a GET.
    init(chunks: String, _ lines: [String]) {
        self.init(framing: "Transfer-Encoding: chunked", chunks + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n", lines)
    }

    var testDescription: String { String(name.prefix(60)) }
}

extension Case {
    static let requestLines: [Case] = [
        Case(line: "GET / HTTP/1.1", ["GET / []"]),
        Case(line: "GET /a/b?c=d&e HTTP/1.1", ["GET /a/b?c=d&e []"]),
        Case(line: "GET /? HTTP/1.1", ["GET /? []"]),
        Case(line: "GET /a%2Fb HTTP/1.1", ["GET /a%2Fb []"]),
        Case(line: "GET /?a/b?c HTTP/1.1", ["GET /?a/b?c []"]),
        Case(line: "PATCH / HTTP/1.1", ["PATCH / []"]),
        Case(line: "TRACE / HTTP/1.1", ["TRACE / []"]),
        Case(line: "QUERY / HTTP/1.1", ["QUERY / []"]),
        Case(line: "OPTIONS * HTTP/1.1", ["OPTIONS * []"]),
        Case(line: "GET http://a/x?y HTTP/1.1", ["GET /x?y []"]),
        Case(line: "GET HTTP://A HTTP/1.1", ["GET / []"]),
        Case(line: "GET http://a?q HTTP/1.1", ["GET /?q []"]),
        Case(line: "GET / HTTP/1.2", ["GET / []"]),
        Case(line: "GET / HTTP/1.0", ["GET / []", "finish"]),
        Case("one empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []"]),
        Case("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 badRequestLine", "finish"]),
        Case("two empty lines and a HEAD", "\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 badRequestLine", "finish"]),
        Case(line: " GET / HTTP/1.1", ["400 badRequestLine", "finish"]),
        Case(line: "GET  / HTTP/1.1", ["400 badRequestLine", "finish"]),
        Case(line: "GET / HTTP/1.1 ", ["400 badVersion", "finish"]),
        Case(line: "GET /\tHTTP/1.1", ["400 badRequestLine", "finish"]),
        Case(line: "GET HTTP/1.1", ["400 badRequestLine", "finish"]),
        Case(line: "GET /", ["400 badRequestLine", "finish"]),
        Case(line: "GET", ["400 badRequestLine", "finish"]),
        Case(line: "G(T / HTTP/1.1", ["400 badMethod", "finish"]),
        Case(line: "get / HTTP/1.1", ["501 unknownMethod", "finish"]),
        Case(line: "CONNECT a:443 HTTP/1.1", ["501 unknownMethod", "finish"]),
        Case(line: "PROPFIND / HTTP/1.1", ["501 unknownMethod", "finish"]),
        Case(line: "GET / http/1.1", ["400 badVersion", "finish"]),
        Case(line: "GET / HTTP/1.10", ["400 badVersion", "finish"]),
        Case(line: "GET / HTTP/01.1", ["400 badVersion", "finish"]),
        Case(line: "GET / HTTP/1.1x", ["400 badVersion", "finish"]),
        Case(line: "GET / HTTP /1.1", ["400 badVersion", "finish"]),
        Case(line: "GET / HTTP/2.0", ["505 unsupportedVersion", "finish"]),
        Case(line: "GET / HTTP/0.9", ["505 unsupportedVersion", "finish"]),
        Case("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ["505 unsupportedVersion", "finish"]),
        Case("TLS", "\u{16}\u{03}\u{01}\u{00}", ["400 controlOctet", "finish"]),
        Case("bare LF", "GET / HTTP/1.1\nHost: a\n\n", ["400 badLineEnd", "finish"]),
        Case("bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n", ["400 badLineEnd", "finish"]),
        Case(line: "GET /\u{0} HTTP/1.1", ["400 controlOctet", "finish"]),
        Case(line: "GET /\u{7f} HTTP/1.1", ["400 controlOctet", "finish"]),
        Case(line: "GET /\u{e4} HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /a#b HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /?\" HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /?| HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /\\ HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /%zz HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET /%4 HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET a HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET * HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "OPTIONS *x HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET http://u:p@a/ HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET http:///x HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET ftp://a/ HTTP/1.1", ["400 badTarget", "finish"]),
        Case(line: "GET http://b/ HTTP/1.1", ["400 hostMismatch", "finish"]),
        Case(line: "HEAD /# HTTP/1.1", ["400 badTarget HEAD", "finish"]),
        Case("cut line", "GET / HT", ["400 truncated", "finish"], ends: true),
        Case("cut head", "GET / HTTP/1.1\r\nHost: a\r\n", ["400 truncated", "finish"], ends: true),
        Case("nothing", "", ["finish"], ends: true),
        Case("empty line only", "\r\n", ["finish"], ends: true),
        Case("half-close", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []", "finish"], ends: true),
    ]

    static let hosts: [Case] = [
        Case("none", "GET / HTTP/1.1\r\n\r\n", ["400 missingHost", "finish"]),
        Case("none in 1.0", "GET / HTTP/1.0\r\n\r\n", ["GET / []", "finish"]),
        Case("absolute without", "GET http://a/ HTTP/1.1\r\n\r\n", ["400 missingHost", "finish"]),
        Case(field: "Host: a", ["400 repeatedHost", "finish"]),
        Case(field: "HOST: a", ["400 repeatedHost", "finish"]),
    ]

    static func host(_ value: String, isValid: Bool) -> Case {
        Case("Host:\(value)", "GET / HTTP/1.1\r\nHost:\(value)\r\n\r\n", isValid ? ["GET / []"] : ["400 badHost", "finish"])
    }

    static let hostValues: [Case] =
        ["a", " a ", "\ta.b-c_d\t", "127.0.0.1:8080", "[::1]:8080", "[::1]", "a:", "a:65535"].map { host($0, isValid: true) }
        + ["", " ", "a b", "a,b", "u@a", "a:8x", "a:65536", "a:123456", ":80", "[::1", "[]", "[a]", "[::g]", "[::1]x", "a/b", "a%41"]
        .map { host($0, isValid: false) }

    static let fields: [Case] = [
        Case(field: "X-A: b", ["GET / []"]),
        Case(field: "X-A:", ["GET / []"]),
        Case(field: "X-A:b", ["GET / []"]),
        Case(field: "X-A: \u{e4}\u{f6}", ["GET / []"]),
        Case(field: "X-A: b\tc", ["GET / []"]),
        Case(field: "!#$%&'*+-.^_`|~09az: b", ["GET / []"]),
        Case(field: "X-A : b", ["400 badFieldName", "finish"]),
        Case(field: "X-A\t: b", ["400 badFieldName", "finish"]),
        Case(field: "X A: b", ["400 badFieldName", "finish"]),
        Case(field: "X[A]: b", ["400 badFieldName", "finish"]),
        Case(field: "\u{e4}: b", ["400 badFieldName", "finish"]),
        Case(field: ": b", ["400 badFieldName", "finish"]),
        Case(field: "Nocolon", ["400 badFieldName", "finish"]),
        Case(field: "Transfer-\r\nEncoding: chunked", ["400 badFieldName", "finish"]),
        Case(field: "X-A: b\r\n c", ["400 foldedField", "finish"]),
        Case(field: " X-A: b", ["400 foldedField", "finish"]),
        Case(field: "X-A: b\u{0}c", ["400 controlOctet", "finish"]),
        Case(field: "X-A: b\u{1}c", ["400 controlOctet", "finish"]),
        Case(field: "X-A: b\u{7f}", ["400 controlOctet", "finish"]),
        Case(field: "Content-Length\u{0}: 5", ["400 controlOctet", "finish"]),
        Case(field: "X-A: b\nX-B: c", ["400 badLineEnd", "finish"]),
        Case(field: "X-A: b\r\r", ["400 badLineEnd", "finish"]),
        Case(field: "X-A: b\rX-B: c", ["400 badLineEnd", "finish"]),
        Case(field: "Connection: close", ["GET / []", "finish"]),
        Case(field: "Connection: x, Close", ["GET / []", "finish"]),
        Case(field: "Connection: keep-alive\r\nConnection: close", ["GET / []", "finish"]),
        Case(field: "Connection: Upgrade\r\nUpgrade: h2c", ["GET / []"]),
        Case(field: "Expect: 100-continue", ["GET / []"]),
        Case(field: "Expect: 200-maybe", ["417 unknownExpectation", "finish"]),
        Case("1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", ["GET / []"]),
        Case("1.0 expect", "POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx", ["POST / [x]", "finish"]),
    ]

    static let lengths: [Case] =
        [
            Case(framing: "Content-Length: 5", "[1,2]GET /next HTTP/1.1\r\nHost: a\r\n\r\n", ["POST / [[1,2]]", "GET /next []"]),
            Case(framing: "Content-Length: 005", "[1,2]", ["POST / [[1,2]]"]),
            Case(framing: "Content-Length: 0", "", ["POST / []"]),
            Case(framing: "X: y", "GET /next HTTP/1.1\r\nHost: a\r\n\r\n", ["POST / []", "GET /next []"]),
            Case(framing: "Content_Length: 5", "", ["POST / []"]),
            Case(framing: "Content-Length: 1000", "", []),
            Case(framing: "Content-Length: 1001", "", ["413 bodyTooLarge", "finish"]),
            Case(framing: "Content-Length: 9223372036854775808", "", ["413 bodyTooLarge", "finish"]),
            Case(framing: "Content-Length: 99999999999999999999999999", "", ["413 bodyTooLarge", "finish"]),
            Case(framing: "Content-Length: 5\r\nContent-Length: 5", "[1,2]", ["400 repeatedContentLength", "finish"]),
            Case(framing: "Content-Length: 5\r\nContent-Length: 6", "[1,2]", ["400 repeatedContentLength", "finish"]),
            Case(framing: "Content-Length: 50", "[1,2]", ["400 truncated", "finish"], ends: true),
        ]
        + ["-1", "+5", "5 5", "5, 5", "5,", "0x5", "5a", "", "5.0", "\u{d9}\u{a5}", "5;"].map {
            Case(framing: "Content-Length: \($0)", "[1,2]", ["400 badContentLength", "finish"])
        }

    static let transferEncodings: [Case] =
        [
            Case(framing: "Transfer-Encoding: cHuNkEd", "1\r\nx\r\n0\r\n\r\n", ["POST / [x]"]),
            Case(framing: "Transfer-Encoding: chunked\r\nContent-Length: 4", "", ["400 contentLengthWithTransferEncoding", "finish"]),
            Case(framing: "Content-Length: 4\r\nTransfer-Encoding: x", "", ["400 contentLengthWithTransferEncoding", "finish"]),
            Case(framing: "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "", ["400 badTransferEncoding", "finish"]),
            Case(framing: "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "", ["501 unknownTransferCoding", "finish"]),
            Case(framing: "Transfer-Encoding:\r\n chunked", "", ["400 foldedField", "finish"]),
            Case(framing: "Transfer-Encoding: \u{b}chunked", "", ["400 controlOctet", "finish"]),
            Case("in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", ["400 transferEncodingInOldVersion", "finish"]),
        ]
        + ["chunked, chunked", ",chunked", "chunked,", "", "\"chunked\"", "chunked;q=1", "\u{a0}chunked"].map {
            Case(framing: "Transfer-Encoding: \($0)", "", ["400 badTransferEncoding", "finish"])
        }
        + ["identity", "xchunked", "gzip, chunked", "chunked, gzip"].map {
            Case(framing: "Transfer-Encoding: \($0)", "", ["501 unknownTransferCoding", "finish"])
        }

    static let chunks: [Case] =
        [
            Case(chunks: "5\r\n[1,2]\r\n0\r\n\r\n", ["POST / [[1,2]]", "GET /next []"]),
            Case(chunks: "2\r\nab\r\n0A\r\n0123456789\r\n000\r\n\r\n", ["POST / [ab0123456789]", "GET /next []"]),
            Case(chunks: "0\r\n\r\n", ["POST / []", "GET /next []"]),
            Case(chunks: "1;a=b\r\nx\r\n0;last\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "1;a=\"b;c\\\"\"\r\nx\r\n0\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "1 ;a\r\nx\r\n0\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "1\r\nx\r\n0\r\nX-T: v\r\nContent-Length: 60\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "3e9\r\n", ["413 bodyTooLarge", "finish"]),
            Case(chunks: "ffffffffffffffff\r\n", ["413 bodyTooLarge", "finish"]),
            Case(chunks: "1\r\nx\r\n0\r\nBad Name: v\r\n\r\n", ["400 badTrailer", "finish"]),
            Case(chunks: "0\r\n folded\r\n\r\n", ["400 badTrailer", "finish"]),
            Case(chunks: "0\r\nX: y\n\n", ["400 badTrailer", "finish"]),
            Case(chunks: "0\r\nX: \u{0}\r\n\r\n", ["400 badTrailer", "finish"]),
            Case(chunks: "0\r\nXX", ["400 badTrailer", "finish"]),
            Case(framing: "Transfer-Encoding: chunked", "5\r\n[1,", ["400 truncated", "finish"], ends: true),
            Case(framing: "Transfer-Encoding: chunked", "1\r\nx\r\n", ["400 truncated", "finish"], ends: true),
        ]
        + [
            "G\r\n", "+5\r\n", "-5\r\n", "0_5\r\n", " 5\r\n", "\r\n", "0x5\r\n", "00000000000000005\r\n", "1 \r\nx\r\n", "1\nx\r\n",
            "1\r\rx",
            "1;\r\nx\r\n", "1;a=\r\nx\r\n", "1;a\"\r\n", "1;a=\"b\r\n", "1;\r\r;a\n", "1;a=\"b\"c\r\n", "1\r\nxXX0\r\n\r\n", "1\r\nx\n",
            "1\r\nx\rX0\r\n\r\n", "1\r\nxX\n0\r\n\r\n", "1\rXx\r\n0\r\n\r\n",
        ].map { Case(chunks: $0, ["400 badChunk", "finish"]) }

    static let sequences: [Case] = [
        Case(
            "pipelined",
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["GET /1 []", "POST /2 [x]", "GET /3 []"]),
        Case(
            "good, bad", "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\nGET /3 HTTP/1.1\r\n",
            ["GET /1 []", "400 badFieldName", "finish"]),
        Case(
            "nothing after close", "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["GET /1 []", "finish"]),
        Case(
            "refused, body dropped", "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["refuse keep", "GET /2 []"]),
        Case(
            "refused, body too long",
            "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["refuse close", "finish"]),
        Case(
            "refused, chunked", "POST /refused HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ["refuse close", "finish"]),
        Case(
            "refused, expecting", "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n",
            ["refuse close", "finish"]),
        Case(
            "refused, no body", "GET /refused HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n", ["refuse keep", "GET /2 []"]),
    ]

    static let all = requestLines + hosts + hostValues + fields + lengths + transferEncodings + chunks + sequences + odd
}
