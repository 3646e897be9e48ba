import Dispatch
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// Answers by the test's closure.
private struct Answering: ImmediateHandler {
    let answer: @Sendable (Request, Reply) -> Void

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission { .accept(maximumBodyBytes: 0) }
    func respond(to request: Request, reply: Reply) {
        if request.head.path == "/" { reply.send(Response(status: 200, body: [120])) } else { answer(request, reply) }
    }
    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        Response(status: fault.status, headers: [("Path", head?.path ?? "")], body: Array("\(fault)".utf8))
    }
}

@Suite(.serialized) struct StreamTests {
    private static let head = Response(status: 200, headers: [("A", "b"), ("Content-Length", "7"), ("Transfer-Encoding", "x")], body: [9])

    private func running(
        limits: Limits = Limits(), lanes: Int = 1, _ answer: @escaping @Sendable (Request, Reply) -> Void, _ body: (Server) throws -> Void
    ) throws {
        let server = try Server(host: "127.0.0.1", port: 0, lanes: lanes, limits: limits) { _ in Answering(answer: answer) }
        server.start()
        defer { server.stop(deadlineSeconds: 1) {} }
        try body(server)
    }

    private func get(_ path: String, _ fields: String = "", method: String = "GET", version: String = "1.1") -> String {
        "\(method) \(path) HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"
    }

    /// Removes the Date field, which changes.
    private func timeless(_ text: String) -> String { text.replacing(#/Date: [^\r]*\r\n/#, with: "") }

    /// The chunks of a chunked content; nil if the framing is broken.
    private func chunks(_ content: Substring) -> [String]? {
        var rest = content.utf8[...]
        var found: [String] = []
        while true {
            guard let line = rest.firstIndex(of: 13), let size = Int(Substring(rest[..<line]), radix: 16) else { return nil }
            rest = rest[line...].dropFirst(2)
            guard rest.count >= size + 2, rest.dropFirst(size).starts(with: "\r\n".utf8) else { return nil }
            if size == 0 { return rest.count == 2 ? found : nil }
            found.append(String(Substring(rest.prefix(size))))
            rest = rest.dropFirst(size + 2)
        }
    }

    private static let answerInThree: @Sendable (Request, Reply) -> Void = { _, reply in
        let stream = reply.stream(head)
        DispatchQueue.global().async {
            stream.send(Array("abc".utf8))
            stream.send([])
            stream.send(Array("0123456789abcdefg".utf8))
            stream.end()
            #expect(!stream.send([1]))
        }
    }

    @Test func `each send is a chunk, and the next request is answered after the last`() throws {
        try running(Self.answerInThree) { server in
            let client = try Client(port: server.port)
            client.write(get("/three") + get("/three") + get("/", "Connection: close\r\n"))
            let (text, closed) = client.read()
            let one = "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n11\r\n0123456789abcdefg\r\n0\r\n\r\n"
            #expect(closed)
            #expect(timeless(text) == one + one + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx")
        }
    }

    @Test func `HTTP 1.0 has no chunks and ends with the connection`() throws {
        try running(Self.answerInThree) { server in
            let client = try Client(port: server.port)
            client.write(get("/three", "Connection: keep-alive\r\n", version: "1.0"))
            let (text, closed) = client.read()
            #expect(closed)
            #expect(timeless(text) == "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\nabc0123456789abcdefg")
        }
    }

    @Test(arguments: ["HEAD", "204", "304"]) func `a stream without content ends with its head`(_ kind: String) throws {
        let gone = Inbox<AnswerStream.Ending>()
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in
            let stream = reply.stream(Response(status: Int(kind) ?? 200))
            stream.whenGone { ending in
                #expect(!stream.send([1]))
                gone.add(ending)
            }
        }
        try running(answer) { server in
            let client = try Client(port: server.port)
            client.write(get("/none", method: kind == "HEAD" ? "HEAD" : "GET") + get("/", "Connection: close\r\n"))
            let (text, closed) = client.read()
            let line = ["204": "204 No Content", "304": "304 Not Modified"][kind] ?? "200 OK"
            #expect(closed)
            #expect(timeless(text) == "HTTP/1.1 \(line)\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx")
            #expect(gone.first() == .gone)
        }
    }

    @Test func `a client can detect a stream that was released without its end`() throws {
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in reply.stream(Self.head).send(Array("abc".utf8)) }
        try running(answer) { server in
            let client = try Client(port: server.port)
            client.write(get("/cut") + get("/"))
            let (text, closed) = client.read()
            #expect(closed)
            #expect(timeless(text) == "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            // In HTTP 1.0 the close ends the content, so a cut must be a connection error.
            let old = try Client(port: server.port)
            old.write(get("/cut", version: "1.0"))
            var code: Int32 = 0
            let began = ContinuousClock.now
            let isWhole = old.read(error: &code).closed
            #expect(!isWhole)
            #expect(code == ECONNRESET && ContinuousClock.now - began < .seconds(1))
        }
    }

    @Test func `an answered request accepts no stream, and a streaming request no answer`() throws {
        let gone = Inbox<AnswerStream.Ending>()
        let answer: @Sendable (Request, Reply) -> Void = { request, reply in
            if request.head.path == "/first" { reply.send(Response(status: 200, body: [97])) }
            let stream = reply.stream(Self.head)
            stream.whenGone { gone.add($0) }
            reply.send(Response(status: 404))
            stream.send([98])
            stream.end()
        }
        try running(answer) { server in
            let client = try Client(port: server.port)
            client.write(get("/first") + get("/then", "Connection: close\r\n"))
            let text = timeless(client.read().text)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nA: b\r\n"))
            #expect(text.hasSuffix("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\nb\r\n0\r\n\r\n"))
            #expect(gone.all == [.gone])
        }
    }

    @Test func `a client that reads nothing is cut off, and its waiting bytes are limited`() throws {
        var limits = Limits()
        limits.maximumUnsentBytes = 4_096
        limits.maximumStreamBytes = 100_000
        let sent = Inbox<Int>()
        let gone = Inbox<AnswerStream.Ending>()
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in
            let stream = reply.stream(Self.head)
            stream.whenGone { gone.add($0) }
            DispatchQueue.global().async {
                var count = 0
                while stream.send([UInt8](repeating: 97, count: 1_000)) { count += 1_000 }
                sent.add(count)
                // Holds the stream until the client is cut off, so that a missing end is not the cause.
                _ = gone.first()
                stream.end()
            }
        }
        try running(limits: limits, answer) { server in
            let client = try Client(port: server.port, window: 4_096)
            client.write(get("/endless"))
            let count = try #require(sent.first())
            // The waiting octets, the output buffer and the kernel's buffers at both ends.
            #expect(count > 50_000 && count < 100_000 + limits.maximumOutputBytes + 1_000_000, "\(count)")
            #expect(gone.first() == .gone)
            let other = try Client(port: server.port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `small pieces count with their overhead, and all streams share the allowance for answers`() throws {
        // No lane serves these tickets, so everything sent waits.
        let mailbox = try Mailbox(streamBounds: StreamBounds(maximumBytes: 100_000, allowance: Allowance(maximum: 150_000)))
        func stream() -> AnswerStream { AnswerStream(StreamTicket(mailbox: mailbox, token: 0, request: nil)) }
        let first = stream()
        var count = 0
        while first.send([97]) { count += 1 }
        #expect(count > 1_000 && count < 3_000, "\(count)")
        // A stream that was cut off gives its allowance back.
        let (second, third) = (stream(), stream())
        let large = [UInt8](repeating: 97, count: 90_000)
        #expect(second.send(large))
        #expect(!third.send(large))
    }

    @Test(arguments: ["closes", "resets", "half-closes"]) func `a sender is notified when its client has gone`(_ how: String) throws {
        let gone = Inbox<AnswerStream.Ending>()
        let begun = Inbox<AnswerStream>()
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in
            let stream = reply.stream(Self.head)
            stream.whenGone { gone.add($0) }
            begun.add(stream)
        }
        try running(answer) { server in
            var client: Client? = try Client(port: server.port)
            client?.write(get("/endless"))
            _ = client?.read(atLeast: 20)
            let stream = try #require(begun.first())
            if how == "resets" { client?.resetWhenClosed() }
            if how == "half-closes" { client?.halfClose() } else { client = nil }
            let began = ContinuousClock.now
            #expect(gone.first() == .gone)
            #expect(ContinuousClock.now - began < .seconds(1))
            #expect(!stream.send([1]))
            // A later `whenGone` is called at once, and once.
            stream.whenGone { gone.add($0) }
            #expect(gone.all == [.gone, .gone])
        }
    }

    /// Reports its deinitialisation.
    private final class Witness: Sendable {
        let isGone: Inbox<Bool>
        init(_ isGone: Inbox<Bool>) { self.isGone = isGone }
        deinit { isGone.add(true) }
    }

    @Test(arguments: ["closes", "ends", "is asked again"]) func `a stream's own calls do not keep it alive`(_ how: String) throws {
        var limits = Limits()
        limits.maximumUnsentBytes = 4_096
        let isGone = Inbox<Bool>()
        let begun = Inbox<Bool>()
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in
            let stream = reply.stream(Self.head)
            let witness = Witness(isGone)
            // More than the client and the kernel buffer.
            for _ in 0..<50 where how != "ends" { stream.send([UInt8](repeating: 97, count: 4_000)) }
            stream.send([97])
            stream.whenTaken { withExtendedLifetime((stream, witness)) {} }
            if how == "ends" { stream.end() }
            if how == "is asked again" { stream.whenTaken {} }
            begun.add(true)
        }
        try running(limits: limits, answer) { server in
            var client: Client? = try Client(port: server.port, window: 4_096)
            client?.write(get("/endless"))
            _ = begun.first()
            if how == "closes" { client = nil }
            #expect(isGone.first() == true)
            client = nil
            let other = try Client(port: server.port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `no timer ends a stream`() throws {
        var limits = Limits()
        limits.handlerSeconds = 1
        limits.idleSeconds = 1
        limits.headSeconds = 1
        limits.answerWindowSeconds = 1
        limits.maximumRequestsInProcess = 1
        let begun = Inbox<AnswerStream>()
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in begun.add(reply.stream(Self.head)) }
        try running(limits: limits, answer) { server in
            let client = try Client(port: server.port)
            client.write(get("/endless") + get("/", "Connection: close\r\n"))
            _ = client.read(atLeast: 20)
            // A stream does not count as a request in process.
            let other = try Client(port: server.port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
            // An idle connection that began after the stream is closed after a second.
            let witness = try Client(port: server.port)
            #expect(witness.read() == ("", true))
            let stream = try #require(begun.first())
            #expect(stream.send([97]))
            stream.end()
            let (text, closed) = client.read()
            #expect(closed && text.hasPrefix("1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK"), "\(text)")
        }
    }

    @Test func `streams beyond the limit are refused, and other requests are still served`() throws {
        var limits = Limits()
        limits.maximumStreams = 2
        let begun = Inbox<AnswerStream>()
        let gone = Inbox<AnswerStream.Ending>()
        let answer: @Sendable (Request, Reply) -> Void = { request, reply in
            let stream = reply.stream(Self.head, to: request.head)
            stream.whenGone { gone.add($0) }
            begun.add(stream)
        }
        try running(limits: limits, answer) { server in
            let first = try Client(port: server.port)
            let second = try Client(port: server.port)
            let third = try Client(port: server.port)
            first.write(get("/endless"))
            second.write(get("/endless"))
            _ = (first.read(atLeast: 20), second.read(atLeast: 20))
            third.write(get("/endless"))
            let refusal = third.read(atLeast: 20).text
            #expect(refusal.hasPrefix("HTTP/1.1 503 ") && refusal.hasSuffix("streamsFull") && refusal.contains("Retry-After: 1\r\n"))
            #expect(refusal.contains("Path: /endless\r\n"))
            #expect(gone.first() == .gone)
            third.write(get("/"))
            #expect(third.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
            begun.all.first?.end()
            #expect(first.read(atLeast: 5).text == "0\r\n\r\n")
            third.write(get("/endless"))
            #expect(third.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `pieces sent by several threads keep their order and their framing`() throws {
        var limits = Limits()
        limits.maximumStreamBytes = 10 << 20
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in
            let stream = reply.stream(Self.head)
            DispatchQueue.global().async {
                DispatchQueue.concurrentPerform(iterations: 8) { sender in
                    for number in 0..<2_000 { stream.send(Array("\(sender):\(number)".utf8)) }
                }
                stream.end()
            }
        }
        try running(limits: limits, answer) { server in
            let client = try Client(port: server.port)
            client.write(get("/many", "Connection: close\r\n"))
            let text = client.read().text
            let content = try #require(text.firstRange(of: "\r\n\r\n")).upperBound
            let pieces = try #require(chunks(text[content...]))
            #expect(pieces.count == 16_000)
            for sender in 0..<8 {
                let own = pieces.filter { $0.hasPrefix("\(sender):") }
                #expect(own == (0..<2_000).map { "\(sender):\($0)" })
            }
        }
    }

    @Test func `a sender that waits until its bytes are taken can send any amount through a small limit`() throws {
        var limits = Limits()
        limits.maximumStreamBytes = 50_000
        @Sendable func goOn(_ stream: AnswerStream, _ left: Int) {
            if left == 0 { return stream.end() }
            #expect(stream.send([UInt8](repeating: 97, count: 40_000)))
            stream.whenTaken { DispatchQueue.global().async { goOn(stream, left - 1) } }
        }
        let answer: @Sendable (Request, Reply) -> Void = { _, reply in goOn(reply.stream(Self.head), 200) }
        try running(limits: limits, answer) { server in
            let client = try Client(port: server.port, window: 4_096)
            client.write(get("/much", "Connection: close\r\n"))
            client.waitForOctets()
            let text = client.read().text
            let content = try #require(text.firstRange(of: "\r\n\r\n")).upperBound
            #expect(chunks(text[content...])?.count == 200)
        }
    }

    @Test func `a stop lets streams end, and cuts those that do not end in time`() throws {
        let answer: @Sendable (Request, Reply) -> Void = { request, reply in
            let stream = reply.stream(Self.head)
            if request.head.path == "/deaf" {
                stream.whenGone { _ in }
                DispatchQueue.global().asyncAfter(deadline: .now() + 5) { stream.end() }
            } else {
                let held = Mutex<AnswerStream?>(stream)
                stream.whenGone { ending in
                    guard let stream = held.withLock({ $0.take() }) else { return }
                    stream.send(Array("\(ending)".utf8))
                    stream.end()
                }
            }
        }
        let stopped = DispatchSemaphore(value: 0)
        let server = try Server(host: "127.0.0.1", port: 0, lanes: 2) { _ in Answering(answer: answer) }
        server.start()
        var polite: Client? = try Client(port: server.port)
        let deaf = try Client(port: server.port)
        polite?.write(get("/polite"))
        deaf.write(get("/deaf"))
        _ = (polite?.read(atLeast: 20), deaf.read(atLeast: 20))
        let began = ContinuousClock.now
        server.stop(deadlineSeconds: 4) { stopped.signal() }
        let last = polite?.read()
        polite = nil
        #expect(last?.closed == true && last?.text == "8\r\nstopping\r\n0\r\n\r\n")
        #expect(ContinuousClock.now - began < .milliseconds(500))
        #expect(deaf.read() == ("", true))
        #expect(stopped.wait(timeout: .now() + 3) == .success)
        #expect(ContinuousClock.now - began < .milliseconds(2_000))
    }

    @Test func `a stream in the state machine has no deadline, a limited read-ahead, and lets the next request follow`() {
        var state = ConnectionState(limits: Limits(), now: 0)
        latin1("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n").withUnsafeBytes { state.receive($0, now: 0) }
        guard case .admit = state.next(now: 0) else { return #expect(Bool(false)) }
        _ = state.accept(maximumBodyBytes: 0, now: 0)
        guard case .process = state.next(now: 0) else { return #expect(Bool(false)) }
        _ = state.takeRequest(from: "")
        state.beganStream(keepAlive: true, now: 0)
        guard case .stream = state.next(now: 0) else { return #expect(Bool(false)) }
        #expect(state.isStreaming && !state.isIdle && !state.isProcessing && state.wantsInput(isBlocked: false))
        [UInt8](repeating: 65, count: 65_536).withUnsafeBytes { state.receive($0, now: 0) }
        #expect(!state.wantsInput(isBlocked: false))
        let isLate = state.isLate(now: 1_000_000_000)
        #expect(!isLate)
        state.answered(keepAlive: state.keepsAlive, now: 5)
        guard case .admit = state.next(now: 5) else { return #expect(Bool(false)) }
        #expect(state.head?.path == "/b")
    }
}
