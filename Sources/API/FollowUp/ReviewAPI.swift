import JSON
import PersonalBudgeting

/// Joint evaluations with the client.
enum ReviewAPI {
    private static let resource = Resource<Review>(
        "/v1/cases/{case}/reviews", "review", tag: .monitoringAndReviews, stateful: view, owner: .caseFile
    ) { $0.reviews }

    static let operations: [Operation] = [
        resource.list(
            "listReviews", "List the reviews of a case", right: .readFollowUp,
            filters: [.init(.code("state", "Only reviews in this state", Review.State.self), field: .state)],
            sorts: [ListSort("scheduledFor", .scheduledFor)]),
        resource.find("findReview", "Read a review", right: .readFollowUp),
        resource.create(
            "scheduleReview", "Schedule a review. The regional model determines the day by default", right: .writeCaseFile,
            newReview,
            refusals: [.caseClosed]
        ) { call, new in
            try call.work.scheduleReview(on: new.scheduledFor, participants: new.participants, in: try call.requireCase())
        },
        resource.change(
            "rescheduleReview", "Change the day or the participants of a review before it is held", right: .writeCaseFile, plan,
            refusals: [.illegalTransition], current: \.plan
        ) { call, review, plan in try call.work.rescheduleReview(review, plan, in: try call.requireCase()) },
        resource.command(
            "holdReview", .hold, "Record what was said in a review. The next review is scheduled unless the decision is to end",
            right: .writeCaseFile, outcome
        ) { call, review, outcome in try call.work.holdReview(review, outcome, in: try call.requireCase()) },
        resource.command(
            "closeReview", .close, "Close a held review once its decisions are under way", right: .writeCaseFile, NoMembers.shape
        ) {
            call, review, _ in try call.work.closeReview(review, in: try call.requireCase())
        },
        Operation(
            "goalTrends", .get, "/v1/cases/{case}/goal-trends", "List the scores of the client's goals from review to review",
            tag: .monitoringAndReviews, effect: .read, right: .readFollowUp, about: .caseFile, response: trends.schema
        ) { .value($0.masked(try $0.work.goalTrends(in: try $0.requireCase())), trends) },
    ]

    private struct NewReview: Sendable {
        let scheduledFor: CalendarDate?
        let participants: [String]
    }

    private static let newReview = Shape<NewReview>.object(
        "NewReview",
        Field("scheduledFor", .optional(.date)) { $0.scheduledFor },
        Field("participants", .list(.line(), 0...50)) { $0.participants },
        make: NewReview.init)

    private static let plan = Shape<Review.Plan>.object(
        "ReviewPlan",
        Field("scheduledFor", .date) { $0.scheduledFor },
        Field("participants", .list(.line(), 0...50)) { $0.participants },
        make: Review.Plan.init)

    private static let goalScore = Shape<Review.GoalScore>.object(
        "GoalScore",
        Field("statementId", .id()) { $0.statementID },
        Field("score", .count(0...10)) { $0.score },
        make: Review.GoalScore.init)

    private static let outcome = Shape<Review.Outcome>.object(
        "ReviewOutcome",
        Field("heldOn", .date) { $0.heldOn },
        Field("goalScores", .list(goalScore, 0...100)) { $0.goalScores },
        Field("clientView", .prose) { $0.clientView },
        Field("workerView", .prose) { $0.workerView },
        Field("decision", .code) { $0.decision },
        Field("nextReviewOn", .optional(.date)) { $0.nextReviewOn },
        make: Review.Outcome.init)

    private static let view = View<Seen<Review>>(
        "Review",
        ViewMember.seen(
            ViewMember.record + [
                .caseID, .inline(plan) { $0.plan },
                ViewMember("heldOn", .optional(.date)) { $0.outcome?.heldOn },
                ViewMember("goalScores", .list(goalScore, 0...100)) { $0.outcome?.goalScores ?? [] },
                ViewMember("clientView", .optional(.prose)) { $0.outcome?.clientView },
                ViewMember("workerView", .optional(.prose)) { $0.outcome?.workerView },
                ViewMember("decision", .optional(.code)) { $0.outcome?.decision },
                ViewMember("nextReviewOn", .optional(.date)) { $0.outcome?.nextReviewOn },
            ]) + [ViewMember("isOverdue", .flag) { $0.entity.isOverdue(on: $0.on) }] + ViewMember.state())

    private static let point = View<GoalTrend.Point>(
        "GoalTrendPoint",
        [
            ViewMember("reviewId", .id()) { $0.reviewID }, ViewMember("heldOn", .date) { $0.heldOn },
            ViewMember("score", .count(0...10)) { $0.score },
        ])

    private static let trend = View<GoalTrend>(
        "GoalTrend",
        [
            ViewMember("statementId", .id()) { $0.statementID }, ViewMember("points", view: .list(point)) { $0.points },
            ViewMember("change", .optional(.count(-10...10))) { $0.change },
        ])

    private static let trends = View<[GoalTrend]>("GoalTrends", [ViewMember("items", view: .list(trend)) { $0 }])
}
