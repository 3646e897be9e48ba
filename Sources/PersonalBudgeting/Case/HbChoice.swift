/// The client's free choice for or against personal budgeting, with what the client commits to (S5, row 6).
///
/// It may be withdrawn any time before the decision.
public struct HbChoice: CaseFile, Stateful {
    public static let noun = "choice"
    public enum Field: CaseFileField { case caseID, state }
    public var record: Record<HbChoice>
    public let caseID: ID<Case>
    public let details: Details
    public var state: State
    /// The day the client took it back.
    public var withdrawnOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable {
        /// It holds.
        case standing
        case withdrawn
    }

    public enum Command: String, CaseIterable, Sendable { case withdraw }

    public static let transitions: [Transition<State, Command>] = [Transition(.withdraw, from: [.standing], to: .withdrawn)]

    /// What a client who chooses HB commits to (seed 001, "Mihin sitoudut"). The diary, the group discussion and the permission for
    /// research are voluntary and so are not among them.
    public enum Commitment: String, CaseIterable, Sendable {
        /// The funder's form at the start and at the end (S36).
        case esrForm = "esr_form"
        /// Kykyviisari at the start, at the end and, in longer clientships, in between (S37).
        case kykyviisari
        /// The survey on how HB worked, at the end (S38).
        case endSurvey = "end_survey"
        /// What arranging the budget takes of the client's time and money (S41).
        case effortAndCosts = "effort_and_costs"
        /// Following the use of the budget and its results in the agreed way (S34, S35).
        case followUp = "follow_up"
    }

    public struct Details: Sendable, Equatable {
        /// True for HB, false for another way.
        public var chosen: Bool
        public var chosenOn: CalendarDate
        public var commitmentsAcknowledged: [Commitment]

        public init(chosen: Bool, chosenOn: CalendarDate, commitmentsAcknowledged: [Commitment]) {
            self.chosen = chosen
            self.chosenOn = chosenOn
            self.commitmentsAcknowledged = commitmentsAcknowledged
        }

        /// The commitments a choice for HB lacks, in the order of the set.
        public var missingCommitments: [Commitment] {
            chosen ? Commitment.allCases.filter { !commitmentsAcknowledged.contains($0) } : []
        }
    }

    public init(record: Record<HbChoice>, caseID: ID<Case>, details: Details, state: State, withdrawnOn: CalendarDate? = nil) {
        self.record = record
        self.caseID = caseID
        self.details = details
        self.state = state
        self.withdrawnOn = withdrawnOn
    }
}

extension Work {
    /// Keeps the client's choice: for HB the case goes on, against it the case closes with the reason `other_service`.
    /// - Throws: `case_closed`; `alternatives_missing` when nothing but HB was presented; `illegal_transition` unless the case is at
    ///   its alternatives; `suitability_missing`; `commitments_missing` naming each; `open_commitments` when money of an earlier
    ///   decision is still bound; `invalid` for a day after today or before the contact.
    public func choose(_ details: HbChoice.Details, in caseFile: Case) throws -> HbChoice {
        try Refusal.check(refusalsToChoose(hb: details.chosen, in: caseFile))
        try checkNotInFuture([("/chosenOn", details.chosenOn)])
        if details.chosenOn < caseFile.opening.contactAt {
            throw Refusal.invalid("/chosenOn", "before_contact", "must not be before the contact, \(caseFile.opening.contactAt)")
        }
        let missing = details.missingCommitments
        if !missing.isEmpty {
            throw Refusal(
                .commitmentsMissing, "not acknowledged: \(missing.map(\.rawValue).joined(separator: ", "))",
                faults: missing.map {
                    RuleFault(pointer: "/commitmentsAcknowledged", code: $0.rawValue, detail: "\($0.rawValue) is not acknowledged")
                })
        }
        let choice = HbChoice(record: newRecord(), caseID: caseFile.id, details: details, state: .standing)
        try insert(choice, in: caseFile, to: repositories.choices)
        if details.chosen { try transition(.chooseHb, caseFile) } else { try chooseOtherService(caseFile) }
        return choice
    }

    /// Takes the choice of HB back: the case returns to its alternatives, and nothing can be decided until HB is chosen anew.
    /// - Throws: `case_closed`; `illegal_transition` when it is withdrawn already or the matter is decided.
    public func withdrawChoice(_ choice: HbChoice, in caseFile: Case) throws -> HbChoice {
        try check(.withdraw, choice, in: caseFile)
        var withdrawn = choice
        withdrawn.withdrawnOn = today
        // A proposal that rests on the choice falls with it.
        try dropPendingDecision(in: caseFile, reason: "the choice was withdrawn")
        try transition(.withdrawChoice, caseFile)
        return try transition(.withdraw, withdrawn, in: caseFile, of: repositories.choices)
    }

    /// The choice of HB that holds; a plan, a calculation or a decision rests on it.
    func standingChoice(of caseFile: Case) throws -> HbChoice? {
        let standing = try repositories.choices.first([.equal(.caseID, caseFile.id), .equal(.state, HbChoice.State.standing)])
        return standing.flatMap { $0.details.chosen ? $0 : nil }
    }

    /// `choice_missing` when there is no choice of HB or it has been withdrawn (S5).
    func choiceRefusals(_ caseFile: Case) throws -> [Refusal] { try standingChoice(of: caseFile) == nil ? [choiceMissing] : [] }

    var choiceMissing: Refusal {
        Refusal(
            .choiceMissing, "the client has not chosen personal budgeting, or has withdrawn the choice", remedy: .choose(hb: true))
    }

    /// What stands in the way of a choice, whatever the client says on what day.
    func refusalsToChoose(hb: Bool, in caseFile: Case) throws -> [Refusal] {
        let closed = caseFile.closedRefusals
        if !closed.isEmpty { return closed }
        var refusals = try otherAlternativeRefusals(caseFile) + caseFile.refusals(to: hb ? .chooseHb : .chooseOther, in: nil, self)
        if try suitability(of: caseFile)?.details.isWeighed != true {
            refusals.append(
                Refusal(
                    .suitabilityMissing, "neither possibilities nor risks of personal budgeting have been weighed",
                    remedy: .weighSuitability)
            )
        }
        return refusals
    }
}

extension HbChoice {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .withdraw:
            let caseFile = try caseFile ?? work.repositories.cases.require(caseID)
            let refused = caseFile.closedRefusals + stateRefusals(to: command)
            return refused.isEmpty ? caseFile.stateRefusals(to: .withdrawChoice) : refused
        }
    }
}
