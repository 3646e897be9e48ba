import JSON
import Testing

/// Row 46: the client's time and costs (S41).
@Suite struct ClientEffortTests {
    @Test("minutes and costs are summed by month (S41, row 46)") func sums() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        func record(_ on: String, _ minutes: JSONValue, _ more: JSONValue = [:]) throws {
            try client.post(
                "\(file.path)/efforts",
                JSONValue.object([]).merged(["on": .string(on), "minutes": minutes, "activity": "puhelu"]).merged(more))
        }
        try record("2026-06-01", 60, ["costCents": 500, "costType": "travel"])
        try record("2026-05-20", 30)
        try record("2026-06-30", 15, ["costCents": 199, "costType": "phone"])
        let months: JSONValue = [
            ["month": "2026-05", "minutes": 30, "costCents": 0, "entryCount": 1],
            ["month": "2026-06", "minutes": 75, "costCents": 699, "entryCount": 2],
        ]
        let summary = try county.worker.get("\(file.path)/effort-summary")
        #expect(summary["months"] == months)
        #expect(summary["minutes"] == 105)
        #expect(summary["costCents"] == 699)
    }

    @Test("an entry needs time or cost, a cost needs its type, and only the client writes (S41, M1)") func refuses() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let path = "\(file.path)/efforts"
        let body: JSONValue = ["on": "2026-06-01", "minutes": 10, "activity": "kirje"]
        #expect(try client.post(path, body.with("minutes", 0), expecting: 422).errors == ["/minutes": "nothing_spent"])
        #expect(try client.post(path, body.with("costCents", 5), expecting: 422).errors == ["/costType": "required"])
        #expect(try client.post(path, body.with("costCents", 12.5), expecting: 422).errors == ["/costCents": "not_an_integer"])
        #expect(try client.post(path, body.with("minutes", 1441), expecting: 422).errors == ["/minutes": "out_of_range"])
        #expect(try client.post(path, body.with("on", "2026-07-01"), expecting: 422).errors == ["/on": "in_the_future"])
        #expect(try county.worker.post(path, body, expecting: 403).code == "forbidden")
        let made = try client.post(path, body)
        #expect(try client.patch(made.path, ["minutes": 20])["minutes"] == 20)
    }
}
