/// A goal, a wish or a need in the client's own words (S8, row 8). A worker's view stands beside the words and never replaces them.
public struct Statement: CaseFile, Stateful {
    public static let noun = "statement"
    public enum Field: CaseFileField { case caseID, kind, state, priority }
    /// How many wordings and how many views one statement keeps at most, so that its row stays small.
    public static let historyLimit = 200

    public var record: Record<Statement>
    public let caseID: ID<Case>
    public let kind: Kind
    /// Whose words they are, also where a worker wrote them down.
    public let statedBy: Speaker
    public var state: State
    /// Who supported the client in saying it: close persons, peers, workers, an HB assistant.
    public var supportedBy: [String]
    /// The area of life it is about, if it is about one.
    public var lifeArea: String?
    /// 1 most important … 5 least.
    public var priority: Int
    /// Every wording, oldest first; the last one holds. Append-only.
    public private(set) var wordings: [Remark]
    /// What workers think of it, oldest first. Append-only.
    public private(set) var workerViews: [Remark]

    public enum Kind: String, CaseIterable, Sendable { case goal, wish, need }

    public enum Speaker: String, CaseIterable, Sendable {
        case client
        case closePerson = "close_person"
        case together
    }

    public enum State: String, CaseIterable, Sendable {
        case open
        case inProgress = "in_progress"
        case achieved, dropped
    }

    public enum Command: String, CaseIterable, Sendable { case start, achieve, drop }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.start, from: [.open], to: .inProgress),
        Transition(.achieve, from: [.inProgress], to: .achieved),
        Transition(.drop, from: [.open, .inProgress], to: .dropped),
    ]

    /// What somebody said, and when it was written down by whom.
    public struct Remark: Sendable, Equatable {
        public let text: String
        public let at: Instant
        public let userID: ID<User>

        public init(text: String, at: Instant, userID: ID<User>) {
            self.text = text
            self.at = at
            self.userID = userID
        }
    }

    /// What may be changed.
    public struct Details: Sendable, Equatable {
        public var inOwnWords: String
        public var supportedBy: [String]
        public var lifeArea: String?
        public var priority: Int

        public init(inOwnWords: String, supportedBy: [String], lifeArea: String?, priority: Int) {
            self.inOwnWords = inOwnWords
            self.supportedBy = supportedBy
            self.lifeArea = lifeArea
            self.priority = priority
        }
    }

    public init(
        record: Record<Statement>, caseID: ID<Case>, kind: Kind, statedBy: Speaker, state: State, supportedBy: [String],
        lifeArea: String?, priority: Int, wordings: [Remark], workerViews: [Remark]
    ) {
        self.record = record
        self.caseID = caseID
        self.kind = kind
        self.statedBy = statedBy
        self.state = state
        self.supportedBy = supportedBy
        self.lifeArea = lifeArea
        self.priority = priority
        self.wordings = wordings
        self.workerViews = workerViews
    }

    /// The wording that holds.
    public var inOwnWords: String { wordings.last?.text ?? "" }

    public var details: Details {
        Details(inOwnWords: inOwnWords, supportedBy: supportedBy, lifeArea: lifeArea, priority: priority)
    }

    /// Adds a new wording; the old ones stay.
    /// - Throws: `invalid` above `historyLimit`.
    mutating func restate(_ remark: Remark) throws(Refusal) {
        try checkRoom(wordings, "/inOwnWords")
        wordings.append(remark)
    }

    /// Adds a worker's view.
    /// - Throws: `invalid` above `historyLimit`.
    mutating func view(_ remark: Remark) throws(Refusal) {
        try checkRoom(workerViews, "/text")
        workerViews.append(remark)
    }

    private func checkRoom(_ remarks: [Remark], _ pointer: String) throws(Refusal) {
        if remarks.count >= Statement.historyLimit {
            throw .invalid(pointer, "too_many", "there are \(remarks.count) already; make a new statement")
        }
    }
}

extension Statement {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .start, .achieve, .drop:
            try (caseFile ?? work.repositories.cases.require(caseID)).closedRefusals + stateRefusals(to: command)
        }
    }
}

extension Work {
    /// Keeps a goal, a wish or a need. A worker may write down what the client said.
    /// - Throws: `case_closed`.
    public func addStatement(
        _ kind: Statement.Kind, statedBy: Statement.Speaker, _ details: Statement.Details, to caseFile: Case
    ) throws -> Statement {
        try caseFile.requireOpen()
        let statement = Statement(
            record: newRecord(), caseID: caseFile.id, kind: kind, statedBy: statedBy, state: .open, supportedBy: details.supportedBy,
            lifeArea: details.lifeArea, priority: details.priority, wordings: [remark(details.inOwnWords)], workerViews: [])
        try insert(statement, in: caseFile, to: repositories.statements)
        return statement
    }

    /// Changes what is around the words, and the words themselves where the client speaks.
    /// - Throws: `own_words_only` (403) when anybody but the client or the representative gives other words; `case_closed`.
    public func changeStatement(_ statement: Statement, _ details: Statement.Details, in caseFile: Case) throws -> Statement {
        try caseFile.requireOpen()
        var changed = statement
        let isRestated = details.inOwnWords != statement.inOwnWords
        if isRestated {
            guard actor.role == .client || actor.role == .representative else {
                throw Refusal(
                    .ownWordsOnly, "the words are the client's; add a worker's view beside them",
                    faults: [RuleFault(pointer: "/inOwnWords", code: "own_words_only", detail: "only the client states them anew")])
            }
            try changed.restate(remark(details.inOwnWords))
        }
        changed.supportedBy = details.supportedBy
        changed.lifeArea = details.lifeArea
        changed.priority = details.priority
        return try update(changed, in: caseFile, of: repositories.statements, verb: isRestated ? "restated" : "updated")
    }

    /// Sets a worker's view beside the client's words.
    /// - Throws: `case_closed`.
    public func addWorkerView(_ text: String, to statement: Statement, in caseFile: Case) throws -> Statement {
        try caseFile.requireOpen()
        var statement = statement
        try statement.view(remark(text))
        return try update(statement, in: caseFile, of: repositories.statements, verb: "worker-view")
    }

    /// Starts, achieves or drops what a statement says.
    /// - Throws: `illegal_transition`; `case_closed`.
    public func transition(
        _ command: Statement.Command, _ statement: Statement, in caseFile: Case, reason: String? = nil
    ) throws -> Statement {
        try check(command, statement, in: caseFile)
        return try transition(command, statement, in: caseFile, of: repositories.statements, reason: reason)
    }

    private func remark(_ text: String) -> Statement.Remark { Statement.Remark(text: text, at: now, userID: actor.userID) }
}
