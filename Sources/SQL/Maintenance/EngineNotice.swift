/// What an engine notices about its database by itself. An administrator must learn of it, although no call fails or one call cannot tell
/// all of it.
public enum EngineNotice: Sendable, Equatable {
    /// See `SQLFault.notDurable`. The process must acknowledge nothing more and end.
    case notDurable(String)
    /// Somebody else has committed: see `WritingConnection.foreignCommits`.
    /// - Parameter count: how often so far.
    case foreignCommit(count: Int)
    /// The write-ahead log cannot be emptied, and grows, because of a reader.
    /// - Parameters:
    ///   - seconds: for how long.
    ///   - bytes: the size of the log.
    ///   - holder: who reads.
    case logHeld(seconds: Int, bytes: Int64, holder: String)
    /// The log that was held has been emptied.
    /// - Parameters:
    ///   - seconds: how long it could not be emptied.
    ///   - bytes: its largest size.
    case logEmptied(seconds: Int, bytes: Int64)
    /// No transaction can begin, because somebody else writes.
    /// - Parameters:
    ///   - seconds: for how long.
    ///   - holder: who writes.
    case writingHeld(seconds: Int, holder: String)
    /// Transactions can begin again.
    case writingFree(seconds: Int)
    /// The disk is full. Only the reserve is left, for the access log.
    /// - Parameter bytesLeft: the size of the reserve that is left.
    case full(bytesLeft: Int64)
    /// The disk has room again, and the reserve is complete.
    case roomAgain
    /// The log could not be moved into the database file. It is tried again.
    case tidyingFailed(String)
}
