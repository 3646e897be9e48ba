/// The append-only events (see `Event`).
public protocol EventRepository {
    func append(_ event: Event) throws
    /// Returns the events of a case, oldest or newest first, that follow a sequence number in that order; nil begins at the first.
    func list(caseID: ID<Case>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [Event]
    /// Returns the events after a sequence number, oldest first.
    func list(after: Int64, limit: Int) throws -> [Event]
    /// Returns the sequence number of the newest event; 0 if there is none.
    func last() throws -> Int64
}
