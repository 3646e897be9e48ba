/// The service data of one event as the source reported it, and its posting (toteuma; M7 to M10, O10, row 57). It is never lost.
public struct Actual: Stateful {
    public static let noun = "actual"
    public enum Field: ClientField { case sourceSystem, eventID, clientID, caseID, agreementID, state, hold, serviceTypeCode, serviceDate }
    public var record: Record<Actual>
    public let batchID: ID<ServiceDataBatch>
    public let sourceSystem: String
    /// The day of arrival in Helsinki, from which a held actual waits.
    public let receivedOn: CalendarDate
    public let usage: ServiceUsage
    public var state: State
    /// The client, as far as the client is known.
    public var clientID: ID<Client>?
    public var caseID: ID<Case>?
    public var agreementID: ID<Agreement>?
    public var budgetLineID: ID<BudgetLine>?
    /// The posted amount; nil until the actual is posted.
    public var amount: Money?
    /// The reason for the hold; nil when it is not held.
    public var hold: HoldCode?
    /// What is wrong, or the reason of the person who decided about it.
    public var note: String?

    public enum State: String, CaseIterable, Sendable {
        case held, accepted
        /// Kept without money: planned, cancelled or a no-show.
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

/// The decision about a held actual (M7).
public enum HoldDecision: String, CaseIterable, Sendable {
    /// Posts the actual: a delivered service is a liability, also above the budget (M7).
    case accept
    /// Rejects the actual to the provider: the county does not pay it (M7).
    case reject
    /// Judges the actual again after its cause was mended (row 110).
    case retry
}

extension Work {
    /// Decides about a held actual (M7, row 57).
    /// - Parameter agreementID: the agreement to accept it on, where the service found none or another one.
    /// - Throws: `illegal_transition` unless it is held; `invalid` if no agreement is known to accept it on.
    public func resolve(_ actual: Actual, _ decision: HoldDecision, agreementID: ID<Agreement>?, reason: String) throws -> Actual {
        try actual.requireState([.held], toDo: decision.rawValue)
        let posting = RowPosting(self)
        var resolved = actual
        resolved.note = reason
        switch decision {
        case .reject: try resolved.transition(.reject)
        case .retry:
            let result = try posting.judge(actual.usage, hetu: try repositories.actuals.hetu(of: actual), source: actual.sourceSystem)
            resolved.apply(result)
            if result.hold == nil {
                try resolved.transition(actual.usage.status == .done ? .accept : .note)
                try posting.post(resolved, result)
            }
        case .accept:
            let result = try posting.resultOfAccepting(actual, on: agreementID)
            resolved.apply(result)
            resolved.hold = nil
            resolved.note = reason
            try resolved.transition(actual.usage.status == .done ? .accept : .note)
            try posting.post(resolved, result)
        }
        let verb = resolved.state == .held ? HoldDecision.retry : decision
        return try update(resolved, verb: verb.rawValue, from: actual.state, reason: reason)
    }

    /// Reverses an accepted actual (M10, row 66). In a settled budget the returned money lapses (M17).
    /// - Throws: `already_reversed`.
    public func reverse(_ actual: Actual, reason: String) throws -> Actual {
        try check(.reverse, actual)
        try RowPosting(self).takeBack(actual, reason: reason)
        var reversed = actual
        try reversed.transition(.reverse)
        reversed.note = reason
        return try update(reversed, verb: Actual.Command.reverse.rawValue, from: actual.state, reason: reason)
    }

    /// Updates an actual and writes its event in the case that it belongs to.
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
            state == .reversed
                ? [
                    Refusal(
                        .alreadyReversed,
                        LocalText(fi: "toteuma on jo peruutettu", sv: "utfallet har redan återförts", en: "the actual is reversed already"))
                ] : stateRefusals(to: command)
        case .accept, .note, .reject: stateRefusals(to: command)
        }
    }

    /// Sets the client, the agreement and the hold from a row result.
    mutating func apply(_ result: RowResult) {
        clientID = result.client?.id ?? clientID
        caseID = result.caseID ?? caseID
        agreementID = result.agreement?.id
        budgetLineID = result.line?.id
        amount = result.hold == nil ? result.amount : nil
        hold = result.hold?.code
        note = result.hold?.detail.en ?? note
    }
}
