/// The append-only access log (A20, row 75; see `AccessEntry`).
public protocol AccessLogRepository {
    func append(_ entry: AccessEntry) throws
    /// Returns the entries about a client before a sequence number, newest first (A21).
    func list(clientID: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry]
    /// The same, for the days of an extract only.
    func list(clientID: ID<Client>, in extract: AccessExtract, before: Int64, limit: Int) throws -> [AccessEntry]
}
