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

/// Learns from the kernel of each file that gets a name in one folder after the watch was made.
final class FolderWatch {
    private let descriptor: Int32

    init(_ folder: String) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0 else {
            throw ProcessFault("cannot watch \(folder): \(errno)")
        }
    }

    deinit { close(descriptor) }

    /// Waits until some file has got a name that the condition accepts.
    func wait(withinSeconds seconds: Int, forName accepts: (String) -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var events = [UInt8](repeating: 0, count: 16_384)
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = max(0, (end - ContinuousClock.now).components.seconds)
            guard poll(&waiting, 1, Int32(left) * 1_000) > 0 else { throw ProcessFault("nothing gets a name for \(seconds) s") }
            let count = read(descriptor, &events, events.count)
            // inotify(7): a head of 16 octets, whose last four are the length of the name that follows, padded with zeros.
            var place = 0
            while place + 16 <= count {
                let length = (0..<4).reduce(0) { $0 | Int(events[place + 12 + $1]) << (8 * $1) }
                let name = String(decoding: events[(place + 16)..<(place + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
                if accepts(name) { return }
                place += 16 + length
            }
        }
    }
}
