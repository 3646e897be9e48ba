/// Storage as the API and the command line see it.
public protocol Storage: Sendable {
    /// Where the reads of requests may run. The value never changes.
    var readPlace: ReadPlace { get }
    /// Makes a reader for one queue. A read sees every commit that was acknowledged before the read began.
    func makeReader() throws -> any StorageReader
    /// Runs the job on the only writer, together with other waiting jobs, and commits once. Calls `then` with the outcome after the commit.
    func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void)
    /// Stores entries of the access log durably, then calls `then`. An answer with clients' data is sent only afterwards (A20, row 75).
    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void)
    /// Rises with every commit that may have changed anything but the access log, before the commit is acknowledged. While it is unchanged,
    /// data that was read before is still current. With a second process, it would have to rise for the commits of both.
    var changes: Int { get }
    /// The same for commits that may have changed keys or users.
    var callerChanges: Int { get }
    /// Calls `then` once: at the first commit after `changes` had this value, or at once where that commit has been made.
    /// - Returns: a ticket for `stopWaiting`.
    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int
    /// Cancels the call of a ticket. The call may already be under way.
    func stopWaiting(_ ticket: Int)
    /// What storage can take at the moment.
    var condition: StorageCondition { get }
    /// A secret of this database for sealing cursors: 32 random octets.
    var secret: [UInt8] { get }
    /// What the verification of the stored data has found (row 116).
    var verification: VerificationReport { get }
    /// Returns the greatest millisecond of an identity in storage (`ID.milliseconds`); 0 without one. New identities begin above it.
    func lastMillisecond() throws -> UInt64
}

/// Where the reads of a request may run.
public enum ReadPlace: Sendable {
    /// On the lane that serves the connection: a read takes microseconds and waits for nothing.
    case lane
    /// On queues beside the lanes: a read may wait for a disk or for another machine, and would hold up all other connections of the lane.
    case queue
}

/// A read-only connection with a stable view during one read.
///
/// While only the access log changes, several reads may share one view. The access log is therefore read by `readAnew`.
public protocol StorageReader: AnyObject {
    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// Reads on a view of the present moment.
    func readAnew<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// Releases what is kept between reads. Called when no read is expected soon.
    func rest()
}
