import JSON
import Testing

/// The work queue: items with a due day (row 81; Q1, Q2, Q4, Q5, Q14, Q26).
@Suite struct WorkQueueTests {
    private func kinds(_ county: County, of file: Reply, on day: String) throws -> [String] {
        let items = try county.worker.all("/v1/work-queue", at: day).filter { $0["caseId"] == file["id"] }
        return items.compactMap { $0["kind"].string }.sorted()
    }

    @Test("an opened case waits for its assessment until that starts, and from two weeks before the last day for its decision (Q1, Q2)")
    func assessmentDue() throws {
        let county = try County.shared
        let file = try county.openCase()
        #expect(try kinds(county, of: file, on: "2026-03-05") == ["assessment_due"])
        let late = try county.worker.all("/v1/work-queue?kind=assessment_due", at: "2026-03-16").filter { $0["caseId"] == file["id"] }
        #expect(late.map { $0["daysOverdue"] } == [5])
        #expect(late.map { $0["dueOn"] } == ["2026-03-11"])
        try county.worker.command(on: file.path, "start-assessment", at: "2026-03-10")
        #expect(try kinds(county, of: file, on: "2026-03-16").isEmpty)
        // The decision waits from two weeks before its last day.
        #expect(try kinds(county, of: file, on: "2026-05-18").isEmpty)
        #expect(try kinds(county, of: file, on: "2026-05-20") == ["decision_due"])
    }

    @Test("a case without a responsible worker waits for one (Q26)") func unassigned() throws {
        let county = try County.shared
        let file = try county.openCase()
        try county.worker.patch(file.path, ["responsibleWorkerId": .null])
        #expect(try kinds(county, of: file, on: "2026-03-05") == ["assessment_due", "case_unassigned"])
        let mine = try county.worker.all("/v1/work-queue?mine=true", at: "2026-03-05")
        #expect(!mine.contains { $0["caseId"] == file["id"] })
    }

    @Test("a held actual waits from the day it arrived, not from the day of the service (Q14)") func actualHeld() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        // 22:30 in UTC is the next day in Helsinki.
        let pushed = try money.push([money.row(money.event(), quantity: 90_000)], at: "2026-06-20T22:30:00Z")
        #expect(pushed["items"][0]["outcome"] == "held")
        let actual: JSONValue = pushed["items"][0]["actualId"]
        let held = try county.finance.all("/v1/work-queue?kind=actual_held", at: "2026-06-23").filter { $0["nounId"] == actual }
        let dues: [JSONValue] = held.map { $0["dueOn"] }
        let overdue: [JSONValue] = held.map { $0["daysOverdue"] }
        #expect(dues == ["2026-06-21"])
        #expect(overdue == [2])
    }

    @Test("the counts equal the list, and finance sees only items about money (A5, row 81)") func counts() throws {
        // A county of its own, because other tests change the shared one.
        let county = try County()
        _ = try county.openCase()
        _ = try county.openCase()
        let counts = try county.worker.get("/v1/work-queue/counts", at: "2026-03-12").json.array
        let due = counts.first { $0["kind"] == "assessment_due" }
        #expect(due?["count"] == 2)
        #expect(due?["overdue"] == 2)
        let items = try county.worker.all("/v1/work-queue", at: "2026-03-12")
        #expect(items.count == counts.reduce(0) { $0 + ($1["count"].int ?? 0) })
        #expect(try county.finance.all("/v1/work-queue", at: "2026-03-12").isEmpty)
        try county.admin.get("/v1/work-queue", expecting: 403)
        try county.system.get("/v1/work-queue", expecting: 403)
    }

    @Test("a page continues where the last one ended, in the order of the due days") func pages() throws {
        let county = try County()
        for _ in 0..<5 { _ = try county.openCase() }
        let whole = try county.worker.all("/v1/work-queue", at: "2026-03-12").map { $0["nounId"] }
        let paged = try county.worker.all("/v1/work-queue", limit: 2, at: "2026-03-12").map { $0["nounId"] }
        #expect(whole.count == 5)
        #expect(paged == whole)
    }

    @Test("an item says what waits, what to do, where to read it, and whom it concerns (row 81)") func saysAll() throws {
        let county = try County.shared
        let client = try county.newClient()
        let file = try county.openCase(client: client, ["responsibleWorkerId": .string(county.worker.userID)])
        let path = "/v1/work-queue?clientId=\(client.id)"
        let item = try #require(try county.worker.get(path, at: "2026-03-16").items.first)
        #expect(item["kind"] == "assessment_due" && item["noun"] == "case" && item["nounId"] == .string(file.id))
        #expect(item["daysOverdue"] == 5)
        #expect(item["clientName"] == .string("\(client["givenNames"].string ?? "") \(client["familyName"].string ?? "")"))
        #expect(item["responsibleWorkerId"] == file["responsibleWorkerId"])
        #expect(item["responsibleWorkerName"] == "Sari Sosiaali")
        #expect(item["unitId"] == file["unitId"])
        #expect(item["link"]["operationId"] == "findCase" && item["link"]["method"] == "GET")
        #expect(try county.worker.get(item["link"]["path"].string ?? "")["id"] == .string(file.id))
        let tasks = ["fi": "Aloita palvelutarpeen arviointi.", "sv": "Inled bedömningen av servicebehovet."]
        for (language, task) in tasks {
            let said = try county.worker.get(path, at: "2026-03-16", headers: ["Accept-Language": language])
            #expect(said.items.first?["task"] == .string(task))
        }
    }

    @Test("every link of a queue leads to what waits (row 81)") func linksLead() throws {
        let county = try County()
        let money = try county.moneyCase()
        _ = try money.agree()
        _ = try money.push([money.row(money.event(), quantity: 90_000)], at: "2026-06-20")
        _ = try PlanScene(county).proposedDecision(total: 960_000)
        let items = try county.worker.all("/v1/work-queue", at: "2026-12-20")
        #expect(Set(items.compactMap { $0["noun"].string }).isSuperset(of: ["actual", "budget", "decision"]))
        for item in items {
            let found = try county.worker.get(item["link"]["path"].string ?? "", at: "2026-12-20")
            #expect(found["id"] == item["nounId"], "\(item)")
        }
    }

    @Test("finance sees no client's name in the queue (A5)") func hidesNames() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        _ = try money.push([money.row(money.event(), quantity: 90_000)], at: "2026-06-20")
        let queue = try county.finance.get("/v1/work-queue?kind=actual_held&limit=200", at: "2026-06-23")
        #expect(queue.items.contains { $0["clientId"].string != nil })
        #expect(queue.items.allSatisfy { $0["clientName"].isNull })
        #expect(queue.headers["Withheld"]?.contains("clientName") == true)
    }

    @Test("the queue is filtered by client and by being overdue, and the counts agree (row 81)") func filters() throws {
        let county = try County.shared
        let client = try county.newClient()
        _ = try county.openCase(client: client)
        for (day, isOverdue) in [("2026-03-05", false), ("2026-03-16", true)] {
            for overdue in [true, false] {
                let filter = "clientId=\(client.id)&overdue=\(overdue)"
                let page = try county.worker.get("/v1/work-queue?\(filter)&count=exact", at: day)
                #expect(page.items.map { $0["kind"] } == (overdue == isOverdue ? ["assessment_due"] : []), "\(filter) on \(day)")
                #expect(page["total"] == .integer(overdue == isOverdue ? 1 : 0))
                let counts = try county.worker.get("/v1/work-queue/counts?\(filter)", at: day).json.array
                #expect(counts.reduce(0) { $0 + ($1["count"].int ?? 0) } == (overdue == isOverdue ? 1 : 0))
            }
        }
    }

    @Test("a proposal waits for the office holders who decide it, or for the secretary of the body (A3, A4, Q4)") func waitsForDeciders()
        throws
    {
        let county = try County.shared
        // The sums are below and above the limit of the office holder.
        for (total, waitsFor) in [(960_000, "decision_maker"), (2_500_000, "body_secretary")] {
            let decision = try PlanScene(county).proposedDecision(total: total, by: county.coordinator)
            for (caller, role) in [(county.decisionMaker, "decision_maker"), (county.bodySecretary, "body_secretary")] {
                func mine() throws -> [JSONValue] {
                    try caller.all("/v1/work-queue?mine=true", at: "2026-04-21").filter { $0["nounId"] == .string(decision.id) }
                }
                #expect(try mine().map { $0["kind"] } == (role == waitsFor ? ["decision_waiting"] : []), "\(role), \(total)")
            }
        }
    }

    @Test("the sentence says to each role what it can do, before the agenda and on it (A3, A4, Q4)") func saysToEachRole() throws {
        let county = try County.shared
        func tasks(_ decision: Reply, _ callers: Caller...) throws -> [JSONValue] {
            try callers.map { caller in
                let items = try caller.all("/v1/work-queue?kind=decision_waiting&mine=true", at: "2026-05-05")
                return items.first { $0["nounId"] == .string(decision.id) }?["task"] ?? .null
            }
        }
        let small = try PlanScene(county)
        let office = try small.proposedDecision(total: 960_000)
        #expect(
            try tasks(office, county.worker, county.decisionMaker) == ["Päätösehdotus odottaa päättäjää.", "Ratkaise päätösehdotus."])
        let large = try PlanScene(county)
        let body = try large.proposedDecision(total: 2_500_000)
        #expect(
            try tasks(body, county.worker, county.bodySecretary) == [
                "Päätösehdotus odottaa viemistä toimielimen esityslistalle.", "Vie asia esityslistalle.",
            ])
        try county.bodySecretary.command(on: body.path, "put-on-agenda", at: "2026-05-04")
        #expect(
            try tasks(body, county.worker, county.bodySecretary) == [
                "Päätösehdotus odottaa toimielimen ratkaisua.", "Kirjaa toimielimen ratkaisu.",
            ])
    }

    @Test("several queues are asked for at once, in the list and in the counts (row 81)") func severalKinds() throws {
        let county = try County.shared
        let client = try county.newClient()
        let file = try county.openCase(client: client)
        try county.worker.patch(file.path, ["responsibleWorkerId": .null])
        let path = "clientId=\(client.id)&kind=case_unassigned,assessment_due"
        let items = try county.worker.all("/v1/work-queue?\(path)", at: "2026-03-05")
        #expect(Set(items.compactMap { $0["kind"].string }) == ["case_unassigned", "assessment_due"])
        let counts = try county.worker.get("/v1/work-queue/counts?\(path)", at: "2026-03-05").json.array
        #expect(counts.map { $0["kind"] } == ["assessment_due", "case_unassigned"])
        #expect(counts.map { $0["count"] } == [1, 1])
        let one = try county.worker.all("/v1/work-queue?clientId=\(client.id)&kind=case_unassigned", at: "2026-03-05")
        #expect(one.count == 1)
        for wrong in ["case_unassigned,", "case_unassigned,nosuch", ",", ""] {
            #expect(try county.worker.get("/v1/work-queue?kind=\(wrong)", expecting: 400).errors == ["kind": "bad_value"], "\(wrong)")
        }
    }

    @Test("the held rows of no known client and the ending budgets wait for finance (Q11, Q14)") func waitsForFinance() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let nobody: JSONValue = ["clientRef": ["clientNumber": "A9999999"]]
        let pushed = try money.push(
            [money.row(money.event(), quantity: 90_000), money.row(money.event(), quantity: 90_000, nobody)], at: "2026-06-20")
        let (known, unknown): (JSONValue, JSONValue) = (pushed["items"][0]["actualId"], pushed["items"][1]["actualId"])
        let mine = try county.finance.all("/v1/work-queue?mine=true", at: "2026-12-20")
        #expect(mine.contains { $0["nounId"] == unknown })
        #expect(!mine.contains { $0["nounId"] == known })
        #expect(mine.contains { $0["kind"] == "budget_ending" && $0["clientId"].string == money.clientID })
        let counts = try county.finance.get("/v1/work-queue/counts?mine=true", at: "2026-12-20").json.array
        #expect(mine.count == counts.reduce(0) { $0 + ($1["count"].int ?? 0) })
        #expect(try county.finance.all("/v1/work-queue", at: "2026-12-20").contains { $0["nounId"] == known })
    }

    @Test("a name that is corrected shows in the queue at once, and an unchanged queue is answered 304 (row 81)") func followsNames() throws
    {
        let county = try County.shared
        let client = try county.newClient()
        _ = try county.openCase(client: client)
        let path = "/v1/work-queue?clientId=\(client.id)"
        let before = try county.worker.get(path, at: "2026-03-05")
        let tag = try #require(before.etag)
        try county.worker.get(path, expecting: 304, at: "2026-03-05", headers: ["If-None-Match": tag])
        try county.worker.patch(client.path, ["familyName": "Ylönen"])
        let after = try county.worker.get(path, at: "2026-03-05", headers: ["If-None-Match": tag])
        #expect(after.items.first?["clientName"].string?.hasSuffix(" Ylönen") == true)
    }

    @Test("items disappear and appear with the commands, in the transaction of each (row 81)") func followsCommands() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        func nouns(at day: String) throws -> [String: Int] {
            let items = try county.worker.all("/v1/work-queue?clientId=\(scene.client.id)", at: day)
            return items.reduce(into: [:]) { $0[$1["kind"].string ?? "", default: 0] += 1 }
        }
        let plan = try scene.submittedPlan()
        #expect(try nouns(at: "2026-04-02") == ["plan_waiting_for_dialogue": 1])
        let calculation = try scene.calculation(total: 960_000)
        try scene.dialogue(on: plan)
        #expect(try nouns(at: "2026-04-16").isEmpty)
        let budget = try scene.budget(total: 960_000, of: calculation)
        let draft = try county.coordinator.post("\(scene.path)/decisions", PlanScene.decisionBody(plan, budget), at: "2026-04-20")
        try county.coordinator.command(on: draft.path, "propose", at: "2026-04-20")
        #expect(try nouns(at: "2026-04-21") == ["decision_waiting": 1])
        try county.decisionMaker.command(on: draft.path, "make", ["outcome": "approved"], at: "2026-05-04")
        #expect(try nouns(at: "2026-05-05") == ["decision_not_dispatched": 1, "service_plan_missing": 1])
    }
}
