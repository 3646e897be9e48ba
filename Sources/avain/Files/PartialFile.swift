import Foundation
import SQLiteEngine

/// A database file that is being made, `FILE.partial`. It becomes `FILE` when it is complete and durable. If that fails, nothing is left; a
/// process that is killed leaves only `FILE.partial`, which the next run makes anew.
///
/// Only its owner can read it, and its lock keeps a second process from making the same file. The lock stays on the file when it gets its
/// name.
final class PartialFile {
    /// Where the unfinished file is.
    let location: DatabaseLocation
    let lock: DatabaseLock
    private let target: DatabaseLocation
    private var isFinished = false

    /// - Throws: `DatabaseLock.Held` when another process makes the same file; `DatabaseLock.Failed`, `FileFault`.
    init(for target: DatabaseLocation) throws {
        self.target = target
        location = target.partial
        lock = try DatabaseLock(databasePath: location.file, creates: true)
        guard lock.names == 1 else { throw FileFault(location.file, "made", EMLINK) }
        // What an interrupted run left.
        try lock.empty()
        removeLogs()
    }

    deinit {
        guard !isFinished else { return }
        unlink(location.file)
        removeLogs()
    }

    /// Gives the file its name durably. SQLite must have closed it.
    /// - Throws: `FileFault`, also when there is a file of that name; `DatabaseLock.Failed`.
    func finish() throws {
        for log in location.logs { if let left = try FileStatus.of(log), left.size > 0 { throw FileFault(log, "left beside", EBUSY) } }
        removeLogs()
        try lock.synchronise()
        try DurableFile.rename(location.file, to: target.file, replaces: false)
        isFinished = true
    }

    private func removeLogs() { for log in location.logs { unlink(log) } }
}
