import Foundation
import JSON
import Synchronization
import Testing

/// Service data as lines, in as many batches as needed.
@Suite struct ImportTests {
    private static let path = "/v1/service-data/imports"
    private static let type = ["Content-Type": "application/x-ndjson"]

    private static func text(_ rows: [JSONValue]) -> [UInt8] { Array(rows.map(\.octets).joined(separator: [0x0A])) }

    @Test("rows become batches of 250, and each row has its result (G11, row 64)", arguments: [false, true]) func makesBatches(
        isRehearsed: Bool
    ) throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        var rows = (0..<501).map { _ in money.row(money.event(), ["status": "planned"]) }
        rows[1] = rows[1].with("unit", "furlong")
        rows[500] = rows[0]
        let body = ImportTests.text(rows) + [0x0A]
        let headers = isRehearsed ? ImportTests.type.merging(["Prefer": "dry-run"]) { $1 } : ImportTests.type
        let made = try county.system.send("POST", ImportTests.path, body, expecting: 200, headers: headers)
        #expect(made["rowCount"] == 501)
        let batches = made["batches"].array
        #expect(batches.map { $0["rowCount"] } == [250, 250, 1])
        #expect(batches.map { $0["acceptedCount"] } == [249, 250, 0])
        #expect(batches.map { $0["rejectedCount"] } == [1, 0, 0])
        // A batch knows the events of earlier batches of the import.
        #expect(batches.map { $0["duplicateCount"] } == [0, 0, 1])
        let first = "/v1/service-data/batches/\(batches[0]["id"].string ?? "")"
        if isRehearsed {
            _ = try county.system.get(first, expecting: 404)
            return
        }
        let rejected = try county.system.get("\(first)/items?outcome=rejected").items
        #expect(rejected.map { $0["index"] } == [1])
        // Sent again without a key: every event is known, and nothing is posted twice (M9).
        let again = try county.system.send("POST", ImportTests.path, body, expecting: 200, headers: headers)["batches"].array
        #expect(again.map { $0["acceptedCount"] } == [0, 0, 0])
        #expect(again.map { $0["duplicateCount"] } == [249, 250, 1])
    }

    @Test("other callers get their turn between the batches of an import") func letsOthersIn() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let isOver = Mutex(false)
        // A thread of its own, because the tests' threads may all be busy.
        let hasEnded = DispatchSemaphore(value: 0)
        Thread {
            while !isOver.withLock({ $0 }) { _ = try? county.newClient() }
            hasEnded.signal()
        }.start()
        // In the order of the commits another caller's client is between the first batch and the last. This does not hold for every
        // import, because the others may be slow, but it never holds for an import in a single transaction. Finance sees batches in its
        // feed.
        func sequences(_ caller: Caller, _ isWanted: (JSONValue) -> Bool) throws -> [Int] {
            try ChangeTests.all(caller, after: "0", limit: 1_000).changes.filter(isWanted).compactMap { $0["sequence"].int }
        }
        var isFound = false
        for _ in 0..<20 where !isFound {
            let body = ImportTests.text((0..<2_000).map { _ in money.row(money.event(), ["status": "planned"]) })
            let made = try county.system.send("POST", ImportTests.path, body, expecting: 200, headers: ImportTests.type)
            let batches = Set(made["batches"].array.compactMap { $0["id"].string })
            #expect(batches.count == 8)
            let ours = try sequences(county.finance) { batches.contains($0["nounId"].string ?? "") }
            let others = try sequences(county.worker) { $0["noun"].string == "client" }
            let (first, last) = (try #require(ours.min()), try #require(ours.max()))
            isFound = others.contains { first < $0 && $0 < last }
        }
        isOver.withLock { $0 = true }
        hasEnded.wait()
        #expect(isFound)
    }

    @Test("a line that is not JSON refuses the whole import, and nothing of it is kept (G11)") func refusesWhole() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let row = money.row(money.event())
        let cut = ImportTests.text([row, row]) + Array("\n{\"eventId\":".utf8)
        let refused = try county.system.inEnglish.send("POST", ImportTests.path, cut, expecting: 400, headers: ImportTests.type)
        #expect(refused.code == "malformed_json")
        #expect(refused["detail"].string?.hasPrefix("line 3,") == true)
        #expect(try money.push([row]).items[0]["outcome"] == "accepted", "the row was not kept before")
        try county.system.send("POST", ImportTests.path, Array("\n".utf8), expecting: 422, headers: ImportTests.type)
        let long = Array("\"\(String(repeating: "x", count: 20_000))\"".utf8)
        try county.system.send("POST", ImportTests.path, long, expecting: 413, headers: ImportTests.type)
    }

    @Test("an import with a key can safely be sent again (G11)") func replays() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let headers = ImportTests.type.merging(["Idempotency-Key": "import-\(county.nextNumber())"]) { $1 }
        let body = ImportTests.text([money.row(money.event())])
        let first = try county.system.send("POST", ImportTests.path, body, expecting: 200, headers: headers)
        let again = try county.system.send("POST", ImportTests.path, body, expecting: 200, headers: headers)
        #expect(again.headers["Idempotency-Replayed"] == "true")
        #expect(again["batches"] == first["batches"])
        let other = ImportTests.text([money.row(money.event())])
        #expect(try county.system.send("POST", ImportTests.path, other, expecting: 422, headers: headers).code == "idempotency_mismatch")
        let rehearsal = ImportTests.type.merging(["Prefer": "dry-run"]) { $1 }
        try county.system.send("POST", ImportTests.path, other, expecting: 200, headers: rehearsal)
        #expect(
            try county.system.send("POST", ImportTests.path, other, expecting: 200, headers: ImportTests.type)["batches"].array[0][
                "acceptedCount"] == 1)
    }

    @Test("only imports take lines, and a caller without the right is refused before the lines are read (A9)") func keepsApart() throws {
        let county = try County.shared
        let row = Array("{}".utf8)
        try county.system.send("POST", ImportTests.path, row, expecting: 415)
        try county.system.send("POST", "/v1/service-data/batches", row, expecting: 415, headers: ImportTests.type)
        try county.worker.send("POST", ImportTests.path, row, expecting: 403, headers: ImportTests.type)
    }
}
