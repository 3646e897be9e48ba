import Dispatch
import Foundation
import Logging
import PersonalBudgeting
import Store

/// Copies the heads of the hash chains out of the database: when a process begins to write, when it ends, and at intervals between.
///
/// A start that cannot be registered in the database ends the process. Any other failure is reported and stops nothing: answers wait for the
/// access log itself, and the anchors only make it harder to forge.
final class AnchorWriter: Sendable {
    private let database: Database
    private let file: AnchorFile
    private let clock: @Sendable () -> Instant
    private let tell: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "avain.anchors", qos: .utility)

    /// Makes the writer of the anchors of a database.
    /// - Parameter tell: reports what failed.
    init(
        _ database: Database, _ file: AnchorFile, clock: @escaping @Sendable () -> Instant = machineNow,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.database = database
        self.file = file
        self.clock = clock
        self.tell = tell
    }

    /// Registers that this process begins to write, or that a backup was put in place. Before that nothing may be written.
    /// - Throws: `StorageFault` when it cannot be registered in the database; for a restore also `FileFault` when the file cannot be read.
    func begin(_ kind: Anchor.Kind = .open) throws { try queue.sync { try add(kind) } }

    /// Writes one line, unless nothing was written since the last line.
    func write(_ kind: Anchor.Kind) { queue.sync { addOrTell(kind) } }

    /// Writes a line at each interval in which something was written, until the timer is cancelled.
    func serve(everySeconds seconds: Int) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .seconds(seconds), repeating: .seconds(seconds), leeway: .seconds(1))
        timer.setEventHandler { [self] in addOrTell(.serving) }
        timer.resume()
        return timer
    }

    private func addOrTell(_ kind: Anchor.Kind) {
        do { try add(kind) } catch { tellOfFailure(error) }
    }

    private func add(_ kind: Anchor.Kind) throws {
        let now = clock()
        var last: String?
        do { last = try newestLine() } catch {
            // A restored database does not know the lines that were written after the backup.
            if kind == .restore { throw error }
            tell("the anchors: \(error)")
        }
        if kind == .open, let last, database.owner(ofAnchor: last) == .thisDatabase { compare(with: last) }
        // After the line of a stop nothing may be written.
        if kind == .close { _ = try database.addAnchor(.destruction, at: now, after: last) }
        var lines = try database.addAnchor(kind, at: now, after: last)
        if kind != .close { lines = try database.addAnchor(.destruction, at: now, after: last) }
        do { try append(lines) } catch { tellOfFailure(error) }
    }

    private func tellOfFailure(_ error: any Error) {
        tell("the heads of the chains could not be copied out of the database: \(error)")
    }

    /// Appends the lines that the file lacks. What fails is tried again with the next line.
    func append(_ lines: [String]) throws {
        if lines.isEmpty { return }
        var last = try newestLine()
        if let line = last, database.owner(ofAnchor: line) != .thisDatabase {
            let name = try file.putAside(at: clock())
            tell("the newest anchor is not from this database, or it was edited; its file is renamed to \(name)")
            last = nil
        }
        var missing = lines[...]
        if let last, let place = lines.firstIndex(of: last) { missing = lines[(place + 1)...] }
        for line in missing {
            if let before = last.flatMap({ Anchor(line: $0) }), let anchor = Anchor(line: line), anchor.kind == .month {
                try file.closeMonth(of: before, at: anchor.at)
            }
            try file.append(line)
            last = line
        }
    }

    /// Returns the newest line of the file, which ends with a whole line afterwards.
    private func newestLine() throws -> String? {
        if try file.cutTornLine() { tell("the newest line of the anchors was incomplete; it is written again from the database") }
        return try file.newestLine()
    }

    private func compare(with line: String) {
        guard let chains = try? database.chainsThatLeft(line), !chains.isEmpty else { return }
        tell("\(chains.joined(separator: ", ")): the chains do not agree with the newest anchor; run avain verify")
    }
}
