/// An idea for developing the local model, given voluntarily by a client or a worker (S50, row 91). It is not part of a case file.
public struct DevelopmentIdea: Stateful {
    public static let noun = "development_idea"
    public enum Field: ListField { case authorID, regionalModelCode, state }
    public var record: Record<DevelopmentIdea>
    /// The author, who may see the idea beside staff. The idea names no client and no case.
    public let authorID: ID<User>
    public let authorRole: Role
    public let details: Details
    public var state: State
    public var reply: String?
    public var repliedOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable {
        case submitted
        case underReview = "under_review"
        case adopted, declined
    }

    public enum Command: String, CaseIterable, Sendable {
        case takeUnderReview = "take-under-review"
        case reply, adopt, decline
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.takeUnderReview, from: [.submitted], to: .underReview),
        Transition(.reply, from: [.submitted], to: .submitted),
        Transition(.reply, from: [.underReview], to: .underReview),
        Transition(.adopt, from: [.underReview], to: .adopted),
        Transition(.decline, from: [.underReview], to: .declined),
    ]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .takeUnderReview, .reply, .adopt, .decline: stateRefusals(to: command)
        }
    }

    public struct Details: Sendable, Equatable {
        public var regionalModelCode: String
        public var text: String

        public init(regionalModelCode: String, text: String) {
            self.regionalModelCode = regionalModelCode
            self.text = text
        }
    }

    public init(
        record: Record<DevelopmentIdea>, authorID: ID<User>, authorRole: Role, details: Details, state: State, reply: String? = nil,
        repliedOn: CalendarDate? = nil
    ) {
        self.record = record
        self.authorID = authorID
        self.authorRole = authorRole
        self.details = details
        self.state = state
        self.reply = reply
        self.repliedOn = repliedOn
    }

    /// Whether the caller may see the idea: staff see all ideas, others their own (S50).
    public func isVisible(to actor: Actor) -> Bool { actor.role.isStaff || authorID == actor.userID }
}

extension Work {
    /// Inserts an idea (S50, row 91).
    /// - Throws: `third_person_data` (422) where the text holds a national id; 422 for an unknown region.
    public func submitIdea(_ details: DevelopmentIdea.Details) throws -> DevelopmentIdea {
        try PersonalTrace.refuse([.nationalID], in: [("/text", details.text)])
        guard try repositories.regionalModels.first([.equal(.code, details.regionalModelCode)]) != nil else {
            throw Refusal.invalid("/regionalModelCode", "unknown_model", .unknownModel)
        }
        let idea = DevelopmentIdea(
            record: newRecord(), authorID: actor.userID, authorRole: actor.role, details: details, state: .submitted)
        try insert(idea, to: repositories.developmentIdeas)
        return idea
    }

    /// Performs a transition of an idea; a reply is kept with its date (S50, row 91).
    public func transition(_ command: DevelopmentIdea.Command, _ idea: DevelopmentIdea, reply: String? = nil) throws -> DevelopmentIdea {
        var idea = idea
        if let reply {
            idea.reply = reply
            idea.repliedOn = today
        }
        return try transition(command, idea, of: repositories.developmentIdeas)
    }
}
