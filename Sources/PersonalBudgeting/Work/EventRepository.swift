/// The append-only events (see `Event`).
public protocol EventRepository {
    func append(_ event: Event) throws
    /// In the order of the sequence numbers or the other way round, after one of them.
    func list(caseID: ID<Case>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [Event]
    /// Newest last, after a sequence number.
    func list(after: Int64, limit: Int) throws -> [Event]
    /// The sequence number of the newest; 0 where there is none.
    func last() throws -> Int64
}
