import Glibc

/// A lock file beside the database that keeps a second process from opening it: two processes cannot both write and checkpoint.
///
/// The kernel gives the lock back when the process ends, however it ends, so a stale lock cannot block.
public final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `Held` when another process has it, `Failed` when the file cannot be made.
    public init(databasePath: String) throws {
        let path = databasePath + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw Failed(path: path, code: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw Held(path: path)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    public struct Held: Error { public let path: String }
    public struct Failed: Error {
        public let path: String
        public let code: Int32
    }
}
