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
}
