/// The opening of a client's file, with a reason, by a user who does not care for the client (A17, row 74). It lasts some hours. Another
/// person always reviews it afterwards (A15).
public struct BreakGlass: Stateful {
    public static let noun = "break_glass"
    public enum Field: ClientField { case userID, clientID, endsAt, state }
    public var record: Record<BreakGlass>
    public let userID: ID<User>
    public let clientID: ID<Client>
    public let reason: Reason
    /// The explanation in the caller's words. It is kept for good, like the reason.
    public let explanation: String
    /// The moment at which the file closes again.
    public var endsAt: Instant
    public var state: State
    public var review: Review?

    public enum Reason: String, CaseIterable, Sendable {
        /// Life, health or safety is at risk, and the matter cannot wait for the responsible worker.
        case emergency
        /// The client contacts another unit than the one that cares for the client.
        case newContact = "new_contact"
        /// The responsible worker is away and has no deputy.
        case substitute
        /// A request of an authority or a court, a complaint, or supervision.
        case inquiry
        case other
    }

    public enum State: String, CaseIterable, Sendable { case open, justified, unjustified }

    /// The review: the reviewer, the time and the statement.
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

    /// How long the file stays open, in hours: a working day and its evening.
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
            let alone =
                work.actor.userID == userID
                ? [
                    Refusal(
                        .fourEyes,
                        LocalText(
                            fi: "tietojen avaaja ei voi itse tarkastaa avaamistaan",
                            sv: "den som öppnade uppgifterna får inte själv granska öppnandet",
                            en: "the user who opened the file may not review the opening"))
                ] : []
            return stateRefusals(to: command) + alone
        }
    }
}

extension Work {
    /// Opens a client's file to the caller for `BreakGlass.hoursOpen` hours (A17, row 74).
    /// - Throws: `open_already` (422) for a caller who cares for the client: the file is open already, and there is nothing to review.
    public func breakGlass(to client: Client, at pointer: String, _ reason: BreakGlass.Reason, explanation: String) throws -> BreakGlass {
        if try caresFor(client) {
            throw Refusal.invalid(
                pointer, "open_already",
                LocalText(
                    fi: "asiakkaan tiedot ovat jo sinulle avoinna", sv: "klientens uppgifter är redan öppna för dig",
                    en: "the file of this client is already open to the caller"))
        }
        let ends = Instant(clampingMicroseconds: now.microseconds + Int64(BreakGlass.hoursOpen) * 3_600_000_000)
        let opening = BreakGlass(
            record: newRecord(), userID: actor.userID, clientID: client.id, reason: reason, explanation: explanation, endsAt: ends,
            state: .open)
        try repositories.breakGlasses.insert(opening)
        try note("created", BreakGlass.noun, "\(opening.id)", clientID: client.id, to: opening.state.rawValue, reason: reason.rawValue)
        return opening
    }

    /// Closes the review of an opening. An objection ends the opening at once (A15, A17).
    /// - Throws: `illegal_transition` if it is reviewed already; `four_eyes` for the user who opened the file.
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

    /// Ends the other openings of this file by the same user. Each of them still needs a review.
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

    /// Returns the caller's opening of a client's file that is in force now.
    func openGlass(_ clientID: ID<Client>) throws -> BreakGlass? { try openGlasses([.equal(.clientID, clientID)]).first }

    /// Returns all openings of the caller that are in force now.
    func openGlasses(_ filters: [Filter<BreakGlass>] = []) throws -> [BreakGlass] {
        try repositories.breakGlasses.all([.equal(.userID, actor.userID), .moreThan(.endsAt, now)] + filters)
    }
}
