/// A failure of storage, classified by the engine's result code and never by its text.
public enum StorageFault: Error, Sendable, Equatable {
    /// Another connection has locked the database for too long.
    case busy
    /// No space is left.
    case full
    /// The stored data is damaged.
    case corrupt
    /// The database cannot be written to.
    case readOnly
    /// The database cannot be reached. Nothing was done.
    case unavailable
    /// The connection was lost during a commit. It is unknown whether the work is stored.
    case outcomeUnknown
    /// A rule of uniqueness is broken: the name of the index or column.
    case duplicate(String)
    /// A reference to an entity that does not exist.
    case reference
    /// Another change came first.
    case stale
    /// Anything else, with the engine's extended result code.
    case failed(Int)
}
