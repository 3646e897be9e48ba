import Crypto
import PersonalBudgeting
import SQL

/// Compares the chain of digests with the rows, from the newest row of the chain to the oldest: each row that was stored is there, and in no
/// earlier state.
final class DigestsPart: VerificationPart {
    let place = RowDigestLog.chain.table
    private var before: Int64?
    private var start: Int64 = 0
    /// Rows that were removed after the place that is being read. Hashes, because there may be many.
    private var removed: Set<Int> = []

    var unreadable: String { before.map { "cannot be read before row \($0)" } ?? "cannot be read" }

    private static let newest = SQLStatement("SELECT sequence FROM row_digests ORDER BY sequence DESC LIMIT 1")
    private static let columns = RowDigestLog.chain.columns.joined(separator: ", ")

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        if before == nil {
            start = try unit.connection.first(DigestsPart.newest.text, [], { try $0.integer(0) }) ?? 0
            before = start + 1
        }
        var logs: [(sequence: Int64, log: RowDigestLog?)] = []
        let sql = "SELECT \(DigestsPart.columns) FROM row_digests WHERE sequence < ? ORDER BY sequence DESC LIMIT ?"
        // A row of the chain holds some rows of tables, so fewer are read at a time.
        let limit = max(1, rows / 8)
        try unit.connection.query(sql, [.integer(before ?? 0), .integer(Int64(limit))]) { row in
            logs.append((try row.integer(0), try RowDigestLog(row) { unit.keyring.key($0)?.rowKey }))
        }
        for (sequence, log) in logs {
            before = sequence
            guard let log, let entries = RowDigestEntries.read(log.entries) else {
                findings.append(Finding(place, "row \(sequence) was changed or written by another hand"))
                continue
            }
            try compare(entries, of: sequence, unit, &findings)
            try compare(log.heads, unit, &findings)
        }
        return logs.count == limit
    }

    private func compare(_ entries: [RowDigestEntries.Entry], of sequence: Int64, _ unit: UnitOfWork, _ findings: inout [Finding]) throws {
        var seen: Set<Int> = []
        // The newest first: a row may be written several times in one transaction.
        for entry in entries.reversed() {
            let name = "\(entry.table)\u{0}\(entry.key)".hashValue
            guard seen.insert(name).inserted, let layout = RowLayouts.byTable[entry.table] else { continue }
            let found = try DigestsPart.digest(entry.key, layout, unit)
            switch (entry.kind, found) {
            case (.stored, .none?): break
            case (.stored, nil):
                if removed.contains(name) { continue }
                if try isRemovedSince(entry, unit) { continue }
                findings.append(Finding(entry.table, "row \(DigestsPart.shown(entry.key)) is missing"))
                removed.insert(name)
            case (.stored, let digest??):
                if digest.sequence < sequence {
                    findings.append(Finding(entry.table, "row \(DigestsPart.shown(entry.key)) is in an earlier state"))
                } else if digest.sequence == sequence, digest.code != entry.code {
                    findings.append(Finding(entry.table, "row \(DigestsPart.shown(entry.key)) has another digest than the chain"))
                }
            case (.removed, let digest??):
                if digest.sequence <= sequence {
                    findings.append(Finding(entry.table, "row \(DigestsPart.shown(entry.key)) was removed and put back"))
                }
                removed.insert(name)
            case (.removed, _): removed.insert(name)
            }
        }
    }

    /// Returns the digest of a row; nil without the row, and an inner nil if the row has none. Rows with faults are found by the table.
    private static func digest(_ key: String, _ layout: RowLayout, _ unit: UnitOfWork) throws -> RowDigest?? {
        let parts = key.split(separator: Character(RowLayout.separator), omittingEmptySubsequences: false).map(String.init)
        guard parts.count == layout.key.count else { return nil }
        let integers = Set(["sequence", "version"])
        let values = zip(layout.key, parts).map { column, part -> Value in
            integers.contains(column) ? Int64(part).map { .integer($0) } ?? .null : .text(part)
        }
        do {
            return try unit.connection.first(layout.find, values) { row -> RowDigest? in
                if case .blob(let octets) = row.cell(layout.digestPlace) { RowDigest(octets) } else { nil }
            }
        } catch SQLFault.corrupt {
            // The table reports its damaged pages.
            return .some(nil)
        }
    }

    /// Whether the service removed a row since this part began: meanwhile it goes on writing.
    private func isRemovedSince(_ entry: RowDigestEntries.Entry, _ unit: UnitOfWork) throws -> Bool {
        var isRemoved = false
        try unit.connection.query(
            "SELECT \(DigestsPart.columns) FROM row_digests WHERE sequence > ? ORDER BY sequence", [.integer(start)]
        ) { row in
            let entries = RowDigestEntries.read(try row.blob(2)) ?? []
            if entries.contains(where: { $0.kind == .removed && $0.table == entry.table && $0.key == entry.key }) { isRemoved = true }
        }
        return isRemoved
    }

    /// Compares the last rows of the other chains with what they were. Their hashes alone could be made anew by anybody.
    private func compare(_ heads: [Chain.Head], _ unit: UnitOfWork, _ findings: inout [Finding]) throws {
        for (chain, head) in zip(Chain.all, heads) where head.sequence > 0 {
            let hash = try unit.connection.first(chain.hashOfRow, [.integer(head.sequence)]) { try $0.blob(0) }
            guard hash != head.hash, !reported.contains(chain.table) else { continue }
            reported.insert(chain.table)
            findings.append(Finding(chain.table, "row \(head.sequence) has another hash than when it was written, or is missing"))
        }
    }

    /// The chains with a finding: each earlier row would repeat it.
    private var reported: Set<String> = []

    /// A key as the administrator reads it.
    private static func shown(_ key: String) -> String { key.replacing(RowLayout.separator, with: " ") }
}
