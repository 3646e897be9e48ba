import Testing

@testable import HTTPServer

@Suite struct ResponseWriterTests {
    private func text(_ response: Response, isHead: Bool = false, version: Version = .http11, keepAlive: Bool = true) -> String {
        var writer = ResponseWriter()
        writer.setTime(784_111_777)
        var output: [UInt8] = []
        writer.write(response, isHead: isHead, version: version, keepAlive: keepAlive, to: &output)
        return String(decoding: output, as: UTF8.self).replacing("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", with: "")
    }

    @Test func `an answer has its framing fields once`() {
        let response = Response(
            status: 200, headers: [("A", "b"), ("content-length", "9"), ("Transfer-Encoding", "x"), ("DATE", "y")], body: [120])
        #expect(text(response) == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 1\r\n\r\nx")
        #expect(text(response, isHead: true) == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 1\r\n\r\n")
        #expect(text(response, keepAlive: false).contains("Connection: close\r\n"))
        #expect(text(response, version: .http10).contains("Connection: keep-alive\r\n"))
    }

    @Test func `the head of a stream has no length`() {
        let response = Response(status: 200, headers: [("A", "b\r\n"), ("Content-Length", "9"), ("Transfer-Encoding", "x")], body: [120])
        func head(isChunked: Bool, version: Version, keepAlive: Bool) -> String {
            var writer = ResponseWriter()
            writer.setTime(784_111_777)
            var output: [UInt8] = []
            writer.writeHead(of: response, isChunked: isChunked, version: version, keepAlive: keepAlive, to: &output)
            return String(decoding: output, as: UTF8.self).replacing("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", with: "")
        }
        let start = "HTTP/1.1 200 OK\r\nA: b  \r\n"
        #expect(head(isChunked: true, version: .http11, keepAlive: true) == start + "Transfer-Encoding: chunked\r\n\r\n")
        #expect(
            head(isChunked: true, version: .http11, keepAlive: false)
                == start + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        #expect(head(isChunked: false, version: .http10, keepAlive: false) == start + "Connection: close\r\n\r\n")
        #expect(head(isChunked: false, version: .http10, keepAlive: true) == start + "Connection: keep-alive\r\n\r\n")
    }

    @Test(arguments: [(1, "1"), (15, "f"), (16, "10"), (255, "ff"), (4_096, "1000")]) func `a chunk begins with its size`(
        _ count: Int, _ size: String
    ) {
        var output = Array("before".utf8)
        ResponseWriter.write(chunk: [UInt8](repeating: 97, count: count), to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "before\(size)\r\n\(String(repeating: "a", count: count))\r\n")
        ResponseWriter.write(chunk: [], to: &output)
        #expect(output.count == 6 + size.utf8.count + count + 4)
    }

    @Test func `204 and 304 have neither length nor content`() {
        #expect(text(Response(status: 204, body: [1])) == "HTTP/1.1 204 No Content\r\n\r\n")
        #expect(text(Response(status: 304, body: [1])) == "HTTP/1.1 304 Not Modified\r\n\r\n")
    }

    @Test func `a value cannot split the answer`() {
        let response = Response(status: 200, headers: [("A", "b\r\nSet-Cookie: c\u{0}"), ("B: c\r\nD", "e"), ("", "f")])
        #expect(text(response) == "HTTP/1.1 200 OK\r\nA: b  Set-Cookie: c \r\nContent-Length: 0\r\n\r\n")
    }

    @Test func `a control octet is found at every place of a value`() {
        for length in 1...20 {
            for place in 0..<length {
                for octet in UInt8.min...0x7f {
                    var value = [UInt8](repeating: 97, count: length)
                    value[place] = octet
                    let sent = text(Response(status: 204, headers: [("A", String(decoding: value, as: UTF8.self))]))
                    value[place] = (octet < 0x20 && octet != 9) || octet == 0x7f ? 0x20 : octet
                    let wanted = "HTTP/1.1 204 No Content\r\nA: \(String(decoding: value, as: UTF8.self))\r\n\r\n"
                    #expect(sent == wanted, "\(octet) at \(place)")
                }
            }
        }
        #expect(text(Response(status: 204, headers: [("A", "tämä on päätös\u{7f}")])).contains("A: tämä on päätös \r\n"))
    }

    @Test func `the field names of earlier answers do not matter`() {
        var writer = ResponseWriter()
        for (headers, lines) in [
            ([("A", "1"), ("B", "2")], "A: 1\r\nB: 2\r\n"), ([("B", "2"), ("Date", "3")], "B: 2\r\n"),
            ([("Date", "3"), ("B", "2"), ("C d", "4"), ("E", "5")], "B: 2\r\nE: 5\r\n"), ([("B", "2"), ("B", "3")], "B: 2\r\nB: 3\r\n"),
        ] {
            var output = Array("before".utf8)
            writer.write(Response(status: 204, headers: headers), isHead: false, version: .http11, keepAlive: true, to: &output)
            #expect(String(decoding: output, as: UTF8.self) == "beforeHTTP/1.1 204 No Content\r\n\(lines)\r\n")
        }
    }

    @Test func `a status out of range is sent as 500`() {
        #expect(text(Response(status: 99)).hasPrefix("HTTP/1.1 500 "))
        #expect(text(Response(status: 600)).hasPrefix("HTTP/1.1 500 "))
    }

    @Test(arguments: [
        (Int64(0), "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_795_314_305, "Sun, 22 Nov 2026 02:25:05 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ]) func `dates are IMF-fixdate`(_ seconds: Int64, _ expected: String) {
        #expect(HTTPDate.text(seconds) == expected)
    }
}

@Suite struct HeadersTests {
    @Test func `look-up ignores case and keeps order`() {
        let headers = Headers([("Accept", "a"), ("If-Match", "\"1\""), ("ACCEPT", "b")])
        #expect(headers.first("if-match") == "\"1\"")
        #expect(headers.all("accept") == ["a", "b"])
        #expect(headers.first("if_match") == nil)
        #expect(headers.contains("ACCEPT"))
        #expect(headers.pairs.map(\.name) == ["Accept", "If-Match", "ACCEPT"])
    }
}

@Suite struct OctetSetTests {
    @Test func `the octet sets match the grammars`() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        let sets: [(OctetSet, String)] = [
            (.token, "!#$%&'*+-.^_`|~"), (.unreserved, "-._~"), (.path, "-._~!$&'()*+,;=:@/"), (.query, "-._~!$&'()*+,;=:@/?"),
        ]
        for (set, others) in sets {
            let members = Set((letters + others).utf8)
            for octet in UInt8.min...UInt8.max { #expect(set.contains(octet) == members.contains(octet), "\(octet)") }
        }
    }
}
