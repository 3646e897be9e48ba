/// One revision of the support plan (tukisuunnitelma): the client's own proposal for the use of the money (S19 to S22).
///
/// A revision is written as a draft; once submitted its content never changes and carries a digest. Work goes on in the next revision.
public struct SupportPlan: CaseFile, Stateful {
    public static let noun = "support_plan"
    public var record: Record<SupportPlan>
    public let caseID: ID<Case>
    /// 1 and up within the case.
    public let number: Int
    public var state: State
    public var content: Content
    /// SHA-256 of the content, lower-case hexadecimal; set when the revision is submitted. The same content has the same digest.
    public var digest: String?
    public var submittedAt: Instant?
    /// When the plan was returned: what is to be worked on, and until when.
    public var returnQuestions: [String]
    public var reworkDueOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable {
        case draft, submitted
        case inDialogue = "in_dialogue"
        case proposed, approved, returned, rejected, withdrawn, superseded
    }

    /// domain.md, section 2.2. Steps that are not commands follow from a dialogue round or a decision.
    public static let transitions: [Transition<State>] = [
        Transition("submit", from: [.draft], to: .submitted),
        Transition("begin-dialogue", from: [.submitted], to: .inDialogue, isCommand: false),
        Transition("propose", from: [.inDialogue], to: .proposed, isCommand: false),
        Transition("approve", from: [.proposed], to: .approved, isCommand: false),
        Transition("return", from: [.proposed], to: .returned, isCommand: false),
        Transition("reject", from: [.proposed], to: .rejected, isCommand: false),
        Transition("withdraw", from: [.draft, .submitted, .inDialogue, .proposed], to: .withdrawn),
        Transition("supersede", from: [.draft, .submitted, .inDialogue, .approved, .returned, .rejected], to: .superseded, isCommand: false),
    ]

    /// Who wrote it down.
    public enum Author: String, CaseIterable, Sendable {
        case client
        case closePerson = "close_person"
        case hbAssistant = "hb_assistant"
        case workerAsScribe = "worker_as_scribe"
    }

    public struct Content: Sendable, Equatable {
        public var authoredBy: Author
        /// Whether it is the plan of a family ("meille").
        public var isFamilyPlan: Bool
        public var answers: [Answer]
        public var items: [Item]
        public var responsibilities: [Responsibility]
        /// Why more is asked for than the indicative budget; without it such a plan is not submitted (S21).
        public var justificationForExcess: String?

        public init(
            authoredBy: Author, isFamilyPlan: Bool, answers: [Answer], items: [Item], responsibilities: [Responsibility],
            justificationForExcess: String?
        ) {
            self.authoredBy = authoredBy
            self.isFamilyPlan = isFamilyPlan
            self.answers = answers
            self.items = items
            self.responsibilities = responsibilities
            self.justificationForExcess = justificationForExcess
        }
    }

    /// The answer to one question of the catalogue.
    public struct Answer: Sendable, Equatable {
        public var questionCode: String
        public var text: String

        public init(questionCode: String, text: String) {
            self.questionCode = questionCode
            self.text = text
        }
    }

    /// A planned use of money: what, for which need, how much of it and at what price.
    public struct Item: Sendable, Equatable {
        public var need: String
        public var solution: String
        /// A purpose or service type code; the regional model may exclude it.
        public var purposeCode: String
        public var providerName: String?
        /// How much in a year.
        public var quantity: Quantity
        public var unitPrice: Money
        /// The goals it serves: statements of the case.
        public var goalIDs: [String]

        public init(
            need: String, solution: String, purposeCode: String, providerName: String?, quantity: Quantity, unitPrice: Money,
            goalIDs: [String]
        ) {
            self.need = need
            self.solution = solution
            self.purposeCode = purposeCode
            self.providerName = providerName
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.goalIDs = goalIDs
        }

        /// Quantity times price, half up (M3).
        public var amount: Money? { try? Money.lineAmount(quantity: quantity, unitPrice: unitPrice) }
    }

    /// One row of the matrix of who decides, helps, does and follows (questions 6 to 9 of seed 003).
    public struct Responsibility: Sendable, Equatable {
        public var matter: String
        public var decides: String
        public var helpsDecide: String?
        public var carriesOut: String?
        public var monitors: String?

        public init(matter: String, decides: String, helpsDecide: String?, carriesOut: String?, monitors: String?) {
            self.matter = matter
            self.decides = decides
            self.helpsDecide = helpsDecide
            self.carriesOut = carriesOut
            self.monitors = monitors
        }
    }

    public init(
        record: Record<SupportPlan>, caseID: ID<Case>, number: Int, state: State, content: Content, digest: String? = nil,
        submittedAt: Instant? = nil, returnQuestions: [String] = [], reworkDueOn: CalendarDate? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.state = state
        self.content = content
        self.digest = digest
        self.submittedAt = submittedAt
        self.returnQuestions = returnQuestions
        self.reworkDueOn = reworkDueOn
    }

    /// The sum of the planned uses in a year.
    /// - Throws: `AmountOutOfRange`.
    public func total() throws(AmountOutOfRange) -> Money {
        var total = Money.zero
        for item in content.items { total = try total.adding(try Money.lineAmount(quantity: item.quantity, unitPrice: item.unitPrice)) }
        return total
    }
}
