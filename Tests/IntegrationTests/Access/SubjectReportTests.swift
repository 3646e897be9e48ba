import JSON
import Testing

/// One answer with all data that is kept about a client (GDPR 15 art., A24).
@Suite struct SubjectReportTests {
    private func parts(_ report: Reply) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: report["parts"].array.map { ($0["path"].string ?? "", $0) })
    }

    @Test("the report has every list and document of the client, each as it is read by itself, and nothing else (A24, row 77)")
    func isWhole() throws {
        let scene = try RightsScene.shared
        let county = scene.county
        let probe = county.probes[0]
        county.pin(probe)
        let client = try #require(scene.standings.first { $0.name == "client, client 0" }).caller
        let report = try client.get("/v1/clients/\(probe.clientID)/subject-report", at: PeopledCounty.day)
        let parts = parts(report)
        let grants = scene.grants["client"] ?? [:]
        var lists = 0
        for (path, part) in parts where path.split(separator: "/").last != "access-log" {
            let operation = try #require(county.operations.first { $0.id == part["operation"].string })
            let items = operation.isList ? try client.all(path, at: PeopledCounty.day) : [try client.get(path, at: PeopledCounty.day).json]
            let wanted = items.map { JSONValue.object($0.members.filter { !["actions", "etag", "householdClientIds"].contains($0.name) }) }
            #expect(part["items"].array == wanted && part["isWhole"] == true, "\(path)")
            #expect(part["title"].string?.isEmpty == false)
            lists += operation.isList ? 1 : 0
        }
        #expect(lists > 25, "\(parts.keys.sorted())")
        // Everything that is read below the client and the client's cases is in the report, unless it is worked out from other items.
        let workedOut: Set<String> = ["listClientAssessments", "listSupportPlanChanges"]
        for operation in county.operations where operation.isList && grants[operation.id] != nil && !workedOut.contains(operation.id) {
            guard operation.path.hasPrefix("/v1/clients/{client}/") || operation.path.hasPrefix("/v1/cases/{case}/") else { continue }
            for path in try county.paths(of: operation, atMost: 20) where try !client.get(path, at: PeopledCounty.day).items.isEmpty {
                #expect(parts[path] != nil, "\(path) is not in the report")
            }
        }
        #expect(parts["/v1/clients/\(probe.clientID)/access-log"]?["items"].array.isEmpty == false)
        #expect(report["leftOut"].array.isEmpty || !report["leftOut"].array.contains { grants[$0["operation"].string ?? ""] != nil })
        // Items below something that is left out are named as well.
        let nothing = try scene.reporter.get("/v1/clients/\(probe.clientID)/subject-report", at: PeopledCounty.day)
        let named = Set(nothing["leftOut"].array.compactMap { $0["operation"].string })
        #expect(nothing["parts"].array.isEmpty)
        #expect(named.isSuperset(of: ["findCase", "listDecisions", "listHandlings", "listNotices", "listLedgerEntries", "listTransfers"]))
        let letter = try scene.reporter.get(
            "/v1/clients/\(probe.clientID)/subject-report", at: PeopledCounty.day, headers: ["Accept": "text/plain"])
        #expect(letter.text.contains("Näitä tietoja pyytäjä ei näe:\n") && letter.text.contains("  tukisuunnitelma\n"))
        // The letter has a heading for each part.
        let text = try client.get("/v1/clients/\(probe.clientID)/subject-report", at: PeopledCounty.day, headers: ["Accept": "text/plain"])
        #expect(text.text.contains("TUKISUUNNITELMA  /v1/cases/\(probe.caseID)/support-plans"))
    }

    @Test("the report does not name the household of an order, and writes no row in the log of its members") func keepsHousehold() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let member = try scene.mine.post("/v1/clients", county.clientBody(hetu: county.newHetu()))
        let order: JSONValue = [
            "validFrom": "2026-01-01", "source": "population_register", "householdClientIds": [.string(member.id)],
        ]
        try scene.mine.put("\(scene.client.path)/non-disclosure", order, expecting: 201, etag: "", headers: ["If-Match": ""])
        #expect(try !scene.mine.get("\(scene.client.path)/subject-report").text.contains(member.id))
        let log = try county.dataProtectionOfficer.all("\(member.path)/access-log")
        #expect(!log.contains { $0["operation"] == "readSubjectReport" })
    }

    @Test("the report has held service data of a client without a case, and a caller runs one report at a time (A24)") func hasHeldRows()
        throws
    {
        let county = try County.shared
        let client = try county.newClient()
        let row: JSONValue = [
            "eventId": .string("tapahtuma-\(county.nextNumber())"), "clientRef": ["clientNumber": client["number"]],
            "serviceTypeCode": "kuutamo", "start": "2026-06-10", "quantityThousandths": 1_000, "unit": "h", "status": "done",
        ]
        let held = try county.system.post("/v1/service-data/batches", ["items": [row]], expecting: 200)["items"][0]
        let report = try county.worker.get("\(client.path)/subject-report")
        let actual = "/v1/service-data/actuals/\(held["actualId"].string ?? "")"
        #expect(parts(report)[actual]?["items"][0]["id"] == held["actualId"])
        let statuses = try concurrently(6) { _ in try county.worker.triedGet("\(client.path)/subject-report").status }
        #expect(statuses.contains(200) && Set(statuses).isSubset(of: [200, 429]), "\(statuses)")
    }

    @Test("the report names what the caller may not see without showing it; another's client is answered 404 (A17)") func leavesOut() throws
    {
        let county = try County.shared
        let scene = try CareScene(county)
        let path = "\(scene.client.path)/subject-report"
        try county.client(for: scene.client.id).post("\(scene.file.path)/diary-entries", ["text": "Oma asia", "heldOn": "2026-06-30"])
        let told = try scene.mine.get(path)
        func leftOut(_ report: Reply) -> Set<String> { Set(report["leftOut"].array.compactMap { $0["operation"].string }) }
        #expect(leftOut(told) == ["readAccessLog"], "\(leftOut(told))")
        #expect(!told.text.contains("Oma asia"))
        let own = try county.client(for: scene.client.id).get(path)
        #expect(own.text.contains("Oma asia"))
        let mandate: JSONValue = ["name": "Erkki", "kind": "guardian", "scope": "economy", "validFrom": "2026-01-01"]
        let guardian = try county.representative(by: try scene.mine.post("\(scene.client.path)/representatives", mandate)).get(path)
        #expect(leftOut(guardian).isSuperset(of: ["listStatements", "listSupportPlans", "listDiaryEntries"]))
        #expect(!leftOut(guardian).contains("readAccessLog") && !guardian.text.contains("Oma asia"))
        try scene.theirs.get(path, expecting: 404)
        for other in [county.finance, county.auditor, county.admin, county.dataProtectionOfficer] { try other.get(path, expecting: 403) }
        // The whereabouts of a protected person are withheld here too, and named as withheld.
        try scene.mine.put(
            "\(scene.client.path)/non-disclosure", ["validFrom": "2026-01-01", "source": "population_register"], expecting: 201,
            etag: "", headers: ["If-Match": ""])
        let protected = try scene.mine.get(path)
        #expect(!protected.text.contains("\"municipality\":\"") && protected.headers["Withheld"]?.contains("municipality") == true)
        let rows = try county.client(for: scene.client.id).all("\(scene.client.path)/access-log")
        #expect(rows.filter { $0["operation"] == "readSubjectReport" && $0["userId"] == .string(scene.mine.userID) }.count == 2)
    }
}
