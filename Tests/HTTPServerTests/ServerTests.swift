import Dispatch
import Glibc
import Testing

@testable import HTTPServer

private struct Echo: ImmediateHandler {
    static let kept = Inbox<Reply>()
    /// The heads of announced bodies.
    static let announced = Inbox<RequestHead>()
    static let document = [UInt8](repeating: 98, count: 5_000_000)
    static let gate = DispatchSemaphore(value: 0)

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission {
        if head.path == "/announced" { Self.announced.add(head) }
        return head.path == "/refused" ? .refuse(Response(status: 403)) : .accept(maximumBodyBytes: 20_000_000)
    }

    func respond(to request: Request, reply: Reply) {
        switch request.head.path {
        case "/later": DispatchQueue.global().async { reply.send(Response(status: 200, body: request.body)) }
        case "/twice":
            reply.send(Response(status: 200))
            reply.send(Response(status: 404))
        case "/never": break
        case "/kept": Self.kept.add(reply)
        case "/document": reply.send(Response(status: 200, body: Self.document))
        case "/large": reply.send(Response(status: 200, body: [UInt8](repeating: 99, count: 100_000)))
        case "/block":
            Self.gate.wait()
            reply.send(Response(status: 200))
        case "/big": reply.send(Response(status: 200, body: [UInt8](repeating: 97, count: 5_000_000)))
        default: reply.send(Response(status: 200, headers: [("From", request.remoteAddress)], body: request.body))
        }
    }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        Response(status: fault.status, headers: head.map { [("Path", $0.path)] } ?? [], body: Array("\(fault)".utf8))
    }
}

/// Stops the server while it answers, and notes what the lane calls.
private struct Stopping: ImmediateHandler {
    enum Event { case responds, rests }

    let events: Inbox<Event>
    let stop: Inbox<@Sendable () -> Void>

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission { .accept(maximumBodyBytes: 0) }

    func respond(to request: Request, reply: Reply) {
        events.add(.responds)
        stop.first()?()
        reply.send(Response(status: 200))
    }

    func rest() { events.add(.rests) }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response { Response(status: fault.status) }
}

@Suite(.serialized) struct ServerTests {
    private func running(limits: Limits = Limits(), lanes: Int = 2, _ body: (Int) throws -> Void) async throws {
        let server = try Server(host: "127.0.0.1", port: 0, lanes: lanes, limits: limits) { _ in Echo() }
        server.start()
        defer { server.stop(deadlineSeconds: 1) {} }
        try body(server.port)
    }

    private func get(_ path: String, _ fields: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n" }

    @Test func `requests are answered over a socket`() async throws {
        try await running { port in
            let client = try Client(port: port)
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get("/", "Connection: close\r\n"))
            let (text, closed) = client.read()
            #expect(closed)
            #expect(
                text.hasPrefix("HTTP/1.1 200 OK\r\nDate: ")
                    && text.contains("From: 127.0.0.1\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK"))
            #expect(text.hasSuffix("Connection: close\r\n\r\n"))
        }
    }

    @Test func `a lane that stops in the middle of its work lets the handler rest, so that no reader keeps its view`() async throws {
        let events = Inbox<Stopping.Event>()
        let stop = Inbox<@Sendable () -> Void>()
        let stopped = Inbox<Void>()
        let server = try Server(host: "127.0.0.1", port: 0, lanes: 1) { _ in Stopping(events: events, stop: stop) }
        stop.add { server.stop(deadlineSeconds: 1) { stopped.add(()) } }
        server.start()
        let client = try Client(port: server.port)
        client.write(get("/", "Connection: close\r\n"))
        client.halfClose()
        #expect(client.read().text.hasPrefix("HTTP/1.1 200"))
        #expect(stopped.first() != nil)
        #expect(events.all.last == .rests)
    }

    @Test func `answers keep the order of their requests, sent from any thread`() async throws {
        try await running { port in
            let client = try Client(port: port)
            let post = { (path: String, body: String) in "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\(body)" }
            client.write(post("/later", "1") + post("/", "2") + post("/later", "3") + get("/never") + get("/twice") + get("/refused"))
            client.halfClose()
            let (text, closed) = client.read()
            #expect(closed)
            let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["200", "200", "200", "500", "200", "403"])
            let order = ["\r\n\r\n1HTTP", "\r\n\r\n2HTTP", "\r\n\r\n3HTTP"].map { text.firstRange(of: $0)?.lowerBound }
            #expect(order.allSatisfy { $0 != nil } && order.compactMap(\.self) == order.compactMap(\.self).sorted())
        }
    }

    @Test func `a fault is answered once, and the connection drains and closes`() async throws {
        try await running { port in
            let client = try Client(port: port)
            client.write("GET / HTTP/1.1\r\nBad Header: x\r\n\r\n" + String(repeating: get("/"), count: 5_000))
            let (text, closed) = client.read()
            #expect(closed && text.hasPrefix("HTTP/1.1 400 ") && text.hasSuffix("Connection: close\r\n\r\nbadFieldName"))
        }
    }

    @Test func `a large answer reaches a slow reader and a pipelined one follows`() async throws {
        try await running { port in
            let client = try Client(port: port)
            client.write(get("/big") + get("/", "Connection: close\r\n"))
            client.waitForOctets(50_000)
            let (text, closed) = client.read()
            #expect(closed && text.utf8.count > 5_000_000 && text.hasSuffix("Connection: close\r\n\r\n"))
        }
    }

    @Test func `a request beyond the limit is answered 503, and the connection stays open`() async throws {
        var limits = Limits()
        limits.maximumRequestsInProcess = 1
        try await running(limits: limits, lanes: 1) { port in
            let first = try Client(port: port)
            first.write(get("/kept"))
            #expect(Echo.kept.first() != nil)
            let second = try Client(port: port)
            second.write(get("/") + get("/", "Connection: close\r\n"))
            let (text, _) = second.read()
            #expect(
                text.contains("503 Service Unavailable") && text.contains("Retry-After: 1") && text.split(separator: "HTTP/1.1 ").count == 2
            )
            _ = Echo.kept.takeAll()
            #expect(first.read(atLeast: 20).text.hasPrefix("HTTP/1.1 500"))
        }
    }

    @Test func `clients beyond the connection limit wait and are served later`() async throws {
        var limits = Limits()
        limits.maximumConnections = 1
        try await running(limits: limits, lanes: 1) { port in
            var first: Client? = try Client(port: port)
            first?.write(get("/"))
            _ = first?.read(atLeast: 20)
            let second = try Client(port: port)
            second.write(get("/", "Connection: close\r\n"))
            first = nil
            #expect(second.read().text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a request without a reply in time is answered 503, and the late reply is dropped`() async throws {
        var limits = Limits()
        limits.handlerSeconds = 1
        limits.maximumRequestsInProcess = 1
        try await running(limits: limits, lanes: 1) { port in
            let first = try Client(port: port)
            first.write(get("/kept") + get("/"))
            let (text, closed) = first.read()
            #expect(closed && text.hasPrefix("HTTP/1.1 503 ") && text.contains("Retry-After: 1\r\n") && text.contains("Connection: close"))
            #expect(text.split(separator: "HTTP/1.1 ").count == 1, "the next request is not answered")
            // The handler is still at work, so its slot stays taken until it replies.
            let second = try Client(port: port)
            second.write(get("/"))
            #expect(second.read(atLeast: 20).text.hasPrefix("HTTP/1.1 503 "))
            for reply in Echo.kept.takeAll() { reply.send(Response(status: 200, body: Array("late".utf8))) }
            // The slot is free after the lane has handled the reply.
            let answers = untilServed(second)
            #expect(answers.hasSuffix("\r\n\r\n") && !answers.contains("late"), "\(answers)")
            second.write(get("/", "Connection: close\r\n"))
            let last = second.read()
            #expect(last.closed && last.text.hasPrefix("HTTP/1.1 200 ") && !last.text.contains("late"))
        }
    }

    @Test func `at the connection limit the longest idle connection is closed for a new client`() async throws {
        var limits = Limits()
        limits.maximumConnections = 2
        try await running(limits: limits, lanes: 1) { port in
            let oldest = try Client(port: port)
            oldest.write(get("/"))
            _ = oldest.read(atLeast: 20)
            let second = try Client(port: port)
            let newcomer = try Client(port: port)
            newcomer.write(get("/"))
            // The second connection keeps asking, so that only the oldest is idle long enough to make room.
            let deadline = Clock.monotonicMilliseconds() + 10_000
            while newcomer.waitingOctets == 0, Clock.monotonicMilliseconds() < deadline {
                second.write(get("/"))
                #expect(second.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
            }
            #expect(newcomer.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
            #expect(oldest.read() == ("", true))
            second.write(get("/"))
            #expect(second.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200"))
        }
    }

    /// Sends requests until the answer is not 503, for at most ten seconds.
    /// - Returns: the last answer.
    private func untilServed(_ client: borrowing Client) -> String {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            client.write(get("/"))
            let text = client.read(atLeast: 20).text
            if !text.hasPrefix("HTTP/1.1 503 ") || ContinuousClock.now > end { return text }
        }
    }

    /// Returns after another server has given up a body that began after the call.
    private func awaitLateBody(_ limits: Limits) throws {
        let server = try Server(host: "127.0.0.1", port: 0, limits: limits) { _ in Echo() }
        server.start()
        defer { server.stop(deadlineSeconds: 1) {} }
        let client = try Client(port: server.port)
        client.write(post("/", length: 10, "hello"))
        #expect(client.read(atLeast: 20).text.hasPrefix("HTTP/1.1 408 "))
    }

    private func post(_ path: String, length: Int, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)"
    }

    @Test func `bodies that exceed the allowance together are refused before they are read`() async throws {
        var limits = Limits()
        limits.maximumHeldBodyBytes = 100_000
        try await running(limits: limits, lanes: 2) { port in
            let announcer = try Client(port: port)
            announcer.write(post("/announced", length: 90_000, "x"))
            #expect(Echo.announced.first() != nil)
            // An announced body that has not arrived takes no allowance.
            let first = try Client(port: port)
            first.write(post("/kept", length: 80_000, String(repeating: "x", count: 80_000)))
            #expect(Echo.kept.first() != nil)
            let second = try Client(port: port)
            second.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 30000\r\n\r\n")
            let refusal = second.read()
            #expect(refusal.closed && refusal.text.hasPrefix("HTTP/1.1 503 ") && refusal.text.contains("Retry-After: 1\r\n"))
            let chunked = try Client(port: port)
            chunked.write(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7530\r\n" + String(repeating: "x", count: 25_000))
            #expect(chunked.read().text.hasSuffix("bodiesFull"))
            // The reply releases the allowance of the body.
            _ = Echo.kept.takeAll()
            #expect(first.read(atLeast: 20).text.hasPrefix("HTTP/1.1 500 "))
            let third = try Client(port: port)
            third.write(post("/", length: 80_000, String(repeating: "x", count: 80_000)))
            #expect(third.read(atLeast: 80_000).text.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `a body in pieces arrives complete`() async throws {
        var limits = Limits()
        limits.bodyPieceBytes = 1_000
        try await running(limits: limits) { port in
            let client = try Client(port: port)
            let body = (0..<50_000).map { "\($0 % 10)" }.joined()
            client.write(post("/later", length: 50_000, body) + get("/", "Connection: close\r\n"))
            #expect(client.read().text.contains("\r\n\r\n\(body)HTTP/1.1 200"))
        }
    }

    @Test func `large answers that nobody reads share one limit`() async throws {
        var limits = Limits()
        limits.maximumHeldAnswerBytes = 12_000_000
        try await running(limits: limits) { port in
            let first = try Client(port: port)
            first.write(get("/big"))
            let second = try Client(port: port)
            second.write(get("/big"))
            first.waitForOctets()
            second.waitForOctets()
            let third = try Client(port: port)
            third.write(get("/big"))
            #expect(third.read(atLeast: 20).text.hasPrefix("HTTP/1.1 503 "))
            #expect(first.read(atLeast: 5_000_000).text.hasPrefix("HTTP/1.1 200 "))
            // The lane reads this request after the large answer has left.
            first.write(get("/", "Connection: close\r\n"))
            #expect(first.read().closed)
            third.write(get("/big"))
            #expect(third.read(atLeast: 5_000_000).text.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `a document in many answers is held in memory once`() async throws {
        var limits = Limits()
        limits.maximumHeldAnswerBytes = 6_000_000
        try await running(limits: limits) { port in
            let first = try Client(port: port)
            let second = try Client(port: port)
            let third = try Client(port: port)
            first.write(get("/document"))
            second.write(get("/document"))
            third.write(get("/document"))
            #expect(third.read(atLeast: 5_000_000).text.hasPrefix("HTTP/1.1 200 "))
            #expect(second.read(atLeast: 5_000_000).text.hasPrefix("HTTP/1.1 200 "))
            #expect(first.read(atLeast: 5_000_000).text.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `a client that does not read small answers is cut off when all waiting answers exceed their limit`() async throws {
        var limits = Limits()
        limits.maximumHeldAnswerBytes = 1_000
        limits.maximumUnsentBytes = 4_096
        try await running(limits: limits, lanes: 1) { port in
            let client = try Client(port: port, window: 4_096)
            client.write(String(repeating: get("/"), count: 1_000))
            client.waitForOctets()
            // When the lane answers this, it has done everything it can for the other client.
            let other = try Client(port: port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200 "))
            let answers = client.read().text.split(separator: "HTTP/1.1 200 OK").count
            #expect(answers > 0 && answers < 500, "\(answers)")
        }
    }

    @Test func `octets that arrive while the lane does not run are in time`() async throws {
        var limits = Limits()
        limits.bodyWindowSeconds = 1
        try await running(limits: limits, lanes: 1) { port in
            let client = try Client(port: port)
            client.write(post("/", length: 10, "hello"))
            let other = try Client(port: port)
            other.write(get("/") + get("/block", "Connection: close\r\n"))
            _ = other.read(atLeast: 20)
            // When a stalled body on another server is late, this one would be too.
            try awaitLateBody(limits)
            client.write("world")
            Echo.gate.signal()
            #expect(client.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200 "))
            #expect(other.read().closed)
        }
    }

    @Test func `a late octet does not destroy a last answer that is still being read`() async throws {
        var limits = Limits()
        limits.lingerSeconds = 0
        limits.headSeconds = 0
        try await running(limits: limits, lanes: 1) { port in
            let client = try Client(port: port, window: 4_096)
            client.write(get("/large", "Connection: close\r\n"))
            client.waitForOctets()
            // Each witness takes a tick of the lane, which ends its incomplete head.
            for _ in 0..<2 {
                let witness = try Client(port: port)
                witness.write("G")
                #expect(witness.read(atLeast: 20).text.hasPrefix("HTTP/1.1 408 "))
            }
            client.write("x")
            let (text, _) = client.read()
            #expect(text.utf8.count > 100_000)
        }
    }

    @Test func `a stop finishes the running requests and then calls its completion`() async throws {
        let server = try Server(host: "127.0.0.1", port: 0, lanes: 2) { _ in Echo() }
        server.start()
        let client = try Client(port: server.port)
        client.write(get("/kept"))
        let reply = try #require(Echo.kept.first())
        _ = Echo.kept.takeAll()
        await withCheckedContinuation { continuation in
            server.stop(deadlineSeconds: 5) { continuation.resume() }
            Client.waitUntilRefused(port: server.port)
            reply.send(Response(status: 200, body: [115]))
        }
        let (text, closed) = client.read()
        #expect(closed && text.hasSuffix("Connection: close\r\n\r\ns"), "\(text)")
        #expect(throws: SocketFault.self) { _ = try Client(port: server.port) }
    }

    @Test func `an inherited socket keeps its queue from one server to the next`() async throws {
        let socket = try Socket.listen(host: "127.0.0.1", port: 0, reusePort: false, maximumUnsentBytes: 50_000)
        defer { socket.close() }
        let first = try Server(inheriting: dup(socket.descriptor)) { _ in Echo() }
        first.start()
        #expect(first.port == socket.localPort)
        await withCheckedContinuation { continuation in first.stop(deadlineSeconds: 5) { continuation.resume() } }
        // No server runs; the client waits in the queue of the socket.
        let client = try Client(port: socket.localPort)
        client.write(get("/", "Connection: close\r\n"))
        let second = try Server(inheriting: dup(socket.descriptor)) { _ in Echo() }
        second.start()
        #expect(client.read().text.hasPrefix("HTTP/1.1 200"))
        await withCheckedContinuation { continuation in second.stop(deadlineSeconds: 5) { continuation.resume() } }
    }

    @Test func `a stop of a server that was never started calls its completion at once`() async throws {
        let server = try Server(host: "::1", port: 0) { _ in Echo() }
        await withCheckedContinuation { continuation in server.stop(deadlineSeconds: 5) { continuation.resume() } }
        #expect(server.port > 0)
    }
}
