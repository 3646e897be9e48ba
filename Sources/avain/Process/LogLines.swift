import Dispatch
import Foundation
import JSON
import Synchronization

/// Writes lines to a descriptor on a queue of its own, so that nobody waits for a reader of the log who is slow or has stopped.
///
/// At most a megabyte waits. Lines beyond it are dropped and counted, and the count is written as soon as there is room. A descriptor that
/// cannot be written, because its disk is full or its reader has gone, drops lines too. It must not end the service: the message may be
/// about that disk.
final class LogLines: Sendable {
    /// The lines of this process on standard error.
    static let standardError = LogLines(descriptor: STDERR_FILENO)

    private static let mostOctets = 1 << 20

    private struct State {
        var waitingOctets = 0
        var dropped = 0
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "avain.log", qos: .utility)
    private let state = Mutex(State())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Adds a line, without its line feed. Returns at once.
    func add(_ line: [UInt8]) {
        let fits = state.withLock { state in
            guard state.waitingOctets + line.count < LogLines.mostOctets else {
                state.dropped += 1
                return false
            }
            state.waitingOctets += line.count
            return true
        }
        guard fits else { return }
        queue.async { [self] in
            let isWritten = write(line + [0x0A])
            let dropped = state.withLock { state in
                state.waitingOctets -= line.count
                guard isWritten else {
                    state.dropped += 1
                    return 0
                }
                defer { state.dropped = 0 }
                return state.dropped
            }
            if dropped > 0, !write(LogLines.note(ofDropped: dropped)) { state.withLock { $0.dropped += dropped } }
        }
    }

    /// Waits until the lines that were added before are written, but no longer than this time.
    func flush(withinSeconds seconds: Double) {
        let isWritten = DispatchSemaphore(value: 0)
        queue.async { isWritten.signal() }
        _ = isWritten.wait(timeout: .now() + seconds)
    }

    private func write(_ octets: [UInt8]) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Whoever started the service has made the descriptor non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                guard poll(&waiting, 1, -1) > 0 || errno == EINTR else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    private static func note(ofDropped count: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("at")
        writer.string("\(machineNow())")
        writer.name("level")
        writer.string("warning")
        writer.name("label")
        writer.string("avain")
        writer.name("message")
        writer.string("lines of the log were dropped, because nobody read it or it could not be written")
        writer.name("dropped")
        writer.string("\(count)")
        writer.endObject()
        return writer.bytes + [0x0A]
    }
}
