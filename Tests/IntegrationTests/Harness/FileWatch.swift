import Glibc

/// Learns from the kernel of each write to one file after the watch was made.
final class FileWatch {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0, inotify_add_watch(descriptor, path, UInt32(IN_MODIFY)) >= 0 else {
            throw ProcessFault("cannot watch \(path): \(errno)")
        }
    }

    deinit { close(descriptor) }

    /// Checks the condition at once and after each write, until it holds.
    func wait(withinSeconds seconds: Int, until holds: () throws -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var events = [UInt8](repeating: 0, count: 4_096)
        while try !holds() {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = max(0, (end - ContinuousClock.now).components.seconds)
            guard poll(&waiting, 1, Int32(left) * 1_000) > 0 else { throw ProcessFault("nothing is written for \(seconds) s") }
            _ = read(descriptor, &events, events.count)
        }
    }
}
