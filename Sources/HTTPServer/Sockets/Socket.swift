import CEpoll
import Glibc

/// A system call that failed while the server was being set up.
public struct SocketFault: Error, Sendable, CustomStringConvertible {
    /// The call, for instance "bind".
    public let operation: String
    /// The errno of the call.
    public let code: Int32

    init(operation: String, code: Int32 = errno) {
        self.operation = operation
        self.code = code
    }

    /// The call and the system's text for the errno.
    public var description: String { "\(operation): \(String(cString: strerror(code)))" }
}

/// A TCP socket by its descriptor, with the few calls the server makes. It is non-blocking and closed on exec. The lane owns the
/// descriptor.
struct Socket {
    enum Transfer {
        case count(Int)
        case wouldBlock
        case failed
    }

    enum Acceptance {
        case connection(Socket, remoteAddress: String)
        case none
        /// Nothing can be accepted until a descriptor or memory is free.
        case exhausted
    }

    let descriptor: Int32

    // MARK: - Listening

    static func listen(host: String, port: Int, reusePort: Bool, maximumUnsentBytes: Int) throws(SocketFault) -> Socket {
        guard let port = UInt16(exactly: port) else { throw SocketFault(operation: "port", code: EINVAL) }
        var storage = sockaddr_storage()
        guard let length = fill(&storage, host: host == "localhost" ? "127.0.0.1" : host, port: port) else {
            throw SocketFault(operation: "address", code: EINVAL)
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let listener = Socket(descriptor: socket(Int32(storage.ss_family), type, 0))
        guard listener.descriptor >= 0 else { throw SocketFault(operation: "socket") }
        listener.set(SOL_SOCKET, SO_REUSEADDR, 1)
        if reusePort { listener.set(SOL_SOCKET, SO_REUSEPORT, 1) }
        listener.setModes(maximumUnsentBytes: maximumUnsentBytes)
        let bound = withUnsafePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener.descriptor, $0, length) }
        }
        guard bound == 0, Glibc.listen(listener.descriptor, 1_024) == 0 else {
            let fault = SocketFault(operation: bound == 0 ? "listen" : "bind")
            listener.close()
            throw fault
        }
        return listener
    }

    /// Gives an inherited listening socket the same modes as one made here.
    func prepareInherited(maximumUnsentBytes: Int) throws(SocketFault) {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw SocketFault(operation: "fcntl")
        }
        setModes(maximumUnsentBytes: maximumUnsentBytes)
    }

    /// Sets the modes that accepted sockets inherit. TCP_NODELAY sends an answer without waiting until the previous one is acknowledged.
    /// TCP_NOTSENT_LOWAT limits how much of an answer the kernel buffers.
    private func setModes(maximumUnsentBytes: Int) {
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, Int32(clamping: maximumUnsentBytes))
    }

    private static func fill(_ storage: inout sockaddr_storage, host: String, port: UInt16) -> socklen_t? {
        withUnsafeMutableBytes(of: &storage) { bytes -> socklen_t? in
            var ipv4 = sockaddr_in()
            ipv4.sin_family = sa_family_t(AF_INET)
            ipv4.sin_port = port.bigEndian
            if inet_pton(AF_INET, host, &ipv4.sin_addr) == 1 {
                bytes.storeBytes(of: ipv4, as: sockaddr_in.self)
                return socklen_t(MemoryLayout<sockaddr_in>.size)
            }
            var ipv6 = sockaddr_in6()
            ipv6.sin6_family = sa_family_t(AF_INET6)
            ipv6.sin6_port = port.bigEndian
            guard inet_pton(AF_INET6, host, &ipv6.sin6_addr) == 1 else { return nil }
            bytes.storeBytes(of: ipv6, as: sockaddr_in6.self)
            return socklen_t(MemoryLayout<sockaddr_in6>.size)
        }
    }

    /// The port the socket is bound to, in host order; 0 if it is not bound.
    var localPort: Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { return 0 }
        // The port is at the same offset in both address families.
        return withUnsafeBytes(of: &storage) { Int(UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))) }
    }

    func accept() -> Acceptance {
        while true {
            var storage = sockaddr_storage()
            var length = UInt32(MemoryLayout<sockaddr_storage>.size)
            let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let accepted = cepoll_accept(descriptor, &storage, &length, flags)
            if accepted >= 0 { return .connection(Socket(descriptor: accepted), remoteAddress: Self.text(&storage)) }
            switch errno {
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
            // The peer gave up while it waited, or a signal interrupted the call; the next call may succeed.
            case EINTR, ECONNABORTED, EPROTO: continue
            default: return .none
            }
        }
    }

    private static func text(_ storage: inout sockaddr_storage) -> String {
        let family = Int32(storage.ss_family)
        // The address follows family and port, and in IPv6 the flow label.
        let offset = family == AF_INET ? 4 : 8
        return withUnsafeBytes(of: &storage) { bytes in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
                guard let source = bytes.baseAddress, let target = text.baseAddress,
                    inet_ntop(family, source + offset, target, socklen_t(INET6_ADDRSTRLEN)) != nil
                else { return "" }
                return String(cString: target)
            }
        }
    }

    // MARK: - A connection

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        transfer { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    /// Sends bytes. With MSG_NOSIGNAL, a closed peer gives an error here instead of a SIGPIPE.
    func send(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        transfer { Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Sends both buffers in order, in one call.
    func send(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Transfer {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
            parts[0] = iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count)
            parts[1] = iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
            var message = msghdr()
            message.msg_iov = parts.baseAddress
            message.msg_iovlen = 2
            return transfer { sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// Bytes sent that the peer has not acknowledged.
    var unacknowledgedBytes: Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    }

    @inline(__always)
    private func transfer(_ call: () -> Int) -> Transfer {
        while true {
            let count = call()
            if count >= 0 { return .count(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: return .failed
            }
        }
    }

    /// Lets the kernel break the connection when the peer acknowledges nothing of the bytes sent for this many seconds (TCP_USER_TIMEOUT).
    func limitSilence(seconds: Int) { set(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Int32(clamping: seconds * 1_000)) }

    /// Closes with a reset, so that the peer sees an error and not the end of the content.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    func close() { Glibc.close(descriptor) }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
