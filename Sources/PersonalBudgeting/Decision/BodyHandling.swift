/// The handling of a decision by a municipal body (toimielin): the meeting, who took part, and one of three outcomes (S25, K3, row 24).
/// Append-only, because it is the record of a meeting.
public struct BodyHandling: CaseFile {
    public static let noun = "body_handling"
    public enum Field: CaseFileField { case caseID, decisionID }
    public var record: Record<BodyHandling>
    public let caseID: ID<Case>
    public let decisionID: ID<Decision>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var meetingDate: CalendarDate
        /// The number (§) of the item on the agenda (S25).
        public var itemNumber: Int
        /// The presenter of the item (esittelijä).
        public var presenter: String
        /// The members present when the item came up, including the recused members.
        public var members: [String]
        public var recusals: [Recusal]
        public var resolution: Resolution
        /// A reference to the minutes (S25).
        public var minutesReference: String?

        public init(
            meetingDate: CalendarDate, itemNumber: Int, presenter: String, members: [String], recusals: [Recusal],
            resolution: Resolution, minutesReference: String?
        ) {
            self.meetingDate = meetingDate
            self.itemNumber = itemNumber
            self.presenter = presenter
            self.members = members
            self.recusals = recusals
            self.resolution = resolution
            self.minutesReference = minutesReference
        }
    }

    /// A member who did not take part in the handling because of disqualification (HL 27 to 30 §, A16).
    public struct Recusal: Sendable, Equatable {
        public var member: String
        public var reason: String

        public init(member: String, reason: String) {
            self.member = member
            self.reason = reason
        }
    }

    public init(record: Record<BodyHandling>, caseID: ID<Case>, decisionID: ID<Decision>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.decisionID = decisionID
        self.details = details
    }
}

extension Work {
    /// Records the handling by the body and carries out its outcome (S25, row 24).
    /// - Throws: `illegal_transition` unless the decision is on the agenda; `invalid` for a meeting after today or before the proposal, for
    ///   a recusal of somebody who was not present, or when no member was left to decide; `reasons_missing` and `invalid` as
    ///   `Resolution.check`; `choice_missing` (S5); further as `carryOut`.
    public func handleInBody(_ decision: Decision, _ details: BodyHandling.Details, in caseFile: Case) throws -> BodyHandling {
        try check(.handle, decision, in: caseFile)
        try checkNotInFuture([("/meetingDate", details.meetingDate)])
        if let proposal = decision.proposal, details.meetingDate < proposal.on {
            throw Refusal.invalid(
                "/meetingDate", "before_proposal",
                .mustNotBeBefore(proposal.on, LocalText(fi: "päätösehdotuksen", sv: "beslutsförslaget", en: "the proposal")))
        }
        try checkMembers(details)
        let handling = BodyHandling(record: newRecord(), caseID: caseFile.id, decisionID: decision.id, details: details)
        try insert(handling, in: caseFile, to: repositories.bodyHandlings)
        try details.resolution.check(today: today)
        try Refusal.check(choiceRefusals(caseFile))
        _ = try carryOut(details.resolution, on: decision, of: details.meetingDate, by: .handle, in: caseFile)
        return handling
    }

    private func checkMembers(_ details: BodyHandling.Details) throws(Refusal) {
        var faults: [RuleFault] = []
        for (index, recusal) in details.recusals.enumerated() where !details.members.contains(recusal.member) {
            faults.append(
                RuleFault(
                    pointer: "/recusals/\(index)/member", code: "unknown_member",
                    detail: LocalText(fi: "ei ole jäsenten joukossa", sv: "finns inte bland ledamöterna", en: "is not among the members")))
        }
        let recused = Set(details.recusals.map(\.member))
        if faults.isEmpty, details.members.allSatisfy({ recused.contains($0) }) {
            faults.append(
                RuleFault(
                    pointer: "/recusals", code: "nobody_left",
                    detail: LocalText(
                        fi: "päättäviä jäseniä ei jää yhtään", sv: "lämnar ingen ledamot som kan besluta", en: "leaves no member to decide")
                ))
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}
