/// A joint evaluation of the client's experiences and situation in life (S35, row 40): both views, the scores of goals, and the decision.
public struct Review: CaseFile, Stateful {
    public static let noun = "review"
    public enum Field: CaseFileField { case caseID, state, scheduledFor }
    public var record: Record<Review>
    public let caseID: ID<Case>
    public var plan: Plan
    public var state: State
    /// The result of the evaluation; nil until it is held.
    public var outcome: Outcome?

    /// The states of a review (B1).
    public enum State: String, CaseIterable, Sendable { case scheduled, held, closed }

    public enum Command: String, CaseIterable, Sendable { case hold, close }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.hold, from: [.scheduled], to: .held),
        Transition(.close, from: [.held], to: .closed),
    ]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .hold, .close: stateRefusals(to: command)
        }
    }

    public struct Plan: Sendable, Equatable {
        public var scheduledFor: CalendarDate
        /// The participants, by role rather than name where possible.
        public var participants: [String]

        public init(scheduledFor: CalendarDate, participants: [String]) {
            self.scheduledFor = scheduledFor
            self.participants = participants
        }
    }

    /// The decision of a review (S35).
    public enum Decision: String, CaseIterable, Sendable { case `continue`, change, end }

    /// How far a goal is reached, 0 to 10, in the common view of client and worker.
    public struct GoalScore: Sendable, Equatable {
        /// A goal, a wish or a need of the client.
        public let statementID: ID<Statement>
        public let score: Int

        public init(statementID: ID<Statement>, score: Int) {
            self.statementID = statementID
            self.score = score
        }
    }

    public struct Outcome: Sendable, Equatable {
        public var heldOn: CalendarDate
        public var goalScores: [GoalScore]
        public var clientView: String
        public var workerView: String
        public var decision: Decision
        /// The day of the next review; nil only where the decision is to end.
        public var nextReviewOn: CalendarDate?

        public init(
            heldOn: CalendarDate, goalScores: [GoalScore], clientView: String, workerView: String, decision: Decision,
            nextReviewOn: CalendarDate?
        ) {
            self.heldOn = heldOn
            self.goalScores = goalScores
            self.clientView = clientView
            self.workerView = workerView
            self.decision = decision
            self.nextReviewOn = nextReviewOn
        }
    }

    public init(record: Record<Review>, caseID: ID<Case>, plan: Plan, state: State, outcome: Outcome? = nil) {
        self.record = record
        self.caseID = caseID
        self.plan = plan
        self.state = state
        self.outcome = outcome
    }

    /// Whether the day of the review has passed without the review (S35, row 40).
    public func isOverdue(on day: CalendarDate) -> Bool { state == .scheduled && plan.scheduledFor < day }
}

/// The scores of one goal from review to review (row 40).
public struct GoalTrend: Sendable, Equatable {
    public let statementID: ID<Statement>
    /// The scores, oldest first.
    public let points: [Point]

    public struct Point: Sendable, Equatable {
        public let reviewID: ID<Review>
        public let heldOn: CalendarDate
        public let score: Int
    }

    /// The change from the first to the last score; nil with only one score.
    public var change: Int? {
        guard points.count > 1, let first = points.first, let last = points.last else { return nil }
        return last.score - first.score
    }
}

extension Work {
    /// Schedules a review (S35, row 40).
    /// - Parameter day: by default the interval of the model after the last review, or after today without one.
    /// - Throws: `case_closed` (409).
    public func scheduleReview(on day: CalendarDate?, participants: [String], in caseFile: Case) throws -> Review {
        try caseFile.requireOpen()
        let scheduledFor: CalendarDate
        if let day {
            scheduledFor = day
        } else {
            scheduledFor = try nextReview(after: try lastHeldReview(in: caseFile) ?? today, in: caseFile)
        }
        let review = Review(
            record: newRecord(), caseID: caseFile.id, plan: Review.Plan(scheduledFor: scheduledFor, participants: participants),
            state: .scheduled)
        try insert(review, in: caseFile, to: repositories.reviews)
        return review
    }

    /// Changes the day or the participants of a review that is not held yet (S35).
    public func rescheduleReview(_ review: Review, _ plan: Review.Plan, in caseFile: Case) throws -> Review {
        try review.requireState([.scheduled], toDo: "reschedule")
        var review = review
        review.plan = plan
        return try update(review, in: caseFile, of: repositories.reviews)
    }

    /// Records that the review was held (S35, row 40, B1). Unless the decision is to end, it also schedules the next review if none is
    /// scheduled.
    /// - Throws: 422 for a day after today, a statement that is not of the case or is scored twice, or a next review that is not after this
    ///   one.
    public func holdReview(_ review: Review, _ outcome: Review.Outcome, in caseFile: Case) throws -> Review {
        try check(.hold, review, in: caseFile)
        var outcome = outcome
        var faults = [faultOfFuture(outcome.heldOn, at: "/heldOn")].compactMap { $0 }
        var scored: Set<ID<Statement>> = []
        for (index, score) in outcome.goalScores.enumerated() {
            let pointer = "/goalScores/\(index)/statementId"
            if !scored.insert(score.statementID).inserted {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "duplicate",
                        detail: LocalText(fi: "on arvioitu kahdesti", sv: "har bedömts två gånger", en: "is scored twice")))
            } else if try repositories.statements.find(score.statementID)?.caseID != caseFile.id {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "unknown_statement",
                        detail: LocalText(
                            fi: "ei ole tämän asian tavoite, toive tai tarve", sv: "är inte ett mål, önskemål eller behov i detta ärende",
                            en: "is not a statement of the case")))
            }
        }
        if outcome.decision == .end {
            if outcome.nextReviewOn != nil {
                faults.append(
                    RuleFault(
                        pointer: "/nextReviewOn", code: "not_with_end",
                        detail: LocalText(
                            fi: "seuraavaa tarkistusta ei voi sopia, kun tuki päättyy",
                            sv: "nästa uppföljning kan inte avtalas när stödet avslutas", en: "is not allowed when the decision is to end"))
                )
            }
        } else {
            let next = try outcome.nextReviewOn ?? nextReview(after: outcome.heldOn, in: caseFile)
            if next <= outcome.heldOn {
                faults.append(
                    RuleFault(
                        pointer: "/nextReviewOn", code: "not_later",
                        detail: .mustBeAfter(
                            outcome.heldOn, LocalText(fi: "pitopäivän", sv: "dagen för uppföljningen", en: "the day of the review"))))
            }
            outcome.nextReviewOn = next
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        var held = review
        held.outcome = outcome
        held = try transition(.hold, held, in: caseFile, of: repositories.reviews)
        if let next = outcome.nextReviewOn, try repositories.reviews.last(in: caseFile, [.equal(.state, Review.State.scheduled)]) == nil,
            caseFile.state != .closed
        {
            _ = try scheduleReview(on: next, participants: review.plan.participants, in: caseFile)
        }
        return held
    }

    /// Closes a held review when its decision is being carried out (B1).
    public func closeReview(_ review: Review, in caseFile: Case) throws -> Review {
        try transition(.close, review, in: caseFile, of: repositories.reviews)
    }

    /// Returns the scores of the client's goals over time (row 40), in the order in which the goals were first scored.
    public func goalTrends(in caseFile: Case) throws -> [GoalTrend] {
        let held = try repositories.reviews.all(in: caseFile).compactMap { review in review.outcome.map { (review.id, $0) } }
            .sorted { $0.1.heldOn < $1.1.heldOn }
        var order: [ID<Statement>] = []
        var points: [ID<Statement>: [GoalTrend.Point]] = [:]
        for (id, outcome) in held {
            for score in outcome.goalScores {
                if points[score.statementID] == nil { order.append(score.statementID) }
                points[score.statementID, default: []].append(
                    GoalTrend.Point(reviewID: id, heldOn: outcome.heldOn, score: score.score))
            }
        }
        return order.map { GoalTrend(statementID: $0, points: points[$0] ?? []) }
    }

    private func lastHeldReview(in caseFile: Case) throws -> CalendarDate? {
        try repositories.reviews.all(in: caseFile).compactMap { $0.outcome?.heldOn }.max()
    }

    private func nextReview(after day: CalendarDate, in caseFile: Case) throws -> CalendarDate {
        day.adding(months: try rules(of: caseFile).reviewIntervalMonths) ?? .latest
    }
}
