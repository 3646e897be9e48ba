/// The client's voluntary choice for or against personal budgeting, with the commitments that the client acknowledges (S5, row 6).
///
/// The client may withdraw it at any time before the decision.
public struct HbChoice: CaseFile, Stateful {
    public static let noun = "choice"
    public enum Field: CaseFileField { case caseID, state }
    public var record: Record<HbChoice>
    public let caseID: ID<Case>
    public let details: Details
    public var state: State
    /// The day on which the client withdrew the choice.
    public var withdrawnOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable {
        /// The choice is in force.
        case standing
        case withdrawn
    }

    public enum Command: String, CaseIterable, Sendable { case withdraw }

    public static let transitions: [Transition<State, Command>] = [Transition(.withdraw, from: [.standing], to: .withdrawn)]

    /// The commitments of a client who chooses HB (seed 001, "Mihin sitoudut"; S5). The diary, the group discussion and the research
    /// consent are voluntary and are not among them.
    public enum Commitment: String, CaseIterable, Sendable {
        /// The funder's form at the start and at the end (S36).
        case esrForm = "esr_form"
        /// Kykyviisari at the start, at the end and, in longer clientships, in between (S37).
        case kykyviisari
        /// The survey on how HB worked, at the end (S38).
        case endSurvey = "end_survey"
        /// The client's time and costs for arranging the budget (S41).
        case effortAndCosts = "effort_and_costs"
        /// The follow-up of the use of the budget and its results in the agreed way (S34, S35).
        case followUp = "follow_up"
    }

    public struct Details: Sendable, Equatable {
        /// True for HB, false for another service.
        public var chosen: Bool
        public var chosenOn: CalendarDate
        public var commitmentsAcknowledged: [Commitment]

        public init(chosen: Bool, chosenOn: CalendarDate, commitmentsAcknowledged: [Commitment]) {
            self.chosen = chosen
            self.chosenOn = chosenOn
            self.commitmentsAcknowledged = commitmentsAcknowledged
        }

        /// The commitments that a choice for HB does not acknowledge, in the order of `Commitment`.
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
    /// Records the client's choice (S5, row 6). A choice for HB moves the case to `hb_chosen` (K13). A choice against HB closes the case
    /// with the reason `other_service` (K12).
    /// - Throws: `case_closed`; `alternatives_missing` when only HB was presented (S3); `illegal_transition` unless the case is in state
    ///   `alternatives`; `suitability_missing` (S4); `commitments_missing` naming each; `open_commitments` when money of an earlier
    ///   decision is still committed; `invalid` for a day after today or before the contact.
    public func choose(_ details: HbChoice.Details, in caseFile: Case) throws -> HbChoice {
        try Refusal.check(refusalsToChoose(hb: details.chosen, in: caseFile))
        try checkNotInFuture([("/chosenOn", details.chosenOn)])
        if details.chosenOn < caseFile.opening.contactAt {
            throw Refusal.invalid(
                "/chosenOn", "before_contact",
                .mustNotBeBefore(caseFile.opening.contactAt, LocalText(fi: "yhteydenoton", sv: "kontakten", en: "the contact")))
        }
        let missing = details.missingCommitments
        if !missing.isEmpty {
            throw Refusal(
                .commitmentsMissing,
                LocalText(
                    fi: "asiakas ei ole hyväksynyt kaikkia sitoumuksia: \(missing.map(\.inWords.fi).joined(separator: ", "))",
                    sv: "klienten har inte godkänt alla åtaganden: \(missing.map(\.inWords.sv).joined(separator: ", "))",
                    en: "the client has not acknowledged: \(missing.map(\.rawValue).joined(separator: ", "))"),
                faults: missing.map {
                    RuleFault(
                        pointer: "/commitmentsAcknowledged", code: $0.rawValue,
                        detail: LocalText(
                            fi: "sitoumusta ei ole hyväksytty: \($0.inWords.fi)", sv: "åtagandet har inte godkänts: \($0.inWords.sv)",
                            en: "\($0.rawValue) is not acknowledged"))
                })
        }
        let choice = HbChoice(record: newRecord(), caseID: caseFile.id, details: details, state: .standing)
        try insert(choice, in: caseFile, to: repositories.choices)
        if details.chosen { try transition(.chooseHb, caseFile) } else { try chooseOtherService(caseFile) }
        return choice
    }

    /// Withdraws the choice of HB (S5, row 6). The case returns to `alternatives` (K14), and nothing can be decided until the client
    /// chooses HB again.
    /// - Throws: `case_closed`; `illegal_transition` when the choice is withdrawn already or the matter is decided.
    public func withdrawChoice(_ choice: HbChoice, in caseFile: Case) throws -> HbChoice {
        try check(.withdraw, choice, in: caseFile)
        var withdrawn = choice
        withdrawn.withdrawnOn = today
        // The proposed decision rests on the choice, so it is withdrawn too.
        try dropPendingDecision(in: caseFile, reason: "the choice was withdrawn")
        try transition(.withdrawChoice, caseFile)
        return try transition(.withdraw, withdrawn, in: caseFile, of: repositories.choices)
    }

    /// Returns the choice of HB that is in force. A plan, a calculation or a decision rests on it.
    func standingChoice(of caseFile: Case) throws -> HbChoice? {
        let standing = try repositories.choices.first([.equal(.caseID, caseFile.id), .equal(.state, HbChoice.State.standing)])
        return standing.flatMap { $0.details.chosen ? $0 : nil }
    }

    /// Returns `choice_missing` when the client has not chosen HB or has withdrawn the choice (S5).
    func choiceRefusals(_ caseFile: Case) throws -> [Refusal] { try standingChoice(of: caseFile) == nil ? [choiceMissing] : [] }

    var choiceMissing: Refusal {
        Refusal(
            .choiceMissing,
            LocalText(
                fi: "asiakas ei ole valinnut henkilökohtaista budjettia tai on perunut valintansa",
                sv: "klienten har inte valt en personlig budget eller har återtagit sitt val",
                en: "the client has not chosen personal budgeting, or has withdrawn the choice"), remedy: .choose(hb: true))
    }

    /// Returns the rules that refuse a choice with any content and day (S3 to S5).
    func refusalsToChoose(hb: Bool, in caseFile: Case) throws -> [Refusal] {
        let closed = caseFile.closedRefusals
        if !closed.isEmpty { return closed }
        var refusals = try otherAlternativeRefusals(caseFile) + caseFile.refusals(to: hb ? .chooseHb : .chooseOther, in: nil, self)
        if try suitability(of: caseFile)?.details.isWeighed != true {
            refusals.append(
                Refusal(
                    .suitabilityMissing,
                    LocalText(
                        fi: "henkilökohtaisen budjetin mahdollisuuksia ja riskejä ei ole punnittu",
                        sv: "möjligheterna och riskerna med en personlig budget har inte vägts",
                        en: "neither possibilities nor risks of personal budgeting have been weighed"),
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
