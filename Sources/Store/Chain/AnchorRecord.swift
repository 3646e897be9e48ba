import PersonalBudgeting

/// Reads the anchors of a database line by line and collects their faults.
public struct AnchorRecord: Sendable {
    /// The faults, each with its line.
    public private(set) var findings: [String] = []
    /// Remarks for the administrator that are not faults.
    public private(set) var notes: [String] = []

    private let seal: AnchorSeal
    /// The valid points of each chain. A restore removes the points beyond it.
    private(set) var points: [[AnchorPoint]] = Chain.all.map { _ in [] }
    private(set) var faults: [[ChainFault]] = Chain.all.map { _ in [] }
    private(set) var last: Anchor?
    /// The texts that were destroyed. A restore of an older copy does not undo a destruction.
    public private(set) var destroyed: [DestroyedText] = []
    /// The heads of all chains in each line. They distinguish an older copy of the whole database from a chain that was cut.
    private var history: [(at: Instant, rows: [Int64])] = []
    private var previousLine: String?
    /// The last row of the digests at the last restore.
    private var restoredDigests: Int64 = 0
    private var isAfterFault = false
    /// The line that was read last, if it is not an anchor.
    private var unreadable: String?

    init(sealedBy seal: AnchorSeal) { self.seal = seal }

    /// Whether the last line is a stop, so that nothing may have been written since.
    var isStopped: Bool { last?.kind.isStop ?? false }

    /// Reads the next line. The lines of several files come in the order of the files.
    public mutating func take(_ line: String) {
        let expected = (last?.number ?? 0) + 1
        unreadable = nil
        guard let anchor = Anchor(line: line) else {
            unreadable = line
            return fault("line \(expected) cannot be read or was inserted")
        }
        defer { previousLine = line }
        guard anchor.isSealed(in: line, by: seal) else {
            let isOther = anchor.database != seal.database
            return fault("line \(anchor.number) \(isOther ? "belongs to another database" : "was edited")")
        }
        if let last {
            guard anchor.number > last.number else { return fault("line \(anchor.number) is out of order") }
            if anchor.number > expected, !isAfterFault {
                findings.append("anchors: \(AnchorRecord.lines(expected, anchor.number - 1)) missing")
            } else if anchor.number == expected, !isAfterFault, anchor.previous != Anchor.digest(of: previousLine ?? "") {
                findings.append("anchors: line \(last.number) was replaced: line \(anchor.number) was written after another line")
            }
        } else if anchor.number > 1 {
            if anchor.kind == .month || anchor.kind == .restore {
                let why = anchor.kind == .month ? "the files of the earlier months were not found" : "a restore started a new file"
                notes.append("anchors: start at line \(anchor.number) of \(anchor.at): \(why)")
            } else if !isAfterFault {
                findings.append("anchors: \(AnchorRecord.lines(1, anchor.number - 1)) missing")
            }
        }
        isAfterFault = false
        keep(anchor)
    }

    private static func lines(_ first: Int64, _ last: Int64) -> String {
        first == last ? "line \(first) is" : "lines \(first) to \(last) are"
    }

    private mutating func fault(_ text: String) {
        findings.append("anchors: \(text)")
        isAfterFault = true
    }

    private mutating func keep(_ anchor: Anchor) {
        destroyed += anchor.destroyed?.texts ?? []
        for (chain, head) in anchor.heads.enumerated() {
            let before = last.flatMap { chain < $0.heads.count ? $0.heads[chain].sequence : nil } ?? 0
            // The digests of a migration and of the restore itself were written before its anchor.
            if anchor.kind == .restore, !Chain.all[chain].mayShowAdditions {
                points[chain] = []
                restoredDigests = head.sequence
            }
            if head.sequence < before {
                if anchor.kind != .restore, let last {
                    faults[chain].append(ChainFault(.wentBack(from: last.at, to: anchor.at), head.sequence + 1...before))
                }
                points[chain].removeAll { $0.row > head.sequence }
            }
            if let last, last.kind.isStop, anchor.kind != .restore, Chain.all[chain].mayShowAdditions, head.sequence > before {
                faults[chain].append(ChainFault(.addedWhileStopped(stop: last.at), before + 1...head.sequence))
            }
            let point = AnchorPoint(row: head.sequence, hash: ChainHash(head.hash), at: anchor.at)
            // What the restore wrote itself, the backup cannot have.
            if !Chain.all[chain].mayShowAdditions, point.row <= restoredDigests { continue }
            if point.row > 0, point.row != points[chain].last?.row || point.hash != points[chain].last?.hash { points[chain].append(point) }
        }
        if anchor.kind == .restore {
            let rows = anchor.heads.map(\.sequence)
            let superseded = history.count { zip($0.rows, rows).contains { $0 > $1 } }
            history.removeAll { zip($0.rows, rows).contains { $0 > $1 } }
            if superseded > 0 { notes.append("anchors: the restore of \(anchor.at) removed rows that \(superseded) earlier lines contain") }
        }
        history.append((anchor.at, anchor.heads.map(\.sequence)))
        last = anchor
    }

    /// Reports lines that are missing at the end.
    /// - Parameter kept: the newest lines, which the database has. They are stored there before they are written to the file, so a crash or a
    ///   fault of the disk may have kept them from the file.
    mutating func finish(kept: KeptAnchors) {
        // A power cut can leave the newest line without some of its sectors. It is no loss when the database has that line.
        if let unreadable, kept.lines.contains(where: { AnchorRecord.isTorn(unreadable, from: $0) }) {
            findings.removeLast()
            isAfterFault = false
            notes.append("anchors: the newest line of the file is incomplete; the database has it")
        }
        for line in kept.lines where Anchor(line: line)?.number == (last?.number ?? 0) + 1 { take(line) }
        let read = last?.number ?? 0
        guard kept.number > read else { return }
        findings.append("anchors: \(AnchorRecord.lines(read + 1, kept.number)) missing at the end")
    }

    /// Whether a line is what a power cut can leave of another: some of its octets are zeros.
    private static func isTorn(_ line: String, from whole: String) -> Bool {
        line.utf8.count == whole.utf8.count && zip(line.utf8, whole.utf8).allSatisfy { $0 == $1 || $0 == 0 }
    }

    /// Returns the two moments between which all chains together had these last rows; nil if they never had.
    func moment(of rows: [Int64]) -> (Instant, Instant)? {
        for (earlier, later) in zip(history, history.dropFirst()).reversed() {
            if zip(zip(earlier.rows, later.rows), rows).allSatisfy({ $0.0 <= $1 && $1 <= $0.1 }) { return (earlier.at, later.at) }
        }
        return nil
    }
}
