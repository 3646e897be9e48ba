/// One thing that waits for a worker: what, by when, in which case (Docs/domain/statistics.md).
public struct WorkItem: Sendable, Equatable {
    public let kind: Kind
    /// The last day; a queue without a legal day shows the day the waiting began.
    public let dueOn: CalendarDate
    /// Nil where it is not known yet whose it is: a held actual of an unknown client.
    public let caseID: ID<Case>?
    public let clientID: ID<Client>?
    public let responsibleWorkerID: ID<User>?
    /// What waits: the identity of the case, plan, decision, budget, agreement, review or actual.
    public let nounID: String

    /// The queues, by their number in the book (Q1 to Q26).
    public enum Kind: String, CaseIterable, Sendable {
        /// Q1: the assessment must start by the seventh weekday.
        case assessmentDue = "assessment_due"
        /// Q2: the decision is due in three months.
        case decisionDue = "decision_due"
        /// Q3: the execution is due in three months.
        case executionDue = "execution_due"
        /// Q4: a submitted plan waits for the dialogue.
        case planWaitingForDialogue = "plan_waiting_for_dialogue"
        /// Q4: a proposal waits for the office holder or the body.
        case decisionWaiting = "decision_waiting"
        /// Q5: a returned plan waits for rework.
        case planReturned = "plan_returned"
        /// Q6: a decision is made and not dispatched.
        case decisionNotDispatched = "decision_not_dispatched"
        /// Q9: approved, and the service plan is not updated.
        case servicePlanMissing = "service_plan_missing"
        /// Q11: a budget ends within 60 days.
        case budgetEnding = "budget_ending"
        /// Q14: an actual is held.
        case actualHeld = "actual_held"
        /// Q16: a review is due within 14 days or overdue.
        case reviewDue = "review_due"
        /// Q18: a trial ends within 14 days.
        case trialEnding = "trial_ending"
        /// A non-disclosure order ends within 14 days or has passed its last day: somebody finds out whether it goes on.
        case nonDisclosureEnding = "non_disclosure_ending"
        /// Q26: an open case has no responsible worker.
        case caseUnassigned = "case_unassigned"
    }

    public init(
        kind: Kind, dueOn: CalendarDate, caseID: ID<Case>?, clientID: ID<Client>?, responsibleWorkerID: ID<User>?, nounID: String
    ) {
        self.kind = kind
        self.dueOn = dueOn
        self.caseID = caseID
        self.clientID = clientID
        self.responsibleWorkerID = responsibleWorkerID
        self.nounID = nounID
    }

    /// The place in the order of the queue.
    public var position: String { "\(dueOn)|\(kind.rawValue)|\(nounID)" }
}

/// What to show of the queue.
public struct WorkQueueQuery: Sendable {
    public var kinds: [WorkItem.Kind]
    /// Only what waits for this worker.
    public var workerID: ID<User>?
    public var unitID: ID<OrganisationUnit>?
    /// Whose cases.
    public var visible: VisibleClients
    public var today: CalendarDate
    /// The position of the last one seen.
    public var after: String?
    public var limit: Int

    public init(
        kinds: [WorkItem.Kind] = WorkItem.Kind.allCases, workerID: ID<User>? = nil, unitID: ID<OrganisationUnit>? = nil,
        visible: VisibleClients = .everybody, today: CalendarDate, after: String? = nil, limit: Int = 50
    ) {
        self.kinds = kinds
        self.workerID = workerID
        self.unitID = unitID
        self.visible = visible
        self.today = today
        self.after = after
        self.limit = limit
    }
}

/// The work queues, read from what is: nothing is kept twice, so an item is gone when its matter is done.
public protocol WorkQueueRepository {
    /// The most overdue first.
    func list(_ query: WorkQueueQuery) throws -> [WorkItem]
    func counts(_ query: WorkQueueQuery) throws -> [(kind: WorkItem.Kind, count: Int, overdue: Int)]
}
