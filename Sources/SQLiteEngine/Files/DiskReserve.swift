import CSQLite
import GRDBSQLite
import Glibc
import SQL

/// Room inside the database file and its log that is allocated but not used yet, so that rows of the access log can be stored when the
/// disk is full.
///
/// A file beside the database that is deleted when the disk is full would not do: the program that has filled the disk takes the room first.
/// Here no other program can take it. The file is longer than its pages; SQLite allows that (`SQLITE_FCNTL_CHUNK_SIZE`) and uses the room
/// when it moves new pages into the file. The log needs no more than its first megabytes, since it can be emptied as long as there is room.
final class DiskReserve {
    /// The log is emptied at 4 MB. It keeps blocks for twice as much, and `WriteAheadLog` cuts a longer one to this length.
    static let logBytes: Int64 = 8 << 20
    /// What is left to others: the reserve takes nothing of a disk that has less. The anchors need some.
    private static let margin: Int64 = 1 << 20
    /// The file grows in steps, because the next checkpoint has to write them.
    private static let step: Int64 = 1 << 20
    /// The time between two attempts to fill the reserve when the disk is full.
    private static let pauseMilliseconds = 1_000
    /// Rows of the log are counted as pages of the write-ahead log; after so many, `tidy` measures the room in the file.
    private static let pagesBetweenChecks = 256
    private static let pageBytes: Int64 = 4_096

    private let connection: SQLiteConnection
    private let handle: OpaquePointer
    private let notices: Notices
    /// The wanted room in bytes; 0 if no reserve is kept.
    private var wanted: Int64 = 0
    private(set) var isFull = false
    private var checkedAtPages = 0
    private var nextMilliseconds = 0

    init(_ connection: SQLiteConnection, _ handle: OpaquePointer, _ notices: Notices) {
        self.connection = connection
        self.handle = handle
        self.notices = notices
    }

    /// Sets the wanted room and fills it.
    func keep(bytes: Int64) {
        wanted = bytes
        guard wanted > 0 else { return }
        reserveLog()
        fill()
        // Otherwise the first checkpoint would have to write the whole reserve.
        try? connection.syncFile()
    }

    /// Fills the reserve where rows have used it, or where the disk has room again.
    /// - Parameter logPages: the length of the write-ahead log.
    /// - Returns: the milliseconds after which it must be called again; nil if it need not be.
    func tidy(logPages: Int) -> Int? {
        guard wanted > 0 else { return nil }
        let now = MonotonicClock.milliseconds
        if isFull {
            guard now >= nextMilliseconds else { return nextMilliseconds - now }
        } else {
            // A log that has restarted is shorter than before.
            guard logPages < checkedAtPages || logPages - checkedAtPages >= DiskReserve.pagesBetweenChecks else { return nil }
        }
        checkedAtPages = logPages
        nextMilliseconds = now + DiskReserve.pauseMilliseconds
        fill()
        return isFull ? DiskReserve.pauseMilliseconds : nil
    }

    private func fill() {
        guard let pages = try? connection.first(.pageCount, [], { try $0.integer(0) }), let file = fileSize else { return }
        let content = pages * DiskReserve.pageBytes
        let goal = roundedUp(content + wanted)
        // Takes the room only if it is there, so that a disk with little room is not filled by the reserve.
        if file < content + wanted, free >= goal - file + DiskReserve.margin {
            grow(to: goal)
        } else {
            // SQLite would cut the room off at the next checkpoint.
            setChunk(for: max(file, content))
        }
        let room = (fileSize ?? file) - content
        let wasFull = isFull
        isFull = room < wanted
        if isFull, !wasFull { notices.post(.full(bytesLeft: max(0, room))) }
        if wasFull, !isFull {
            reserveLog()
            notices.post(.roomAgain)
        }
    }

    /// Grows the file. On a fault it stays as long as it has become.
    private func grow(to size: Int64) {
        if csqlite_grow(handle, DiskReserve.chunk(of: size), size) != SQLITE_OK, let file = fileSize { setChunk(for: file) }
    }

    private func setChunk(for size: Int64) {
        guard size > 0 else { return }
        var chunk = DiskReserve.chunk(of: size)
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_CHUNK_SIZE, &chunk)
    }

    /// Returns a length of which the size is a multiple, but for some pages: SQLite cuts the file to a multiple of its chunk, and a chunk has
    /// less than 2 GB.
    static func chunk(of size: Int64) -> Int32 {
        let count = (size + (1 << 30) - 1) >> 30
        return Int32(((size + count - 1) / count + pageBytes - 1) / pageBytes * pageBytes)
    }

    private func roundedUp(_ size: Int64) -> Int64 { (size + DiskReserve.step - 1) / DiskReserve.step * DiskReserve.step }

    // MARK: - Files

    /// Allocates the first megabytes of the log beyond its end. SQLite has no lock on the log, so it may be opened and closed here. Some
    /// file systems cannot do this; there the log keeps the length that it once had.
    private func reserveLog() {
        guard let path = sqlite3_db_filename(handle, "main") else { return }
        let log = open(sqlite3_filename_wal(path), O_WRONLY | O_CLOEXEC)
        guard log >= 0 else { return }
        defer { close(log) }
        csqlite_allocate(log, off_t(DiskReserve.logBytes))
    }

    private var fileSize: Int64? {
        var status = stat()
        guard let path = sqlite3_db_filename(handle, "main"), stat(path, &status) == 0 else { return nil }
        return Int64(status.st_size)
    }

    /// The bytes of the disk that this process may take.
    private var free: Int64 {
        var status = statvfs()
        guard let path = sqlite3_db_filename(handle, "main"), statvfs(path, &status) == 0 else { return 0 }
        return Int64(clamping: status.f_bavail) * Int64(clamping: status.f_frsize)
    }
}
