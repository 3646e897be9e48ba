import DemoCounty
import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// A county whose rows a test changes by SQL, as somebody with the file would: each change is verified and then undone.
final class HandChangedRows {
    let stored: StoredWork
    /// Every table of the database with its columns, its primary key and its number of rows.
    private(set) var tables: [HandChangedTable] = []

    init() throws {
        stored = try StoredWork(isRecorded: false)
        try DemoCounty(clients: 6, seed: 7, today: day(), hbPercent: 100, units: 2).generate { job in
            try stored.database.writeAndWait(job)
        }
        // What the county does not have: kept answers, earlier versions, uses of keys.
        try stored.work(on: "2026-06-30") { work in
            let caller: ID<User> = work.newID()
            for number in 0..<3 {
                try work.repositories.idempotency.insert(
                    IdempotentAnswer(
                        caller: caller, key: "key \(number)", digest: "d\(number)", status: 201, headers: [], body: [0x7B, 0x7D],
                        at: work.now,
                        clients: []),
                    lettingGoBefore: work.now)
                try work.repositories.earlierVersions.keep(noun: "case", id: "a", version: Int64(number), members: [0x7B, 0x7D])
                try work.repositories.keys.noteUse(of: work.newID(), at: work.now)
            }
        }
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        _ = try stored.database.addAnchor(.open, at: now, after: nil)
        try change { connection in
            for object in try connection.schemaTexts() where object.kind == "trigger" {
                try connection.run(script: "DROP TRIGGER \(object.name)")
            }
            // Verification of the schema is not what these tests are about.
            for object in try connection.schemaTexts() where object.kind == "table" {
                tables.append(try HandChangedTable(object.name, connection))
            }
            let unit = UnitOfWork(connection, HetuKeyring(current: try key), Damage(), isWriting: true)
            try SchemaDigest.keep(unit)
            try unit.finish()
        }
    }

    private var key: HetuKey {
        get throws {
            guard let master = stored.keyFile.read()?.first else { throw CocoaError(.formatting) }
            return HetuKey(master)
        }
    }

    func change(_ body: (any Connection) throws -> Void) throws { try stored.database.onConnection { try $0.transaction(body) } }

    /// Makes a change, returns what verification finds, and undoes the change.
    func findings(after change: (any Connection) throws -> Void) throws -> [Finding] {
        var found: [Finding] = []
        do {
            try self.change { connection in
                // Somebody with the file can switch off foreign keys and check constraints.
                try connection.run(script: "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON")
                try change(connection)
                found = try Database.verified(
                    UnitOfWork(connection, HetuKeyring(current: try key), Damage()), anchors: nil, isBackup: false)
                throw Undone()
            }
        } catch is Undone {}
        return found
    }

    private struct Undone: Error {}
}

private func day() throws -> CalendarDate {
    guard let day = CalendarDate("2026-06-30") else { throw CocoaError(.formatting) }
    return day
}

/// A table as somebody with the file sees it.
struct HandChangedTable {
    let name: String
    let columns: [String]
    let key: [String]
    let rows: [[Value]]

    init(_ name: String, _ connection: any Connection) throws {
        self.name = name
        var columns: [String] = []
        var key: [(Int64, String)] = []
        try connection.query("SELECT name, pk FROM pragma_table_info(?)", [.text(name)]) { row in
            columns.append(try row.text(0))
            if try row.integer(1) > 0 { key.append((try row.integer(1), try row.text(0))) }
        }
        self.columns = columns
        let keys = key.sorted { $0.0 < $1.0 }.map(\.1)
        self.key = keys
        rows = try connection.all("SELECT \(keys.isEmpty ? "rowid" : keys.joined(separator: ", ")) FROM \(name)") { row in
            (0..<max(1, keys.count)).map { Value(row.cell($0)) }
        }
    }

    var isThisRow: String { key.isEmpty ? "rowid = ?" : key.map { "\($0) = ?" }.joined(separator: " AND ") }
}
