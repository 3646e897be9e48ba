import Foundation
import TestSupport
import Testing

@testable import HTTPServer

/// Decides by the path, "/verdict/delay/number": delay 0 decides at once, 1 on another queue, more after that many half milliseconds.
private struct Delaying: Handler {
    static let queue = DispatchQueue(label: "decisions", attributes: .concurrent)

    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision) {
        let parts = head.path.split(separator: "/")
        let admission: Admission =
            parts[0] == "no" ? .refuse(Response(status: 403, body: Array("no".utf8))) : .accept(maximumBodyBytes: 100)
        switch Int(parts[1]) ?? 0 {
        case 0: decide(admission)
        case 1: Self.queue.async { decide(admission) }
        case let delay: Self.queue.asyncAfter(deadline: .now() + .microseconds(delay * 500)) { decide(admission) }
        }
    }
    func respond(to request: Request, reply: Reply) {
        reply.send(Response(status: 200, body: Array(request.head.path.utf8) + request.body))
    }
    func response(to fault: ProtocolFault, head: RequestHead?) -> Response {
        Response(status: fault.status, body: Array("\(fault)".utf8))
    }
}

/// A random request and its answer.
private struct Exchange {
    let head: String
    let expectsContinue: Bool
    /// The parts of the body, each sent in a write of its own.
    let pieces: [String]
    let answer: String
    /// Whether the connection ends with this answer.
    let isLast: Bool

    init(_ number: Int, _ generator: inout Numbers) {
        let isRefused = generator.next(upTo: 4) == 0
        let path = "/\(isRefused ? "no" : "yes")/\(generator.next(upTo: 8))/\(number)"
        let body = String(repeating: "x", count: 1 + generator.next(upTo: 40))
        let kind = generator.next(upTo: 4)
        let sizes = (body.utf8.count / 2, body.utf8.count - body.utf8.count / 2)
        switch kind {
        case 0: pieces = []
        case 1: pieces = [body]
        case 2: pieces = [String(body.prefix(sizes.0)), String(body.suffix(sizes.1))]
        default:
            let first = sizes.0 == 0 ? "" : "\(String(sizes.0, radix: 16))\r\n\(body.prefix(sizes.0))\r\n"
            pieces = [first, "\(String(sizes.1, radix: 16))\r\n\(body.suffix(sizes.1))\r\n0\r\n\r\n"]
        }
        expectsContinue = kind != 0 && generator.next(upTo: 3) == 0
        isLast = isRefused && (kind == 3 || expectsContinue)
        let framing = [
            "", "Content-Length: \(body.utf8.count)\r\n", "Content-Length: \(body.utf8.count)\r\n", "Transfer-Encoding: chunked\r\n",
        ]
        head =
            "\(kind == 0 ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: a\r\n\(expectsContinue ? "Expect: 100-continue\r\n" : "")"
            + "\(framing[kind])\r\n"
        let content = isRefused ? "no" : path + (kind == 0 ? "" : body)
        answer =
            "HTTP/1.1 \(isRefused ? "403 Forbidden" : "200 OK")\r\nContent-Length: \(content.utf8.count)\r\n"
            + "\(isLast ? "Connection: close\r\n" : "")\r\n\(content)"
    }

    /// The length of the answer with its Date field, in octets.
    var answerBytes: Int { answer.utf8.count + "Date: Mon, 30 Nov 2026 08:00:00 GMT\r\n".utf8.count }
}

/// SplitMix64: gives the same numbers for the same seed.
private struct Numbers {
    var state: UInt64

    mutating func next(upTo count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(count))
    }
}

@Suite struct AdmissionLoadTests {
    private static let clients = 8
    private static let requests = 1_000

    @Test func `a thousand requests are answered in order with decisions at random times`() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("decisions that come at random: seed \(seed)")
        let server = try Server(host: "127.0.0.1", port: 0, lanes: 2) { _ in Delaying() }
        server.start()
        defer { server.stop(deadlineSeconds: 1) {} }
        let port = server.port
        let ended = Inbox<String?>()
        for client in 0..<Self.clients {
            Thread {
                do {
                    try Self.ask(port, Numbers(state: seed &* 100 &+ UInt64(client)), Self.requests / Self.clients)
                    ended.add(nil)
                } catch { ended.add("client \(client): \(error)") }
            }.start()
        }
        let ends = try #require(ended.first(Self.clients, withinSeconds: 60), "seed \(seed): not all clients finished")
        #expect(ends.compactMap { $0 } == [], "seed \(seed)")
    }

    private struct Mismatch: Error {
        let heard: String
        let wanted: String
    }

    /// Runs one client: sends up to four requests at a time, and connects again when the connection ends.
    private static func ask(_ port: Int, _ numbers: Numbers, _ count: Int) throws {
        var numbers = numbers
        var number = 0
        while number < count {
            let client = try Client(port: port)
            var isOver = false
            while !isOver, number < count {
                var batch: [Exchange] = []
                for _ in 0...numbers.next(upTo: 4) where number < count && batch.last?.isLast != true && batch.last?.expectsContinue != true
                {
                    batch.append(Exchange(number, &numbers))
                    number += 1
                }
                try exchange(batch, client)
                isOver = batch.last?.isLast == true
            }
            if isOver, client.read() != ("", true) { throw Mismatch(heard: "more", wanted: "an end") }
        }
    }

    private static func exchange(_ batch: [Exchange], _ client: borrowing Client) throws {
        for exchange in batch where !exchange.expectsContinue {
            client.write(exchange.head + (exchange.pieces.first ?? ""))
            for piece in exchange.pieces.dropFirst() { client.write(piece) }
        }
        guard let last = batch.last, last.expectsContinue else { return try check(client, batch) }
        client.write(last.head)
        try check(client, batch.dropLast())
        if !last.isLast {
            let line = client.read(atLeast: 25).text
            guard line == "HTTP/1.1 100 Continue\r\n\r\n" else { throw Mismatch(heard: line, wanted: "100") }
            for piece in last.pieces { client.write(piece) }
        }
        try check(client, [last])
    }

    private static func check(_ client: borrowing Client, _ exchanges: some Collection<Exchange>) throws {
        for exchange in exchanges {
            let heard = client.read(exactly: exchange.answerBytes).replacing(#/Date: [^\r]*\r\n/#, with: "")
            guard heard == exchange.answer else { throw Mismatch(heard: heard, wanted: exchange.answer) }
        }
    }
}
