import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine

@testable import Store

/// Logs with anchors for tests that tamper with them: each change is checked and then undone.
final class TamperedLogs {
    let stored: StoredWork
    /// The lines of the anchors, each written after some rows.
    private(set) var lines: [String] = []
    /// The last sequence numbers of the events, the access log and the ledger.
    private(set) var rows: [Int64] = []

    /// The number of rows of the access log between two anchors.
    static let rowsBetweenAnchors: Int64 = 20

    init() throws {
        stored = try StoredWork()
        try anchor(.open)
        let caseFile = try stored.openCase(monitoringRequired: false)
        try stored.work(on: "2026-06-30") { work in
            let year = try BudgetFixtures.period("2026-01-01", "2026-12-31")
            let budget = try BudgetFixtures.approvedBudget(work, caseFile, year, lines: (1...60).map { ("a", $0 * 100) })
            _ = try work.activateBudget(budget, in: caseFile)
        }
        try anchor(.serving)
        for group in 0..<12 {
            try stored.work(on: "2026-06-30") { work in
                for number in 0..<TamperedLogs.rowsBetweenAnchors {
                    let row = group * 20 + Int(number)
                    try work.repositories.accessLog.append(
                        AccessEntry(
                            at: work.now, userID: ID(high: 1, low: UInt64(row % 5)), role: .socialWorker,
                            unitID: row % 3 == 0 ? nil : ID(high: 2, low: 2), clients: (0...row % 4).map { ID(high: 7, low: UInt64($0)) },
                            caseID: row % 2 == 0 ? caseFile.id : nil, operation: row % 2 == 0 ? "readCase" : "findClient",
                            purpose: row % 7 == 0 ? "puhelu" : nil, status: 200, requestID: "r\(row)"))
                }
                for number in 0..<3 { _ = try work.addUnit(named: "unit \(group) \(number)") }
            }
            try anchor(.serving)
        }
        try anchor(.close)
        for table in Chain.all.map(\.table) {
            try change { try $0.run(script: "DROP TRIGGER \(table)_keep; DROP TRIGGER \(table)_keep_all") }
        }
        rows = try stored.database.onConnection { writer in
            try writer.transaction { connection in try Chain.all.map { try $0.head(connection).sequence } }
        }
    }

    private func anchor(_ kind: Anchor.Kind) throws {
        guard let at = Instant(clampingMicroseconds: 1_782_810_000_000_000).adding(seconds: Int64(lines.count) * 60) else { return }
        lines += try stored.database.addAnchor(kind, at: at, after: lines.last)
    }

    func change(_ body: (any Connection) throws -> Void) throws {
        try stored.database.onConnection { try $0.transaction(body) }
    }

    /// Makes a change, returns what the check finds, and undoes the change.
    func report(lines: [String]? = nil, after change: (any Connection) throws -> Void) throws -> ChainReport {
        var found: ChainReport?
        do {
            try self.change { connection in
                // Somebody with the file can switch off foreign keys and check constraints.
                try connection.run(script: "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON")
                try change(connection)
                var record = stored.database.anchorRecord()
                for line in lines ?? self.lines { record.take(line) }
                record.finish(kept: try Database.keptAnchors(connection))
                found = try ChainReport(connection, anchors: record, isBackup: false)
                throw Undone()
            }
        } catch is Undone {}
        guard let found else { throw CocoaError(.formatting) }
        return found
    }

    private struct Undone: Error {}

    /// Computes the hashes of rows again, so that they match.
    static func rehash(_ chain: Chain, _ rows: ClosedRange<Int64>, _ connection: any Connection) throws {
        var previous =
            try connection.first("SELECT hash FROM \(chain.table) WHERE sequence < ? ORDER BY sequence DESC", [.integer(rows.lowerBound)]) {
                ChainHash(try $0.blob(0))
            } ?? .seed
        var made: [(Int64, [UInt8])] = []
        try connection.query(
            "SELECT \(chain.columns.joined(separator: ", ")) FROM \(chain.table) WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
            [.integer(rows.lowerBound), .integer(rows.upperBound)]
        ) { row in
            var octets = ChainOctets()
            octets.replace(by: row, of: chain)
            let sequence = try row.integer(0)
            previous = octets.hash(after: previous, sequence: sequence)
            made.append((sequence, previous.octets))
        }
        for (sequence, hash) in made {
            try connection.execute("UPDATE \(chain.table) SET hash = ? WHERE sequence = ?", [.blob(hash), .integer(sequence)])
        }
    }
}
