import Dispatch
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Synchronization
import Testing

@testable import Store

/// The access log: what a client is told of it, however far its index has come, and what readers see while it grows.
struct AccessLogTests {
    private static func client(_ number: Int) -> ID<Client> { ID(high: 7, low: UInt64(number)) }

    private static func entry(_ number: Int, _ clients: [Int], purpose: String? = nil) -> AccessEntry {
        AccessEntry(
            at: Instant(clampingMicroseconds: Int64(number)), userID: ID(high: 1, low: 1), role: .socialWorker, unitID: nil,
            clients: clients.map(client), caseID: nil, operation: "findClient", purpose: purpose, status: 200, requestID: "r\(number)")
    }

    /// Puts the entries on record in one go and waits for the commit.
    private static func record(_ entries: [AccessEntry], in database: Database) throws {
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

    @Test("a client's log is whole and newest first before, while and after its index is made, and after a restart")
    func keepsLogWhole() throws {
        let stored = try StoredWork()
        var expected: [Int: [Int64]] = [:]
        var number = 0
        func grow(_ database: Database, by groups: Int, of rows: Int) throws {
            for _ in 0..<groups {
                var entries: [AccessEntry] = []
                for _ in 0..<rows {
                    number += 1
                    // Every hundredth answer is a list of fifty; the others are about one client.
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
        try check(stored.database, "nothing is in the index")
        try grow(stored.database, by: 11, of: 1_000)
        try check(stored.database, "a run is under way")
        // A run of twenty thousand rows has some thirty thousand places, a thousand with each commit.
        try grow(stored.database, by: 40, of: 5)
        try check(stored.database, of: Array(0..<200), "the run is done")
        #expect(try stored.database.findings().isEmpty)
        let again = try Database(engine: SQLiteEngine(path: stored.path))
        try grow(again, by: 2, of: 5)
        try check(again, "opened again")
    }

    @Test("a reader sees every change it could have been told of, and keeps one view while only the log grows")
    func sharesView() throws {
        let stored = try StoredWork()
        let reader = try stored.database.makeReader()
        func units() throws -> Int { try reader.read { try $0.units.count(ListQuery()) } }
        func logged() throws -> Int {
            try reader.read { try $0.accessLog.list(clientID: AccessLogTests.client(1), before: .max, limit: 9).count }
        }
        #expect(try units() == 0)
        try AccessLogTests.record([AccessLogTests.entry(1, [1])], in: stored.database)
        // The view stands; a reader of the log asks for a view of its own.
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

    @Test("the write-ahead log begins anew although a reader reads all the time")
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
        // 40,000 rows are some 50 MB; the log is moved at 16 MB.
        let whole = try FileManager.default.attributesOfItem(atPath: stored.path)[.size] as? Int ?? 0
        #expect(whole > 20 << 20, "\(whole) octets in the file")
        #expect(longest < 24 << 20, "\(longest) octets in the log")
    }
}
