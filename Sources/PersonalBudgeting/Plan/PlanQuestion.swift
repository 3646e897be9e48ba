/// A question of the support plan (S20, row 20), with its wordings and its validity.
///
/// The fourteen questions of the sources are always there (`standard`). The register holds the questions that a region adds, and later
/// versions of a question under the same code. The version in force is the one with the latest first day that is not in the future.
public struct PlanQuestion: Recorded {
    public static let noun = "plan_question"
    public var record: Record<PlanQuestion>
    /// The code in lower snake_case, the same for every version of the question; answers name it.
    public let code: String
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var texts: Texts
        /// Whether a plan without an answer is refused at submission (S20).
        public var isRequired: Bool
        /// The position in the list, from 1.
        public var order: Int
        /// The first day on which this version is in force.
        public var validFrom: CalendarDate
        /// The last day on which the question is asked, inclusive; nil until further notice.
        public var validTo: CalendarDate?
        /// The code of the regional model whose plans ask the question; nil for all models.
        public var regionalModelCode: String?

        public init(
            texts: Texts, isRequired: Bool, order: Int, validFrom: CalendarDate, validTo: CalendarDate? = nil,
            regionalModelCode: String? = nil
        ) {
            self.texts = texts
            self.isRequired = isRequired
            self.order = order
            self.validFrom = validFrom
            self.validTo = validTo
            self.regionalModelCode = regionalModelCode
        }
    }

    /// The wordings in Finnish, Swedish and plain Finnish.
    public struct Texts: Sendable, Equatable {
        public var fi: String
        public var sv: String
        /// Plain Finnish (selkokieli).
        public var plainFinnish: String

        public init(fi: String, sv: String, plainFinnish: String) {
            self.fi = fi
            self.sv = sv
            self.plainFinnish = plainFinnish
        }
    }

    public init(record: Record<PlanQuestion>, code: String, details: Details) {
        self.record = record
        self.code = code
        self.details = details
    }

    /// Returns the questions asked on a day, in order (S20, row 20).
    ///
    /// Of several versions of one code, a version for the model wins over a version for all models, then the later first day wins. A code
    /// is not asked when its version in force has ended.
    /// - Parameters:
    ///   - additions: the questions of the register.
    ///   - modelCode: the regional model of the case; nil for the questions asked in all models.
    public static func catalogue(_ additions: [PlanQuestion], at date: CalendarDate, modelCode: String?) -> [PlanQuestion] {
        var holding: [String: PlanQuestion] = [:]
        for version in standard + additions {
            guard version.details.validFrom <= date else { continue }
            if let model = version.details.regionalModelCode, model != modelCode { continue }
            if let held = holding[version.code], !version.goesBefore(held) { continue }
            holding[version.code] = version
        }
        return holding.values.filter { question in question.details.validTo.map { date <= $0 } ?? true }
            .sorted { ($0.details.order, $0.code) < ($1.details.order, $1.code) }
    }

    private func goesBefore(_ other: PlanQuestion) -> Bool {
        let isOwn = details.regionalModelCode != nil
        let otherIsOwn = other.details.regionalModelCode != nil
        if isOwn != otherIsOwn { return isOwn }
        // Of two versions with the same first day, the later record wins: it is a correction.
        if details.validFrom != other.details.validFrom { return details.validFrom > other.details.validFrom }
        return record.id > other.record.id
    }
}

extension Work {
    /// Inserts a question, or the next version of a question, with its wording, requirement and validity (S20).
    /// - Throws: `invalid` when the version ends before it begins, begins in the past, or names an unknown model.
    public func addPlanQuestion(code: String, _ details: PlanQuestion.Details) throws -> PlanQuestion {
        var faults: [RuleFault] = []
        // Plans submitted earlier were checked against the questions of their day, which must not change.
        if details.validFrom < today {
            faults.append(RuleFault(pointer: "/validFrom", code: "in_the_past", detail: .mustNotBeBeforeToday(today)))
        }
        if let last = details.validTo, last < details.validFrom {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: .mustNotBeBefore("validFrom")))
        }
        if let model = details.regionalModelCode, try repositories.regionalModels.first([.equal(.code, model)]) == nil {
            faults.append(RuleFault(pointer: "/regionalModel", code: "unknown_model", detail: .unknownModel))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let question = PlanQuestion(record: newRecord(), code: code, details: details)
        try repositories.planQuestions.insert(question)
        try note("created", PlanQuestion.noun, "\(question.id)")
        return question
    }

    /// Returns the questions asked on a day in the plans of a regional model; with nil, those asked in all models (S20).
    public func planQuestions(at date: CalendarDate, modelCode: String?) throws -> [PlanQuestion] {
        PlanQuestion.catalogue(try repositories.planQuestions.all([]), at: date, modelCode: modelCode)
    }

    /// Returns one version of a question, standard or added (S20).
    public func planQuestion(_ id: ID<PlanQuestion>) throws -> PlanQuestion {
        try PlanQuestion.standard.first { $0.id == id } ?? repositories.planQuestions.require(id)
    }
}
