import Testing

@testable import HTTPServer

/// The state machine while the decision about a head is awaited.
@Suite struct AdmissionStateTests {
    enum Step: Sendable {
        case receive(String)
        case end
        case decide
        /// Sets the clock, in seconds, and gives up the connection if it is late.
        case at(Int64)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: [Step]
        let lines: [String]

        var testDescription: String { name }

        init(_ name: String, _ steps: [Step], _ lines: [String]) {
            self.name = name
            self.steps = steps
            self.lines = lines
        }
    }

    private static func post(_ path: String, _ length: Int, _ body: String = "", expects: Bool = false) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(expects ? "Expect: 100-continue\r\n" : "")Content-Length: \(length)\r\n\r\n\(body)"
    }

    private static func chunked(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
    }

    private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

    static let rows = [
        Row("nothing happens before the decision", [.receive(get("/a")), .at(1)], ["ask"]),
        Row("a request without a body", [.receive(get("/a")), .decide], ["ask", "GET /a []"]),
        Row(
            "pipelined requests wait", [.receive(get("/a") + get("/b") + get("/c")), .decide, .decide],
            ["ask", "GET /a []", "ask", "GET /b []", "ask"]),
        Row("a body that came with its head", [.receive(post("/a", 2, "hi")), .decide], ["ask", "POST /a [hi]"]),
        Row("a body before the decision", [.receive(post("/a", 2)), .receive("h"), .receive("i"), .decide], ["ask", "POST /a [hi]"]),
        Row("a body that ends after the decision", [.receive(post("/a", 2, "h")), .decide, .receive("i")], ["ask", "POST /a [hi]"]),
        Row("chunks", [.receive(chunked("/a", "1\r\nh\r\n")), .decide, .receive("1\r\ni\r\n0\r\n\r\n")], ["ask", "POST /a [hi]"]),
        Row(
            "100 after the decision", [.receive(post("/a", 1, expects: true)), .at(1), .decide, .receive("x")],
            ["ask", "continue", "POST /a [x]"]),
        Row(
            "no 100 when the body has begun", [.receive(post("/a", 2, "x", expects: true)), .decide, .receive("y")],
            ["ask", "POST /a [xy]"]),
        Row("no 100 after a refusal", [.receive(post("/refused", 1, expects: true)), .decide], ["ask", "refuse close", "finish"]),
        Row("a length that is too large", [.receive(post("/a", 10_001)), .decide], ["ask", "413 bodyTooLarge", "finish"]),
        Row(
            "a refused body is dropped, and the next request gets a decision",
            [.receive(post("/refused", 4, "bo")), .decide, .receive("dy" + get("/b")), .decide],
            ["ask", "refuse keep", "ask", "GET /b []"]),
        Row("a refused body without a length", [.receive(chunked("/refused", "1\r\n")), .decide], ["ask", "refuse close", "finish"]),
        Row("a half-closed client is answered", [.receive(get("/a")), .end, .decide], ["ask", "GET /a []", "finish"]),
        Row("a half-closed client is refused", [.receive(get("/refused")), .end, .decide], ["ask", "refuse keep", "finish"]),
        Row(
            "an incomplete body of a half-closed client", [.receive(post("/a", 2, "h")), .end, .decide], ["ask", "400 truncated", "finish"]),
        Row(
            "an incomplete body of a half-closed client is refused", [.receive(post("/refused", 2, "h")), .end, .decide],
            ["ask", "refuse keep", "finish"]),
        Row("the last moment", [.receive(get("/a")), .at(49), .decide], ["ask", "GET /a []"]),
        Row("no decision comes", [.receive(get("/a") + get("/b")), .at(50)], ["ask", "503 handlerTimeout", "finish"]),
        Row("a decision comes too late", [.receive(get("/a") + get("/b")), .at(50), .decide], ["ask", "503 handlerTimeout", "finish"]),
        Row(
            "a body has its whole window after the decision", [.receive(post("/a", 2, "h")), .at(40), .decide, .at(44), .receive("i")],
            ["ask", "POST /a [hi]"]),
        Row(
            "a body's window begins with the decision", [.receive(post("/a", 2, "h")), .at(40), .decide, .at(45)],
            ["ask", "408 bodyTimeout", "finish"]),
        Row(
            "octets that arrived before the decision do not count for the window",
            [.receive(post("/a", 4_000, String(repeating: "x", count: 3_999))), .at(40), .decide, .at(45)],
            ["ask", "408 bodyTimeout", "finish"]),
        Row(
            "a refused body's window begins with the refusal",
            [.receive(post("/refused", 2, "h")), .at(40), .decide, .at(44), .receive("i")],
            ["ask", "refuse keep"]),
    ]

    @Test(arguments: rows) func `the actions while a decision is awaited`(_ row: Row) {
        var transcript = Transcript()
        transcript.decidesLate = true
        transcript.maximumBodyBytes = 10_000
        for step in row.steps {
            switch step {
            case .receive(let text): transcript.receive(text)
            case .end: transcript.end()
            case .decide: transcript.decide()
            case .at(let seconds):
                transcript.now = seconds * 1_000
                if transcript.state.isLate(now: transcript.now) { transcript.giveUp() }
            }
        }
        #expect(transcript.lines == row.lines)
    }

    /// Ignores 100 Continue, since it is sent only if the body has not arrived before the decision.
    @Test(arguments: Case.all) func `decisions after the last octet do not change the outcome`(_ one: Case) {
        var transcript = Transcript()
        transcript.decidesLate = true
        transcript.receive(one.octets)
        if one.ends { transcript.end() }
        while transcript.state.isAwaitingDecision { transcript.decide() }
        #expect(transcript.lines.filter { $0 != "ask" && $0 != "continue" } == one.lines.filter { $0 != "continue" })
    }

    @Test func `nothing is read while a decision is awaited, and the connection is not idle`() {
        var transcript = Transcript()
        transcript.decidesLate = true
        #expect(transcript.state.wantsInput(isBlocked: false) && transcript.state.isIdle)
        transcript.receive(Self.post("/a", 100, "x"))
        #expect(transcript.state.isAwaitingDecision && !transcript.state.isIdle && !transcript.state.isProcessing)
        #expect(!transcript.state.wantsInput(isBlocked: false) && !transcript.state.wantsInput(isBlocked: true))
        transcript.decide()
        #expect(!transcript.state.isAwaitingDecision && transcript.state.wantsInput(isBlocked: false))
    }

    @Test func `the handler's time begins with the head, and again with the whole request`() {
        var state = ConnectionState(limits: Limits(), now: 0)
        latin1("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n").withUnsafeBytes { state.receive($0, now: 9_000) }
        guard case .admit = state.next(now: 9_000) else { return #expect(Bool(false)) }
        #expect(!state.isLate(now: 58_999) && state.isLate(now: 59_000))
        _ = state.accept(maximumBodyBytes: 1, seconds: 600, now: 58_000)
        latin1("x").withUnsafeBytes { state.receive($0, now: 59_000) }
        guard case .process = state.next(now: 60_000) else { return #expect(Bool(false)) }
        #expect(!state.isLate(now: 659_999) && state.isLate(now: 660_000))
    }
}
