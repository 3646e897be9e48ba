/// One revision of the support plan (tukisuunnitelma): the client's own proposal for the use of the money (S19 to S22).
///
/// A revision is written as a draft. Once submitted, its content never changes and carries a digest (U2). Changes are made in the next
/// revision.
public struct SupportPlan: CaseFile, Stateful {
    public static let noun = "support_plan"
    public enum Field: CaseFileField { case caseID, number, state }
    public var record: Record<SupportPlan>
    public let caseID: ID<Case>
    /// The number of the revision within the case, from 1.
    public let number: Int
    public var state: State
    public var content: Content
    /// The SHA-256 of the content in lower-case hexadecimal, set when the revision is submitted (U2). The same content has the same digest.
    public var digest: String?
    public var submittedAt: Instant?
    /// The yearly sum of the chosen calculation, shown beside the plan; nil while no calculation is chosen. Submission fixes it. The plan
    /// is never cut to it (S21).
    public var indicativeTotal: Money?
    /// Whether the client, a representative or the HB assistant has written in this revision with a key of their own. From then on workers
    /// only comment and do not change it (S8, S19).
    public var isInOwnHand: Bool
    /// The questions to work on and the due day, set when the plan is returned (S25).
    public var returnQuestions: [String]
    public var reworkDueOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable {
        case draft, submitted
        case inDialogue = "in_dialogue"
        case proposed, approved, returned, rejected, withdrawn, superseded
    }

    public enum Command: String, CaseIterable, Sendable {
        case submit
        case beginDialogue = "begin-dialogue"
        case propose, approve, `return`, reject, withdraw, recall, supersede
    }

    /// The transitions of a plan (U1). Those that are not commands follow from a dialogue round or a decision.
    public static let transitions: [Transition<State, Command>] = [
        Transition(.submit, from: [.draft], to: .submitted),
        Transition(.beginDialogue, from: [.submitted], to: .inDialogue, isCommand: false),
        Transition(.propose, from: [.inDialogue], to: .proposed, isCommand: false),
        Transition(.approve, from: [.proposed], to: .approved, isCommand: false),
        Transition(.return, from: [.proposed], to: .returned, isCommand: false),
        Transition(.reject, from: [.proposed], to: .rejected, isCommand: false),
        Transition(.withdraw, from: [.draft, .submitted, .inDialogue, .proposed], to: .withdrawn),
        // The preparer withdraws the proposal, and the plan returns to the dialogue.
        Transition(.recall, from: [.proposed], to: .inDialogue, isCommand: false),
        Transition(.supersede, from: [.submitted, .inDialogue, .approved], to: .superseded, isCommand: false),
    ]

    /// The person who wrote the plan down (S19).
    public enum Author: String, CaseIterable, Sendable {
        case client
        case closePerson = "close_person"
        case hbAssistant = "hb_assistant"
        case workerAsScribe = "worker_as_scribe"
    }

    public struct Content: Sendable, Equatable {
        public var authoredBy: Author
        /// Whether it is the plan of a family, which says "meille".
        public var isFamilyPlan: Bool
        public var answers: [Answer]
        public var items: [Item]
        public var responsibilities: [Responsibility]
        /// The reason for a sum above the indicative budget; such a plan cannot be submitted without one (S21).
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

    /// A planned use of money: the need, the solution, the quantity and the price (S21, row 21).
    public struct Item: Sendable, Equatable {
        public var need: String
        public var solution: String
        /// The code of a purpose or a service type; the regional model may exclude it (row 52).
        public var purposeCode: String
        public var providerName: String?
        /// The quantity in a year.
        public var quantity: Quantity
        /// The unit of the quantity, if it is a unit of the price list.
        public var unit: ServiceType.Unit?
        public var unitPrice: Money
        /// How often the use recurs, for the reader only; the sums do not depend on it.
        public var frequency: Frequency?
        /// The days of the use, if they are not the whole period of the budget.
        public var period: Period?
        /// The goals that the use serves: statements of the case.
        public var goalIDs: [ID<Statement>]

        public init(
            need: String, solution: String, purposeCode: String, providerName: String? = nil, quantity: Quantity,
            unit: ServiceType.Unit? = nil, unitPrice: Money, frequency: Frequency? = nil, period: Period? = nil,
            goalIDs: [ID<Statement>] = []
        ) {
            self.need = need
            self.solution = solution
            self.purposeCode = purposeCode
            self.providerName = providerName
            self.quantity = quantity
            self.unit = unit
            self.unitPrice = unitPrice
            self.frequency = frequency
            self.period = period
            self.goalIDs = goalIDs
        }

        /// Quantity times price, rounded half up to the cent (M3).
        public var amount: Money? { try? Money.lineAmount(quantity: quantity, unitPrice: unitPrice) }
    }

    /// How often a planned use recurs.
    public enum Frequency: String, CaseIterable, Sendable {
        case once, daily, weekly, monthly, yearly
        case asNeeded = "as_needed"
    }

    /// One row of the responsibilities: who decides, helps to decide, carries out and monitors a matter (S22, row 22; questions 6 to 9 of
    /// seed 003).
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
        submittedAt: Instant? = nil, indicativeTotal: Money? = nil, isInOwnHand: Bool = false, returnQuestions: [String] = [],
        reworkDueOn: CalendarDate? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.state = state
        self.content = content
        self.digest = digest
        self.submittedAt = submittedAt
        self.indicativeTotal = indicativeTotal
        self.isInOwnHand = isInOwnHand
        self.returnQuestions = returnQuestions
        self.reworkDueOn = reworkDueOn
    }

    /// Whether the revision may still become a proposal.
    var isUnderWay: Bool { state == .draft || state == .submitted || state == .inDialogue }

    /// Returns the sum of the planned uses in a year (S21).
    /// - Throws: `AmountOutOfRange`.
    public func total() throws(AmountOutOfRange) -> Money { try content.total() }

    /// The plan less the indicative sum, below zero when the plan is within it; nil without an indicative sum.
    public var difference: Money? {
        guard let indicativeTotal, let total = try? total() else { return nil }
        return try? total.subtracting(indicativeTotal)
    }
}

extension SupportPlan.Content {
    /// Returns the sum of the planned uses in a year (S21).
    /// - Throws: `AmountOutOfRange`.
    public func total() throws(AmountOutOfRange) -> Money {
        var total = Money.zero
        for item in items { total = try total.adding(try Money.lineAmount(quantity: item.quantity, unitPrice: item.unitPrice)) }
        return total
    }

    /// The codes of the questions whose answer has other characters than white space.
    public var answeredCodes: Set<String> {
        Set(answers.filter { $0.text.unicodeScalars.contains { !$0.properties.isWhitespace } }.map(\.questionCode))
    }

    /// The content as bytes, for the digest of a submitted revision. Equal contents give equal bytes and different contents different
    /// bytes: each value follows its length, so that no two texts can run together. The format never changes.
    public var canonical: [UInt8] {
        var octets: [UInt8] = []
        func put(_ text: String?) {
            guard let text else { return octets.append(0x2D) }  // "-" means no value
            octets += Array("\(text.utf8.count):".utf8) + Array(text.utf8)
        }
        func put(count: Int) { octets += Array("#\(count);".utf8) }
        put("support-plan/1")
        put(authoredBy.rawValue)
        put(isFamilyPlan ? "family" : "own")
        put(justificationForExcess)
        put(count: answers.count)
        for answer in answers {
            put(answer.questionCode)
            put(answer.text)
        }
        put(count: items.count)
        for item in items {
            put(item.need)
            put(item.solution)
            put(item.purposeCode)
            put(item.providerName)
            put("\(item.quantity.thousandths)")
            put(item.unit?.rawValue)
            put("\(item.unitPrice.cents)")
            put(item.frequency?.rawValue)
            put(item.period.map { "\($0)" })
            put(count: item.goalIDs.count)
            for goal in item.goalIDs { put("\(goal)") }
        }
        put(count: responsibilities.count)
        for row in responsibilities {
            put(row.matter)
            put(row.decides)
            put(row.helpsDecide)
            put(row.carriesOut)
            put(row.monitors)
        }
        return octets
    }
}
