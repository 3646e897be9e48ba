/// One round of the dialogue (vuoropuhelu) between client and worker about one revision of the plan: the size of the budget, its purposes,
/// the ways of using it (S17, S24, row 23). It records both views. Append-only.
public struct DialogueRound: CaseFile {
    public static let noun = "dialogue_round"
    public enum Field: CaseFileField { case caseID, supportPlanID }
    public var record: Record<DialogueRound>
    public let caseID: ID<Case>
    /// The number of the round within the case, from 1.
    public let number: Int
    public let details: Details

    /// A topic of the round (S17).
    public enum Topic: String, CaseIterable, Sendable { case amount, purposes, ways }

    public struct Details: Sendable, Equatable {
        public var supportPlanID: ID<SupportPlan>
        public var heldOn: CalendarDate
        /// At least one.
        public var topics: [Topic]
        public var clientView: String
        public var workerView: String
        /// Whether client and worker agree on the revision without changes.
        public var agreed: Bool
        public var openPoints: [String]

        public init(
            supportPlanID: ID<SupportPlan>, heldOn: CalendarDate, topics: [Topic], clientView: String, workerView: String, agreed: Bool,
            openPoints: [String]
        ) {
            self.supportPlanID = supportPlanID
            self.heldOn = heldOn
            self.topics = topics
            self.clientView = clientView
            self.workerView = workerView
            self.agreed = agreed
            self.openPoints = openPoints
        }
    }

    public init(record: Record<DialogueRound>, caseID: ID<Case>, number: Int, details: Details) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.details = details
    }
}

extension SupportPlan {
    /// Returns `plan_not_ready` unless a dialogue round may be held on the revision (S24).
    var dialogueRefusals: [Refusal] {
        if state == .submitted || state == .inDialogue { return [] }
        return [
            Refusal(
                .planNotReady,
                LocalText(
                    fi: "vuoropuhelu käydään lähetetystä tarkistuksesta; tarkistuksen nro \(number) tila on ”\(stateInWords.fi)”",
                    sv: "dialogen förs om en inlämnad revidering; revidering nr \(number) är i tillståndet ”\(stateInWords.sv)”",
                    en: "a dialogue is held on a submitted revision; revision \(number) is \(state.rawValue)"),
                faults: [
                    RuleFault(
                        pointer: "/supportPlanId", code: "plan_not_ready",
                        detail: LocalText(
                            fi: "tila on ”\(stateInWords.fi)”", sv: "tillståndet är ”\(stateInWords.sv)”", en: "is \(state.rawValue)"))
                ],
                remedy: .submitPlan(state == .draft ? id : nil))
        ]
    }
}

extension Work {
    /// Inserts a dialogue round (S24, row 23). The first round on a revision moves the revision to the state `in_dialogue` (U1).
    /// - Throws: `plan_not_ready` (409) unless the revision is submitted or in dialogue; `invalid` for an unknown plan or a future day.
    public func addDialogueRound(_ details: DialogueRound.Details, to caseFile: Case) throws -> DialogueRound {
        try caseFile.requireOpen()
        guard let plan = try repositories.supportPlans.find(details.supportPlanID), plan.caseID == caseFile.id else {
            throw Refusal.invalid(
                "/supportPlanId", "unknown_plan",
                LocalText(
                    fi: "ei ole tämän asian tukisuunnitelma", sv: "är inte en stödplan i detta ärende",
                    en: "is not a support plan of the case"))
        }
        try Refusal.check(plan.dialogueRefusals)
        try checkNotInFuture([("/heldOn", details.heldOn)])
        let number = nextNumber(try repositories.dialogueRounds.all(in: caseFile).map(\.number))
        let round = DialogueRound(record: newRecord(), caseID: caseFile.id, number: number, details: details)
        try insert(round, in: caseFile, to: repositories.dialogueRounds)
        if plan.state == .submitted { try transition(.beginDialogue, plan, in: caseFile, of: repositories.supportPlans) }
        return round
    }
}
