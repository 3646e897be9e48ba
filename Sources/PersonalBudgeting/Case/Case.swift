/// A matter (asia) of one client, from contact or application to settlement (K10 to K21). A client has at most one open case (S1, row 2).
public struct Case: Stateful {
    public static let noun = "case"
    public enum Field: ClientField { case clientID, state, unitID, responsibleWorkerID, contactAt, decisionDue, executionDue }
    public var record: Record<Case>
    public let clientID: ID<Client>
    /// The version of the regional model whose rules apply to this case. It never changes (S46, row 51).
    public let modelID: ID<RegionalModel>
    public let opening: Opening
    public var state: State
    public var details: Details
    public let clocks: Clocks
    /// The day on which the assessment started (K11).
    public var assessmentStartedOn: CalendarDate?
    /// A later last day for the decision or its execution, with the special reason that the law requires (D14, K24).
    public var decisionExtension: Extension?
    public var executionExtension: Extension?
    /// The reason why the case is ending or closed.
    public var closingReason: String?
    public var closedOn: CalendarDate?
    /// The care of the client, which is stored with every case of the client.
    public let care: Care

    /// How the matter became pending (S1).
    public struct Opening: Sendable, Equatable {
        public var contactAt: CalendarDate
        public var channel: Channel
        public var applicantRole: ApplicantRole
        public var applicationReceivedAt: CalendarDate?
        /// Whether the need is urgent: an urgent need is assessed at once (D6, SHL 36 §).
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

    /// The channel of the contact (S1).
    public enum Channel: String, CaseIterable, Sendable {
        case phone, visit, letter
        case eService = "e_service"
        case referral, other
    }
    /// Who made the contact or the application (S1).
    public enum ApplicantRole: String, CaseIterable, Sendable {
        case client, guardian
        case closePerson = "close_person"
        case authority
    }

    public struct Details: Sendable, Equatable {
        public var unitID: ID<OrganisationUnit>?
        /// The responsible worker (omatyöntekijä, SHL 42 §; L26). Nil puts the case in the queue of unassigned cases (Q26).
        public var responsibleWorkerID: ID<User>?
        /// Services outside the personal budget that continue beside it, in words (S18).
        public var otherServices: [String]

        public init(unitID: ID<OrganisationUnit>?, responsibleWorkerID: ID<User>?, otherServices: [String]) {
            self.unitID = unitID
            self.responsibleWorkerID = responsibleWorkerID
            self.otherServices = otherServices
        }
    }

    /// The last days by law (D7, D13). The authority's own time limits do not move over holidays (D3).
    public struct Clocks: Sendable, Equatable {
        /// The seventh weekday after the contact (D7, D8).
        public let assessmentStartDue: CalendarDate
        /// Three months from the application, or from the contact if there is no application (D13).
        public let decisionDue: CalendarDate
        /// Three months from the day on which the matter became pending (D13, D14, SHL 45 §).
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

    /// The commands of the table, and the command that changes a time limit.
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
        /// Changes a last day but not the state (D14).
        case extendClock = "extend-clock"
    }

    /// The transitions of a case (K10 to K21). Those that are not commands follow from the choice, the plan, the decision or the agreement.
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

    /// The states in which the case is open. A client has at most one open case (S1).
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
