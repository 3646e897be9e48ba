/// An entry of the client's own diary, "Miten asiointi sujui?" (S40, row 45). It belongs to the client: the worker sees it only when the
/// client shares it, and never writes in it.
public struct DiaryEntry: CaseFile, Stateful {
    public static let noun = "diary_entry"
    public enum Field: CaseFileField { case caseID, heldOn, state }
    public var record: Record<DiaryEntry>
    public let caseID: ID<Case>
    public var details: Details
    public var state: State

    public enum State: String, CaseIterable, Sendable { case unshared, shared }

    public enum Command: String, CaseIterable, Sendable { case share, unshare }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.share, from: [.unshared], to: .shared),
        Transition(.unshare, from: [.shared], to: .unshared),
    ]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .share, .unshare: stateRefusals(to: command)
        }
    }

    public struct Details: Sendable, Equatable {
        public var heldOn: CalendarDate
        public var text: String

        public init(heldOn: CalendarDate, text: String) {
            self.heldOn = heldOn
            self.text = text
        }
    }

    public init(record: Record<DiaryEntry>, caseID: ID<Case>, details: Details, state: State) {
        self.record = record
        self.caseID = caseID
        self.details = details
        self.state = state
    }

    /// Whether the caller may know that the entry exists (S40).
    public func isVisible(to actor: Actor) -> Bool { state == .shared || actor.role == .client || actor.role == .representative }
}

extension Work {
    /// Inserts an entry (S40, row 45).
    /// - Throws: 422 for a day after today.
    public func writeDiary(_ details: DiaryEntry.Details, shared: Bool, in caseFile: Case) throws -> DiaryEntry {
        try checkNotInFuture([("/heldOn", details.heldOn)])
        let entry = DiaryEntry(record: newRecord(), caseID: caseFile.id, details: details, state: shared ? .shared : .unshared)
        try insert(entry, in: caseFile, to: repositories.diaryEntries)
        return entry
    }

    /// Changes the text of an entry (S40).
    public func changeDiary(_ entry: DiaryEntry, _ details: DiaryEntry.Details, in caseFile: Case) throws -> DiaryEntry {
        try checkNotInFuture([("/heldOn", details.heldOn)])
        var entry = entry
        entry.details = details
        return try update(entry, in: caseFile, of: repositories.diaryEntries)
    }

    /// Shares an entry with the worker, or hides it again (S40, row 45).
    public func transition(_ command: DiaryEntry.Command, _ entry: DiaryEntry, in caseFile: Case) throws -> DiaryEntry {
        try transition(command, entry, in: caseFile, of: repositories.diaryEntries)
    }
}
