import PersonalBudgeting

/// A fault of a chain, with the rows it concerns.
struct ChainFault: Sendable, Equatable, CustomStringConvertible {
    enum Kind: Sendable, Equatable {
        /// The row does not match its hash. Or the row before was replaced with a row and a hash of its own.
        case edited
        /// The row is unchanged, but its hash was overwritten.
        case hashEdited
        /// There are no rows with these numbers. If later rows were renumbered to hide the gap, these are the numbers before the
        /// renumbering.
        case missing(renumbered: Bool)
        case inserted
        /// The rows are in each other's places.
        case reordered
        /// The newest rows are gone. An anchor contains them.
        case cutOff(known: Instant)
        /// The rows match each other but not an anchor: some of them were changed, and all later hashes recomputed.
        case rewritten(since: Instant?, until: Instant)
        /// The rows were added between a stop of the service and the next start.
        case addedWhileStopped(stop: Instant)
        /// The chain was longer before, and no anchor records a restore.
        case wentBack(from: Instant, to: Instant)
    }

    let kind: Kind
    let rows: ClosedRange<Int64>

    init(_ kind: Kind, _ rows: ClosedRange<Int64>) {
        self.kind = kind
        self.rows = rows
    }

    init(_ kind: Kind, _ row: Int64) { self.init(kind, row...row) }

    var description: String {
        let one = rows.count == 1
        let named = one ? "row \(rows.lowerBound)" : "rows \(rows.lowerBound) to \(rows.upperBound)"
        let (was, is_) = one ? ("was", "is") : ("were", "are")
        switch kind {
        case .edited: return "\(named) \(was) edited, or the row before was replaced with a hash of its own"
        case .hashEdited: return "\(named): the hash was overwritten, the row itself was not changed"
        case .missing(false): return "\(named) \(is_) missing"
        case .missing(true): return "\(named) \(was) removed, and the later rows were renumbered"
        case .inserted: return "\(named) \(was) inserted"
        case .reordered: return "\(named) \(was) exchanged or moved"
        case .cutOff(let known): return "\(named) \(is_) missing at the end: the anchor of \(known) contains \(one ? "it" : "them")"
        case .rewritten(let since?, let until):
            return "\(named): a row was changed and the later hashes were recomputed; they match the anchor of \(since),"
                + " but not the anchor of \(until)"
        case .rewritten(nil, let until):
            return "\(named): a row was changed and the later hashes were recomputed; they do not match the anchor of \(until)"
        case .addedWhileStopped(let stop):
            return "\(named) \(was) added while the service was stopped: the anchor of the stop at \(stop) does not contain"
                + " \(one ? "it" : "them")"
        case .wentBack(let from, let to):
            return "\(named) \(is_) in the anchor of \(from) but not in the anchor of \(to), and no restore is on record"
        }
    }
}
