/// A goal, a wish or a need in the client's own words (S8, row 8). A worker's view is added beside the words and never replaces them.
public struct Statement: CaseFile, Stateful {
    public static let noun = "statement"
    public enum Field: CaseFileField { case caseID, kind, state, priority }
    /// The most wordings, and the most views, that one statement keeps, so that its row stays small.
    public static let historyLimit = 200

    public var record: Record<Statement>
    public let caseID: ID<Case>
    public let kind: Kind
    /// Whose words they are, also where a worker wrote them down.
    public let statedBy: Speaker
    public var state: State
    /// Who helped the client to say it: close persons, peers, workers, an HB assistant.
    public var supportedBy: [String]
    /// The area of life, if the statement is about one area.
    public var lifeArea: String?
    /// From 1, most important, to 5, least important.
    public var priority: Int
    /// Every wording, oldest first; the last one is current. Append-only.
    public private(set) var wordings: [Remark]
    /// The views of workers, oldest first. Append-only.
    public private(set) var workerViews: [Remark]

    /// A goal (tavoite), a wish (toive), or a need of help and support (avun ja tuen tarve; S8).
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

    /// A wording or a view, with the time and the user who wrote it down.
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

    /// The current wording.
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
            throw .invalid(
                pointer, "too_many",
                LocalText(
                    fi: "merkintöjä on jo enimmäismäärä; kirjaa uusi tavoite, toive tai tarve",
                    sv: "det finns redan det största antalet anteckningar; anteckna ett nytt mål, önskemål eller behov",
                    en: "the statement already has \(remarks.count) entries; add a new statement"))
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
    /// Inserts a goal, a wish or a need. A worker may write down what the client said (S8, row 8).
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

    /// Changes a statement. Only the client or the representative may change the words (S8, row 8).
    /// - Throws: `own_words_only` (403) when anybody else gives other words; `invalid` above `Statement.historyLimit`; `case_closed`.
    public func changeStatement(_ statement: Statement, _ details: Statement.Details, in caseFile: Case) throws -> Statement {
        try caseFile.requireOpen()
        var changed = statement
        let isRestated = details.inOwnWords != statement.inOwnWords
        if isRestated {
            guard actor.role == .client || actor.role == .representative else {
                throw Refusal(
                    .ownWordsOnly,
                    LocalText(
                        fi: "vain asiakas voi muuttaa omia sanojaan; lisää työntekijän näkemys niiden rinnalle",
                        sv: "bara klienten får ändra sina egna ord; lägg till arbetstagarens syn bredvid dem",
                        en: "only the client may change these words; add a worker's view beside them"),
                    faults: [
                        RuleFault(
                            pointer: "/inOwnWords", code: "own_words_only",
                            detail: LocalText(
                                fi: "vain asiakas voi muuttaa niitä", sv: "bara klienten får ändra dem",
                                en: "only the client may change them"))
                    ])
            }
            try changed.restate(remark(details.inOwnWords))
        }
        changed.supportedBy = details.supportedBy
        changed.lifeArea = details.lifeArea
        changed.priority = details.priority
        return try update(changed, in: caseFile, of: repositories.statements, verb: isRestated ? "restated" : "updated")
    }

    /// Adds a worker's view beside the client's words (S8, row 8).
    /// - Throws: `invalid` above `Statement.historyLimit`; `case_closed`.
    public func addWorkerView(_ text: String, to statement: Statement, in caseFile: Case) throws -> Statement {
        try caseFile.requireOpen()
        var statement = statement
        try statement.view(remark(text))
        return try update(statement, in: caseFile, of: repositories.statements, verb: "worker-view")
    }

    /// Starts, achieves or drops a statement (S8).
    /// - Throws: `illegal_transition`; `case_closed`.
    public func transition(
        _ command: Statement.Command, _ statement: Statement, in caseFile: Case, reason: String? = nil
    ) throws -> Statement {
        try check(command, statement, in: caseFile)
        return try transition(command, statement, in: caseFile, of: repositories.statements, reason: reason)
    }

    private func remark(_ text: String) -> Statement.Remark { Statement.Remark(text: text, at: now, userID: actor.userID) }
}
