/// Maintains a database that consists of files. It belongs to the writing connection and is used on the same queue between transactions.
/// Only `allowsStandingViews` may be called from any thread.
public protocol Maintenance: AnyObject {
    /// Does the periodic work that would delay a commit. Called after a commit, when all its callers have been answered.
    /// - Returns: the number of milliseconds after which it must be called again even if nothing is committed; nil if it need not be.
    func tidy() -> Int?
    /// Whether readers may keep a view for longer than one read. False while the engine needs to discard pages that old views use.
    var allowsStandingViews: Bool { get }
    /// Keeps so many bytes of the disk for the database, so that the access log can go on when the disk is full; 0 keeps none. The bytes lie
    /// inside the database's own files, where no other program can take them.
    func keepReserve(bytes: Int64)
    /// Whether the disk has no room for more data than the reserve holds. The caller then writes nothing but the access log.
    var isFull: Bool { get }
    /// Commits something that changes no data, to find out whether commits work again.
    /// - Throws: `SQLFault`.
    func proveWriting() throws
    /// Moves the engine's side files into the database file, so that this one file is the whole database.
    /// - Throws: `SQLFault.busy` when another program still reads the side files. Nothing is lost then: the files belong together.
    func consolidate() throws
    /// Rewrites the whole database, so that no deleted data is left in the file or beside it.
    func compact() throws
    /// Checks the file itself, and goes on after a damaged page.
    /// - Parameter pause: called after some milliseconds of work each time. It may wait; it throws to give up.
    /// - Returns: what the engine's own check reports; empty if it reports no fault.
    /// - Throws: `SQLFault`, and what `pause` throws.
    func integrityFindings(between pause: () throws -> Void) throws -> [IntegrityFinding]
}
