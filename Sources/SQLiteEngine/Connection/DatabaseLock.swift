import Glibc
import Synchronization

/// The lock on a database file (`flock`). It keeps a second process from opening the file, because two processes must not both write and
/// checkpoint.
///
/// The lock is on the file itself and not on a name: by a link, another path or another mount, the file is locked all the same. The kernel
/// releases the lock when the process ends for any reason, so a stale lock cannot block.
///
/// Closing any descriptor of a file drops all POSIX locks of the process on that file, those of SQLite included. So the lock is made before
/// SQLite opens the file and must outlive every connection, and nothing else in the process may open the file. `keepUntilExit` makes sure of
/// the first.
public final class DatabaseLock: Sendable {
    private let descriptor: Int32
    /// The lock file `FILE.lock`, which versions before this one locked instead; -1 if there is none. It keeps such a version from running
    /// at the same time, and is never made.
    private let earlier: Int32
    /// The locked file. Its name may have changed since.
    public let file: FileIdentity

    /// Opens and locks a file.
    /// - Parameters:
    ///   - path: the name of the file, of which no part is a link.
    ///   - creates: whether to make the file, readable by its owner alone, if there is none.
    ///   - waitingSeconds: how many seconds to wait for a process that is about to end; 0 to not wait.
    /// - Throws: `Held` when another process holds the lock; `Failed` when the file cannot be opened for writing, or the disk does not say
    ///     which file it is.
    public init(databasePath path: String, creates: Bool = false, waitingSeconds: Int = 0) throws {
        let deadline = MonotonicClock.milliseconds + waitingSeconds * 1_000
        while true {
            let opened = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creates ? O_CREAT : 0), 0o600)
            guard opened >= 0 else { throw Failed(path: path, code: errno) }
            var fault: Int32 = 0
            let beside = open(path + ".lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            if flock(opened, LOCK_EX | LOCK_NB) == 0, beside < 0 || flock(beside, LOCK_EX | LOCK_NB) == 0 {
                let found = FileIdentity(descriptor: opened)
                if found == nil { fault = errno }
                // The process that held the lock may have given the name to another file, or removed it.
                let named = FileIdentity(path: path)
                if named == nil, errno != ENOENT { fault = errno }
                if let found, found == named {
                    (descriptor, earlier, file) = (opened, beside, found)
                    return
                }
            }
            close(opened)
            if beside >= 0 { close(beside) }
            guard fault == 0 else { throw Failed(path: path, code: fault) }
            guard MonotonicClock.milliseconds < deadline else { throw Held(path: path) }
            // Polls, because only a signal can interrupt a blocking `flock`.
            usleep(10_000)
        }
    }

    deinit {
        close(descriptor)
        if earlier >= 0 { close(earlier) }
    }

    /// Keeps the lock until the process ends, whoever else lets go of it.
    public func keepUntilExit() { DatabaseLock.kept.withLock { $0.append(self) } }

    private static let kept = Mutex<[DatabaseLock]>([])

    /// Whether the locked file still has this name, and no other name.
    public func hasName(_ path: String) -> Bool { FileIdentity(path: path) == file && names == 1 }

    /// The number of names of the file. 0 means that it was deleted: its data is lost when the process ends.
    public var names: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_nlink) : 0
    }

    /// Reads octets of the file through the descriptor of the lock, since no other descriptor may be opened and closed.
    /// - Returns: the octets from this offset on; fewer than asked for at the end of the file.
    /// - Throws: `Failed`.
    public func read(_ count: Int, from offset: Int) throws -> [UInt8] {
        var failed: Int32 = 0
        let octets = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failed = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard failed == 0 else { throw Failed(path: "the locked database", code: failed) }
        return octets
    }

    /// Empties the file.
    /// - Throws: `Failed`.
    public func empty() throws {
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else { throw Failed(path: "the locked file", code: errno) }
    }

    /// Makes the contents of the file durable.
    /// - Throws: `Failed`.
    public func synchronise() throws {
        guard fsync(descriptor) == 0 else { throw Failed(path: "the locked file", code: errno) }
    }

    public struct Held: Error { public let path: String }
    public struct Failed: Error {
        public let path: String
        public let code: Int32
    }
}
