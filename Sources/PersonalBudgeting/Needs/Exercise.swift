/// A functional exercise or test that was agreed with the client (toiminnallinen harjoite tai testi, S14, row 13).
public struct ExerciseAgreement: CaseFile {
    public static let noun = "exercise_agreement"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<ExerciseAgreement>
    public let caseID: ID<Case>
    public var details: Details

    public enum Kind: String, CaseIterable, Sendable { case exercise, test }

    public struct Details: Sendable, Equatable {
        public var kind: Kind
        public var title: String
        /// What the exercise or test should help with.
        public var purpose: String?
        /// How and how often it is done.
        public var manner: String?
        public var agreedOn: CalendarDate

        public init(kind: Kind, title: String, purpose: String?, manner: String?, agreedOn: CalendarDate) {
            self.kind = kind
            self.title = title
            self.purpose = purpose
            self.manner = manner
            self.agreedOn = agreedOn
        }
    }

    public init(record: Record<ExerciseAgreement>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

/// The result of an agreed exercise or test (S14, row 13).
public struct ExerciseResult: CaseFile {
    public static let noun = "exercise_result"
    public enum Field: CaseFileField { case caseID, agreementID }
    public var record: Record<ExerciseResult>
    public let caseID: ID<Case>
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var agreementID: ID<ExerciseAgreement>
        public var doneOn: CalendarDate
        public var text: String
        /// A measured value in the unit of the test; nil for a test without a unit.
        public var score: Int64?
        public var clientView: String?

        public init(agreementID: ID<ExerciseAgreement>, doneOn: CalendarDate, text: String, score: Int64?, clientView: String?) {
            self.agreementID = agreementID
            self.doneOn = doneOn
            self.text = text
            self.score = score
            self.clientView = clientView
        }
    }

    public init(record: Record<ExerciseResult>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Inserts an agreement on an exercise or a test (S14, row 13).
    /// - Throws: `case_closed`; `invalid` for a day after today.
    public func agreeExercise(_ details: ExerciseAgreement.Details, in caseFile: Case) throws -> ExerciseAgreement {
        try caseFile.requireOpen()
        try checkNotInFuture([("/agreedOn", details.agreedOn)])
        let agreement = ExerciseAgreement(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(agreement, in: caseFile, to: repositories.exerciseAgreements)
        return agreement
    }

    /// Inserts a result (S14, row 13).
    /// - Throws: `case_closed`; `agreement_missing` (409) when the case has no such agreement; `invalid` for a day after today or
    ///   before the agreement.
    public func addExerciseResult(_ details: ExerciseResult.Details, to caseFile: Case) throws -> ExerciseResult {
        try caseFile.requireOpen()
        guard let agreement = try repositories.exerciseAgreements.find(details.agreementID), agreement.caseID == caseFile.id else {
            throw Refusal(
                .agreementMissing,
                LocalText(
                    fi: "asiassa ei ole tällaista sovittua harjoitetta tai testiä",
                    sv: "ärendet har ingen sådan överenskommen övning eller sådant test",
                    en: "the case has no such agreement on an exercise or a test"),
                faults: [
                    RuleFault(
                        pointer: "/agreementId", code: "agreement_missing",
                        detail: LocalText(
                            fi: "ei ole tässä asiassa sovittu", sv: "har inte överenskommits i detta ärende",
                            en: "is not an agreement of this case"))
                ])
        }
        try checkNotInFuture([("/doneOn", details.doneOn)])
        if details.doneOn < agreement.details.agreedOn {
            throw Refusal.invalid(
                "/doneOn", "before_agreement",
                .mustNotBeBefore(agreement.details.agreedOn, LocalText(fi: "sopimisen", sv: "överenskommelsen", en: "the agreement")))
        }
        let result = ExerciseResult(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(result, in: caseFile, to: repositories.exerciseResults)
        return result
    }
}
