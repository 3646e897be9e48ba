import Crypto
import PersonalBudgeting
import SQL

/// Checks the hashes of the chains, and the chains against their anchors.
final class ChainsPart: VerificationPart {
    let place = "anchors"
    private let read: () throws -> AnchorRecord?
    private var anchors: AnchorRecord?
    private let isBackup: Bool

    init(anchors: @escaping () throws -> AnchorRecord?, isBackup: Bool) {
        read = anchors
        self.isBackup = isBackup
    }

    func prepare() throws { anchors = try read() }

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        var anchors = anchors
        if !isBackup { anchors?.finish(kept: try Database.keptAnchors(unit.connection)) }
        findings += try ChainReport(unit.connection, anchors: anchors, isBackup: isBackup).findings
        // A restore of a backup destroys these texts again, so a backup may still have them.
        if !isBackup {
            let register = DestructionRegister(unit: unit)
            for text in anchors?.destroyed ?? [] where try !register.contains(text) {
                findings.append(Finding("destructions", "the text of row \(text.row) of \(text.log) was destroyed, and is here again"))
            }
        }
        return false
    }
}

/// Checks the indexes of every table: a list that is read along a damaged index lacks rows or has wrong ones.
final class IndexesPart: VerificationPart {
    private var tables: [String]?
    private var table = "schema"

    var place: String { table }

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        var left = try tables ?? unit.connection.schemaTexts().filter { $0.kind == "table" }.map(\.name).reversed()
        tables = left
        guard let next = left.popLast() else { return false }
        tables = left
        table = next
        // A fault of one table does not end the check of the others.
        do {
            findings += try unit.connection.integrityFaults(of: next).map { Finding(next, "damaged: \($0.text)", isOfDisk: $0.isOfDisk) }
        } catch {
            findings.append(Finding(next, "cannot be read", after: error))
        }
        return !left.isEmpty
    }
}

/// Checks the newest lines of the anchors, which the database keeps.
final class KeptAnchorPart: VerificationPart {
    let place = "anchors"

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        let rows = try unit.connection.first("SELECT count(*) FROM anchors") { try $0.integer(0) } ?? 0
        guard rows == 1 else {
            findings.append(Finding(place, "the database has \(rows) rows of its newest lines in place of one"))
            return false
        }
        let kept = try Database.keptAnchors(unit.connection)
        let seal = AnchorSeal(secret: try Secrets.find("seal", unit) ?? [])
        for (number, line) in zip((kept.number - Int64(kept.lines.count) + 1)..., kept.lines) {
            if let anchor = Anchor(line: line), anchor.number == number, anchor.isSealed(in: line, by: seal) { continue }
            findings.append(Finding(place, "line \(number), which the database keeps, was changed"))
        }
        return false
    }
}

/// Compares the texts beside a chain with the digests in it.
final class TextsPart: VerificationPart {
    private let chain: Chain
    private var after: Int64 = 0

    init(_ chain: Chain) { self.chain = chain }

    var place: String { "log_texts" }

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        guard let column = chain.textDigest else { return false }
        var read = 0
        var faults: [(Int64, String)] = []
        try unit.connection.query(
            "SELECT e.sequence, e.\(column), t.salt, t.text, d.number FROM \(chain.table) e"
                + " LEFT JOIN log_texts t ON t.chain = ? AND t.sequence = e.sequence"
                + " LEFT JOIN destructions d ON d.chain = ? AND d.sequence = e.sequence"
                + " WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?",
            [.text(chain.table), .text(chain.table), .integer(after), .integer(Int64(rows))]
        ) { row in
            read += 1
            after = try row.integer(0)
            if row.isNull(1) {
                if !row.isNull(2) { faults.append((after, "was inserted")) }
                return
            }
            let isDestroyed = !row.isNull(4)
            guard !row.isNull(2) else {
                // The rows of the register have digests, so a destruction cannot be made up.
                if !isDestroyed { faults.append((after, "is missing")) }
                return
            }
            if isDestroyed { return faults.append((after, "was destroyed, and is here again")) }
            if try LogText(salt: try row.blob(2), try row.text(3)).digest != row.blob(1) { faults.append((after, "was changed")) }
        }
        findings += faults.map { Finding(place, "the text of row \($0) of \(chain.table) \($1)") }
        if read == rows { return true }
        // Texts of rows that do not exist.
        let strays = try unit.connection.all(
            "SELECT sequence FROM log_texts WHERE chain = ? AND sequence > ?", [.text(chain.table), .integer(after)]
        ) { try $0.integer(0) }
        findings += strays.map { Finding(place, "the text of row \($0) of \(chain.table) was inserted") }
        return false
    }
}

/// Compares the words of the search with the names of the clients.
final class NamesPart: VerificationPart {
    let place = "client_names"

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        if try !NameIndex.agrees(unit.connection) { findings.append(Finding(place, "does not match the names of the clients")) }
        return false
    }
}

/// Compares the items of the work queues with the rows from which they follow.
final class WorkItemsPart: VerificationPart {
    let place = "work_items"

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        if try !WorkItemIndex.agrees(unit.connection) { findings.append(Finding(place, "does not match what waits")) }
        return false
    }
}

/// Compares the index of the access log with the log.
final class AccessIndexPart: VerificationPart {
    let place = "access_log_clients"

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        if try !AccessIndex.agrees(unit.connection) { findings.append(Finding(place, "does not match the access log")) }
        return false
    }
}

/// Opens every sealed national id.
final class HetusPart: VerificationPart {
    let place = "clients, actuals"

    var unreadable: String { "sealed national ids cannot be read" }

    func advance(_ unit: UnitOfWork, rows: Int, _ findings: inout [Finding]) throws -> Bool {
        findings += try SealedHetus.findings(unit.connection, unit.keyring)
        return false
    }
}
