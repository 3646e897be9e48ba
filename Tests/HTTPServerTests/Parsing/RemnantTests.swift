import Testing

@testable import HTTPServer

/// What the answer to a head with a fault can follow: the field lines that arrived whole.
@Suite struct RemnantTests {
    private static let fields = "Host: a\r\nORIGIN: https://front.example\r\naccept-language:\tsv \r\n"
    private static let long = String(repeating: "a", count: 40_000)

    @Test(arguments: [
        "GET /\(RemnantTests.long) HTTP/1.1\r\n\(RemnantTests.fields)\r\n",
        "GET / HTTP/1.1\r\n\(RemnantTests.fields)X: \(RemnantTests.long)\r\n\r\n", "GET / HTTP/3.0\r\n\(RemnantTests.fields)\r\n",
        "\r\nBREW / HTTP/1.1\r\n\(RemnantTests.fields)\r\n", "GET / HTTP/1.1\r\nX Y: 1\r\n\(RemnantTests.fields)\r\n",
        "GET / HTTP/1.1\n\(RemnantTests.fields)\r\n",
        "GET / HTTP/1.1\r\nX: \u{1}\r\n\(RemnantTests.fields)\r\n",
        "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 101) + "\(RemnantTests.fields)\r\n",
    ])
    func `the fields of a head with a fault are kept`(_ request: String) {
        let head = RemnantTests.failed(request)
        #expect(head?.isPartial == true)
        #expect(head?.headers.first("origin") == "https://front.example")
        #expect(head?.headers.first("Accept-Language") == "sv")
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nX: \(RemnantTests.long)", "GET /\(RemnantTests.long)", "GET / HTTP/1.1\r\nX Y: 1\r\n\r\nOrigin: a\r\n", "\u{0}",
        "GET / HTTP/1.1\r\nOrigin: a\u{7F}\r\n\r\n", "GET / HTTP/1.1\r\nOrigin : a\r\n\r\n", "GET / HTTP/1.1\r\n Origin: a\r\n\r\n",
        "Origin: a\r\n\r\n", "GET / HTTP/1.1\r\n\u{1}\r\nOrigin: a",
    ])
    func `a line that has a fault, or did not arrive whole, or follows the head is no field`(_ request: String) {
        let head = RemnantTests.failed(request)
        #expect(head?.isPartial == true && head?.headers.contains("origin") == false)
    }

    @Test func `a head that is read, and a body with a fault, are not partial`() {
        var state = ConnectionState(limits: Limits(), now: 0)
        latin1("GET / HTTP/1.1\r\nHost: a\r\n\r\n").withUnsafeBytes { state.receive($0, now: 0) }
        _ = state.next(now: 0)
        #expect(state.head?.isPartial == false)
    }

    /// Returns what is kept of the head of a request that fails; nil if it does not fail.
    private static func failed(_ request: String) -> RequestHead? {
        var state = ConnectionState(limits: Limits(), now: 0)
        latin1(request).withUnsafeBytes { state.receive($0, now: 0) }
        guard case .fail = state.next(now: 0) else { return nil }
        return state.head
    }
}
