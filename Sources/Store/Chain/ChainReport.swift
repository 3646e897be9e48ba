import SQL

/// The faults of all chains together.
struct ChainReport {
    private(set) var faults: [(table: String, fault: ChainFault)] = []
    /// Chains that are in damaged pages.
    private(set) var unreadable: [String] = []
    /// The faults of the anchors themselves.
    let anchorFindings: [String]
    /// Says whether the chains look like an older copy of the database or were cut off.
    private var remark: String?

    /// - Parameter isBackup: whether the database is a backup, which is older than the newest anchors.
    init(_ connection: any Connection, anchors: AnchorRecord?, isBackup: Bool) throws {
        // For a backup only the valid anchors count. Faults of the anchors are not faults of the backup.
        anchorFindings = isBackup ? [] : anchors?.findings ?? []
        var lasts: [Int64] = []
        for (index, chain) in Chain.all.enumerated() {
            do {
                let walked = try ChainWalk.walk(chain, anchors: anchors?.points[index] ?? [], mayBeShorter: isBackup, connection)
                lasts.append(walked.last)
                var found = walked.faults
                if !isBackup, let anchors {
                    found = anchors.faults[index] + found
                    if anchors.isStopped, let stop = anchors.last, chain.mayShowAdditions,
                        stop.heads[index].sequence < walked.last
                    {
                        found.append(ChainFault(.addedWhileStopped(stop: stop.at), stop.heads[index].sequence + 1...walked.last))
                    }
                }
                faults += found.map { (chain.table, $0) }
            } catch SQLFault.corrupt {
                unreadable.append(chain.table)
            }
        }
        let isCut = faults.contains { if case .cutOff = $0.fault.kind { true } else { false } }
        guard isCut, lasts.count == Chain.all.count else { return }
        if let (from, to) = anchors?.moment(of: lasts) {
            remark =
                "they end where they ended between \(from) and \(to): either an older copy was put in place without avain restore,"
                + " or rows were cut off when little else was written"
        } else {
            remark = "they never ended at these rows together: rows were cut off, this is not an older copy"
        }
    }

    var findings: [Finding] {
        anchorFindings.map { Finding(anchored: $0) } + faults.map { Finding($0.table, "\($0.fault)") }
            + unreadable.map { Finding($0, "cannot be read") } + (remark.map { [Finding("chains", $0)] } ?? [])
    }
}

extension Finding {
    /// A finding of the anchors, whose text begins with its place.
    fileprivate init(anchored text: String) { self.init("anchors", String(text.trimmingPrefix("anchors: "))) }
}
