import Glibc
import Testing

@testable import HTTPServer

@Suite struct OutboxTests {
    /// Two ends of a connection that preserves the boundaries of sends.
    private func pair() throws -> (Socket, Int32) {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
        return (Socket(descriptor: ends[0]), ends[1])
    }

    /// The received texts, one for each send.
    private func received(_ descriptor: Int32) -> [String] {
        var buffer = [UInt8](repeating: 0, count: 100_000)
        var found: [String] = []
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return found }
            found.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    private func content(_ letter: UInt8, _ count: Int) throws -> HeldContent {
        try #require(HeldContents(allowance: Allowance(maximum: 1_000_000)).hold([UInt8](repeating: letter, count: count)))
    }

    @Test func `a head and its large content leave in one send`() throws {
        let (socket, other) = try pair()
        defer {
            socket.close()
            close(other)
        }
        var outbox = Outbox()
        outbox.append { $0 += Array("head:".utf8) }
        outbox.append(try content(120, 20_000))
        outbox.append { $0 += Array("next".utf8) }
        outbox.append { $0 += Array(" and last".utf8) }
        #expect(outbox.count == 20_018 && outbox.ownBytes == 18)
        var budget = 100_000
        #expect(outbox.send(to: socket, budget: &budget) == .sent)
        #expect(outbox.isEmpty && outbox.total == 20_018 && budget == 79_982)
        #expect(received(other) == ["head:" + String(repeating: "x", count: 20_000), "next and last"])
    }

    @Test(arguments: [1, 3, 4, 5, 6, 7, 100]) func `every budget keeps the order`(_ turn: Int) throws {
        let (socket, other) = try pair()
        defer {
            socket.close()
            close(other)
        }
        var outbox = Outbox()
        var text = ""
        for (head, body) in [("ab", "cdef"), ("g", "h"), ("ijklm", "no")] {
            outbox.append { $0 += Array(head.utf8) }
            outbox.append(try #require(HeldContents(allowance: Allowance(maximum: 10)).hold(Array(body.utf8))))
            text += head + body
        }
        var came = ""
        while !outbox.isEmpty {
            var budget = turn
            #expect(outbox.send(to: socket, budget: &budget) == .sent)
            came += received(other).joined()
        }
        #expect(came == text && outbox.count == 0)
    }

    @Test func `a content shared by many answers counts once, and a copy counts separately`() {
        let contents = HeldContents(allowance: Allowance(maximum: 100))
        let document = [UInt8](repeating: 1, count: 60)
        var copy = document
        copy[0] = 2
        var holds = (0..<5).map { _ in contents.hold(document) }
        #expect(holds.allSatisfy { $0 != nil })
        #expect(contents.hold(copy) == nil)
        holds.removeLast(4)
        #expect(contents.hold(copy) == nil)
        holds.removeAll()
        #expect(contents.hold(copy) != nil)
    }
}

@Suite struct SocketTests {
    private let loopback = "127.0.0.1"

    private func unsentBytes(_ socket: Socket) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket.descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &value, &length)
        return value
    }

    @Test func `the kernel buffers little of an answer`() throws {
        let listener = try Socket.listen(host: loopback, port: 0, reusePort: false, maximumUnsentBytes: 50_000)
        defer { listener.close() }
        let inherited = try Socket.listen(host: loopback, port: 0, reusePort: false, maximumUnsentBytes: 0)
        defer { inherited.close() }
        try inherited.prepareInherited(maximumUnsentBytes: 50_000)
        for socket in [listener, inherited] {
            let client = try Client(port: socket.localPort)
            guard case .connection(let accepted, _) = socket.accept() else { return #expect(Bool(false), "no connection was accepted") }
            defer { accepted.close() }
            #expect(unsentBytes(accepted) == 50_000)
            client.halfClose()
        }
    }
}
