/// A decision on a support plan and its budget (päätös): content by HL 43 to 47 §, frozen once made (domain.md, sections 2.4 and 3.1).
public struct Decision: CaseFile, Stateful {
    public static let noun = "decision"
    public var record: Record<Decision>
    public let caseID: ID<Case>
    public let kind: Kind
    public var state: State
    public let supportPlanID: ID<SupportPlan>
    public let budgetID: ID<Budget>
    /// Office holder or body, by the rules of the regional model and the sum.
    public let authority: Authority
    public var content: Content
    /// Who prepared it.
    public let preparedBy: ID<User>
    public var outcome: Outcome?
    public var decidedOn: CalendarDate?
    /// The office holder who decided, or the secretary who recorded what the body decided.
    public var decidedBy: ID<User>?
    /// What the decision rests on, taken when it is made: the digest of the plan and the total and version of the budget.
    public var planDigest: String?
    public var grantedTotal: Money?
    public var budgetVersion: Int64?

    public enum Kind: String, CaseIterable, Sendable {
        case budgetGrant = "budget_grant"
        case budgetAmendment = "budget_amendment"
    }

    public enum Authority: String, CaseIterable, Sendable {
        case officeHolder = "office_holder"
        case body
    }

    public enum Outcome: String, CaseIterable, Sendable {
        case approved
        case returnedForWork = "returned_for_work"
        case rejected
    }

    public enum State: String, CaseIterable, Sendable {
        case drafting, proposed
        case onAgenda = "on_agenda"
        case returned, made, dispatched, served
        case withdrawn
    }

    public static let transitions: [Transition<State>] = [
        Transition("propose", from: [.drafting], to: .proposed),
        Transition("put-on-agenda", from: [.proposed], to: .onAgenda),
        Transition("make", from: [.proposed], to: .made),
        Transition("handle", from: [.onAgenda], to: .made, isCommand: false),
        Transition("return", from: [.proposed, .onAgenda], to: .returned, isCommand: false),
        Transition("dispatch", from: [.made], to: .dispatched),
        Transition("serve", from: [.dispatched], to: .served, isCommand: false),
        Transition("withdraw", from: [.drafting, .proposed, .onAgenda], to: .withdrawn),
    ]

    /// The parts that HL 44 to 47 § ask for. A part that is missing refuses the making of the decision, by its code.
    public struct Content: Sendable, Equatable {
        /// The parties directly concerned (HL 44 § 1 mom. 2).
        public var parties: [String]
        /// What the party is entitled or obliged to, itemised (HL 44 § 1 mom. 3).
        public var entitlements: [String]
        /// Facts and evidence (HL 45 §).
        public var reasons: String?
        /// The provisions applied (HL 45 §).
        public var provisions: [String]
        /// Who gives more information (HL 44 § 1 mom. 4).
        public var contact: String?
        /// How a revised decision is claimed or the decision appealed (HL 46 and 47 §).
        public var appealInstructions: String?
        public var validFrom: CalendarDate?
        public var validTo: CalendarDate?
        /// Why it is not until further notice (SHL 38 §).
        public var fixedTermReason: String?

        public init(
            parties: [String], entitlements: [String], reasons: String?, provisions: [String], contact: String?,
            appealInstructions: String?, validFrom: CalendarDate?, validTo: CalendarDate?, fixedTermReason: String?
        ) {
            self.parties = parties
            self.entitlements = entitlements
            self.reasons = reasons
            self.provisions = provisions
            self.contact = contact
            self.appealInstructions = appealInstructions
            self.validFrom = validFrom
            self.validTo = validTo
            self.fixedTermReason = fixedTermReason
        }
    }

    public init(
        record: Record<Decision>, caseID: ID<Case>, kind: Kind, state: State, supportPlanID: ID<SupportPlan>, budgetID: ID<Budget>,
        authority: Authority, content: Content, preparedBy: ID<User>, outcome: Outcome? = nil, decidedOn: CalendarDate? = nil,
        decidedBy: ID<User>? = nil, planDigest: String? = nil, grantedTotal: Money? = nil, budgetVersion: Int64? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.kind = kind
        self.state = state
        self.supportPlanID = supportPlanID
        self.budgetID = budgetID
        self.authority = authority
        self.content = content
        self.preparedBy = preparedBy
        self.outcome = outcome
        self.decidedOn = decidedOn
        self.decidedBy = decidedBy
        self.planDigest = planDigest
        self.grantedTotal = grantedTotal
        self.budgetVersion = budgetVersion
    }
}

/// A version of the service plan (asiakassuunnitelma, SHL 39 §), updated after a decision (S28).
public struct ServicePlan: CaseFile {
    public static let noun = "service_plan"
    public var record: Record<ServicePlan>
    public let caseID: ID<Case>
    /// 1 and up within the case.
    public let number: Int
    /// The decision it carries out; nil for a plan made before any.
    public let decisionID: ID<Decision>?
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var clientAssessment: String
        public var workerAssessment: String
        public var services: [String]
        public var goals: [String]
        public var contacts: [String]
        public var reviewOn: CalendarDate?

        public init(
            clientAssessment: String, workerAssessment: String, services: [String], goals: [String], contacts: [String],
            reviewOn: CalendarDate?
        ) {
            self.clientAssessment = clientAssessment
            self.workerAssessment = workerAssessment
            self.services = services
            self.goals = goals
            self.contacts = contacts
            self.reviewOn = reviewOn
        }
    }

    public init(record: Record<ServicePlan>, caseID: ID<Case>, number: Int, decisionID: ID<Decision>?, details: Details) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.decisionID = decisionID
        self.details = details
    }
}
