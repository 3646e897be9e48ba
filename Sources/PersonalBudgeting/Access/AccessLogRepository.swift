/// The append-only access log (see `AccessEntry`).
public protocol AccessLogRepository {
    func append(_ entry: AccessEntry) throws
    /// A client's own log, newest first; before a sequence number.
    func list(clientID: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry]
    /// The same, of the days of an extract alone.
    func list(clientID: ID<Client>, in extract: AccessExtract, before: Int64, limit: Int) throws -> [AccessEntry]
}
