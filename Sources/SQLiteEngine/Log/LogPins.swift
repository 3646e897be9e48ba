import CSQLite
import Dispatch
import GRDB
import GRDBSQLite
import SQL
import Synchronization

/// Ends checkpoints at chosen frames, and makes their pages durable beside the writer.
///
/// SQLite moves everything that no reader needs in one step. After a reader has held a log for an hour, that step takes seconds, and all
/// writes wait for it. A pin (`csqlite_pin`) ends the step early. SQLite makes the pages durable only in the last step; so that this step is
/// short, the pages of the steps before are synced on another queue.
///
/// `@unchecked Sendable`: the connection is used on the writer's queue, and on `queue` only while `isSyncing` says so.
final class LogPins: @unchecked Sendable {
    private let connection: SQLiteConnection
    private let handle: OpaquePointer
    private let queue = DispatchQueue(label: "avain.log-pins", qos: .userInitiated)
    private let syncing = Atomic(false)

    /// - Parameters:
    ///   - opened: a read-only connection of its own.
    ///   - durability: learns from this connection that a sync failed.
    init(_ opened: DatabaseQueue, _ durability: Durability) throws {
        handle = try opened.unsafeRead { try openHandle(of: $0) }
        connection = SQLiteConnection(handle, owner: opened, durability: durability)
        // The first read maps the index of the log.
        _ = try connection.hasTable("")
    }

    /// Runs a checkpoint that moves no page beyond the frame.
    /// - Parameter frame: the last frame of a commit.
    /// - Returns: nil, without running the body, if all marks are in use.
    func upTo<Result>(_ frame: Int, _ body: () throws -> Result) rethrows -> Result? {
        let pin = csqlite_pin(handle, UInt32(truncatingIfNeeded: frame))
        guard pin > 0 else { return nil }
        defer { csqlite_unpin(handle, pin) }
        return try body()
    }

    var isSyncing: Bool { syncing.load(ordering: .acquiring) }

    /// Begins to make the pages durable that were moved so far.
    func sync() {
        syncing.store(true, ordering: .releasing)
        queue.async { [self] in
            // The connection reports a fault to `durability`.
            try? connection.syncFile()
            syncing.store(false, ordering: .releasing)
        }
    }
}
