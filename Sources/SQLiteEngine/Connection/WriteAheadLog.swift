import GRDBSQLite
import Synchronization

/// The write-ahead log of the writer's handle: its length, and moving it into the file (checkpoint). SQLite by itself would checkpoint
/// inside a commit that finds a long log. Here the checkpoint runs after the callers of the commit have been answered.
///
/// SQLite restarts the log when all of it has been moved and no reader uses it. A reader that keeps its view uses the log all the time. So
/// readers must not keep their views while the log is long (`isShort`).
///
/// The lock file (`DatabaseLock`) keeps a second process out: its pages would not be counted here, and it must not checkpoint.
final class WriteAheadLog {
    /// The number of 4 kB pages at which the log is moved into the file: 4 MB. Requests wait during the move. With 16 MB, one answer in a
    /// hundred took twice as long. With less than 4 MB, the same pages are moved again and again.
    private static let longPages = 1_000

    private let handle: OpaquePointer
    private let copies: CopiesUnderWay
    /// The threads of the readers also read this.
    private let pages = Atomic(0)
    private var nextAttempt = WriteAheadLog.longPages

    init(_ handle: OpaquePointer, _ copies: CopiesUnderWay) {
        self.handle = handle
        self.copies = copies
        sqlite3_wal_hook(
            handle,
            { context, _, _, count in
                if let context { Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue().hasLength(Int(count)) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_wal_hook(handle, nil, nil) }

    var isShort: Bool { pages.load(ordering: .relaxed) < WriteAheadLog.longPages }

    private func hasLength(_ count: Int) {
        // A shorter log means that SQLite has restarted it.
        if count < pages.load(ordering: .relaxed) { nextAttempt = WriteAheadLog.longPages }
        pages.store(count, ordering: .relaxed)
    }

    /// Moves a long log into the file, then waits for the readers that still use it, so that the next commit restarts it. Readers use it
    /// for milliseconds.
    func checkpointWhenLong() {
        guard pages.load(ordering: .relaxed) >= nextAttempt else { return }
        // A passive checkpoint waits for no reader. It comes first, so that the second checkpoint is short.
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        // A copy uses the log while it reads, which may take minutes. The log grows during that time, and the writer does not wait for the
        // copy.
        if copies.areNone { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil) }
        nextAttempt = pages.load(ordering: .relaxed) + WriteAheadLog.longPages
    }
}

/// Counts the copies of the database that this process is making. The lock file keeps a second process from making any.
final class CopiesUnderWay: Sendable {
    private let count = Atomic(0)

    var areNone: Bool { count.load(ordering: .relaxed) == 0 }

    func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        count.add(1, ordering: .relaxed)
        defer { count.subtract(1, ordering: .relaxed) }
        return try body()
    }
}
