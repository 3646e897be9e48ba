/// A failure of storage, told apart by the engine's result code, never by text.
public enum StorageFault: Error, Sendable, Equatable {
    /// Another holds the database for too long.
    case busy
    /// No room is left.
    case full
    /// What is read cannot be right.
    case corrupt
    /// Cannot be written to.
    case readOnly
    /// Cannot be reached; nothing was done.
    case unavailable
    /// Storage was lost during a commit: nobody knows whether the work is kept.
    case outcomeUnknown
    /// A rule of uniqueness: which index or column.
    case duplicate(String)
    /// A reference to something that is not there.
    case reference
    /// Another change came first.
    case stale
    /// Anything else, with the engine's extended result code.
    case failed(Int)
}
