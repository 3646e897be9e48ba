import JSON
import Testing

/// Row 40: regular joint evaluation (S35).
@Suite struct ReviewTests {
    private static let outcome: JSONValue = [
        "heldOn": "2026-06-29", "goalScores": [], "clientView": "Arki sujuu.", "workerView": "Tuki on oikea.", "decision": "continue",
    ]

    @Test("a review's day follows from the regional model, and holding it schedules the next (B1, S35, row 40)") func followsModel() throws
    {
        let county = try County.shared
        let file = try county.openCase(model: try county.model(rules: ["reviewIntervalMonths": 4])["code"].string ?? "")
        let made = try county.worker.post("\(file.path)/reviews", ["participants": ["asiakas", "sisar"]], at: "2026-02-28")
        #expect(made["scheduledFor"] == "2026-06-28")
        let held = try county.worker.command(on: made.path, "hold", ReviewTests.outcome)
        #expect(held["state"] == "held")
        #expect(held["nextReviewOn"] == "2026-10-29")
        #expect(held.allows("close") == true && held.allows("hold") == false)
        let next = try county.worker.get("\(file.path)/reviews?state=scheduled").items
        #expect(next.map { $0["scheduledFor"] } == ["2026-10-29"])
        #expect(next.first?["participants"] == ["asiakas", "sisar"])
        #expect(try county.worker.command(on: made.path, "close")["state"] == "closed")
    }

    @Test("a review that is not held on its day is overdue and waits in the work queue (S35, Q16, row 40)") func isOverdue() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/reviews", ["scheduledFor": "2026-06-15"])
        #expect(try county.worker.get(made.path, at: "2026-06-15")["isOverdue"] == false)
        #expect(try county.worker.get(made.path, at: "2026-06-16")["isOverdue"] == true)
        func waits() throws -> Bool {
            try county.worker.all("/v1/work-queue?kind=review_due", at: "2026-06-16").contains { $0["nounId"] == made["id"] }
        }
        #expect(try waits())
        try county.worker.command(on: made.path, "hold", ReviewTests.outcome)
        #expect(try county.worker.get(made.path, at: "2027-01-01")["isOverdue"] == false)
        #expect(try !waits())
    }

    @Test("holding a review needs the client's view and the worker's view (S35)") func needsBothViews() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/reviews", [:])
        let refused = try county.worker.command(
            on: made.path, "hold", ReviewTests.outcome.with("clientView", nil).with("workerView", nil), expecting: 422)
        #expect(refused.errors == ["/clientView": "required", "/workerView": "required"])
        #expect(try county.worker.get(made.path)["state"] == "scheduled")
    }

    @Test("goals of the case are scored from 0 to 10, once each, and their trend is shown (S35, row 40)") func scoresGoals() throws {
        let county = try County.shared
        let file = try county.openCase()
        let goal = try county.worker.post("\(file.path)/statements", ReviewTests.goal)
        let stranger = try county.worker.post("\(try county.openCase().path)/statements", ReviewTests.goal)
        func score(_ id: JSONValue, _ score: JSONValue) -> JSONValue { ["statementId": id, "score": score] }
        let made = try county.worker.post("\(file.path)/reviews", [:])
        func hold(_ scores: JSONValue, expecting status: Int) throws -> Reply {
            try county.worker.command(on: made.path, "hold", ReviewTests.outcome.with("goalScores", scores), expecting: status)
        }
        #expect(try hold([score(goal["id"], 11)], expecting: 422).errors == ["/goalScores/0/score": "out_of_range"])
        #expect(
            try hold([score(goal["id"], 1), score(goal["id"], 2), score(stranger["id"], 3)], expecting: 422).errors == [
                "/goalScores/1/statementId": "duplicate", "/goalScores/2/statementId": "unknown_statement",
            ])
        _ = try hold([score(goal["id"], 4)], expecting: 200)
        let next = try county.worker.get("\(file.path)/reviews?state=scheduled").items[0]["id"].string ?? ""
        let last = ReviewTests.outcome.merged(["heldOn": "2026-12-20", "decision": "end", "goalScores": [score(goal["id"], 7)]])
        let held = try county.worker.command(on: "\(file.path)/reviews/\(next)", "hold", last, at: "2026-12-21")
        #expect(held["nextReviewOn"].isNull)
        #expect(try county.worker.get("\(file.path)/reviews?state=scheduled").items.isEmpty)
        let trend = try county.client(for: file["clientId"].string ?? "").get("\(file.path)/goal-trends").items
        #expect(trend.map { $0["statementId"] } == [goal["id"]])
        #expect(trend[0]["points"].array.map { $0["score"] } == [4, 7])
        #expect(trend[0]["change"] == 3)
    }

    @Test("a held review is not moved or held again, and the next review is later") func refuses() throws {
        let county = try County.shared
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/reviews", [:])
        let early = try county.worker.command(
            on: made.path, "hold", ReviewTests.outcome.with("nextReviewOn", "2026-06-29"), expecting: 422)
        #expect(early.errors == ["/nextReviewOn": "not_later"])
        let end = try county.worker.command(
            on: made.path, "hold", ReviewTests.outcome.merged(["decision": "end", "nextReviewOn": "2026-12-01"]), expecting: 422)
        #expect(end.errors == ["/nextReviewOn": "not_with_end"])
        #expect(try county.worker.command(on: made.path, "close", expecting: 409).allowed == ["hold"])
        try county.worker.command(on: made.path, "hold", ReviewTests.outcome)
        #expect(try county.worker.command(on: made.path, "hold", ReviewTests.outcome, expecting: 409).allowed == ["close"])
        #expect(try county.worker.patch(made.path, ["scheduledFor": "2026-09-01"], expecting: 409).code == "illegal_transition")
    }

    private static let goal: JSONValue = [
        "kind": "goal", "statedBy": "client", "inOwnWords": "Haluan harrastaa.", "supportedBy": [], "priority": 1,
    ]
}
