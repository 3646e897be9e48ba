import Testing

@testable import HTTPServer

@Suite struct ConnectionStateTests {
    @Test(arguments: Case.all) func `each case has its expected outcome`(_ one: Case) {
        #expect(Transcript.of([one.octets], ends: one.ends) == one.lines)
    }

    @Test(arguments: Case.all) func `no cut changes the outcome`(_ one: Case) {
        for cut in 0...one.octets.count {
            let pieces = [Array(one.octets[..<cut]), Array(one.octets[cut...])]
            let lines = Transcript.of(pieces, ends: one.ends)
            if lines != one.lines {
                Issue.record("cut at \(cut): \(lines)")
                return
            }
        }
        #expect(Transcript.of(one.octets.map { [$0] }, ends: one.ends) == one.lines)
    }

    @Test func `a random stream never traps and never depends on its cuts`() {
        var generator = SystemRandomNumberGenerator()
        let words = [
            "GET ", "POST ", "/", " HTTP/1.1", "\r\n", "\r", "\n", "Host: a\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "5",
            "0", ";",
            "\"", "%", "\u{0}", "\u{ff}", ":", " ", "\t", "Expect: 100-continue\r\n",
        ].map(latin1)
        for _ in 0..<2_000 {
            let octets = (0..<Int.random(in: 1...20, using: &generator)).flatMap { _ in words.randomElement(using: &generator) ?? [] }
            let cut = Int.random(in: 0...octets.count, using: &generator)
            let whole = Transcript.of([octets], ends: true).filter { $0 != "continue" }
            let parts = Transcript.of([Array(octets[..<cut]), Array(octets[cut...])], ends: true).filter { $0 != "continue" }
            #expect(whole == parts, "\(octets)")
        }
    }

    @Test func `limits are answered before the line ends`() {
        var limits = Limits()
        limits.maximumRequestLineBytes = 100
        limits.maximumHeadBytes = 300
        limits.maximumHeaderFields = 3
        let long = String(repeating: "a", count: 100)
        #expect(Transcript.of("GET /" + long, limits: limits) == ["414 requestLineTooLong", "finish"])
        #expect(Transcript.of("GET / HTTP/1.1\r\nX: " + long + long + long, limits: limits) == ["431 headTooLarge", "finish"])
        let fields = "A: b\r\nA: b\r\n"
        #expect(Transcript.of("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n", limits: limits) == ["GET / []"])
        #expect(
            Transcript.of("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n" + fields + "\r\n", limits: limits) == ["431 tooManyFields", "finish"])
    }

    @Test func `a line of 8,000 octets is served`() {
        let path = "/" + String(repeating: "a", count: 7_985)
        #expect(Transcript.of("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n") == ["GET \(path) []"])
    }

    @Test func `chunk extensions and trailers are bounded`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let long = String(repeating: "x", count: 5_000)
        #expect(Transcript.of(head + "1;a=" + long) == ["400 badChunk", "finish"])
        #expect(Transcript.of(head + "0\r\nX: " + long) == ["431 trailersTooLarge", "finish"])
        let many = String(repeating: "1;a=0123456789\r\nx\r\n", count: 400)
        #expect(Transcript.of(head + many) == ["400 badChunk", "finish"])
    }

    @Test func `100 is sent only if the body is accepted and has not begun to arrive`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: "
        var waiting = Transcript()
        waiting.receive(head + "1\r\n\r\n")
        #expect(waiting.lines == ["continue"])
        waiting.receive("x")
        #expect(waiting.lines == ["continue", "POST / [x]"])
        #expect(Transcript.of(head + "1\r\n\r\nx") == ["POST / [x]"])
        #expect(Transcript.of(head + "1001\r\n\r\n") == ["413 bodyTooLarge", "finish"])
        #expect(Transcript.of(head + "0\r\n\r\n") == ["POST / []"])
    }

    // MARK: - Time

    private func lateness(_ transcript: inout Transcript, at seconds: Int64) -> String {
        let now = seconds * 1_000
        guard transcript.state.isLate(now: now) else { return "none" }
        return switch transcript.state.giveUp(now: now) {
        case .abort: "abort"
        case .fail(let fault, _): "\(fault.status)"
        }
    }

    @Test func `an idle connection is closed after a minute`() {
        var transcript = Transcript()
        #expect(lateness(&transcript, at: 59) == "none")
        #expect(lateness(&transcript, at: 60) == "abort")
    }

    @Test func `a head must arrive within ten seconds, at any pace`() {
        var transcript = Transcript()
        for second in 30...39 {
            transcript.now = Int64(second) * 1_000
            transcript.receive("G")
            #expect(lateness(&transcript, at: Int64(second)) == "none")
        }
        #expect(lateness(&transcript, at: 40) == "408")
        #expect(transcript.state.isClosing)
        #expect(lateness(&transcript, at: 41) == "none")
        #expect(lateness(&transcript, at: 42) == "abort")
    }

    @Test func `a body must keep its rate in every window`() {
        var transcript = Transcript()
        transcript.maximumBodyBytes = 100_000
        transcript.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
        transcript.receive([UInt8](repeating: 1, count: 50_000))
        #expect(lateness(&transcript, at: 5) == "none")
        transcript.receive([UInt8](repeating: 1, count: 2_499))
        #expect(lateness(&transcript, at: 9) == "none")
        #expect(lateness(&transcript, at: 10) == "408")
    }

    @Test func `a request in process limits the read-ahead and is answered 503 at its deadline`() {
        var state = ConnectionState(limits: Limits(), now: 0)
        let octets = latin1("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        octets.withUnsafeBytes { state.receive($0, now: 0) }
        guard case .admit = state.next(now: 0) else { return #expect(Bool(false)) }
        _ = state.accept(maximumBodyBytes: 0, now: 0)
        guard case .process = state.next(now: 0) else { return #expect(Bool(false)) }
        #expect(state.isProcessing && state.wantsInput(isBlocked: false))
        [UInt8](repeating: 65, count: 65_536).withUnsafeBytes { state.receive($0, now: 0) }
        #expect(!state.wantsInput(isBlocked: false))
        guard case .wait = state.next(now: 0) else { return #expect(Bool(false)) }
        #expect(!state.isLate(now: 49_999) && state.isLate(now: 50_000))
        guard case .fail(.handlerTimeout, isHead: false) = state.giveUp(now: 50_000) else { return #expect(Bool(false)) }
        #expect(state.isClosing && !state.isProcessing)
    }
}
