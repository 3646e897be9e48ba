import Glibc

/// The other programs that hold locks of the database, from the kernel's table of locks (`/proc/locks`).
///
/// SQLite locks single bytes of the index of its log (https://sqlite.org/walformat.html). Opening that file to ask for its locks would be a
/// mistake: closing it again would release the locks of this process. The kernel's table names processes of this container only.
struct LockHolders {
    /// What the holder of a lock does.
    enum Deed {
        case reads
        case writes

        /// The bytes of the index that are locked: one for the writer, five for the marks of readers.
        fileprivate var bytes: ClosedRange<Int> {
            switch self {
            case .writes: 120...120
            case .reads: 123...127
            }
        }
    }

    /// The index of the log.
    let path: String

    /// Returns the names and numbers of the other processes that do this; empty if none can be seen.
    func others(who deed: Deed) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        var processes: Set<pid_t> = []
        for line in LockHolders.text(of: "/proc/locks").split(separator: "\n") {
            // "7: POSIX  ADVISORY  READ 4711 fd:00:1234 123 123"; a line with "->" waits for the lock.
            let fields = line.split(separator: " ")
            guard fields.count == 8, fields[1] == "POSIX", let pid = pid_t(fields[4]), pid != getpid(),
                fields[5].split(separator: ":").last == "\(status.st_ino)", let first = Int(fields[6]), let last = Int(fields[7]),
                first <= deed.bytes.upperBound, last >= deed.bytes.lowerBound
            else { continue }
            processes.insert(pid)
        }
        return processes.sorted().map { pid in
            let name = LockHolders.text(of: "/proc/\(pid)/comm").split(separator: "\n").first ?? "?"
            return "process \(pid) (\(name))"
        }
    }

    /// Reads a file of the kernel, whose size is not known beforehand; empty if it cannot be read.
    private static func text(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while octets.count < 1 << 24 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            octets += buffer[..<count]
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
