import PersonalBudgeting
import SQL

/// Reads a chain from start to end and identifies the kind of each tampering where possible.
///
/// Each row is checked against the hash that is stored in the row before, not against the hash that row should have. So an edited row is
/// reported alone, without all rows after it.
struct ChainWalk {
    private let chain: Chain
    private let anchors: [AnchorPoint]
    private(set) var faults: [ChainFault] = []
    private(set) var last: Int64 = 0

    private var octets = ChainOctets()
    private var lastHash = ChainHash.seed
    /// How much larger the hashed numbers are than the present ones: rows before were removed or inserted, and the later rows renumbered.
    private var shift: Int64 = 0
    /// If the row before does not match its hash: the hash it should have.
    private var pending: ChainHash?
    private var suspects: [Suspect] = []
    /// Further suspects beyond `mostSuspects`, kept only as ranges.
    private var more: [ClosedRange<Int64>] = []
    private var shiftsTried = 0
    private var anchor = 0
    private var goodAnchor: AnchorPoint?
    private var isRewritten = false

    /// The number of suspects that are kept with their bytes, to be compared with each other.
    private static let mostSuspects = 32
    /// The largest renumbering that is looked for.
    private static let farthestShift: Int64 = 64
    /// The number of rows that are tested for a renumbering. It keeps a table of random data from taking longer than a valid one.
    private static let mostShiftsTried = 200

    private struct Suspect {
        let sequence: Int64
        var octets: ChainOctets
        /// The hashes as stored in the table.
        let previous: ChainHash
        let hash: ChainHash
        var kind = ChainFault.Kind.edited
    }

    /// No service gets so far. Sums with such a number do not overflow.
    private static let greatest: Int64 = 1 << 60

    /// - Parameter anchors: in the order of their rows.
    init(_ chain: Chain, anchors: [AnchorPoint] = []) {
        self.chain = chain
        self.anchors = anchors
    }

    /// Returns the faults of a chain in the order of their rows, and the number of its last row.
    static func walk(_ chain: Chain, anchors: [AnchorPoint], mayBeShorter: Bool, _ connection: any Connection) throws -> (
        faults: [ChainFault], last: Int64
    ) {
        var walk = ChainWalk(chain, anchors: anchors)
        try connection.query(
            "SELECT \(chain.columns.joined(separator: ", ")), hash FROM \(chain.table) ORDER BY sequence", []
        ) { row in
            try walk.take(row)
        }
        walk.finish(mayBeShorter: mayBeShorter)
        return (walk.faults.sorted { $0.rows.lowerBound < $1.rows.lowerBound }, walk.last)
    }

    private mutating func take(_ row: any Row) throws {
        let sequence = try row.integer(0)
        octets.replace(by: row, of: chain)
        let hash =
            switch row.cell(chain.columns.count) {
            case .blob(let kept): ChainHash(kept)
            default: ChainHash([])
            }
        // In a damaged tree the rows come in any order and have any number.
        guard sequence > last, sequence <= ChainWalk.greatest else {
            faults.append(ChainFault(.inserted, sequence))
            return
        }
        defer {
            last = sequence
            lastHash = hash
            compare(sequence + shift, hash)
        }
        if sequence != last + 1 {
            // This row's hash covers the hash of a row that is gone, so the row cannot be checked.
            faults.append(ChainFault(.missing(renumbered: false), last + 1...sequence - 1))
            pending = nil
            return
        }
        let wanted = octets.hash(after: lastHash, sequence: sequence + shift)
        if wanted == hash {
            pending = nil
            return
        }
        if let pending {
            if octets.hash(after: pending, sequence: sequence + shift) == hash {
                if suspects.last?.sequence == last { suspects[suspects.count - 1].kind = .hashEdited }
                self.pending = nil
                return
            }
            if let found = renumbering(sequence, hash) {
                noteRenumbering(found, from: last)
                self.pending = nil
                return
            }
        }
        pending = wanted
        suspect(Suspect(sequence: sequence, octets: octets, previous: lastHash, hash: hash))
    }

    private mutating func suspect(_ suspect: Suspect) {
        if suspects.count < ChainWalk.mostSuspects {
            suspects.append(suspect)
        } else if let range = more.last, range.upperBound + 1 == suspect.sequence {
            more[more.count - 1] = range.lowerBound...suspect.sequence
        } else if more.count < 1_000 {
            more.append(suspect.sequence...suspect.sequence)
        }
    }

    /// Returns by how much the row was renumbered; nil if its hash fits no number near it.
    private mutating func renumbering(_ sequence: Int64, _ hash: ChainHash) -> Int64? {
        guard shiftsTried < ChainWalk.mostShiftsTried else { return nil }
        shiftsTried += 1
        for distance in 1...ChainWalk.farthestShift {
            for by in [distance, -distance] where octets.hash(after: lastHash, sequence: sequence + shift + by) == hash { return by }
        }
        return nil
    }

    /// - Parameter first: the first row whose number differs from the hashed number.
    private mutating func noteRenumbering(_ by: Int64, from first: Int64) {
        // Some of the inserted rows may match their hashes, so the inserted rows can begin before the first mismatch.
        let start = by < 0 ? first + by : first
        suspects.removeAll { $0.sequence >= start }
        if by > 0 {
            faults.append(ChainFault(.missing(renumbered: true), first + shift...first + shift + by - 1))
        } else {
            faults.append(ChainFault(.inserted, start...first - 1))
        }
        shift += by
    }

    /// Compares a row with the anchors that contain it.
    private mutating func compare(_ sequence: Int64, _ hash: ChainHash) {
        while anchor < anchors.count, anchors[anchor].row <= sequence {
            let point = anchors[anchor]
            anchor += 1
            guard point.row == sequence else { continue }
            if point.hash == hash {
                goodAnchor = point
                isRewritten = false
            } else if !isRewritten {
                faults.append(
                    ChainFault(.rewritten(since: goodAnchor?.at, until: point.at), min((goodAnchor?.row ?? 0) + 1, sequence)...sequence))
                isRewritten = true
            }
        }
    }

    private mutating func finish(mayBeShorter: Bool) {
        if !mayBeShorter, let newest = anchors.last, newest.row > last + shift {
            let known = anchors.first { $0.row > last + shift } ?? newest
            faults.append(ChainFault(.cutOff(known: known.at), last + shift + 1...newest.row))
        }
        compareSuspects()
        faults += suspects.map { ChainFault($0.kind, $0.sequence) } + more.map { ChainFault(.edited, $0) }
    }

    /// Distinguishes rows in each other's places from edited rows: a moved row has the hash of another place.
    private mutating func compareSuspects() {
        var moved: Set<Int64> = []
        /// The hash that was at a place before.
        var before: [Int64: ChainHash] = [:]
        for from in suspects.indices {
            for to in suspects.indices where to != from {
                let place = suspects[to].sequence
                let candidates = [suspects[to].previous] + suspects.map(\.hash)
                for previous in candidates {
                    let hash = suspects[from].octets.hash(after: previous, sequence: place + shift)
                    // The row was moved together with its hash, or without it.
                    guard hash == suspects[from].hash || hash == suspects[to].hash else { continue }
                    moved.formUnion([suspects[from].sequence, place])
                    before[place] = hash
                    break
                }
            }
        }
        guard !moved.isEmpty else { return }
        suspects.removeAll { suspect in
            if moved.contains(suspect.sequence) { return true }
            guard let previous = before[suspect.sequence - 1] else { return false }
            var octets = suspect.octets
            return octets.hash(after: previous, sequence: suspect.sequence + shift) == suspect.hash
        }
        faults += moved.sorted().map { ChainFault(.reordered, $0) }
    }
}
