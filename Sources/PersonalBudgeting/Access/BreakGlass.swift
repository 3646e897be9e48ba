/// The opening of a client's file by somebody who has no part in the client's care, with a reason (row 74). It lasts some hours, and
/// another person looks into it afterwards, always.
public struct BreakGlass: Stateful {
    public static let noun = "break_glass"
    public enum Field: ClientField { case userID, clientID, endsAt, state }
    public var record: Record<BreakGlass>
    public let userID: ID<User>
    public let clientID: ID<Client>
    public let reason: Reason
    /// In the caller's words; kept for good, like the reason.
    public let explanation: String
    /// The moment it opens nothing any more.
    public var endsAt: Instant
    public var state: State
    public var review: Review?

    public enum Reason: String, CaseIterable, Sendable {
        /// Life, health or safety cannot wait for the right person.
        case emergency
        /// The person turns to another unit than the one that cares.
        case newContact = "new_contact"
        /// The responsible worker is away and nobody is named to stand in.
        case substitute
        /// An authority's or a court's request, a complaint, a supervision.
        case inquiry
        case other
    }

    public enum State: String, CaseIterable, Sendable { case open, justified, unjustified }

    /// What came of the review, and by whom.
    public struct Review: Sendable, Equatable {
        public let by: ID<User>
        public let at: Instant
        public let statement: String

        public init(by: ID<User>, at: Instant, statement: String) {
            self.by = by
            self.at = at
            self.statement = statement
        }
    }

    public enum Command: String, CaseIterable, Sendable { case justify, object }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.justify, from: [.open], to: .justified),
        Transition(.object, from: [.open], to: .unjustified),
    ]

    /// How long a file stays open, in hours: a working day with its evening.
    public static let hoursOpen = 12

    public init(
        record: Record<BreakGlass>, userID: ID<User>, clientID: ID<Client>, reason: Reason, explanation: String, endsAt: Instant,
        state: State, review: Review? = nil
    ) {
        self.record = record
        self.userID = userID
        self.clientID = clientID
        self.reason = reason
        self.explanation = explanation
        self.endsAt = endsAt
        self.state = state
        self.review = review
    }

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .justify, .object:
            let alone = work.actor.userID == userID ? [Refusal(.fourEyes, "who has opened the file does not review it")] : []
            return stateRefusals(to: command) + alone
        }
    }
}

extension Work {
    /// Opens a client's file to the caller for some hours.
    /// - Throws: `open_already` (422) to who has a part in the client's care: there is nothing to open, and nothing to look into.
    public func breakGlass(to client: Client, at pointer: String, _ reason: BreakGlass.Reason, explanation: String) throws -> BreakGlass {
        if try caresFor(client) { throw Refusal.invalid(pointer, "open_already", "is a client whose file is open to the caller") }
        let ends = Instant(clampingMicroseconds: now.microseconds + Int64(BreakGlass.hoursOpen) * 3_600_000_000)
        let opening = BreakGlass(
            record: newRecord(), userID: actor.userID, clientID: client.id, reason: reason, explanation: explanation, endsAt: ends,
            state: .open)
        try repositories.breakGlasses.insert(opening)
        try note("created", BreakGlass.noun, "\(opening.id)", clientID: client.id, to: opening.state.rawValue, reason: reason.rawValue)
        return opening
    }

    /// Closes the review of an opening; an objection ends it at once.
    /// - Throws: `illegal_transition` where it is reviewed; `four_eyes` to who has opened the file.
    public func review(_ opening: BreakGlass, _ command: BreakGlass.Command, statement: String) throws -> BreakGlass {
        try check(command, opening)
        var reviewed = opening
        reviewed.review = BreakGlass.Review(by: actor.userID, at: now, statement: statement)
        if command == .object {
            reviewed.endsAt = min(reviewed.endsAt, now)
            try endOthers(of: opening)
        }
        return try transition(command, reviewed, of: repositories.breakGlasses, clientID: opening.clientID)
    }

    /// Ends what else the same person has open of the client; each is still looked into.
    private func endOthers(of opening: BreakGlass) throws {
        let others = try repositories.breakGlasses.all([
            .equal(.userID, opening.userID), .equal(.clientID, opening.clientID), .moreThan(.endsAt, now),
        ])
        for var other in others where other.id != opening.id {
            other.endsAt = now
            touch(&other)
            try repositories.breakGlasses.update(other)
            try note("end", BreakGlass.noun, "\(other.id)", clientID: other.clientID)
        }
    }

    /// The caller's opening of a client's file that holds now.
    func openGlass(_ clientID: ID<Client>) throws -> BreakGlass? { try openGlasses([.equal(.clientID, clientID)]).first }

    /// All of the caller's openings that hold now.
    func openGlasses(_ filters: [Filter<BreakGlass>] = []) throws -> [BreakGlass] {
        try repositories.breakGlasses.all([.equal(.userID, actor.userID), .moreThan(.endsAt, now)] + filters)
    }
}
