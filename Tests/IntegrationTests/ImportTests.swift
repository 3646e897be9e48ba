import Foundation
import JSON
import Testing

/// Service data by the line: as many batches as it takes, in one transaction.
@Suite struct ImportTests {
    private static let path = "/v1/service-data/imports"
    private static let type = ["Content-Type": "application/x-ndjson"]

    private static func text(_ rows: [JSONValue]) -> [UInt8] { Array(rows.map(\.octets).joined(separator: [0x0A])) }

    @Test("rows come in as batches of 5000, each row with its verdict") func makesBatches() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        var rows = (0..<5_001).map { _ in money.row(money.event(), ["status": "planned"]) }
        rows[1] = rows[1].with("unit", "furlong")
        rows[5_000] = rows[0]
        let made = try county.system.send(
            "POST", ImportTests.path, ImportTests.text(rows) + [0x0A], expecting: 200, headers: ImportTests.type)
        #expect(made["rowCount"] == 5_001)
        let batches = made["batches"].array
        #expect(batches.map { $0["rowCount"] } == [5_000, 1])
        #expect(batches.map { $0["acceptedCount"] } == [4_999, 0])
        #expect(batches.map { $0["rejectedCount"] } == [1, 0])
        // What an earlier batch of the import brought is known to the next.
        #expect(batches.map { $0["duplicateCount"] } == [0, 1])
        let rejected = try county.system.get("/v1/service-data/batches/\(batches[0]["id"].string ?? "")/items?outcome=rejected").items
        #expect(rejected.map { $0["index"] } == [1])
    }

    @Test("a line that is no JSON refuses the whole, and nothing of it is kept") func refusesWhole() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let row = money.row(money.event())
        let cut = ImportTests.text([row, row]) + Array("\n{\"eventId\":".utf8)
        let refused = try county.system.send("POST", ImportTests.path, cut, expecting: 400, headers: ImportTests.type)
        #expect(refused.code == "malformed_json")
        #expect(refused["detail"].string?.hasPrefix("line 3,") == true)
        #expect(try money.push([row]).items[0]["outcome"] == "accepted", "the row had not come before")
        try county.system.send("POST", ImportTests.path, Array("\n".utf8), expecting: 422, headers: ImportTests.type)
        let long = Array("\"\(String(repeating: "x", count: 20_000))\"".utf8)
        try county.system.send("POST", ImportTests.path, long, expecting: 413, headers: ImportTests.type)
    }

    @Test("an import is sent again safely with its key") func replays() throws {
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

    @Test("lines are for imports alone, and are not even read from whoever may not send them") func keepsApart() throws {
        let county = try County.shared
        let row = Array("{}".utf8)
        try county.system.send("POST", ImportTests.path, row, expecting: 415)
        try county.system.send("POST", "/v1/service-data/batches", row, expecting: 415, headers: ImportTests.type)
        try county.worker.send("POST", ImportTests.path, row, expecting: 403, headers: ImportTests.type)
    }
}
