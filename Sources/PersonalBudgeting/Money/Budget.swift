/// A personal budget: a period, lines of money for purposes, and the way of administration (O1, O2).
public struct Budget: CaseFile, Stateful {
    public static let noun = "budget"
    public enum Field: CaseFileField { case caseID, state, periodFrom }
    public var record: Record<Budget>
    public let caseID: ID<Case>
    public let calculationID: ID<BudgetCalculation>
    /// Both days belong to it.
    public let period: Period
    public let administrationMode: AdministrationMode
    public var state: State
    /// The sum of the lines (M4).
    public var total: Money
    /// The decision that granted the budget; nil before the approval.
    public var decisionID: ID<Decision>?
    /// The money that settlement carried out, and the budget that took it in: CARRY_OUT of the old equals CARRY_IN of the new (M16).
    public var carriedOut: Money
    public var carriedInto: ID<Budget>?

    public enum State: String, CaseIterable, Sendable {
        case indicative, proposed, approved, effective, suspended, closing, settled, cancelled
    }

    public enum Command: String, CaseIterable, Sendable {
        case propose, `return`, approve, reject, activate, suspend, resume
        case beginClosing = "begin-closing"
        case settle, cancel
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.propose, from: [.indicative], to: .proposed, isCommand: false),
        Transition(.return, from: [.proposed], to: .indicative, isCommand: false),
        Transition(.approve, from: [.proposed], to: .approved, isCommand: false),
        Transition(.reject, from: [.proposed], to: .cancelled, isCommand: false),
        Transition(.activate, from: [.approved], to: .effective),
        Transition(.suspend, from: [.effective], to: .suspended),
        Transition(.resume, from: [.suspended], to: .effective),
        Transition(.beginClosing, from: [.effective, .suspended], to: .closing),
        Transition(.settle, from: [.closing], to: .settled),
        Transition(.cancel, from: [.indicative, .approved], to: .cancelled),
    ]

    public init(
        record: Record<Budget>, caseID: ID<Case>, calculationID: ID<BudgetCalculation>, period: Period,
        administrationMode: AdministrationMode, state: State, total: Money, decisionID: ID<Decision>? = nil,
        carriedOut: Money = .zero, carriedInto: ID<Budget>? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.calculationID = calculationID
        self.period = period
        self.administrationMode = administrationMode
        self.state = state
        self.total = total
        self.decisionID = decisionID
        self.carriedOut = carriedOut
        self.carriedInto = carriedInto
    }

    /// The states in which the budget holds money that is not settled.
    public static let liveStates: [State] = [.effective, .suspended, .closing]
}

/// One purpose of a budget and its money (O2). The decision fixes the line; the ledger records what happens to the money (O3).
public struct BudgetLine: CaseFile {
    public static let noun = "budget_line"
    public enum Field: CaseFileField { case caseID, budgetID }
    public var record: Record<BudgetLine>
    public let caseID: ID<Case>
    public let budgetID: ID<Budget>
    /// The number of the line within the budget, from 1.
    public let number: Int
    public let serviceTypeCode: String
    public let purpose: String
    /// The act and section that the money rests on; there is no act on personal budgets (K6).
    public let legalBasis: String
    public let quantity: Quantity
    public let unitPrice: Money
    /// Quantity times price, rounded half up to the cent (M3).
    public let amount: Money
    /// Whether money may be moved from this line to another within the bounds of the model (M11).
    public let isFlexible: Bool
    /// Whether the money is for this purpose only (M11).
    public let isEarmarked: Bool

    public init(
        record: Record<BudgetLine>, caseID: ID<Case>, budgetID: ID<Budget>, number: Int, serviceTypeCode: String, purpose: String,
        legalBasis: String, quantity: Quantity, unitPrice: Money, amount: Money, isFlexible: Bool, isEarmarked: Bool
    ) {
        self.record = record
        self.caseID = caseID
        self.budgetID = budgetID
        self.number = number
        self.serviceTypeCode = serviceTypeCode
        self.purpose = purpose
        self.legalBasis = legalBasis
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.amount = amount
        self.isFlexible = isFlexible
        self.isEarmarked = isEarmarked
    }
}
