/// Storage as the API and the command line see it.
public protocol Storage: Sendable {
    /// Where the reads of requests may run. Always the same.
    var readPlace: ReadPlace { get }
    /// A reader, used on one queue only. It sees every commit that anybody was told of before the read began.
    func makeReader() throws -> any StorageReader
    /// Runs the job on the one writer, together with whatever else waits, and commits once. `then` hears what came of it after the commit.
    func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void)
    /// Puts on record who looked at whose data, durably, and then says so. An answer with such data leaves only afterwards.
    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void)
    /// Goes up with every commit that may have changed anything but the access log, before anyone is told of the commit: what was read
    /// while it stood still may be used again. With a second process it would have to go up for the commits of both.
    var changes: Int { get }
    /// The same for commits that may have changed keys or users.
    var callerChanges: Int { get }
    /// Calls once, at the next commit after this count of `changes` was read; at once where it has come.
    /// - Returns: what `stopWaiting` takes.
    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int
    /// Is not called any more; it may be under way.
    func stopWaiting(_ ticket: Int)
    /// A secret of this database for sealing cursors: 32 random octets.
    var secret: [UInt8] { get }
}

/// Where the reads of a request may run.
public enum ReadPlace: Sendable {
    /// On the lane that serves the connection: a read is over in microseconds and waits for nobody.
    case lane
    /// On queues beside the lanes: a read may wait, for a disk or another machine, and all other clients of the lane would wait with it.
    case queue
}

/// A read-only connection with a stable view during one read.
///
/// As long as nothing changes but the access log, several reads may share one view: so the access log is read by `readAnew`.
public protocol StorageReader: AnyObject {
    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// The same on a view of this moment.
    func readAnew<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// Lets go of what is kept from read to read; called when no read is to be expected soon.
    func rest()
}
