import Glibc
import Testing

@testable import HTTPServer

/// A blocking client that waits at most ten seconds for each read.
struct Client: ~Copyable {
    private static let patienceSeconds = 10

    private let descriptor: Int32

    /// - Parameter window: the receive buffer in octets; the system's choice by default.
    init(port: Int, window: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Set before connecting, so that the window is small from the start.
        if var window { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw SocketFault(operation: "connect") }
        var patience = timeval(tv_sec: Client.patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Connects until no lane listens any more: then every lane has begun to stop.
    static func waitUntilRefused(port: Int) {
        let deadline = Clock.monotonicMilliseconds() + Int64(patienceSeconds) * 1_000
        while Clock.monotonicMilliseconds() < deadline { if (try? Client(port: port)) == nil { return } }
        Issue.record("port \(port) is still served")
    }

    func write(_ text: String) {
        let octets = Array(text.utf8)
        #expect(send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL)) == octets.count)
    }

    /// Sends octets until the kernel accepts no more, or `count` are sent.
    /// - Returns: the number of octets sent.
    func writeUntilFull(atMost count: Int) -> Int {
        let octets = [UInt8](repeating: 120, count: 65_536)
        var sent = 0
        while sent < count {
            let taken = send(descriptor, octets, min(octets.count, count - sent), Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            if taken <= 0 { break }
            sent += taken
        }
        return sent
    }

    func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close reset the connection.
    func resetWhenClosed() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Waits until `count` octets can be read, and leaves them unread.
    func waitForOctets(_ count: Int32 = 1) {
        setLowWater(count)
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, Int32(Client.patienceSeconds) * 1_000) == 1, "\(count) octets did not arrive in time")
        setLowWater(1)
    }

    /// The number of octets that can be read.
    var waitingOctets: Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    private func setLowWater(_ count: Int32) {
        var count = count
        setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &count, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Reads `count` octets, or fewer if the server closes or ten seconds pass.
    func read(exactly count: Int) -> String {
        var buffer = [UInt8](repeating: 0, count: count)
        let taken = recv(descriptor, &buffer, count, Int32(MSG_WAITALL))
        return String(decoding: buffer.prefix(max(0, taken)), as: UTF8.self)
    }

    /// Reads until the server closes, ten seconds pass without an octet, or `count` octets have arrived.
    func read(atLeast count: Int = .max) -> (text: String, closed: Bool) {
        var code: Int32 = 0
        return read(atLeast: count, error: &code)
    }

    /// - Parameter code: set to the errno of a failed read.
    func read(atLeast count: Int = .max, error code: inout Int32) -> (text: String, closed: Bool) {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while received.count < count {
            let taken = recv(descriptor, &buffer, buffer.count, 0)
            if taken < 0 { code = errno }
            if taken <= 0 { return (String(decoding: received, as: UTF8.self), taken == 0) }
            received += buffer[..<taken]
        }
        return (String(decoding: received, as: UTF8.self), false)
    }
}
