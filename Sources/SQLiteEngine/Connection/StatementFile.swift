import Glibc

/// Appends the text of every prepared statement to a file, each ended by a zero octet. `make postgresql` takes the file to PostgreSQL.
///
/// Each text is one write to a descriptor that appends, so several processes can share the file. The same text comes again from every
/// connection.
public final class StatementFile: Sendable {
    private let descriptor: Int32

    /// - Returns: nil when the file cannot be opened.
    public init?(path: String) {
        let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    /// The file that `AVAIN_STATEMENTS` in the environment names; nil where the variable is not set.
    public static let ofEnvironment = getenv("AVAIN_STATEMENTS").flatMap { StatementFile(path: String(cString: $0)) }

    deinit { close(descriptor) }

    func append(_ sql: String) {
        let octets = Array(sql.utf8) + [0]
        _ = write(descriptor, octets, octets.count)
    }
}
