import PersonalBudgeting
import SQL

/// What verification found, with the table it concerns.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// A table, or a name for the whole: `file`, `schema`, `anchors`.
    public let place: String
    public let text: String
    /// Whether one row that is there was changed or inserted. Otherwise rows are missing or cannot be read, or it is not known which.
    let isOfOneRow: Bool
    /// Whether the disk did not give what was to be checked. This says nothing about the data.
    public let isOfDisk: Bool

    public var description: String { "\(place): \(text)" }

    init(_ place: String, _ text: String, isOfOneRow: Bool = false, isOfDisk: Bool = false) {
        self.place = place
        self.text = text
        self.isOfOneRow = isOfOneRow
        self.isOfDisk = isOfDisk
    }

    /// What could not be checked because of an error.
    init(_ place: String, _ text: String, after error: any Error) {
        let code: Int? =
            switch error {
            case StorageFault.failed(let code), SQLFault.failed(let code, _): code
            default: nil
            }
        self.init(place, text, isOfDisk: code.map { $0 & 0xFF == Finding.inputOutput } ?? false)
    }

    /// The primary code of SQLite for an error of input or output.
    private static let inputOutput = 10
}

/// Verifies a database part by part, so that the service can do it beside its requests (row 116, decision 0019).
///
/// Each row is compared with its digest; each digest in the chain with its row, so that a row that was removed or put back to an earlier
/// state is found as well; the chains with their hashes and their anchors; what is made from other tables with these tables.
///
/// A part that cannot be read is a finding, and the next part follows.
final class Verification {
    private(set) var findings: [Finding] = []

    private var parts: [any VerificationPart]
    private let unit: UnitOfWork

    /// - Parameters:
    ///   - anchors: reads the anchors; returns nil to verify the database alone.
    ///   - isBackup: whether the database is a backup, which is older than the newest anchors.
    ///   - checksIndexes: false if the whole file was checked before.
    init(_ unit: UnitOfWork, anchors: @escaping () throws -> AnchorRecord?, isBackup: Bool, checksIndexes: Bool = true) {
        self.unit = unit
        parts = [SchemaPart()]
        for layout in RowLayouts.all { parts.append(RowsPart(layout)) }
        if checksIndexes { parts.append(IndexesPart()) }
        parts.append(DigestsPart())
        parts.append(KeptAnchorPart())
        parts.append(ChainsPart(anchors: anchors, isBackup: isBackup))
        for chain in Chain.all where chain.textDigest != nil { parts.append(TextsPart(chain)) }
        parts += [NamesPart(), WorkItemsPart(), AccessIndexPart(), HetusPart()]
    }

    /// Reads what the next slice needs from outside the database. Called before the view of the slice begins, so that the database is never
    /// older than what it is compared with.
    func prepare() throws { try parts.first?.prepare() }

    /// Does the next slice.
    /// - Parameter rows: the number of rows to read at most, where a part can be sliced.
    /// - Returns: whether more is left.
    func advance(rows: Int) -> Bool {
        guard let part = parts.first else { return false }
        do {
            if try part.advance(unit, rows: rows, &findings) { return true }
        } catch {
            findings.append(Finding(part.place, part.unreadable, after: error))
        }
        parts.removeFirst()
        return !parts.isEmpty
    }
}

/// A part of the verification.
protocol VerificationPart: AnyObject {
    var place: String { get }
    /// The finding when the part cannot be read to its end.
    var unreadable: String { get }
    /// See `Verification.prepare`.
    func prepare() throws
    /// Does the next slice. Returns whether more is left.
    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool
}

extension VerificationPart {
    var unreadable: String { "cannot be read" }
    func prepare() {}
}

private final class SchemaPart: VerificationPart {
    let place = "schema"

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        findings += try SchemaDigest.findings(unit)
        return false
    }
}

/// Compares the rows of one table with their digests.
private final class RowsPart: VerificationPart {
    private let layout: RowLayout
    private var after: [Value]?
    /// Findings of one table beyond this number only repeat that the table was changed.
    private static let most = 1_000
    private var count = 0

    init(_ layout: RowLayout) { self.layout = layout }

    var place: String { layout.table }

    var unreadable: String {
        guard let after else { return "cannot be read" }
        return "cannot be read after row \(RowLayout.keyText(of: after))"
    }

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        let key = layout.key.joined(separator: ", ")
        let places = layout.key.map { _ in "?" }.joined(separator: ", ")
        let condition = after == nil ? "" : " WHERE (\(key)) > (\(places))"
        var read = 0
        try unit.connection.query(
            "\(layout.select)\(condition) ORDER BY \(key) LIMIT ?", (after ?? []) + [.integer(Int64(rows))]
        ) { row in
            read += 1
            after = layout.keyPlaces.map { Value(row.cell($0)) }
            guard let fault = unit.digests.fault(row, layout), count < RowsPart.most else { return }
            count += 1
            findings.append(Finding(layout.table, "row \(layout.keyText(row)) \(fault)", isOfOneRow: true))
        }
        return read == rows
    }
}

extension [Finding] {
    /// All findings in one line.
    public var sentence: String { map(\.description).joined(separator: "; ") }
}
