/// An item of the work queues: the entity that waits for a worker, its last day and its case (Docs/domain/statistics.md, row 81).
public struct WorkItem: Sendable, Equatable {
    public let kind: Kind
    /// The last day. A queue without a time limit in law shows the day on which the waiting began.
    public let dueOn: CalendarDate
    /// Nil for a held actual of a client who is not known yet.
    public let caseID: ID<Case>?
    public let clientID: ID<Client>?
    public let responsibleWorkerID: ID<User>?
    /// The unit of the case.
    public let unitID: ID<OrganisationUnit>?
    /// The identity of the waiting case, plan, decision, budget, agreement, review, actual or non-disclosure order.
    public let nounID: String
    public var names: Names

    /// The names of those whom an item is about. Each is nil if the item has no such person or unit.
    public struct Names: Sendable, Equatable {
        /// The given names and the family name.
        public var client: String?
        public var responsibleWorker: String?
        public var unit: String?

        public init(client: String? = nil, responsibleWorker: String? = nil, unit: String? = nil) {
            self.client = client
            self.responsibleWorker = responsibleWorker
            self.unit = unit
        }
    }

    /// The queues by their identifiers (Q1 to Q26).
    public enum Kind: String, CaseIterable, Sendable {
        /// Q1: the assessment must start by the seventh weekday (D7).
        case assessmentDue = "assessment_due"
        /// Q2: the decision is due in three months (D13).
        case decisionDue = "decision_due"
        /// Q3: the execution is due in three months (D13, SHL 45 §).
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
        /// Q20: a non-disclosure order ends within 14 days or has passed its last day. A worker finds out whether it continues (P9).
        case nonDisclosureEnding = "non_disclosure_ending"
        /// Q26: an open case has no responsible worker.
        case caseUnassigned = "case_unassigned"
    }

    /// The kinds of things that wait. The codes are the nouns of the entities.
    public enum Noun: String, CaseIterable, Sendable {
        case caseFile = "case"
        case supportPlan = "support_plan"
        case decision, budget, agreement, review, actual
        case nonDisclosure = "non_disclosure"
    }

    public init(
        kind: Kind, dueOn: CalendarDate, caseID: ID<Case>?, clientID: ID<Client>?, responsibleWorkerID: ID<User>?,
        unitID: ID<OrganisationUnit>?, nounID: String, names: Names = Names()
    ) {
        self.kind = kind
        self.dueOn = dueOn
        self.caseID = caseID
        self.clientID = clientID
        self.responsibleWorkerID = responsibleWorkerID
        self.unitID = unitID
        self.nounID = nounID
        self.names = names
    }

    /// The cursor of the item in the order of the queue.
    public var position: String { "\(dueOn)|\(kind.rawValue)|\(nounID)|\(caseID.map { "\($0)" } ?? "")" }
}

extension WorkItem.Kind {
    /// What waits in this queue.
    public var noun: WorkItem.Noun {
        switch self {
        case .assessmentDue, .decisionDue, .executionDue, .caseUnassigned: .caseFile
        case .planWaitingForDialogue, .planReturned: .supportPlan
        case .decisionWaiting, .decisionNotDispatched, .servicePlanMissing: .decision
        case .budgetEnding: .budget
        case .actualHeld: .actual
        case .reviewDue: .review
        case .trialEnding: .agreement
        case .nonDisclosureEnding: .nonDisclosure
        }
    }

    /// How many days before its due day an item appears in the queue; nil if it appears at once.
    public var daysOfNotice: Int? {
        switch self {
        case .decisionDue, .executionDue, .reviewDue, .trialEnding, .nonDisclosureEnding: 14
        case .budgetEnding: 60
        case .assessmentDue, .planWaitingForDialogue, .decisionWaiting, .planReturned, .decisionNotDispatched, .servicePlanMissing,
            .actualHeld, .caseUnassigned:
            nil
        }
    }
}

extension Role {
    /// The authorities whose proposals wait for every holder of the role: an office holder decides as one, and the secretary takes the
    /// matters of the body to it (A3, A4, Q4).
    public var awaitedAuthorities: [Decision.Authority] {
        switch self {
        case .decisionMaker: [.officeHolder]
        case .bodySecretary: [.body]
        case .socialWorker, .serviceCoordinator, .finance, .admin, .auditor, .dataProtectionOfficer, .system, .client, .representative,
            .hbAssistant, .provider, .researcher:
            []
        }
    }
}

/// A query for items of the work queues.
public struct WorkQueueQuery: Sendable {
    public var kinds: [WorkItem.Kind]
    /// Only items of this responsible worker.
    public var workerID: ID<User>?
    /// Besides the items of the worker, the proposals that wait for these authorities. Has no effect without a worker.
    public var awaitedAuthorities: [Decision.Authority] = []
    /// Only what waits for finance: the ending budgets, and the held actuals of no known client. The others wait for the worker of the case.
    public var isForFinance = false
    /// Only items of the cases of this unit.
    public var unitID: ID<OrganisationUnit>?
    public var clientID: ID<Client>?
    /// Only items whose due day has passed, or only the others; nil for both.
    public var isOverdue: Bool?
    /// The clients whose items are listed.
    public var visible: VisibleClients
    public var today: CalendarDate
    /// The cursor of the last item of the previous page.
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

/// The work queues (row 81). The store keeps the items in the transaction that changes the entities, so an item disappears when its matter
/// is done.
public protocol WorkQueueRepository {
    /// Returns the items, the most overdue first.
    func list(_ query: WorkQueueQuery) throws -> [WorkItem]
    func counts(_ query: WorkQueueQuery) throws -> [(kind: WorkItem.Kind, count: Int, overdue: Int)]
}
