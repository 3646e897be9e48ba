/// One round of the dialogue (vuoropuhelu) between client and worker about one revision of the plan (S24): the size of the budget, its
/// purposes, the ways of using it. Both views stand side by side. Append-only.
public struct DialogueRound: CaseFile {
    public static let noun = "dialogue_round"
    public enum Field: CaseFileField { case caseID, supportPlanID }
    public var record: Record<DialogueRound>
    public let caseID: ID<Case>
    /// 1 and up within the case.
    public let number: Int
    public let details: Details

    /// What the round was about (S17).
    public enum Topic: String, CaseIterable, Sendable { case amount, purposes, ways }

    public struct Details: Sendable, Equatable {
        public var supportPlanID: ID<SupportPlan>
        public var heldOn: CalendarDate
        /// At least one.
        public var topics: [Topic]
        public var clientView: String
        public var workerView: String
        /// Whether both agree on the revision as it stands.
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
    /// `plan_not_ready` unless the revision may be talked over.
    var dialogueRefusals: [Refusal] {
        if state == .submitted || state == .inDialogue { return [] }
        return [
            Refusal(
                .planNotReady, "a dialogue is held on a submitted revision; revision \(number) is \(state.rawValue)",
                faults: [RuleFault(pointer: "/supportPlanId", code: "plan_not_ready", detail: "is \(state.rawValue)")],
                remedy: .submitPlan(state == .draft ? id : nil))
        ]
    }
}

extension Work {
    /// Keeps a round. The first one on a revision brings the revision into dialogue.
    /// - Throws: `plan_not_ready` (409) unless the revision is submitted or in dialogue; `invalid` for an unknown plan or a future day.
    public func addDialogueRound(_ details: DialogueRound.Details, to caseFile: Case) throws -> DialogueRound {
        try caseFile.requireOpen()
        guard let plan = try repositories.supportPlans.find(details.supportPlanID), plan.caseID == caseFile.id else {
            throw Refusal.invalid("/supportPlanId", "unknown_plan", "is not a support plan of the case")
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
