import Foundation
import JSON

/// Sends a request byte by byte, for requests that no client library sends. Each uses a connection of its own.
struct RawSocket {
    /// The port of the service on this machine.
    let port: UInt16
    /// The address of this machine that the connections come from: the last octet of 127.0.0.0/24.
    let source: UInt8

    init(_ service: ServiceProcess, from source: UInt8 = 1) throws {
        self.source = source
        guard let text = service.base.split(separator: ":").last, let port = UInt16(text) else {
            throw ProcessFault("no port in \(service.base)")
        }
        self.port = port
    }

    /// Sends the bytes and reads until the service closes the connection.
    /// - Parameter patienceSeconds: how long to wait for more of the answer.
    func ask(_ request: String, patienceSeconds: Int = 20) throws -> Reply {
        RawSocket.reply(try exchange(request, patienceSeconds: patienceSeconds), to: request)
    }

    /// Sends some requests at once and reads the status of each answer. The last request must ask for the end of the connection.
    /// - Parameter requests: few enough for the buffers of a connection, such as a hundred without bodies.
    func statuses(_ requests: [String]) throws -> [Int] {
        try exchange(requests.joined(), patienceSeconds: 20).components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap {
            Int($0.prefix(3))
        }
    }

    private func exchange(_ request: String, patienceSeconds: Int) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ProcessFault("socket: \(errno)") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        if source != 1 {
            var own = sockaddr_in()
            own.sin_family = sa_family_t(AF_INET)
            own.sin_addr.s_addr = UInt32(0x7f00_0000 | UInt32(source)).bigEndian
            let bound = withUnsafePointer(to: &own) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            guard bound == 0 else { throw ProcessFault("bind: \(errno)") }
        }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw ProcessFault("connect: \(errno)") }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let octets = Array(request.utf8)
        guard send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL)) == octets.count else { throw ProcessFault("send: \(errno)") }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let taken = recv(descriptor, &buffer, buffer.count, 0)
            guard taken >= 0 else { throw ProcessFault("recv: \(errno), after \(received.count) octets") }
            if taken == 0 { break }
            received += buffer[..<taken]
        }
        return String(decoding: received, as: UTF8.self)
    }

    private static func reply(_ text: String, to request: String) -> Reply {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = (parts.first ?? "").split(separator: "\r\n")
        let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        let body = Array((parts.count > 1 ? parts[1] : "").utf8)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Reply(
            status: status, headers: Headers(lines: fields), body: body, json: (try? JSONReader.read(body)) ?? .null,
            request: String(request.prefix { $0 != "\r\n" }), requestBody: nil)
    }
}
