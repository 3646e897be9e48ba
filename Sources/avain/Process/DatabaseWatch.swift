import Dispatch
import Foundation
import SQLiteEngine
import Store
import Synchronization

/// Watches whether the files of the open database still have their names. Somebody may move, delete or replace them while the service
/// runs. It would go on writing to files that the next start does not find.
///
/// The service then saves what it has written and ends: its answers would promise what no later process keeps.
final class DatabaseWatch: Sendable {
    private let location: DatabaseLocation
    private let lock: DatabaseLock
    /// The files beside the database that SQLite has open: the log, and the index of the log.
    private let logs: [(path: String, file: FileIdentity)]
    private let queue = DispatchQueue(label: "avain.watch", qos: .utility)
    private let isOver = Atomic(false)

    init(_ opened: OpenDatabase) {
        location = opened.location
        lock = opened.lock
        logs = opened.location.openLogs.compactMap { path in FileIdentity(path: path).map { (path, $0) } }
    }

    /// Looks at the names each second until `stop`, or until the timer is cancelled.
    /// - Parameter lost: called once, with a sentence that says what has happened.
    func start(lost: @escaping @Sendable (String) -> Void) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
        timer.setEventHandler { [self] in
            guard !isOver.load(ordering: .relaxed), let fault = fault() else { return }
            isOver.store(true, ordering: .relaxed)
            lost(fault)
        }
        timer.resume()
        return timer
    }

    /// Ends the watch before SQLite deletes its log, which it does when it closes the file.
    func stop() { queue.sync { isOver.store(true, ordering: .relaxed) } }

    /// Returns what has happened to the files; nil if they have their names.
    func fault() -> String? {
        if lock.names == 0 { return "\(location.file) was deleted" }
        if FileIdentity(path: location.file) != lock.file { return "\(location.file) was moved or replaced" }
        for (path, file) in logs where FileIdentity(path: path) != file { return "\(path) was moved, replaced or deleted" }
        return nil
    }

    /// Moves the log into the database file, wherever that is now. Copies the file to `FILE.rescued-SECONDS` if it was deleted. Nothing is
    /// written to the database during this and `then`.
    /// - Parameter then: called with what was done. It ends the process.
    func save(_ database: Database, then: @escaping @Sendable (String) -> Void) {
        do {
            try database.consolidate { [self] in then(rescue()) }
        } catch {
            then("the log could not be moved into the file: \(error)")
        }
    }

    private func rescue() -> String {
        guard lock.names == 0 else { return "everything that was acknowledged is in the file that was moved" }
        let path = "\(location.file).rescued-\(Int(Date().timeIntervalSince1970))"
        do {
            try DurableFile.write(to: path) { file in
                var offset = 0
                while true {
                    let octets = try lock.read(1 << 20, from: offset)
                    if octets.isEmpty { return }
                    try file.append(octets, at: path)
                    offset += octets.count
                }
            }
            try DurableFile.synchroniseFolder(of: path)
            return "everything that was acknowledged is in \(path)"
        } catch {
            return "the deleted file could not be saved to \(path): \(error)"
        }
    }
}
