import Glibc

/// A lock file beside the database. It keeps a second process from opening the database, because two processes must not both write and
/// checkpoint.
///
/// The kernel releases the lock when the process ends for any reason, so a stale lock cannot block.
public final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// - Parameter waitingSeconds: how many seconds to wait for a process that is about to end; 0 to not wait.
    /// - Throws: `Held` when another process holds the lock, `Failed` when the file cannot be created.
    public init(databasePath: String, waitingSeconds: Int = 0) throws {
        let path = databasePath + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw Failed(path: path, code: errno) }
        // Polls, because only a signal can interrupt a blocking `flock`.
        let deadline = DatabaseLock.monotonicMilliseconds() + waitingSeconds * 1_000
        while flock(opened, LOCK_EX | LOCK_NB) != 0 {
            guard waitingSeconds > 0, DatabaseLock.monotonicMilliseconds() < deadline else {
                close(opened)
                throw Held(path: path)
            }
            usleep(10_000)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    private static func monotonicMilliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    public struct Held: Error { public let path: String }
    public struct Failed: Error {
        public let path: String
        public let code: Int32
    }
}
