/// Service data of one event as it was told, and what became of it (toteuma; M7 to M10). It is never lost.
public struct Actual: Stateful {
    public static let noun = "actual"
    public enum Field: ClientField { case sourceSystem, eventID, clientID, caseID, agreementID, state, hold, serviceDate }
    public var record: Record<Actual>
    public let batchID: ID<ServiceDataBatch>
    public let sourceSystem: String
    /// The Helsinki day it came in: a held one waits from then on.
    public let receivedOn: CalendarDate
    public let usage: ServiceUsage
    public var state: State
    /// Whose it is, as far as it is known.
    public var clientID: ID<Client>?
    public var caseID: ID<Case>?
    public var agreementID: ID<Agreement>?
    public var budgetLineID: ID<BudgetLine>?
    /// What was posted; nil until it is.
    public var amount: Money?
    /// Why it is held; nil when it is not.
    public var hold: HoldCode?
    /// What is wrong, or what was decided about it.
    public var note: String?

    public enum State: String, CaseIterable, Sendable {
        case held, accepted
        /// Kept without money: planned, cancelled or not shown up.
        case noted
        case rejected, reversed
    }

    public enum Command: String, CaseIterable, Sendable { case accept, note, reject, reverse }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.accept, from: [.held], to: .accepted, isCommand: false),
        Transition(.note, from: [.held], to: .noted, isCommand: false),
        Transition(.reject, from: [.held], to: .rejected, isCommand: false),
        Transition(.reverse, from: [.accepted], to: .reversed),
    ]

    public init(
        record: Record<Actual>, batchID: ID<ServiceDataBatch>, sourceSystem: String, receivedOn: CalendarDate, usage: ServiceUsage,
        state: State, clientID: ID<Client>? = nil, caseID: ID<Case>? = nil, agreementID: ID<Agreement>? = nil,
        budgetLineID: ID<BudgetLine>? = nil,
        amount: Money? = nil, hold: HoldCode? = nil, note: String? = nil
    ) {
        self.record = record
        self.batchID = batchID
        self.sourceSystem = sourceSystem
        self.receivedOn = receivedOn
        self.usage = usage
        self.state = state
        self.clientID = clientID
        self.caseID = caseID
        self.agreementID = agreementID
        self.budgetLineID = budgetLineID
        self.amount = amount
        self.hold = hold
        self.note = note
    }
}

/// What is decided about a held actual.
public enum HoldDecision: String, CaseIterable, Sendable {
    /// Post it as it is: a delivered service is a liability, also above the budget (M7).
    case accept
    /// Not ours to pay: back to the provider.
    case reject
    /// Look again: something was mended since.
    case retry
}

extension Work {
    /// Decides about a held actual.
    /// - Parameter agreementID: the agreement to accept it on, where none or another was found.
    /// - Throws: `illegal_transition` unless it is held; `invalid` where no agreement is known to accept it on.
    public func resolve(_ actual: Actual, _ decision: HoldDecision, agreementID: ID<Agreement>?, reason: String) throws -> Actual {
        try actual.requireState([.held], toDo: decision.rawValue)
        let posting = RowPosting(self)
        var resolved = actual
        resolved.note = reason
        switch decision {
        case .reject: try resolved.transition(.reject)
        case .retry:
            let result = try posting.judge(actual.usage, hetu: try repositories.actuals.hetu(of: actual), source: actual.sourceSystem)
            resolved.place(result)
            if result.hold == nil {
                try resolved.transition(actual.usage.status == .done ? .accept : .note)
                try posting.post(resolved, result)
            }
        case .accept:
            let result = try posting.resultOfAccepting(actual, on: agreementID)
            resolved.place(result)
            resolved.hold = nil
            resolved.note = reason
            try resolved.transition(actual.usage.status == .done ? .accept : .note)
            try posting.post(resolved, result)
        }
        let verb = resolved.state == .held ? HoldDecision.retry : decision
        return try update(resolved, verb: verb.rawValue, from: actual.state, reason: reason)
    }

    /// Takes back an accepted actual (M10). A settled budget keeps nothing of it: what comes back lapses.
    /// - Throws: `already_reversed`.
    public func reverse(_ actual: Actual, reason: String) throws -> Actual {
        try check(.reverse, actual)
        try RowPosting(self).takeBack(actual, reason: reason)
        var reversed = actual
        try reversed.transition(.reverse)
        reversed.note = reason
        return try update(reversed, verb: Actual.Command.reverse.rawValue, from: actual.state, reason: reason)
    }

    /// Keeps a change of an actual, with its event in the case it belongs to.
    @discardableResult
    func update(_ actual: Actual, verb: String, from: Actual.State, reason: String) throws -> Actual {
        var actual = actual
        touch(&actual)
        try repositories.actuals.update(actual)
        try note(
            verb, Actual.noun, "\(actual.id)", caseFile: try actual.caseID.flatMap { try repositories.cases.find($0) },
            clientID: actual.clientID, from: from.rawValue, to: actual.state.rawValue, reason: reason)
        return actual
    }
}

extension Actual {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .reverse:
            state == .reversed ? [Refusal(.alreadyReversed, "the actual is reversed already")] : stateRefusals(to: command)
        case .accept, .note, .reject: stateRefusals(to: command)
        }
    }

    /// Notes whose it is and what holds it.
    mutating func place(_ result: RowResult) {
        clientID = result.client?.id ?? clientID
        caseID = result.caseID ?? caseID
        agreementID = result.agreement?.id
        budgetLineID = result.line?.id
        amount = result.hold == nil ? result.amount : nil
        hold = result.hold?.code
        note = result.hold?.detail ?? note
    }
}
