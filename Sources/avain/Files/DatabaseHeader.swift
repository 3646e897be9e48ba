import SQLiteEngine

/// The first octets of an SQLite file.
enum DatabaseHeader {
    static let octets = Array("SQLite format 3\u{0}".utf8)

    /// Refuses a file that is not a database.
    /// - Throws: exit code 65; `DatabaseLock.Failed`.
    static func check(_ lock: DatabaseLock, _ path: String) throws { try check(try lock.read(octets.count, from: 0), path) }

    /// Refuses a file that does not begin like a database.
    /// - Throws: exit code 65.
    static func check(_ first: [UInt8], _ path: String) throws {
        guard !first.isEmpty else { throw Exit.data("\(path) is empty: it is no database; restore a backup, or move the file away") }
        guard first == octets else { throw Exit.data("\(path) is not a database") }
    }
}
