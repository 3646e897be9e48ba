import SQL
import Synchronization

/// Whether the disk has confirmed everything that was to be durable. After one sync that failed the kernel may have dropped the data, and a
/// second sync may succeed without it. So nothing is committed any more, and the process must end (decision 0022).
final class Durability: Sendable {
    private let lostBy = Mutex<String?>(nil)
    private let notices: Notices

    init(_ notices: Notices) { self.notices = notices }

    /// Any thread that has met such a fault calls this at once, even if the code above it goes on.
    func lose(by detail: String) {
        let isFirst = lostBy.withLock { lost in
            defer { lost = lost ?? detail }
            return lost == nil
        }
        if isFirst { notices.post(.notDurable(detail)) }
    }

    /// - Throws: the first such fault.
    func check() throws {
        if let detail = lostBy.withLock(\.self) { throw SQLFault.notDurable(detail) }
    }
}
