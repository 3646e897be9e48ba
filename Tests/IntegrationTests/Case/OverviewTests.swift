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

    @Test("a worker without the care of the client gets the answer of a case that does not exist (A18)") func hides() throws {
        let scene = try CareScene(County.shared)
        #expect(try scene.theirs.get("\(scene.file.path)/overview", expecting: 404).code == "not_found")
        #expect(try scene.theirs.get("\(scene.client.path)/overview", expecting: 404).code == "not_found")
        #expect(try scene.mine.get("\(scene.file.path)/overview")["waiting"].array.contains { $0["kind"] == "case_unassigned" })
    }
}
