import GRDBSQLite
import Synchronization

/// The write-ahead log of the writer's handle: how long it is, and moving it into the file (checkpoint). SQLite itself would do that inside
/// the commit that finds it long; here it is done after everybody was told of the commit.
///
/// SQLite begins the log anew when all of it was moved and no reader stands on it. A reader that keeps its view stands on it all the time,
/// so while the log is long readers must not keep theirs (`isShort`).
///
/// A second process would not count its pages here, and must not checkpoint: the lock of the file (`DatabaseLock`) keeps it out.
final class WriteAheadLog {
    /// Pages of 4 kB after which the log is moved: 4 MB. Whoever comes meanwhile waits: with 16 MB one answer in a hundred took twice as
    /// long, with less the same pages are moved again and again.
    private static let longPages = 1_000

    private let handle: OpaquePointer
    private let copies: CopiesUnderWay
    /// Read by the readers' threads too.
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
        // Shorter than before: it began anew.
        if count < pages.load(ordering: .relaxed) { nextAttempt = WriteAheadLog.longPages }
        pages.store(count, ordering: .relaxed)
    }

    /// Moves the log into the file when it has grown long, and waits for the readers, which stand on it for milliseconds, so that the next
    /// commit begins it anew.
    func checkpointWhenLong() {
        guard pages.load(ordering: .relaxed) >= nextAttempt else { return }
        // First what needs nobody's leave, so that the wait is short.
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        // A copy stands on the log for as long as it reads, which may be minutes: the log grows meanwhile, and nobody waits for its end.
        if copies.areNone { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil) }
        nextAttempt = pages.load(ordering: .relaxed) + WriteAheadLog.longPages
    }
}

/// How many copies of the database are being made by this process. A second process cannot be: the lock of the file keeps it out.
final class CopiesUnderWay: Sendable {
    private let count = Atomic(0)

    var areNone: Bool { count.load(ordering: .relaxed) == 0 }

    func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        count.add(1, ordering: .relaxed)
        defer { count.subtract(1, ordering: .relaxed) }
        return try body()
    }
}
