import Foundation
import Synchronization
import Testing

@testable import HTTPServer

/// Decides by the test's closure, and answers with the path and the body.
private struct Deciding: Handler {
    let decide: @Sendable (RequestHead, AdmissionDecision) -> Void

    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision) {
        if head.path == "/" { decide.accept(maximumBodyBytes: 0) } else { self.decide(head, decide) }
    }
    func respond(to request: Request, reply: Reply) {
        reply.send(Response(status: 200, body: Array(request.head.path.utf8) + request.body))
    }
    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        Response(status: fault.status, body: Array("\(fault)".utf8))
    }
}

/// Decisions that come after the head, over sockets.
@Suite(.serialized) struct AdmissionTests {
    private static let refusal = Response(status: 403, body: Array("no".utf8))

    private func running(
        limits: Limits = Limits(), _ decide: @escaping @Sendable (RequestHead, AdmissionDecision) -> Void, _ body: (Server) throws -> Void
    ) throws {
        let server = try Server(host: "127.0.0.1", port: 0, lanes: 1, limits: limits) { _ in Deciding(decide: decide) }
        server.start()
        defer { server.stop(deadlineSeconds: 1) {} }
        try body(server)
    }

    /// Runs a server whose decisions the test makes.
    private func holding(limits: Limits = Limits(), _ body: (Server, Inbox<AdmissionDecision>) throws -> Void) throws {
        let asked = Inbox<AdmissionDecision>()
        let decide: @Sendable (RequestHead, AdmissionDecision) -> Void = { _, decide in asked.add(decide) }
        try running(limits: limits, decide) { try body($0, asked) }
    }

    private func get(_ path: String, _ fields: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n" }
    private func post(_ path: String, _ length: Int, _ body: String = "", _ fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(length)\r\n\r\n\(body)"
    }

    /// Removes the Date field, which changes.
    private func timeless(_ text: String) -> String { text.replacing(#/Date: [^\r]*\r\n/#, with: "") }

    private func answer(_ body: String, closes: Bool = false) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(closes ? "Connection: close\r\n" : "")\r\n\(body)"
    }
    private func refused(closes: Bool = false) -> String {
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\(closes ? "Connection: close\r\n" : "")\r\nno"
    }

    @Test func `pipelined requests wait for decisions, and each body follows its own decision`() throws {
        let queue = DispatchQueue(label: "decisions")
        let decide: @Sendable (RequestHead, AdmissionDecision) -> Void = { head, decide in
            if head.path == "/at-once" { return decide.accept(maximumBodyBytes: 10) }
            queue.async { head.path == "/refused" ? decide.refuse(Self.refusal) : decide.accept(maximumBodyBytes: 10) }
        }
        try running(decide) { server in
            let client = try Client(port: server.port)
            client.write(post("/a", 2, "hi") + get("/b") + post("/refused", 2, "xx") + post("/at-once", 1, "1") + get("/refused"))
            client.write("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\ny\r\n0\r\n\r\n" + post("/d", 11))
            let (text, closed) = client.read()
            #expect(closed)
            let fault = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 12\r\nConnection: close\r\n\r\nbodyTooLarge"
            #expect(
                timeless(text) == answer("/ahi") + answer("/b") + refused() + answer("/at-once1") + refused() + answer("/cy") + fault)
        }
    }

    @Test func `100 is sent after the decision`() throws {
        try holding { server, asked in
            let client = try Client(port: server.port)
            client.write(post("/a", 2, "", "Expect: 100-continue\r\nConnection: close\r\n"))
            let decide = try #require(asked.first())
            // The answer to another client shows that the lane has finished with the head.
            let other = try Client(port: server.port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200 "))
            #expect(client.waitingOctets == 0)
            decide.accept(maximumBodyBytes: 2)
            #expect(client.read(atLeast: 25).text == "HTTP/1.1 100 Continue\r\n\r\n")
            client.write("hi")
            #expect(timeless(client.read().text) == answer("/ahi", closes: true))
        }
    }

    @Test func `a client that expects 100 and is refused later sends no body`() throws {
        try holding { server, asked in
            let client = try Client(port: server.port)
            client.write(post("/a", 2, "", "Expect: 100-continue\r\n"))
            try #require(asked.first()).refuse(Self.refusal)
            let (text, closed) = client.read()
            #expect(closed && timeless(text) == refused(closes: true))
        }
    }

    @Test func `before the decision, only the part of a body that arrived with its head is read`() throws {
        try holding { server, asked in
            let client = try Client(port: server.port)
            let length = 64 << 20
            client.write(post("/a", length))
            let decide = try #require(asked.first())
            let other = try Client(port: server.port)
            // The kernel buffers some octets of the body.
            var sent = 0
            while sent < length {
                let more = client.writeUntilFull(atMost: length - sent)
                if more == 0 { break }
                sent += more
                // Gives the lane a turn, in which it could read the body.
                other.write(get("/"))
                _ = other.read(atLeast: 20)
            }
            #expect(sent < length / 2, "\(sent)")
            decide.refuse(Self.refusal)
            let (text, _) = client.read(atLeast: 60)
            #expect(timeless(text) == refused(closes: true))
        }
    }

    @Test func `a waiting body is read after it is accepted`() throws {
        try holding { server, asked in
            let client = try Client(port: server.port)
            client.write(post("/a", 1_000_000))
            let decide = try #require(asked.first())
            let sent = client.writeUntilFull(atMost: 1_000_000)
            decide.accept(maximumBodyBytes: 1_000_000)
            client.write(String(repeating: "x", count: 1_000_000 - sent) + get("/", "Connection: close\r\n"))
            let (text, closed) = client.read()
            let isWhole = timeless(text) == answer("/a" + String(repeating: "x", count: 1_000_000)) + answer("/", closes: true)
            #expect(closed && isWhole, "\(text.utf8.count)")
        }
    }

    @Test func `a released decision is answered 500, and the connection stays open`() throws {
        let decide: @Sendable (RequestHead, AdmissionDecision) -> Void = { head, decide in
            if head.path == "/later" { DispatchQueue.global().async { _ = decide } }
        }
        try running(decide) { server in
            let client = try Client(port: server.port)
            client.write(get("/dropped") + get("/later") + get("/", "Connection: close\r\n"))
            let statuses = client.read().text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["500", "500", "200"])
        }
    }

    @Test func `the number of awaited decisions is limited, and a departed client frees its slot when the decision is made`() throws {
        var limits = Limits()
        limits.maximumRequestsInProcess = 1
        try holding(limits: limits) { server, asked in
            var gone: Client? = try Client(port: server.port)
            gone?.write(get("/a"))
            let decide = try #require(asked.first())
            let other = try Client(port: server.port)
            other.write(get("/b"))
            let text = other.read(atLeast: 20).text
            #expect(text.hasPrefix("HTTP/1.1 503 ") && text.contains("Retry-After: 1\r\n") && text.hasSuffix("overloaded"))
            gone?.resetWhenClosed()
            gone = nil
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 503 "))
            decide.accept(maximumBodyBytes: 0)
            // The slot is free after the lane has handled the decision.
            let end = ContinuousClock.now + .seconds(10)
            var status = ""
            repeat {
                other.write(get("/"))
                status = String(other.read(atLeast: 20).text.prefix(12))
            } while status == "HTTP/1.1 503" && ContinuousClock.now < end
            #expect(status == "HTTP/1.1 200")
        }
    }

    @Test func `a connection that is reset while a decision is awaited is closed`() throws {
        var limits = Limits()
        limits.maximumConnections = 1
        try holding(limits: limits) { server, asked in
            var gone: Client? = try Client(port: server.port)
            gone?.write(get("/a"))
            let decide = try #require(asked.first())
            gone?.resetWhenClosed()
            gone = nil
            // There is room for one connection only.
            let other = try Client(port: server.port)
            other.write(get("/"))
            #expect(other.read(atLeast: 20).text.hasPrefix("HTTP/1.1 200 "))
            decide.refuse(Self.refusal)
            other.write(get("/", "Connection: close\r\n"))
            #expect(timeless(other.read().text) == answer("/", closes: true))
        }
    }

    @Test func `a request without a decision in time is answered 503, and the late decision is dropped`() throws {
        var limits = Limits()
        limits.handlerSeconds = 1
        // The body's own time limit would pass first.
        limits.bodyWindowSeconds = 0
        try holding(limits: limits) { server, asked in
            let client = try Client(port: server.port)
            client.write(post("/a", 2, "h") + get("/"))
            let (text, closed) = client.read()
            #expect(closed && text.hasPrefix("HTTP/1.1 503 ") && text.hasSuffix("Connection: close\r\n\r\nhandlerTimeout"))
            asked.all.first?.accept(maximumBodyBytes: 10)
            let other = try Client(port: server.port)
            other.write(get("/", "Connection: close\r\n"))
            #expect(timeless(other.read().text) == answer("/", closes: true))
        }
    }

    @Test(arguments: [true, false]) func `a stop waits for a decision and for the answer that follows`(_ accepts: Bool) throws {
        let stopped = DispatchSemaphore(value: 0)
        try holding { server, asked in
            let client = try Client(port: server.port)
            client.write(get("/a") + get("/"))
            let decide = try #require(asked.first())
            server.stop(deadlineSeconds: 10) { stopped.signal() }
            Client.waitUntilRefused(port: server.port)
            if accepts { decide.accept(maximumBodyBytes: 0) } else { decide.refuse(Self.refusal) }
            let (text, closed) = client.read()
            #expect(closed && timeless(text) == (accepts ? answer("/a", closes: true) : refused(closes: true)))
            #expect(stopped.wait(timeout: .now() + 5) == .success)
        }
    }

    @Test func `a stop drops a decision at its deadline`() throws {
        let stopped = DispatchSemaphore(value: 0)
        try holding { server, asked in
            let client = try Client(port: server.port)
            client.write(get("/a"))
            let decide = try #require(asked.first())
            server.stop(deadlineSeconds: 1) { stopped.signal() }
            #expect(client.read() == ("", true))
            #expect(stopped.wait(timeout: .now() + 5) == .success)
            decide.accept(maximumBodyBytes: 0)
        }
    }
}
