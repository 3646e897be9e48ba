import CSQLite
import GRDBSQLite
import SQL
import Synchronization

/// The write-ahead log of the writer's handle: its length, and moving it into the file (checkpoint). SQLite by itself would checkpoint
/// inside a commit that finds a long log. Here the checkpoint runs after the callers of the commit have been answered.
///
/// SQLite restarts the log when all of it has been moved and no reader uses it. A reader that keeps its view uses the log all the time. So
/// readers of this process must not keep their views while the log is long (`isShort`), and the writer waits some milliseconds for their
/// last views. It never waits for others: while a program or a copy holds a view, the log grows, and is emptied afterwards in slices
/// (decision 0022).
///
/// The lock keeps a second process of this service out: its pages would not be counted here, and it must not checkpoint.
final class WriteAheadLog {
    /// The number of 4 kB pages at which the log is moved into the file: 4 MB. Requests wait during the move. With 16 MB, one answer in a
    /// hundred took twice as long. With less than 4 MB, the same pages are moved again and again.
    static let longPages = 1_000
    /// How long the writer waits for views of this process. They take milliseconds.
    private static let patienceMilliseconds = 10
    /// The time between two attempts to empty a log that is held.
    private static let pauseMilliseconds = 250
    /// The file of a log that was held is cut by so many bytes at a time. SQLite would cut it in one step, inside a commit: 300 MB take 180 ms.
    private static let cutBytes: Int64 = 4 << 20
    private static let pauseOfCutMilliseconds = 10
    /// The bytes of a frame, which is a page and its header; the header of the log takes less than another.
    private static let frameBytes: Int64 = 4_096 + 24
    /// A log that is held is reported after this time, and then each minute.
    private static let quietMilliseconds = 1_000
    private static let reportMilliseconds = 60_000

    private let connection: SQLiteConnection
    private let handle: OpaquePointer
    private let patience: Patience
    private let makePins: () throws -> LogPins
    private let findHolder: () -> String
    private let notices: Notices

    /// The threads of the readers also read this.
    private let pages = Atomic(0)
    /// How many of the pages are in the file.
    private var moved = 0
    /// The ends of commits at which a checkpoint may stop, about `longPages` apart.
    private var slices: [Int] = []
    /// The length of the log when the last slice was moved.
    private var lengthAtSlice: Int?
    private var pins: LogPins?
    /// The next attempt is made at this number of pages, or at this time.
    private var nextPages = WriteAheadLog.longPages
    private var nextMilliseconds: Int?
    private var hold: Hold?
    /// Whether the file may be longer than is kept.
    private var isCuttable = true

    /// A time in which the log could not be emptied.
    private struct Hold {
        let since: Int
        var reportedAt: Int?
        var largest: Int
    }

    init(
        _ connection: SQLiteConnection, _ handle: OpaquePointer, _ patience: Patience, _ notices: Notices,
        makePins: @escaping () throws -> LogPins,
        findHolder: @escaping () -> String
    ) {
        self.connection = connection
        self.handle = handle
        self.patience = patience
        self.notices = notices
        self.makePins = makePins
        self.findHolder = findHolder
        sqlite3_wal_hook(
            handle,
            { context, _, _, count in
                if let context { Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue().hasLength(Int(count)) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_wal_hook(handle, nil, nil) }

    var isShort: Bool { pages.load(ordering: .relaxed) < WriteAheadLog.longPages }

    /// The number of pages in the log.
    var length: Int { pages.load(ordering: .relaxed) }

    /// Called after each commit.
    private func hasLength(_ count: Int) {
        // A shorter log means that SQLite has restarted it.
        if count < length {
            restarted()
            endHold()
        }
        pages.store(count, ordering: .relaxed)
        if count - (slices.last ?? moved) >= WriteAheadLog.longPages { slices.append(count) }
    }

    private func restarted() {
        moved = 0
        slices = []
        lengthAtSlice = nil
        nextPages = WriteAheadLog.longPages
        nextMilliseconds = nil
        isCuttable = true
    }

    /// Forgets what is known of the log, because another program may have restarted it.
    func forget() { restarted() }

    /// Moves a long log into the file, or a slice of a very long one, so that the next commit restarts it. Then cuts its file.
    /// - Returns: the milliseconds after which it must be called again even without a commit; nil if it need not be.
    /// - Throws: the fault of a checkpoint, which is tried again later.
    func tidy() throws -> Int? {
        let next = [cut(), try moveWhereDue()].compactMap(\.self)
        return next.min()
    }

    /// Cuts a part of the file's end, which no frame uses after the log was restarted.
    /// - Returns: the milliseconds until the next part is due; nil if there is none.
    private func cut() -> Int? {
        guard isCuttable, length > 0, isShort else { return nil }
        // A file that cannot be cut stays as it is until the log restarts again.
        isCuttable = csqlite_cut_log(handle, DiskReserve.logBytes, WriteAheadLog.cutBytes, WriteAheadLog.frameBytes) > 0
        return isCuttable ? WriteAheadLog.pauseOfCutMilliseconds : nil
    }

    private func moveWhereDue() throws -> Int? {
        guard isDue else { return pause }
        guard pins?.isSyncing != true else { return 10 }
        let before = moved
        let isSliced: Bool
        do { isSliced = try move() } catch {
            tryAgain(in: WriteAheadLog.quietMilliseconds)
            throw error
        }
        if length == 0 {
            endHold()
        } else if isSliced, moved > before {
            // The next slice follows when this one is durable.
            pins?.sync()
            nextPages = 0
            nextMilliseconds = MonotonicClock.milliseconds
        } else {
            beginHold()
            tryAgain(in: WriteAheadLog.pauseMilliseconds)
        }
        return pause
    }

    /// Moves the whole log into the file, for a file that is to be copied alone.
    /// - Throws: `SQLFault.busy` if a reader still uses the log.
    func empty() throws {
        let ended = try patience.waiting(milliseconds: 500) { try connection.checkpoint(SQLITE_CHECKPOINT_TRUNCATE) }
        guard ended != nil else { throw SQLFault.busy }
        pages.store(0, ordering: .relaxed)
        restarted()
    }

    private var isDue: Bool { length >= nextPages || nextMilliseconds.map { MonotonicClock.milliseconds >= $0 } ?? false }

    private var pause: Int? {
        if pins?.isSyncing == true { return 10 }
        return nextMilliseconds.map { max(1, $0 - MonotonicClock.milliseconds) }
    }

    private func tryAgain(in milliseconds: Int) {
        nextPages = length + WriteAheadLog.longPages
        nextMilliseconds = MonotonicClock.milliseconds + milliseconds
    }

    /// - Returns: whether only a slice was to be moved.
    private func move() throws -> Bool {
        if try moveSlice() { return true }
        let before = moved
        // This checkpoint waits for no reader. It comes first, so that the next ones are short.
        take(try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE))
        // The reader that held the log before still holds it.
        if hold != nil, moved == before, moved < length { return false }
        // The first waits for the views that are older than the last commit, the second for those that began before the log was moved.
        for _ in 0..<2 {
            let restart = try patience.waitingForOwnViews(milliseconds: WriteAheadLog.patienceMilliseconds) {
                try connection.checkpoint(SQLITE_CHECKPOINT_RESTART)
            }
            guard restart == nil else {
                pages.store(0, ordering: .relaxed)
                restarted()
                return false
            }
        }
        // What a checkpoint has moved before it gave up.
        take(try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE))
        return false
    }

    /// Moves the next slice of a log that is several slices long.
    /// - Returns: false if the log is to be moved as a whole.
    private func moveSlice() throws -> Bool {
        // A slice is longer than what was written since the one before. Otherwise large commits could add as much as the slices move, and
        // the log would grow for as long as they come.
        let goal = moved + WriteAheadLog.longPages + max(0, length - (lengthAtSlice ?? length))
        guard length - moved > 2 * WriteAheadLog.longPages, let end = slices.first(where: { $0 >= goal }), end < length else {
            return false
        }
        lengthAtSlice = length
        if pins == nil { pins = try makePins() }
        guard let pins, let ended = try pins.upTo(end, { try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE) }) else { return false }
        take(ended)
        return true
    }

    private func take(_ ended: (pages: Int, moved: Int)?) {
        guard let ended, ended.moved >= 0 else { return }
        moved = ended.moved
        slices.removeAll { $0 <= ended.moved }
    }

    // MARK: - Reports

    private func beginHold() {
        let now = MonotonicClock.milliseconds
        var hold = hold ?? Hold(since: now, largest: 0)
        hold.largest = max(hold.largest, length)
        let last = hold.reportedAt.map { $0 + WriteAheadLog.reportMilliseconds } ?? hold.since + WriteAheadLog.quietMilliseconds
        if now >= last {
            hold.reportedAt = now
            notices.post(.logHeld(seconds: (now - hold.since) / 1_000, bytes: Int64(length) * 4_096, holder: findHolder()))
        }
        self.hold = hold
    }

    private func endHold() {
        guard let ended = hold else { return }
        hold = nil
        if ended.reportedAt != nil {
            let seconds = (MonotonicClock.milliseconds - ended.since) / 1_000
            notices.post(.logEmptied(seconds: seconds, bytes: Int64(ended.largest) * 4_096))
        }
    }
}
