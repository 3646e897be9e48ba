import JSON
import Testing

/// Row 71, the basics: people close to a client.
@Suite struct ClosePersonTests {
    @Test("a close person is added, read, corrected and listed") func keeps() throws {
        let county = try County.shared
        let client = try county.newClient()
        let made = try county.worker.post(
            "\(client.path)/close-persons",
            ["name": "Liisa Äiti", "relation": "parent", "validFrom": "2026-01-01", "validTo": "2026-12-31"])
        #expect(made["clientId"] == client["id"])
        #expect(made["contactForbidden"] == false)
        let changed = try county.worker.patch(made.path, ["contactForbidden": true, "validTo": nil])
        #expect(changed["contactForbidden"] == true)
        #expect(changed["validTo"] == .null)
        #expect(try county.worker.get("\(client.path)/close-persons").items == [changed.json])
    }

    @Test("a period that ends before it begins, an unknown relation and a date that does not exist are refused (I30)") func refuses() throws
    {
        let county = try County.shared
        let path = "\(try county.newClient().path)/close-persons"
        let reversed: JSONValue = ["name": "Liisa", "relation": "parent", "validFrom": "2026-02-02", "validTo": "2026-02-01"]
        #expect(try county.worker.post(path, reversed, expecting: 422).errors == ["/validTo": "before_start"])
        let wrong: JSONValue = ["name": "Liisa", "relation": "boss", "validFrom": "2026-02-30"]
        #expect(
            try county.worker.post(path, wrong, expecting: 422).errors == ["/relation": "unknown_code", "/validFrom": "no_such_date"])
        #expect(try county.worker.get(path).items.isEmpty)
    }

    @Test("the client writes the own network and cannot reach another client's (A10)") func ownOnly() throws {
        let county = try County.shared
        let own = try county.newClient()
        let other = try county.newClient()
        let caller = try county.client(for: own.id)
        let person: JSONValue = ["name": "Veera Ystävä", "relation": "friend"]
        let made = try caller.post("\(own.path)/close-persons", person)
        #expect(try caller.post("\(other.path)/close-persons", person, expecting: 404).code == "not_found")
        // A person of one client does not exist under another.
        #expect(try county.worker.get("\(other.path)/close-persons/\(made.id)", expecting: 404).code == "not_found")
        #expect(try county.finance.inEnglish.get(made.path, expecting: 403).text.contains("case-file:read"))
    }
}
