import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// Verifies the database again and again while the service runs, in slices of some milliseconds, on a connection of its own (row 116).
///
/// After a slice it rests twenty times the processor time of the slice, so that it takes at most a twentieth of one core.
///
/// A table with a finding is put under `Damage`: from then on each of its rows is checked whenever it is read.
final class Verifier: Sendable {
    /// The number of rows of a slice: a few milliseconds.
    private static let slice = 500

    /// One cycle and its connection.
    private struct Cycle {
        let reading: any ReadingConnection
        let verification: Verification
        var reported = 0
    }

    /// The cycle that is under way.
    ///
    /// `@unchecked Sendable`: it is used on `queue` only.
    private final class Desk: @unchecked Sendable {
        var cycle: Cycle?
        var isStopped = false
    }

    /// What the cycles of this process need from outside.
    private struct Round: Sendable {
        let seconds: Int
        let clock: @Sendable () -> Instant
        let anchors: @Sendable () throws -> AnchorRecord?
        let tell: @Sendable (String) -> Void
    }

    private let writer: Writer
    private let makeReader: @Sendable () throws -> any ReadingConnection
    private let queue = DispatchQueue(label: "avain.verifier", qos: .utility)
    private let desk = Desk()
    private let current = Mutex(VerificationReport())

    init(_ writer: Writer, makeReader: @escaping @Sendable () throws -> any ReadingConnection) {
        self.writer = writer
        self.makeReader = makeReader
    }

    var report: VerificationReport { current.withLock { $0 } }

    /// Verifies from now on.
    /// - Parameters:
    ///   - seconds: the time between the end of a cycle and the next.
    ///   - anchors: reads the anchors.
    ///   - tell: called with each new finding.
    func serve(
        everySeconds seconds: Int, clock: @escaping @Sendable () -> Instant, anchors: @escaping @Sendable () throws -> AnchorRecord?,
        tell: @escaping @Sendable (String) -> Void
    ) {
        let round = Round(seconds: seconds, clock: clock, anchors: anchors, tell: tell)
        queue.async { [self] in begin(round) }
    }

    /// Ends the cycle that is under way, and closes its connection. No cycle follows.
    func stop() {
        queue.sync {
            desk.isStopped = true
            desk.cycle = nil
        }
    }

    private func begin(_ round: Round) {
        if desk.isStopped { return }
        current.withLock { $0.runningSince = round.clock() }
        do {
            let reading = try makeReader()
            let unit = UnitOfWork(reading.connection, writer.keyring, writer.damage)
            desk.cycle = Cycle(reading: reading, verification: Verification(unit, anchors: round.anchors, isBackup: false))
        } catch {
            keep([Finding("file", "the verification could not begin: \(error)", after: error)], round)
        }
        advance(round)
    }

    private func advance(_ round: Round) {
        guard let cycle = desk.cycle else { return end(round) }
        let start = ProcessorTime.ofThread
        var isMore = false
        do {
            try cycle.verification.prepare()
            // Each slice has a view of its own, so that the log can be emptied between slices.
            try cycle.reading.beginView()
            defer { cycle.reading.endView() }
            isMore = cycle.verification.advance(rows: Verifier.slice)
        } catch {
            keep([Finding("file", "cannot be read: \(error)", after: error)], round)
        }
        let found = cycle.verification.findings
        keep(Array(found[cycle.reported...]), round)
        desk.cycle?.reported = found.count
        guard isMore else {
            current.withLock { $0.completedAt = round.clock() }
            return end(round)
        }
        let rest = min((ProcessorTime.ofThread - start) * 20, 1)
        queue.asyncAfter(deadline: .now() + rest) { [weak self] in self?.advance(round) }
    }

    private func end(_ round: Round) {
        desk.cycle = nil
        current.withLock { $0.runningSince = nil }
        if desk.isStopped { return }
        // Weak, so that a round that waits does not keep the database open after the service has stopped.
        queue.asyncAfter(deadline: .now() + .seconds(round.seconds)) { [weak self] in self?.begin(round) }
    }

    private func keep(_ found: [Finding], _ round: Round) {
        if found.isEmpty { return }
        let now = round.clock()
        let new = current.withLock { report in
            let known = Set(report.findings.map { "\($0.place): \($0.text)" })
            let new = found.filter { !known.contains($0.description) }
            report.findings += new.map { VerificationReport.Finding(place: $0.place, text: $0.text, foundAt: now) }
            return new
        }
        // The next cycle reads again what the disk did not give; until then each read meets that fault by itself. A finding may be known as such
        // a fault, and be damage now.
        for finding in found where !finding.isOfDisk { writer.damage.add(finding) }
        for finding in new { round.tell(finding.description) }
    }
}
