import JSON
import Testing

/// Row 106: names beside identities, joins by identity, and tags in lists.
@Suite struct NamesTests {
    private static func name(_ page: Reply, _ noun: String, _ key: JSONValue) -> JSONValue? {
        page["names"].array.first { $0["noun"].string == noun && $0["key"] == key }?["name"]
    }

    @Test("a list of cases names client, worker and unit once, only when asked (row 106)") func cases() throws {
        let county = try County.shared
        let client = try county.newClient()
        let file = try county.openCase(client: client)
        #expect(try county.worker.get("/v1/cases?clientId=\(client.id)")["names"] == .null)
        let page = try county.worker.get("/v1/cases?clientId=\(client.id)&include=names")
        #expect(NamesTests.name(page, "client", client["id"]) == "Aino Maria Ääkkönen")
        #expect(NamesTests.name(page, "user", file["responsibleWorkerId"]) == (try county.worker.get("/v1/me"))["name"])
        #expect(NamesTests.name(page, "unit", file["unitId"])?.string?.isEmpty == false)
        #expect(page["names"].array.count == 3)
    }

    @Test("agreements name the provider and the service; finance gets the name of no client (A5, row 106)") func agreements() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let path = "\(money.path)/agreements?include=names"
        let shown = try county.worker.get(path)
        #expect(NamesTests.name(shown, "provider", money.provider["id"]) == money.provider["name"])
        #expect(NamesTests.name(shown, "service_type", .string(money.serviceType))?.string?.isEmpty == false)
        #expect(shown["names"].array.contains { $0["noun"] == "client" })
        let finance = try county.finance.get(path)
        #expect(NamesTests.name(finance, "provider", money.provider["id"]) == money.provider["name"])
        #expect(!finance["names"].array.contains { $0["noun"] == "client" })
    }

    @Test("names are refused where the answer has no place for them", arguments: ["text/csv", "text/csv; delimiter=\";\"", "text/plain"])
    func onlyInJSON(type: String) throws {
        let county = try County.shared
        let money = try county.moneyCase()
        for path in ["/v1/cases?clientId=\(money.clientID)", "\(money.path)/budgets?limit=5", "/v1/service-data/held?limit=5"] {
            let refused = try county.worker.get("\(path)&include=names", expecting: 400, headers: ["Accept": type])
            #expect(refused.errors == ["include": "only_in_json"], "\(path)")
            try county.worker.get(path, headers: ["Accept": type])
        }
    }

    @Test("service data names the provider of the agreement and the unit of the case (row 106)") func serviceData() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        #expect(try money.push([money.row(money.event())])["items"][0]["outcome"] == "accepted")
        let unit: JSONValue = try county.worker.get(money.path)["unitId"]
        for caller in [county.worker, county.finance] {
            let page = try caller.get("\(money.path)/actuals?include=names")
            #expect(NamesTests.name(page, "provider", money.provider["id"]) == money.provider["name"])
            #expect(NamesTests.name(page, "unit", unit)?.string?.isEmpty == false)
        }
    }

    @Test("ids limits a list to the visible ones among them; more than a hundred or no UUID is refused") func joins() throws {
        let scene = try CareScene(County.shared)
        let other = try scene.mine.post("/v1/clients", scene.county.clientBody())
        let path = "/v1/clients?ids=\(scene.client.id),\(other.id)"
        #expect(try scene.mine.get(path).items.count == 2)
        #expect(try scene.theirs.get(path).items.isEmpty)
        #expect(try scene.mine.get("/v1/cases?ids=\(scene.file.id)").items.map { $0["id"] } == [scene.file["id"]])
        #expect(try scene.theirs.get("/v1/cases?ids=\(scene.file.id)").items.isEmpty)
        #expect(try scene.mine.get("/v1/clients?ids=abc", expecting: 400).errors == ["ids": "bad_value"])
        let many = Array(repeating: other.id, count: 101).joined(separator: ",")
        #expect(try scene.mine.get("/v1/clients?ids=\(many)", expecting: 400).errors == ["ids": "bad_value"])
        #expect(try scene.mine.get("\(path)&name=aino", expecting: 400).errors == ["ids": "not_with_name"])
    }

    @Test("the etag of an item in a list changes the item, and a stale one is refused (row 86)") func tags() throws {
        let county = try County.shared
        let client = try county.newClient()
        let listed = try county.worker.get("/v1/clients?ids=\(client.id)").items[0]
        let tag = try #require(listed["etag"].string)
        try county.worker.patch(client.path, ["phone": "040 1234567"], etag: tag)
        try county.worker.patch(client.path, ["phone": "040 7654321"], expecting: 412, etag: tag)
    }

    @Test("providers are found by the beginnings of words and by service (row 106)") func providers() throws {
        let county = try County.shared
        let code = try county.moneyServiceType()
        let made = try county.moneyProvider(for: [code], businessID: county.moneyBusinessID())
        #expect(try county.worker.get("/v1/providers?serviceTypeCode=\(code)").items.map { $0["id"] } == [made["id"]])
        let word = String((made["name"].string ?? "").lowercased().prefix(4))
        #expect(try county.worker.get("/v1/providers?serviceTypeCode=\(code)&name=\(word)").items.count == 1)
        #expect(try county.worker.get("/v1/providers?serviceTypeCode=\(code)&name=qqqq").items.isEmpty)
    }

    @Test("held rows offer the decision with its body, and are found by case, source and service") func held() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        // The row is worth more than the budget has left.
        _ = try money.push([money.row(money.event(), quantity: 90_000)])
        let path = "/v1/service-data/held?serviceTypeCode=\(money.serviceType)&include=names"
        let row = try #require(try county.finance.get(path).items.first)
        let action = try #require(row["actions"].array.first { $0["command"] == "resolve" })
        #expect(action["allowed"] == true)
        #expect(action["call"]["path"] == .string("/v1/service-data/held/\(row["id"].string ?? "")/resolve"))
        #expect(action["call"]["body"]["required"] == ["decision", "reason"])
        #expect(try county.finance.get("\(path)&sourceSystem=tuntematon").items.isEmpty)
    }
}
