import JSON
import Testing

/// Row 71, basics: who may act for the client, in which matters and on which days (P10); and the client's network on a day.
@Suite struct RepresentativeTests {
    private static let guardian: JSONValue = [
        "name": "Erkki Edunvalvoja", "kind": "guardian", "scope": "economy", "basis": "DVV 12.1.2026", "validFrom": "2026-01-12",
        "validTo": "2026-05-31", "noticeAddress": "PL 12, 33100 Tampere",
    ]

    @Test("a mandate is kept as it was given (P10)") func keepsMandate() throws {
        let county = try County.shared
        let client = try county.newClient()
        let made = try county.worker.post("\(client.path)/representatives", RepresentativeTests.guardian)
        let read = try county.worker.get(made.path)
        #expect(read["kind"] == "guardian")
        #expect(read["scope"] == "economy")
        #expect(read["noticeAddress"] == "PL 12, 33100 Tampere")
        #expect(read["clientId"] == client["id"])
        #expect(read.etag == made.etag)
    }

    @Test(
        "the filter by day lists those who could act on the day, both ends included (P10, row 71)",
        arguments: [
            ("2026-01-11", 0), ("2026-01-12", 1), ("2026-05-31", 2), ("2026-06-01", 1), ("2029-01-01", 1),
        ])
    func filtersByDay(day: String, count: Int) throws {
        let county = try County.shared
        let client = try county.newClient()
        _ = try county.worker.post("\(client.path)/representatives", RepresentativeTests.guardian)
        _ = try county.worker.post(
            "\(client.path)/representatives",
            RepresentativeTests.guardian.merged(["name": "Hanna Huoltaja", "kind": "custodian", "validFrom": "2026-03-01", "validTo": nil]))
        #expect(try county.worker.get("\(client.path)/representatives?at=\(day)").items.count == count)
        #expect(try county.worker.get("\(client.path)/representatives?at=\(day)&count=exact")["total"].int == count)
        #expect(try county.worker.get("\(client.path)/network?at=\(day)")["representatives"].array.count == count)
    }

    @Test("a mandate that ends before it begins is refused, new or changed") func refusesReversed() throws {
        let county = try County.shared
        let client = try county.newClient()
        let path = "\(client.path)/representatives"
        let reversed = RepresentativeTests.guardian.with("validTo", "2026-01-11")
        let refused = try county.worker.post(path, reversed, expecting: 422)
        #expect(refused.errors == ["/validTo": "before_start"])
        let made = try county.worker.post(path, RepresentativeTests.guardian)
        #expect(try county.worker.patch(made.path, ["validTo": "2025-12-31"], expecting: 422).errors == ["/validTo": "before_start"])
        #expect(try county.worker.patch(made.path, ["validTo": "2026-02-28"])["validTo"] == "2026-02-28")
        #expect(try county.worker.patch(made.path, ["scope": "all"], expecting: 422).errors == ["/scope": "unknown_code"])
    }

    @Test("the network shows the close persons and representatives of a day in one answer") func showsNetwork() throws {
        let county = try County.shared
        let client = try county.newClient()
        let persons = "\(client.path)/close-persons"
        let friend = try county.worker.post(persons, ["name": "Veera Ystävä", "relation": "friend", "validTo": "2026-04-30"])
        let sister = try county.worker.post(persons, ["name": "Siiri Sisar", "relation": "sibling"])
        let guardian = try county.worker.post("\(client.path)/representatives", RepresentativeTests.guardian)
        let april = try county.worker.get("\(client.path)/network?at=2026-04-30")
        #expect(april["at"] == "2026-04-30")
        #expect(april["closePersons"].array.map { $0["id"] } == [friend["id"], sister["id"]])
        #expect(april["representatives"].array.map { $0["id"] } == [guardian["id"]])
        let today = try county.worker.get("\(client.path)/network", at: "2026-06-30")
        #expect(today["at"] == "2026-06-30")
        #expect(today["closePersons"].array.map { $0["id"] } == [sister["id"]])
        #expect(today["representatives"] == [])
    }

    @Test("only a worker adds a mandate, and another client's representative does not exist") func guardsMandates() throws {
        let county = try County.shared
        let client = try county.newClient()
        let other = try county.newClient()
        let made = try county.worker.post("\(client.path)/representatives", RepresentativeTests.guardian)
        let speaker = try county.speaker(for: client.id, role: "representative")
        #expect(try speaker.post("\(client.path)/representatives", RepresentativeTests.guardian, expecting: 403).code == "forbidden")
        #expect(try speaker.get(made.path).status == 200)
        try county.worker.get("\(other.path)/representatives/\(made.id)", expecting: 404)
        try county.finance.get("\(client.path)/network", expecting: 403)
        #expect(try county.worker.get("\(client.path)/network?at=2026-02-30", expecting: 400).errors == ["at": "bad_value"])
    }

    /// A guardian's mandate in one scope, and a caller who acts by it.
    private static func guardian(_ scope: JSONValue, for clientID: String) throws -> (mandate: Reply, caller: Caller) {
        let county = try County.shared
        let mandate = try county.worker.post("/v1/clients/\(clientID)/representatives", guardian.merged(["scope": scope, "validTo": nil]))
        return (mandate, try county.representative(by: mandate))
    }

    @Test("a guardian for economy reads the money, the decisions and the access log, and no plans (A11, P10, row 71)")
    func limitsToEconomy() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        let guardian = try RepresentativeTests.guardian("economy", for: file["clientId"].string ?? "").caller
        for open in ["money-view", "budgets", "agreements", "decisions"] { try guardian.get("\(file.path)/\(open)") }
        for open in [file.path, "/v1/cases", client, "/v1/clients", "\(client)/access-log"] { try guardian.get(open) }
        for closed in ["support-plans", "statements", "life-plans", "timeline", "diary-entries"] {
            #expect(try guardian.get("\(file.path)/\(closed)", expecting: 403).code == "authorisation_missing", "\(closed)")
        }
        #expect(try guardian.get("\(client)/network", expecting: 403).code == "authorisation_missing")
        let written = try guardian.inEnglish.post("\(file.path)/support-plans", PlanScene.planBody, expecting: 403)
        #expect(written.code == "authorisation_missing")
        #expect(written["detail"].string?.contains("economy only") == true)
    }

    @Test("a guardian for the person reads the plans and no money (A11, P10, row 71)") func limitsToPerson() throws {
        let county = try County.shared
        let file = try county.openCase()
        let guardian = try RepresentativeTests.guardian("person", for: file["clientId"].string ?? "").caller
        for open in ["support-plans", "statements", "decisions", "timeline"] { try guardian.get("\(file.path)/\(open)") }
        try guardian.get(file.path)
        for closed in ["money-view", "budgets", "agreements"] {
            #expect(try guardian.get("\(file.path)/\(closed)", expecting: 403).code == "authorisation_missing", "\(closed)")
        }
    }

    @Test("a mandate opens nothing before its first day and after its last, in any list or path (A11, P10, row 71)") func limitsToTime()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        let (mandate, guardian) = try RepresentativeTests.guardian("both", for: file["clientId"].string ?? "")
        try county.worker.patch(mandate.path, ["validTo": "2026-05-31"])
        let paths = [
            "\(file.path)/money-view", "\(file.path)/support-plans", "\(file.path)/decisions", file.path, "/v1/cases", client,
            "/v1/clients",
        ]
        for path in paths {
            for day in ["2026-01-12", "2026-05-31"] { try guardian.get(path, at: day) }
            for day in ["2026-01-11", "2026-06-01"] {
                let refused = try guardian.inEnglish.get(path, expecting: 403, at: day)
                #expect(refused.code == "authorisation_missing", "\(path)")
                #expect(refused["detail"].string?.contains("not in force on \(day)") == true, "\(path)")
            }
        }
        // A change of the mandate takes effect with the next request of the key.
        try county.worker.patch(mandate.path, ["validTo": nil])
        try guardian.get(file.path, at: "2026-06-01")
        try county.worker.patch(mandate.path, ["scope": "economy"])
        try guardian.get("\(file.path)/support-plans", expecting: 403, at: "2026-06-01")
    }
}
