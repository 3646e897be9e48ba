import Glibc

/// Appends the text of every prepared statement to a file, each followed by a zero byte. `make postgresql` runs the file on PostgreSQL.
///
/// Each text is one write to a descriptor in append mode, so several processes can share the file. Every connection appends the same texts
/// again.
public final class StatementFile: Sendable {
    private let descriptor: Int32

    /// - Returns: nil if the file cannot be opened.
    public init?(path: String) {
        let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    /// The file that the environment variable `AVAIN_STATEMENTS` names; nil if the variable is not set.
    public static let ofEnvironment = getenv("AVAIN_STATEMENTS").flatMap { StatementFile(path: String(cString: $0)) }

    deinit { close(descriptor) }

    func append(_ sql: String) {
        let octets = Array(sql.utf8) + [0]
        _ = write(descriptor, octets, octets.count)
    }
}
