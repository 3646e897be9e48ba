/// A note of what works or does not work, in the client's life or in a service (S9, row 9).
public struct WorkingNote: CaseFile {
    public static let noun = "working_note"
    public enum Field: CaseFileField { case caseID, polarity, subject }
    public var record: Record<WorkingNote>
    public let caseID: ID<Case>
    public var details: Details

    public enum Polarity: String, CaseIterable, Sendable {
        case works
        case doesNotWork = "does_not_work"
    }

    public enum Subject: String, CaseIterable, Sendable { case life, service }

    public struct Details: Sendable, Equatable {
        public var polarity: Polarity
        public var subject: Subject
        /// The service, in words. The wish to change a current service, which basis A of a calculation needs, is kept with that service and
        /// not here (S15, K4, row 15).
        public var serviceDescription: String?
        public var text: String

        public init(polarity: Polarity, subject: Subject, serviceDescription: String?, text: String) {
            self.polarity = polarity
            self.subject = subject
            self.serviceDescription = serviceDescription
            self.text = text
        }
    }

    public init(record: Record<WorkingNote>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Inserts a note of what works or does not work (S9, row 9).
    /// - Throws: `case_closed`; `invalid` when a note about life names a service.
    public func addWorkingNote(_ details: WorkingNote.Details, to caseFile: Case) throws -> WorkingNote {
        try checkWorkingNote(details, in: caseFile)
        let note = WorkingNote(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(note, in: caseFile, to: repositories.workingNotes)
        return note
    }

    /// Changes a note.
    /// - Throws: as `addWorkingNote`.
    public func changeWorkingNote(_ note: WorkingNote, _ details: WorkingNote.Details, in caseFile: Case) throws -> WorkingNote {
        try checkWorkingNote(details, in: caseFile)
        var note = note
        note.details = details
        return try update(note, in: caseFile, of: repositories.workingNotes)
    }

    private func checkWorkingNote(_ details: WorkingNote.Details, in caseFile: Case) throws {
        try caseFile.requireOpen()
        if details.subject == .life, details.serviceDescription != nil {
            throw Refusal.invalid(
                "/serviceDescription", "not_about_service",
                LocalText(
                    fi: "kuuluu vain palvelua koskevaan merkintään", sv: "gäller bara en anteckning om en tjänst",
                    en: "is only for a note about a service"))
        }
    }
}
