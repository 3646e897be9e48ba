/// A worker's answer to a survey of experiences (S43, row 48). It is anonymous: it stores no user, its identity is random, and its time is
/// rounded to the month.
public struct WorkerExperience: Recorded {
    public static let noun = "worker_experience"
    public enum Field: ListField { case theme }
    public var record: Record<WorkerExperience>
    public let details: Details

    public enum Theme: String, CaseIterable, Sendable {
        case clientWork = "client_work"
        case budgeting, cooperation, training, workload, model, other
    }

    public struct Details: Sendable, Equatable {
        public var theme: Theme
        /// 0 (bad) to 10 (good).
        public var score: Int?
        public var text: String?
        public var regionalModelCode: String?

        public init(theme: Theme, score: Int?, text: String?, regionalModelCode: String?) {
            self.theme = theme
            self.score = score
            self.text = text
            self.regionalModelCode = regionalModelCode
        }
    }

    public init(record: Record<WorkerExperience>, details: Details) {
        self.record = record
        self.details = details
    }
}

extension Work {
    /// Inserts an answer (S43, row 48). It is the only insertion without an event, because an event names its user.
    /// - Throws: `third_person_data` (422) where the text points to a person; 422 for an unknown region or an answer without score and
    ///   text.
    public func giveExperience(_ details: WorkerExperience.Details) throws {
        try PersonalTrace.refuse([.nationalID, .identity], in: [("/text", details.text)])
        var faults: [RuleFault] = []
        if details.score == nil, details.text == nil {
            faults.append(
                RuleFault(
                    pointer: "/score", code: "required",
                    detail: LocalText(
                        fi: "arvio on pakollinen, jos tekstiä ei ole", sv: "betyget är obligatoriskt om text saknas",
                        en: "is required without a text")))
        }
        if let code = details.regionalModelCode, try repositories.regionalModels.first([.equal(.code, code)]) == nil {
            faults.append(RuleFault(pointer: "/regionalModelCode", code: "unknown_model", detail: .unknownModel))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let month = Instant.startOfHelsinkiDay(today.addingClamped(days: 1 - today.day))
        let record = Record<WorkerExperience>(id: newPseudonym(), createdAt: month, updatedAt: month, version: 1)
        try repositories.workerExperiences.insert(WorkerExperience(record: record, details: details))
    }
}
