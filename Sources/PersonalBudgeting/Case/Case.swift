/// A matter (asia) of one client: from contact or application to settlement. One open case for a client at a time.
public struct Case: Stateful {
    public static let noun = "case"
    public enum Field: ClientField { case clientID, state, responsibleWorkerID, contactAt, decisionDue, executionDue }
    public var record: Record<Case>
    public let clientID: ID<Client>
    /// The version of the regional model whose rules hold for this case, for good.
    public let modelID: ID<RegionalModel>
    public let opening: Opening
    public var state: State
    public var details: Details
    public let clocks: Clocks
    /// The first day the assessment was under way.
    public var assessmentStartedOn: CalendarDate?
    /// A later last day for the decision or its execution, with the special reason the law asks for.
    public var decisionExtension: Extension?
    public var executionExtension: Extension?
    /// Why the case is ending or closed.
    public var closingReason: String?
    public var closedOn: CalendarDate?
    /// The client's, beside every case of the client.
    public let care: Care

    /// How the matter became pending (S1).
    public struct Opening: Sendable, Equatable {
        public var contactAt: CalendarDate
        public var channel: Channel
        public var applicantRole: ApplicantRole
        public var applicationReceivedAt: CalendarDate?
        /// An urgent need is assessed at once (SHL 36 §).
        public var isUrgent: Bool

        public init(
            contactAt: CalendarDate, channel: Channel, applicantRole: ApplicantRole, applicationReceivedAt: CalendarDate?, isUrgent: Bool
        ) {
            self.contactAt = contactAt
            self.channel = channel
            self.applicantRole = applicantRole
            self.applicationReceivedAt = applicationReceivedAt
            self.isUrgent = isUrgent
        }
    }

    public enum Channel: String, CaseIterable, Sendable {
        case phone, visit, letter
        case eService = "e_service"
        case referral, other
    }
    public enum ApplicantRole: String, CaseIterable, Sendable {
        case client, guardian
        case closePerson = "close_person"
        case authority
    }

    public struct Details: Sendable, Equatable {
        public var unitID: ID<OrganisationUnit>?
        /// The one responsible worker (omatyöntekijä, SHL 42 §); nil puts the case in the queue of unassigned ones.
        public var responsibleWorkerID: ID<User>?
        /// Services outside the personal budget that go on beside it (S18), in words.
        public var otherServices: [String]

        public init(unitID: ID<OrganisationUnit>?, responsibleWorkerID: ID<User>?, otherServices: [String]) {
            self.unitID = unitID
            self.responsibleWorkerID = responsibleWorkerID
            self.otherServices = otherServices
        }
    }

    /// The last days by law (D7, D13). Authority's own clocks are not rolled over holidays.
    public struct Clocks: Sendable, Equatable {
        /// The seventh weekday after the contact.
        public let assessmentStartDue: CalendarDate
        /// Three months from the application, or from the contact where there is none.
        public let decisionDue: CalendarDate
        /// Three months from the day the matter became pending (SHL 45 §).
        public let executionDue: CalendarDate

        public init(assessmentStartDue: CalendarDate, decisionDue: CalendarDate, executionDue: CalendarDate) {
            self.assessmentStartDue = assessmentStartDue
            self.decisionDue = decisionDue
            self.executionDue = executionDue
        }
    }

    public struct Extension: Sendable, Equatable {
        public let until: CalendarDate
        public let reason: String

        public init(until: CalendarDate, reason: String) {
            self.until = until
            self.reason = reason
        }
    }

    public enum State: String, CaseIterable, Sendable {
        case opened, assessing, alternatives
        case hbChosen = "hb_chosen"
        case planning
        case decisionPending = "decision_pending"
        case decidedApproved = "decided_approved"
        case decidedRejected = "decided_rejected"
        case active, suspended, ending, closed
    }

    /// The steps of the table, and what is done with the clocks.
    public enum Command: String, CaseIterable, Sendable {
        case startAssessment = "start-assessment"
        case presentAlternatives = "present-alternatives"
        case chooseHb = "choose-hb"
        case chooseOther = "choose-other"
        case beginPlanning = "begin-planning"
        case withdrawChoice = "withdraw-choice"
        case proposeDecision = "propose-decision"
        case returnForWork = "return-for-work"
        case approve, reject
        case planAgain = "plan-again"
        case activate, suspend, resume, end, close
        /// Changes a last day and not the state.
        case extendClock = "extend-clock"
    }

    /// States of a case (K10 to K21). Steps that are not commands follow from the choice, the plan, the decision or the agreement.
    public static let transitions: [Transition<State, Command>] = [
        Transition(.startAssessment, from: [.opened], to: .assessing),
        Transition(.presentAlternatives, from: [.assessing], to: .alternatives),
        Transition(.chooseHb, from: [.alternatives], to: .hbChosen, isCommand: false),
        Transition(.chooseOther, from: [.alternatives], to: .closed, isCommand: false),
        Transition(.beginPlanning, from: [.hbChosen], to: .planning, isCommand: false),
        Transition(.withdrawChoice, from: [.hbChosen, .planning, .decisionPending], to: .alternatives, isCommand: false),
        Transition(.proposeDecision, from: [.planning], to: .decisionPending, isCommand: false),
        Transition(.returnForWork, from: [.decisionPending], to: .planning, isCommand: false),
        Transition(.approve, from: [.decisionPending], to: .decidedApproved, isCommand: false),
        Transition(.reject, from: [.decisionPending], to: .decidedRejected, isCommand: false),
        Transition(.planAgain, from: [.decidedRejected, .decidedApproved, .active], to: .planning),
        Transition(.activate, from: [.decidedApproved], to: .active, isCommand: false),
        Transition(.suspend, from: [.active], to: .suspended),
        Transition(.resume, from: [.suspended], to: .active),
        Transition(.end, from: [.decidedApproved, .active, .suspended], to: .ending),
        Transition(.close, from: [.opened, .assessing, .alternatives, .decidedRejected, .ending], to: .closed),
    ]

    /// States in which the case is open; one open case for a client.
    public static let openStates = State.allCases.filter { $0 != .closed }

    public init(
        record: Record<Case>, clientID: ID<Client>, modelID: ID<RegionalModel>, opening: Opening, state: State, details: Details,
        clocks: Clocks, assessmentStartedOn: CalendarDate? = nil, decisionExtension: Extension? = nil,
        executionExtension: Extension? = nil, closingReason: String? = nil, closedOn: CalendarDate? = nil,
        care: Care? = nil
    ) {
        self.record = record
        self.clientID = clientID
        self.modelID = modelID
        self.opening = opening
        self.state = state
        self.details = details
        self.clocks = clocks
        self.assessmentStartedOn = assessmentStartedOn
        self.decisionExtension = decisionExtension
        self.executionExtension = executionExtension
        self.closingReason = closingReason
        self.closedOn = closedOn
        self.care = care ?? details.care
    }

    /// The last day for the decision, with the extension if there is one.
    public var decisionDue: CalendarDate { decisionExtension?.until ?? clocks.decisionDue }
    public var executionDue: CalendarDate { executionExtension?.until ?? clocks.executionDue }
}
