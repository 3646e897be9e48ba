import CSQLite
import GRDBSQLite
import Glibc
import SQL

/// The faults of SQLite's extended result codes (https://sqlite.org/rescode.html). Decision 0022 has the same as a table, with the reasons.
extension SQLFault {
    /// - Parameters:
    ///   - code: the extended result code.
    ///   - systemError: the errno of the system call that failed; 0 if it is not known.
    init(code: Int32, systemError: Int32 = 0, detail: String) {
        switch code {
        case extended(SQLITE_CONSTRAINT, 8), extended(SQLITE_CONSTRAINT, 6): self = .unique(detail)
        case extended(SQLITE_CONSTRAINT, 3): self = .foreignKey
        case extended(SQLITE_IOERR, Subcode.sync), extended(SQLITE_IOERR, Subcode.folderSync):
            self = .notDurable("\(detail) (SQLite's code \(code)\(systemError == 0 ? "" : ", " + String(cString: strerror(systemError))))")
        case extended(SQLITE_IOERR, Subcode.data): self = .corrupt
        // The index of the log is in memory that is backed by a file. If it cannot grow, the disk is full.
        case extended(SQLITE_IOERR, Subcode.indexSize): self = .full
        default:
            switch code & 0xff {
            case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
            case SQLITE_FULL: self = .full
            case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
            case SQLITE_READONLY: self = .readOnly
            case SQLITE_CONSTRAINT: self = .constraint(detail)
            case SQLITE_IOERR where SQLFault.meansFull(systemError): self = .full
            case SQLITE_IOERR where systemError == EROFS: self = .readOnly
            default: self = .failed(code: Int(code), detail: detail)
            }
        }
    }

    /// Whether a failed write means that there is no room: on the disk, in the quota, or within the process's own limit (`ulimit -f`).
    /// SQLite recognises only the first.
    private static func meansFull(_ systemError: Int32) -> Bool { [ENOSPC, EDQUOT, EFBIG].contains(systemError) }

    /// Whether the errno of the file explains the code. It stays until another call fails, so it says nothing about a failed read.
    static func isOfWriting(_ code: Int32) -> Bool {
        [Subcode.write, Subcode.sync, Subcode.truncate].contains { extended(SQLITE_IOERR, $0) == code }
    }

    /// Returns the code of a fault as it happened: SQLite says that a file is damaged when the disk fails to give a page of it. Then the
    /// errno of the file tells the two apart. It stays until another call fails, so after a fault of the disk real damage counts as one too.
    static func code(_ code: Int32, on handle: OpaquePointer) -> Int32 {
        guard [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xff) else { return code }
        let numbers = [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER].map { csqlite_errno(handle, $0) }
        return numbers.contains { [EIO, ENXIO].contains($0) } ? extended(SQLITE_IOERR, Subcode.read) : code
    }

    /// The codes of `SQLITE_IOERR` that have a fault of their own.
    private enum Subcode {
        static let read: Int32 = 1
        static let write: Int32 = 3
        static let sync: Int32 = 4
        static let folderSync: Int32 = 5
        static let truncate: Int32 = 6
        static let indexSize: Int32 = 19
        static let data: Int32 = 32
    }
}

private func extended(_ code: Int32, _ subcode: Int32) -> Int32 { code | subcode << 8 }

extension SQLFault {
    /// Whether SQLite discards its cached pages after this fault. The counter by which it tells foreign commits then rises although nobody
    /// committed.
    var discardsPages: Bool {
        switch self {
        case .full, .corrupt, .readOnly, .notDurable, .failed, .unavailable, .outcomeUnknown: true
        case .busy, .unique, .foreignKey, .constraint, .unexpected: false
        }
    }
}
