import JSON
import Testing

@Suite("Notices over HTTP (row 28)")
struct NoticeTests {
    @Test(
        "the last day to claim follows from the day of sending (D2, D17 to D19, HL 49 c §, HL 59 §, MAL 5 §, SAL 19 §)",
        arguments: [
            ("letter", "2026-03-02", "2026-03-09", "2026-04-08", "2026-04-08"),
            ("letter", "2026-05-13", "2026-05-20", "2026-06-19", "2026-06-22"),
            ("letter", "2026-11-17", "2026-11-24", "2026-12-24", "2026-12-28"),
            ("letter", "2026-03-25", "2026-04-01", "2026-05-01", "2026-05-04"),
            ("letter", "2026-02-25", "2026-03-04", "2026-04-03", "2026-04-07"),
            ("letter", "2026-02-27", "2026-03-06", "2026-04-05", "2026-04-07"),
            ("electronic", "2026-03-02", "2026-03-05", "2026-04-04", "2026-04-07"),
        ])
    func vectors(method: String, sent: String, served: String, thirtieth: String, last: String) throws {
        let county = try County.shared
        // The decision is made on the day it is sent, because some vectors begin before the usual contact.
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000, by: county.coordinator)
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: sent)
        let order: JSONValue = ["method": .string(method), "sentOn": .string(sent), "recipients": ["client"]]
        let dispatched = try county.worker.command(on: decision.path, "dispatch", order, at: "2026-12-31")
        #expect(dispatched["state"] == "dispatched")
        let notice = try #require(try county.worker.get("\(decision.path)/notices").items.first)
        #expect(notice["recipient"] == "client")
        #expect(notice["presumedServedOn"].string == served)
        #expect(notice["servedOn"].string == served)
        #expect(notice["thirtiethDay"].string == thirtieth)
        #expect(notice["lastDayToClaim"].string == last)
    }

    @Test("client and guardian each get a notice and a time limit (P13, W8, HL 56 §)") func twoRecipients() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let guardian = try county.worker.post(
            "/v1/clients/\(scene.client.id)/representatives",
            ["name": "Elli Edunvalvoja", "kind": "guardian", "scope": "both", "validFrom": "2025-01-01"])
        let ended = try county.worker.post(
            "/v1/clients/\(scene.client.id)/representatives",
            ["name": "Entinen", "kind": "guardian", "scope": "both", "validFrom": "2024-01-01", "validTo": "2024-12-31"])
        let made = try scene.approvedDecision()
        let order: JSONValue = ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client", .string(guardian.id)]]
        let wrong = try county.worker.command(
            on: made.path, "dispatch", order.with("recipients", ["client", "client", .string(ended.id)]), expecting: 422)
        #expect(wrong.errors == ["/recipients/1": "duplicate", "/recipients/2": "unknown_recipient"])
        try county.worker.command(on: made.path, "dispatch", order)
        let notices = try county.worker.get("\(made.path)/notices").items
        #expect(Set(notices.compactMap { $0["recipient"].string }) == ["client", guardian.id])
        #expect(notices.allSatisfy { $0["lastDayToClaim"] == "2026-06-22" })
        let again = try county.worker.command(on: made.path, "dispatch", order, expecting: 422)
        #expect(again.errors == ["/recipients/0": "duplicate", "/recipients/1": "duplicate"])
    }

    @Test("a proven later day of receipt moves the time limit; when all have received it, the decision is served (D18, D20, J6)")
    func receipt() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try county.worker.command(on: made.path, "dispatch", ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client"]])
        let id = try #require(try county.worker.get("\(made.path)/notices").items.first?["id"].string)
        let path = "\(made.path)/notices/\(id)"
        let early = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-12"], expecting: 422)
        #expect(early.errors["/receivedOn"] == "before_sending")
        let future = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-07-01"], expecting: 422)
        #expect(future.errors["/receivedOn"] == "in_the_future")
        // A day later than presumed needs evidence.
        let unshown = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-25"], expecting: 422)
        #expect(unshown.errors["/evidence"] == "required")
        let shown = try county.worker.command(
            on: path, "record-receipt", ["receivedOn": "2026-05-25", "evidence": "Postin seuranta JJFI123"])
        #expect(shown["presumedServedOn"] == "2026-05-20")
        #expect(shown["servedOn"] == "2026-05-25")
        #expect(shown["lastDayToClaim"] == "2026-06-24")
        #expect(try county.worker.get(made.path)["state"] == "served")
    }

    @Test("a verifiable notice has no time limit until its receipt is recorded (D20, HL 60 §)") func verifiable() throws {
        let county = try County.shared
        let made = try PlanScene(county).approvedDecision()
        try county.worker.command(on: made.path, "dispatch", ["method": "verifiable", "sentOn": "2026-05-13", "recipients": ["client"]])
        let notice = try #require(try county.worker.get("\(made.path)/notices").items.first)
        #expect(notice["presumedServedOn"].isNull)
        #expect(notice["lastDayToClaim"].isNull)
        let path = "\(made.path)/notices/\(notice["id"].string ?? "")"
        let shown = try county.worker.command(on: path, "record-receipt", ["receivedOn": "2026-05-20"])
        #expect(shown["servedOn"] == "2026-05-20")
        #expect(shown["lastDayToClaim"] == "2026-06-22")
    }

    @Test("a decision is not sent before it is made, before its day or in the future") func dispatchRefusals() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000)
        let order: JSONValue = ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client"]]
        #expect(try county.worker.command(on: decision.path, "dispatch", order, expecting: 409).code == "illegal_transition")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"], at: "2026-05-14")
        let before = try county.worker.command(on: decision.path, "dispatch", order, expecting: 422)
        #expect(before.errors["/sentOn"] == "before_decision")
        let future = try county.worker.command(on: decision.path, "dispatch", order.with("sentOn", "2026-07-01"), expecting: 422)
        #expect(future.errors["/sentOn"] == "in_the_future")
        let nobody = try county.worker.command(on: decision.path, "dispatch", order.with("recipients", []), expecting: 422)
        #expect(nobody.errors["/recipients"] == "too_few")
        try county.finance.command(on: decision.path, "dispatch", order, expecting: 403)
    }
}
