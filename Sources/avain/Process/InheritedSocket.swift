import Foundation

/// A listening socket that the previous process or systemd passes on: descriptor 3, announced by LISTEN_PID and LISTEN_FDS
/// (sd_listen_fds(3)). The process that keeps it open during a restart keeps its queue, so that no client is turned away.
struct InheritedSocket {
    let descriptor: Int32
    /// The numeric address of the socket.
    let host: String

    private static let first: Int32 = 3

    /// Returns the socket meant for this process; nil when there is none. Removes the variables, so that child processes do not use them.
    /// - Throws: exit code 78 when the variables or the socket are not valid.
    static func take() throws -> InheritedSocket? {
        let environment = ProcessInfo.processInfo.environment
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        let (pid, count) = (environment["LISTEN_PID"], environment["LISTEN_FDS"])
        if pid == nil && count == nil { return nil }
        guard let pid = pid.flatMap({ Int32($0) }), pid > 0 else {
            throw Exit.configuration("LISTEN_FDS is set and LISTEN_PID is not a process number")
        }
        guard let count = count.flatMap({ Int($0) }), count > 0 else {
            throw Exit.configuration("LISTEN_PID is set and LISTEN_FDS is not a number of sockets")
        }
        // The variables are left over from a parent process and meant for another process.
        guard pid == getpid() else { return nil }
        guard count == 1 else { throw Exit.configuration("LISTEN_FDS is \(count); it must be 1") }
        return try InheritedSocket(descriptor: first)
    }

    private init(descriptor: Int32) throws {
        func option(_ name: Int32) -> Int32? {
            var value: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
        }
        guard option(SO_TYPE) == Int32(SOCK_STREAM.rawValue), option(SO_ACCEPTCONN) == 1, let host = Self.host(of: descriptor) else {
            throw Exit.configuration("descriptor \(descriptor), announced by LISTEN_FDS, is not a listening TCP socket")
        }
        self.descriptor = descriptor
        self.host = host
    }

    private static func host(of descriptor: Int32) -> String? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let isFound = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(descriptor, address, &size) == 0
                    && [sa_family_t(AF_INET), sa_family_t(AF_INET6)].contains(address.pointee.sa_family)
                    && getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            }
        }
        guard isFound else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
