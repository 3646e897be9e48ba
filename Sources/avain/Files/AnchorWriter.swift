import Dispatch
import Foundation
import Logging
import PersonalBudgeting
import Store

/// Copies the heads of the hash chains out of the database: when a process begins to write, when it ends, and at intervals between.
///
/// A failure is reported and stops nothing. Answers wait for the access log itself; the anchors only make it harder to forge.
final class AnchorWriter: Sendable {
    private let database: Database
    private let file: AnchorFile
    private let tell: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "avain.anchors", qos: .utility)

    /// Makes the writer of the anchors of a database.
    /// - Parameter tell: reports what failed.
    init(_ database: Database, _ file: AnchorFile, tell: @escaping @Sendable (String) -> Void) {
        self.database = database
        self.file = file
        self.tell = tell
    }

    /// Writes one line, unless nothing was written since the last line.
    func write(_ kind: Anchor.Kind) { queue.sync { append(kind) } }

    /// Writes a line at each interval in which something was written, until the timer is cancelled.
    func serve(everySeconds seconds: Int) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .seconds(seconds), repeating: .seconds(seconds), leeway: .seconds(1))
        timer.setEventHandler { [self] in append(.serving) }
        timer.resume()
        return timer
    }

    private func append(_ kind: Anchor.Kind) {
        let now = machineNow()
        do {
            var last = try file.lastLine()
            if let missing = try database.lineMissing(after: last) {
                try file.append(missing)
                last = missing
            }
            if kind == .open, let line = last { compare(with: line) }
            do {
                if let line = last, try file.closeMonth(before: now, lastLine: line) { last = try append(.month, at: now, after: line) }
                _ = try append(kind, at: now, after: last)
            } catch is Database.ForeignAnchor {
                let name = try file.putAside(at: now)
                tell("the newest anchor is not from this database, or it was edited; its file is renamed to \(name)")
                _ = try append(kind, at: now, after: nil)
            }
        } catch {
            tell("the heads of the chains could not be copied out of the database: \(error)")
        }
    }

    private func append(_ kind: Anchor.Kind, at now: Instant, after last: String?) throws -> String? {
        guard let line = try database.anchor(kind, at: now, after: last) else { return last }
        // The database first: what it notes can be written to the file again after a crash. A line that only the file had could be lost there
        // by a failed sync, and would look as if somebody had removed it.
        try database.note(line)
        try file.append(line.text)
        return line.text
    }

    private func compare(with line: String) {
        guard let chains = try? database.chainsThatLeft(line), !chains.isEmpty else { return }
        tell("\(chains.joined(separator: ", ")): the chains do not agree with the newest anchor; run avain verify")
    }
}
