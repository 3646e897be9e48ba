import PersonalBudgeting

extension Table where Entity == Review {
    static let reviews = Table(
        "reviews",
        Column("case_id", .id()) { $0.caseID },
        Column("scheduled_for", .date) { $0.plan.scheduledFor },
        Column("participants", .texts) { $0.plan.participants },
        Column("state", .code) { $0.state },
        Column("held_on", .optional(.date)) { $0.outcome?.heldOn },
        Column("goal_scores", .goalScores) { $0.outcome?.goalScores ?? [] },
        Column("client_view", .optional(.text)) { $0.outcome?.clientView },
        Column("worker_view", .optional(.text)) { $0.outcome?.workerView },
        Column("decision", .optional(.code)) { $0.outcome?.decision },
        Column("next_review_on", .optional(.date)) { $0.outcome?.nextReviewOn },
        make: { record, caseID, scheduledFor, participants, state, heldOn, scores, clientView, workerView, decision, next in
            Review(
                record: record, caseID: caseID, plan: Review.Plan(scheduledFor: scheduledFor, participants: participants), state: state,
                outcome: outcome(heldOn, scores, clientView, workerView, decision, next))
        })
}

private func outcome(
    _ heldOn: CalendarDate?, _ scores: [Review.GoalScore], _ clientView: String?, _ workerView: String?, _ decision: Review.Decision?,
    _ next: CalendarDate?
) -> Review.Outcome? {
    guard let heldOn, let clientView, let workerView, let decision else { return nil }
    return Review.Outcome(
        heldOn: heldOn, goalScores: scores, clientView: clientView, workerView: workerView, decision: decision, nextReviewOn: next)
}

extension Codec where Value == [Review.GoalScore] {
    static var goalScores: Codec {
        .records(
            { ["\($0.statementID)", "\($0.score)"] },
            { fields in
                guard fields.count == 2, let id = ID<Statement>(fields[0]), let score = Int(fields[1]) else { return nil }
                return Review.GoalScore(statementID: id, score: score)
            })
    }
}
