import Dispatch
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Synchronization
import Testing

@testable import Store

/// The access log: the rows of a client at every stage of the index, and what readers see while the log grows (A20, A21, row 75).
struct AccessLogTests {
    private static func client(_ number: Int) -> ID<Client> { ID(high: 7, low: UInt64(number)) }

    static func entry(_ number: Int, _ clients: [Int], purpose: String? = nil) -> AccessEntry {
        AccessEntry(
            at: Instant(clampingMicroseconds: Int64(number)), userID: ID(high: 1, low: 1), role: .socialWorker, unitID: nil,
            clients: clients.map(client), caseID: nil, operation: "findClient", purpose: purpose, status: 200, requestID: "r\(number)")
    }

    /// Records the entries in one commit and waits for it.
    static func record(_ entries: [AccessEntry], in database: Database) throws {
        let done = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
        database.record(entries) { fault in
            failure.withLock { $0 = fault }
            done.signal()
        }
        done.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private static func log(of client: Int, _ reader: any StorageReader, pageOf limit: Int) throws -> [Int64] {
        var sequences: [Int64] = []
        var before = Int64.max
        while true {
            let page = try reader.readAnew { try $0.accessLog.list(clientID: AccessLogTests.client(client), before: before, limit: limit) }
            sequences += page.map(\.sequence)
            guard page.count == limit, let last = page.last else { return sequences }
            before = last.sequence
        }
    }

    @Test("a client's log is complete and newest first before, during and after indexing, and after a restart (A21, row 75)")
    func keepsLogWhole() throws {
        let stored = try StoredWork()
        var expected: [Int: [Int64]] = [:]
        var number = 0
        func grow(_ database: Database, by groups: Int, of rows: Int) throws {
            for _ in 0..<groups {
                var entries: [AccessEntry] = []
                for _ in 0..<rows {
                    number += 1
                    // Every hundredth entry names fifty clients; the others name one.
                    let clients = number % 100 == 0 ? (0..<50).map { (number / 100 + $0 * 3) % 200 } : [number % 200]
                    for client in clients { expected[client, default: []].append(Int64(number)) }
                    entries.append(AccessLogTests.entry(number, clients))
                }
                try AccessLogTests.record(entries, in: database)
            }
        }
        func check(_ database: Database, of clients: [Int] = [0, 1, 57, 199], _ moment: Comment) throws {
            let reader = try database.makeReader()
            for client in clients {
                #expect(try AccessLogTests.log(of: client, reader, pageOf: 97) == expected[client]?.reversed(), moment)
            }
        }
        try grow(stored.database, by: 10, of: 1_000)
        #expect(try AccessLogTests.indexed(stored) == (to: 0, rows: 0))
        try check(stored.database, "the index is empty")
        try grow(stored.database, by: 11, of: 1_000)
        // A queue of its own makes the run; the commits that follow insert it, a few of its two hundred clients each.
        var groups = 0
        while try AccessLogTests.indexed(stored).rows == 0, groups < 10_000 {
            try grow(stored.database, by: 1, of: 1)
            groups += 1
        }
        try check(stored.database, "a run is being inserted")
        while try AccessLogTests.indexed(stored).to == 0, groups < 10_000 {
            try grow(stored.database, by: 1, of: 1)
            groups += 1
        }
        #expect(try AccessLogTests.indexed(stored).to >= 20_000)
        try check(stored.database, of: Array(0..<200), "the run is inserted")
        #expect(try stored.database.findings().isEmpty)
        let again = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile)
        try grow(again, by: 2, of: 5)
        try check(again, "after opening the database again")
    }

    /// How far the index goes, and how many rows it has.
    private static func indexed(_ stored: StoredWork) throws -> (to: Int64, rows: Int64) {
        let reader = try SQLiteEngine(path: stored.path).makeReader()
        return try withExtendedLifetime(reader) {
            (
                try AccessIndex.indexedTo(reader.connection),
                try reader.connection.first("SELECT count(*) FROM access_log_clients") { try $0.integer(0) } ?? 0
            )
        }
    }

    private static let tamperings = [
        "DELETE FROM access_log_clients WHERE",
        "UPDATE access_log_clients SET sequences = CAST(x'01' || sequences AS BLOB) WHERE",
        "UPDATE access_log_clients SET sequences = x'80' WHERE",
        "UPDATE access_log_clients SET client_id = x'00000000000000070000000000FFFFFF' WHERE",
        "UPDATE access_log_index SET indexed_to = indexed_to + 1; DELETE FROM access_log_clients WHERE 0 AND",
    ]

    @Test("an index that does not match the rows of the log is found")
    func findsFaultyIndex() throws {
        let stored = try StoredWork()
        var number = 0
        while try AccessLogTests.indexed(stored).to == 0, number < 100_000 {
            try AccessLogTests.record((0..<500).map { AccessLogTests.entry(number + $0, [$0 % 50]) }, in: stored.database)
            number += 500
        }
        #expect(try stored.database.findings().isEmpty)
        for (index, tampering) in AccessLogTests.tamperings.enumerated() {
            let copy = "\(stored.path).\(index)"
            try stored.database.backup(to: copy)
            let writer = try SQLiteEngine(path: copy).makeWriter()
            try writer.transaction {
                try $0.run(script: "\(tampering) client_id = (SELECT max(client_id) FROM access_log_clients)")
            }
            let found = try Database(engine: SQLiteEngine(recorded: copy), keyFile: stored.keyFile).findings()
            #expect(found == ["access_log_clients: does not match the access log"], "\(tampering)")
        }
    }

    @Test("the count of caller changes rises with each commit that may have changed callers")
    func countsCallerChanges() throws {
        let stored = try StoredWork()
        func changes(by job: @escaping @Sendable (any Repositories) throws -> Int) throws -> (any: Int, callers: Int) {
            let before = (stored.database.changes, stored.database.callerChanges)
            let done = DispatchSemaphore(value: 0)
            stored.database.write(job) { _ in done.signal() }
            done.wait()
            return (stored.database.changes - before.0, stored.database.callerChanges - before.1)
        }
        let before = stored.database.callerChanges
        try AccessLogTests.record([AccessLogTests.entry(1, [1])], in: stored.database)
        #expect(stored.database.callerChanges == before)
        #expect(try changes { try $0.clients.count(ListQuery()) } == (1, 0))
        #expect(try changes { try $0.users.count(ListQuery()) } == (1, 1))
        #expect(try changes { try $0.accessKeys.count(ListQuery()) } == (1, 1))
    }

    @Test("a reader sees every committed change of the domain, and keeps its view while only the log grows")
    func sharesView() throws {
        let stored = try StoredWork()
        let reader = try stored.database.makeReader()
        func units() throws -> Int { try reader.read { try $0.units.count(ListQuery()) } }
        func logged() throws -> Int {
            try reader.read { try $0.accessLog.list(clientID: AccessLogTests.client(1), before: .max, limit: 9).count }
        }
        #expect(try units() == 0)
        try AccessLogTests.record([AccessLogTests.entry(1, [1])], in: stored.database)
        // The view stays the same; a reader of the log takes a new one.
        #expect(try logged() == 0)
        #expect(try reader.readAnew { try $0.accessLog.list(clientID: AccessLogTests.client(1), before: .max, limit: 9).count } == 1)
        for count in 1...3 {
            try stored.work(on: "2026-03-02") { work in
                try work.repositories.units.insert(OrganisationUnit(record: work.newRecord(), name: "unit \(count)"))
            }
            #expect(try units() == count)
        }
        #expect(try logged() == 1)
    }

    @Test("the write-ahead log stays short although a reader reads all the time")
    func boundsWriteAheadLog() throws {
        let stored = try StoredWork()
        let reader = try stored.database.makeReader()
        let purpose = String(repeating: "p", count: 1_000)
        var longest = 0
        for group in 0..<40 {
            try AccessLogTests.record(
                (0..<1_000).map { AccessLogTests.entry(group * 1_000 + $0, [$0], purpose: purpose) }, in: stored.database)
            _ = try reader.read { try $0.units.count(ListQuery()) }
            let attributes = try FileManager.default.attributesOfItem(atPath: stored.path + "-wal")
            longest = max(longest, (attributes[.size] as? Int) ?? 0)
        }
        // 40,000 rows with their texts are some 190 MB in commits of 5 MB; the log is moved at 4 MB, after a view that holds it has ended.
        let whole = try FileManager.default.attributesOfItem(atPath: stored.path)[.size] as? Int ?? 0
        #expect(whole > 20 << 20, "\(whole) octets in the file")
        #expect(longest < 20 << 20, "\(longest) octets in the log")
    }
}
