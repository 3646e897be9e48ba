@testable import HTTPServer

/// Odd forms of each rule: forms that other servers accept by mistake, and forms that must be accepted although they look odd.
extension Case {
    static let oddRequestLines: [Case] =
        [
            Case(line: "GET //a//b/ HTTP/1.1", ["GET //a//b/ []"]),
            Case(line: "GET /%00 HTTP/1.1", ["GET /%00 []"]),
            Case(line: "GET /;a=b,c:d@e!$&'()*+~ HTTP/1.1", ["GET /;a=b,c:d@e!$&'()*+~ []"]),
            Case(line: "GET https://a/x HTTP/1.1", ["GET /x []"]),
            Case(line: "OPTIONS http://a HTTP/1.1", ["OPTIONS * []"]),
            Case(line: "OPTIONS http://a/ HTTP/1.1", ["OPTIONS / []"]),
            Case(line: "OPTIONS http://a?q HTTP/1.1", ["OPTIONS /?q []"]),
            Case(line: "OPTIONS /x HTTP/1.1", ["OPTIONS /x []"]),
            Case(line: "GET / HTTP/1.9", ["GET / []"]),
            Case(line: "GET http://a:80/ HTTP/1.1", ["400 hostMismatch", "finish"]),
            Case(line: String(repeating: "M", count: 1_000) + " / HTTP/1.1", ["501 unknownMethod", "finish"]),
            Case(line: "GETT / HTTP/1.1", ["501 unknownMethod", "finish"]),
            Case(line: "Get / HTTP/1.1", ["501 unknownMethod", "finish"]),
            Case(line: "GET / HTTP/3.0", ["505 unsupportedVersion", "finish"]),
            Case("space on an empty line first", " \r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 badRequestLine", "finish"]),
            Case("LF first", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 badLineEnd", "finish"]),
            Case("CR first", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 badLineEnd", "finish"]),
            Case("CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", ["400 badLineEnd", "finish"]),
            Case("LF CR", "GET / HTTP/1.1\n\rHost: a\n\r\n\r", ["400 badLineEnd", "finish"]),
            Case("0.9", "GET /\r\n", ["400 truncated", "finish"], ends: true),
            Case("space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", ["400 foldedField", "finish"]),
        ]
        + ["GET\t/ HTTP/1.1", "GET\u{a0}/ HTTP/1.1", "GET, / HTTP/1.1", "\u{e4} / HTTP/1.1"].map {
            Case(line: $0, [$0.hasPrefix("\u{e4}") ? "400 badRequestLine" : "400 badMethod", "finish"])
        }
        + [
            "GET /  HTTP/1.1", "GET /a b HTTP/1.1", "GET / HTTP/1.", "GET / HTTP/11", "GET / HTTP/1.x", "GET / HTTP/1,1", "GET / HTTP1.1",
            "GET / 1.1",
        ]
        .map { Case(line: $0, ["400 badVersion", "finish"]) }
        + ["GET\u{b}/ HTTP/1.1", "GET /\u{c} HTTP/1.1", "GET /\u{1b} HTTP/1.1"].map { Case(line: $0, ["400 controlOctet", "finish"]) }
        + "\"<>\\^`{|}".flatMap { ["GET /\($0) HTTP/1.1", "GET /?\($0) HTTP/1.1"] }.map { Case(line: $0, ["400 badTarget", "finish"]) }
        + [
            "/%", "/?%", "/%g0", "/%0g", "/?%+1", "/?a#b", "#", "?a", "a:443", "http:/a", "http://", "http://a b", "http://a@b/",
            "http://a\\b/",
            "http://a:x/", "http://[::1/", "//", "*", "**", "*?a",
        ].filter { $0 != "//" }.map {
            Case(line: "GET \($0) HTTP/1.1", [$0 == "http://a b" ? "400 badVersion" : "400 badTarget", "finish"])
        }

    static let oddHostValues: [Case] =
        ["A.", "xn--a", "a:0", "a:08080", "[1:2::]:443", "[::ffff:1.2.3.4]"].map { host($0, isValid: true) }
        + [
            "a:-1", "a:+80", "a: 80", "a:80:80", "[::1]:x", "[fe80::1%25e]", "a?b", "a#b", "a\\b", "a;b", "http://a", "\u{e4}", "a\u{a0}",
            ":", "@",
            "user:pw@a:80", "a, a", "\"a\"",
        ].map { host($0, isValid: false) }
        + [
            Case("Host with NUL", "GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", ["400 controlOctet", "finish"]),
            Case("Host folded", "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n", ["400 foldedField", "finish"]),
            Case("Host empty in 1.0", "GET / HTTP/1.0\r\nHost:\r\n\r\n", ["400 badHost", "finish"]),
            Case("Host with a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", ["400 badFieldName", "finish"]),
        ]

    static let oddFields: [Case] =
        [
            Case(field: "X-A:\t b \t", ["GET / []"]),
            Case(field: "X-A: \u{c3}\u{a4}\u{ff}", ["GET / []"]),
            Case(field: "X-A: a:b: c", ["GET / []"]),
            Case(field: "TE: trailers\r\nConnection: TE", ["GET / []"]),
            Case(field: "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__", ["GET / []"]),
            Case(field: "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13", ["GET / []"]),
            Case(field: "Connection: closed", ["GET / []"]),
            Case(field: "Connection:", ["GET / []"]),
            Case(field: "Connection: close, keep-alive", ["GET / []", "finish"]),
            Case(field: "Connection: ,close,", ["GET / []", "finish"]),
            Case(field: "Connection: \tCLOSE", ["GET / []", "finish"]),
            Case(field: "Expect: 100-CONTINUE", ["GET / []"]),
            Case(field: "Expect:", ["GET / []"]),
            Case(field: "Expect: 100-continue, x", ["417 unknownExpectation", "finish"]),
            Case(field: "Expect: 100-continue;q=1", ["417 unknownExpectation", "finish"]),
            Case(field: "Content-Length: 1\r\nTrailer: X\r\n", ["GET / [\r]", "400 badLineEnd", "finish"]),
            Case(field: "X-A\u{7f}: b", ["400 controlOctet", "finish"]),
            Case(field: "X-A: \u{1b}[0m", ["400 controlOctet", "finish"]),
            Case("1.0 closes", "GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n", ["GET / []", "finish"]),
            Case(
                "1.0 kept twice", "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
                ["GET /1 []", "GET /2 []", "finish"]),
        ]
        + ["X-A: b\r\n\tc", "X-A: b\r\n ", "X-A:\r\n b", "Content-Length: 1\r\n 0", "Transfer-Encoding: chunked\r\n\t, x"].map {
            Case(field: $0, ["400 foldedField", "finish"])
        }
        + ["X-A;: b", "X-A/: b", "(X): b", "X\"A\": b", "X@A: b", "=: b", "{}: b", "X-A\u{a0}: b", "\"\": b", "X-A b"].map {
            Case(field: $0, ["400 badFieldName", "finish"])
        }

    static let oddLengths: [Case] =
        [
            Case(framing: "Content-Length:\t5\t", "[1,2]", ["POST / [[1,2]]"]),
            Case(framing: "Content-Length: 00000000000000000000000000000005", "[1,2]", ["POST / [[1,2]]"]),
            Case(framing: "Content-Length: 18446744073709551621", "", ["413 bodyTooLarge", "finish"]),
            Case(framing: "CONTENT-LENGTH: 5\r\ncontent-length: 5", "[1,2]", ["400 repeatedContentLength", "finish"]),
            Case(framing: "Content-Length : 5", "[1,2]", ["400 badFieldName", "finish"]),
            Case(framing: "Content-Length: \u{b}5", "[1,2]", ["400 controlOctet", "finish"]),
            Case(framing: "Content-Length: 5\u{0}", "[1,2]", ["400 controlOctet", "finish"]),
            Case(
                "GET with a body", "GET /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
                ["GET /1 [ab]", "GET /2 []"]),
            Case(
                "a body that looks like a request",
                "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n"
                    + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n", ["POST /1 [GET / HTTP/1.1\r\n\r\n]", "GET /2 []"]),
            // RFC 9112 6.3 rule 7: without framing there is no body. A server may answer 411 (Length Required), but need not.
            Case(
                "POST without framing", "POST /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
                ["POST /1 []", "GET /2 []"]),
            Case(
                "half-closed after a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", ["POST / [x]", "finish"], ends: true
            ),
        ]
        + ["1e1", "5\u{a0}", "\u{a0}5", "5,5", "5 , 5", ",5", "'5'", "\"5\"", "5\u{ff}", "five", "0b1", "1_0", "--5", "5-"].map {
            Case(framing: "Content-Length: \($0)", "[1,2]", ["400 badContentLength", "finish"])
        }

    static let oddTransferEncodings: [Case] =
        [
            Case(framing: "Transfer-Encoding:\tchunked \t", "0\r\n\r\n", ["POST / []"]),
            Case(framing: "Transfer_Encoding: chunked", "0\r\n\r\n", ["POST / []", "400 badRequestLine", "finish"]),
            Case(framing: "Transfer-Encoding : chunked", "", ["400 badFieldName", "finish"]),
            Case(framing: "Transfer-Encoding: chunked\r\nTransfer-Encoding:", "", ["400 badTransferEncoding", "finish"]),
            Case(
                framing: "Transfer-Encoding: identity\r\nContent-Length: 5", "[1,2]", ["400 contentLengthWithTransferEncoding", "finish"]),
            Case(framing: "Transfer-Encoding: chunked\u{0}", "", ["400 controlOctet", "finish"]),
            Case(
                "GET with chunks",
                "GET /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
                ["GET /1 [x]", "GET /2 []"]),
        ]
        + [
            "chunked;x", "chunked ; x=y", "chun ked", "chunked chunked", "gzip;q=1, chunked", "chunked,,", ", ,chunked", "=chunked",
            "chunked/1",
        ].map {
            Case(framing: "Transfer-Encoding: \($0)", "", ["400 badTransferEncoding", "finish"])
        }
        + ["chunked, identity", "identity, chunked", "deflate", "trailers", "chunked, x, chunked", "chunkedchunked", "chunke", "x-chunked"]
        .map {
            Case(framing: "Transfer-Encoding: \($0)", "", ["501 unknownTransferCoding", "finish"])
        }

    static let oddChunks: [Case] =
        [
            Case(chunks: "0000000000000001\r\nx\r\n0\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "1;a=b;c;d=\"\"\r\nx\r\n0\r\n\r\n", ["POST / [x]", "GET /next []"]),
            // Bad whitespace must be parsed (RFC 9112 7.1.1, RFC 9110 5.6.3).
            Case(chunks: "1; a=b\r\nx\r\n0 ;\tb = \"c\" ;d\r\n\r\n", ["POST / [x]", "GET /next []"]),
            Case(chunks: "1\r\n\n\r\n0\r\nX: \u{ff}\t\r\nY:\r\n\r\n", ["POST / [\n]", "GET /next []"]),
            Case(
                chunks: "0\r\nTransfer-Encoding: chunked\r\nHost: b\r\nAuthorization: Bearer x\r\n\r\n", ["POST / []", "GET /next []"]),
            Case(chunks: "7fffffffffffffff\r\n", ["413 bodyTooLarge", "finish"]),
            Case(chunks: "8000000000000000\r\n", ["413 bodyTooLarge", "finish"]),
            Case(chunks: "1\r\nx\r\n7ffffffffffffff\r\n", ["413 bodyTooLarge", "finish"]),
            Case(chunks: "1f4\r\n" + String(repeating: "x", count: 500) + "\r\n1f5\r\n", ["413 bodyTooLarge", "finish"]),
            Case(framing: "Transfer-Encoding: chunked", "0\r\n\r", [], ends: false),
            Case(framing: "Transfer-Encoding: chunked", "0\r\n", ["400 truncated", "finish"], ends: true),
        ]
        + [
            "0\r\nNoColon\r\n\r\n", "0\r\nX : y\r\n\r\n", "0\r\n: y\r\n\r\n", "0\r\nX: y\rZ", "0\r\nX: y\r\n z\r\n\r\n",
            "0\r\nX: \u{7f}\r\n", "0\r\n\n", "0\r\n\rX",
        ]
        .map { Case(chunks: $0, ["400 badTrailer", "finish"]) }
        + [
            "10000000000000005\r\n", "00000000000000000\r\n", "1\r\nx\r\n\r\n0\r\n\r\n", "1\r\nxy\r\n", "1\r\n\r\nx", "0\n\r\n",
            "1\u{0}\r\n", "1\t\r\nx\r\n",
            "1;a=\"\u{7f}\"\r\n", "1;a=\"\r\n\"\r\n", "1;a=\"b\\\r\"\r\n", "1;a b\r\n", "1;a= \r\n", "1; \r\n", "1;a \r\n", "1;=b\r\n",
            "1;;a\r\n", "1,a\r\n",
            "1;a=\"b\" c\r\n", "1;a=b c\r\n", "1;a\u{e4}\r\n", "1.0\r\n", "#1\r\n", "1h\r\n", "\t1\r\n", "1 1\r\n", "0X1\r\n",
        ].map { Case(chunks: $0, ["400 badChunk", "finish"]) }

    static let oddSequences: [Case] = [
        Case("HEAD, GET", "HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n", ["HEAD /1 []", "GET /2 []"]),
        Case("HEAD at fault", "HEAD / HTTP/1.1\r\n\r\n", ["400 missingHost HEAD", "finish"]),
        Case(
            "HEAD with a body at fault", "HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx",
            ["400 badChunk HEAD", "finish"]),
        Case(
            "empty line between", "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["POST /1 [x]", "GET /2 []"]),
        Case(
            "body longer than announced", "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxyzGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["POST /1 [x]", "501 unknownMethod", "finish"]),
        Case(
            "second cut off", "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHo", ["GET /1 []", "400 truncated", "finish"],
            ends: true),
        Case(
            "refused, then the rest of its body is cut off", "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na",
            ["refuse keep", "finish"], ends: true),
    ]

    static let odd =
        oddRequestLines + oddHostValues + oddFields + oddLengths + oddTransferEncodings + oddChunks + oddSequences
}
