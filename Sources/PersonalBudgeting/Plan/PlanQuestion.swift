/// A question that a support plan answers (S20), with its wordings and the time it is asked.
///
/// Fourteen questions of the seeds are always there (`standard`). The register holds what a region adds, and later versions of a question
/// under the same code: the version whose first day is the latest one past is the one that holds.
public struct PlanQuestion: Recorded {
    public static let noun = "plan_question"
    public var record: Record<PlanQuestion>
    /// The same for every version of the question, in lower snake_case; answers name it.
    public let code: String
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var texts: Texts
        /// Whether a plan without an answer is refused at submission.
        public var isRequired: Bool
        /// The place in the list, 1 and up.
        public var order: Int
        /// The first day this version holds.
        public var validFrom: CalendarDate
        /// The last day it is asked, itself included; nil until further notice.
        public var validTo: CalendarDate?
        /// The regional model whose plans it is asked in; nil for all.
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

    /// The wordings.
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

    /// The questions asked on a day, in order.
    ///
    /// Of the versions of one code, one made for the model goes before one made for all, and a later first day before an earlier one. A
    /// code whose version that holds has ended is not asked.
    /// - Parameters:
    ///   - additions: the register.
    ///   - modelCode: the regional model of the case; nil for the questions asked everywhere.
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
        // Of two versions from the same day the one written later: a correction.
        if details.validFrom != other.details.validFrom { return details.validFrom > other.details.validFrom }
        return record.id > other.record.id
    }
}

extension Work {
    /// Adds a question, or the next version of one: other words, required or not, another time.
    /// - Throws: `invalid` when it ends before it begins, begins in the past, or names a model that there is not.
    public func addPlanQuestion(code: String, _ details: PlanQuestion.Details) throws -> PlanQuestion {
        var faults: [RuleFault] = []
        // Plans submitted earlier were checked by the questions of their day.
        if details.validFrom < today {
            faults.append(RuleFault(pointer: "/validFrom", code: "in_the_past", detail: "must not be before today, \(today)"))
        }
        if let last = details.validTo, last < details.validFrom {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: "must not be before validFrom"))
        }
        if let model = details.regionalModelCode, try repositories.regionalModels.first([.equal(.code, model)]) == nil {
            faults.append(RuleFault(pointer: "/regionalModel", code: "unknown_model", detail: "is not a regional model"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let question = PlanQuestion(record: newRecord(), code: code, details: details)
        try repositories.planQuestions.insert(question)
        try note("created", PlanQuestion.noun, "\(question.id)")
        return question
    }

    /// The questions asked on a day in the plans of a regional model; nil for those asked everywhere.
    public func planQuestions(at date: CalendarDate, modelCode: String?) throws -> [PlanQuestion] {
        PlanQuestion.catalogue(try repositories.planQuestions.all([]), at: date, modelCode: modelCode)
    }

    /// One version of a question, standard or added.
    public func planQuestion(_ id: ID<PlanQuestion>) throws -> PlanQuestion {
        try PlanQuestion.standard.first { $0.id == id } ?? repositories.planQuestions.require(id)
    }
}
