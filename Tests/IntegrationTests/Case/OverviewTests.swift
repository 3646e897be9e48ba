import JSON
import Testing

/// Row 106: the page of a case and of a client in one call.
@Suite struct OverviewTests {
    @Test("the overview of a case agrees with the single reads, and names the worker and the unit (row 106)") func agrees() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let overview = try county.worker.get("\(money.path)/overview")
        let file = try county.worker.get(money.path)
        #expect(overview["case"]["state"] == file["state"])
        #expect(overview["client"]["id"].string == money.clientID)
        #expect(overview["responsibleWorkerId"] == file["responsibleWorkerId"])
        #expect(overview["responsibleWorkerName"] == (try county.worker.get("/v1/me"))["name"])
        #expect(overview["unitName"].string?.isEmpty == false)
        let view = try county.worker.get("\(money.path)/money-view")
        for name in ["grantedCents", "usedCents", "leftCents"] { #expect(overview["money"][name] == view[name]) }
        #expect(overview["held"] == ["count": 0, "toldAmountCents": 0])
        #expect(overview["newestDecision"]["grantedTotalCents"] == 400_000)
        #expect(overview["newestPlan"]["state"] == "approved")
        #expect(overview["clocks"].array.map { $0["clock"] } == ["assessment_start", "decision", "execution"])
        #expect(overview["clocks"][1]["dueOn"] == file["decisionDue"])
        #expect(overview["withheld"] == [])
        let counts = overview["counts"].array
        let budgets = try #require(counts.first { $0["operation"] == "listBudgets" })
        #expect(budgets["count"] == 1)
        #expect(budgets["path"] == .string("\(money.path)/budgets"))
        #expect(counts.count > 15)
        let client = try county.worker.get("/v1/clients/\(money.clientID)/overview")
        #expect(client["cases"].array.map { $0["id"] } == [file["id"]])
        #expect(client["newestCase"]["caseId"] == file["id"])
        #expect(client["newestCase"]["money"] == overview["money"])
    }

    @Test("what waits is told as the queue tells it, with the sentence and the link (row 106)") func waiting() throws {
        let county = try County.shared
        let client = try county.newClient()
        let file = try county.openCase(client: client)
        let overview = try county.worker.get("\(file.path)/overview", at: "2026-03-05")
        let queue = try county.worker.get("/v1/work-queue?clientId=\(client.id)", at: "2026-03-05")
        #expect(overview["waiting"].array == queue.items)
        #expect(overview["waiting"][0]["task"] == "Aloita palvelutarpeen arviointi.")
        #expect(overview["waiting"][0]["link"]["operationId"] == "findCase")
    }

    @Test("finance reads the money and the decisions in the overview, and nothing that tells who the client is (A5)") func finance() throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        let whole = try county.worker.get("\(money.path)/overview", at: "2026-12-20")
        let seen = try county.finance.get("\(money.path)/overview", at: "2026-12-20")
        func sum(_ overview: Reply, _ part: String, _ member: String) -> Int? { overview[part][member].int }
        #expect(sum(seen, "money", "grantedCents") == sum(whole, "money", "grantedCents"))
        #expect(seen["held"] == whole["held"])
        #expect(sum(seen, "newestDecision", "grantedTotalCents") == sum(whole, "newestDecision", "grantedTotalCents"))
        for hidden in ["client", "case", "clocks", "newestPlan", "unitName", "responsibleWorkerName"] {
            #expect(seen[hidden].isNull && !whole[hidden].isNull, "\(hidden)")
        }
        let withheld = Set(seen["withheld"].array.compactMap(\.string))
        #expect(withheld.isSuperset(of: ["findClient", "findCase", "listSupportPlans"]))
        #expect(withheld.isDisjoint(with: ["readMoneyView", "listDecisions", "listActuals", "readWorkQueue"]))
        #expect(seen["waiting"].array.map { $0["kind"] } == ["budget_ending"])
        #expect(seen["waiting"].array.allSatisfy { $0["clientName"].isNull })
        let name = try #require(whole["client"]["familyName"].string)
        #expect(whole.text.contains(name) && !seen.text.contains(name))
        let auditor = try county.auditor.get("\(money.path)/overview")
        #expect(auditor["waiting"].isNull && auditor["client"].isNull && !auditor["newestDecision"].isNull)
        // The client's own page has no part for finance.
        try county.finance.get("/v1/clients/\(money.clientID)/overview", expecting: 403)
    }

    @Test("a worker without the care of the client gets the answer of a case that does not exist (A18)") func hides() throws {
        let scene = try CareScene(County.shared)
        #expect(try scene.theirs.get("\(scene.file.path)/overview", expecting: 404).code == "not_found")
        #expect(try scene.theirs.get("\(scene.client.path)/overview", expecting: 404).code == "not_found")
        #expect(try scene.mine.get("\(scene.file.path)/overview")["waiting"].array.contains { $0["kind"] == "case_unassigned" })
    }
}
