import PersonalBudgeting

extension Table where Entity == Review {
    static let reviews = Table(
        "reviews",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("scheduled_for", .date, field: .scheduledFor) { $0.plan.scheduledFor },
            Column("participants", .texts) { $0.plan.participants },
            make: { Review.Plan(scheduledFor: $0, participants: $1) }),
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("held_on", .optional(.date)) { $0.outcome?.heldOn },
            Column("goal_scores", .goalScores) { $0.outcome?.goalScores ?? [] },
            Column("client_view", .optional(.text)) { $0.outcome?.clientView },
            Column("worker_view", .optional(.text)) { $0.outcome?.workerView },
            Column("decision", .optional(.code)) { $0.outcome?.decision },
            Column("next_review_on", .optional(.date)) { $0.outcome?.nextReviewOn },
            make: outcome),
        make: { record, caseID, plan, state, outcome in
            Review(record: record, caseID: caseID, plan: plan, state: state, outcome: outcome)
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
