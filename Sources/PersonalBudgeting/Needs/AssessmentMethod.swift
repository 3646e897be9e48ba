/// A method to assess needs and functional capacity (arviointitapa), from an editable list (S11, row 11): ASTA, Kykyviisari, RAI, a home
/// visit. Only the range of the result is stored, never the text of a questionnaire.
public struct AssessmentMethod: Recorded {
    public static let noun = "assessment_method"
    public enum Field: ListField { case code, validFrom, validTo }
    public var record: Record<AssessmentMethod>
    /// The code, in lower snake_case. Only one method of a code is valid on a day.
    public let code: String
    public let result: Result
    public var details: Details

    /// The result that the method gives.
    public enum Result: Sendable, Equatable {
        /// An integer in the range, both ends included.
        case score(minimum: Int64, maximum: Int64)
        case text
    }

    public enum ResultKind: String, CaseIterable, Sendable { case score, text }

    public struct Details: Sendable, Equatable {
        public var name: String
        public var validFrom: CalendarDate
        /// The last day it may be used on; nil until further notice.
        public var validTo: CalendarDate?

        public init(name: String, validFrom: CalendarDate, validTo: CalendarDate?) {
            self.name = name
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    public init(record: Record<AssessmentMethod>, code: String, result: Result, details: Details) {
        self.record = record
        self.code = code
        self.result = result
        self.details = details
    }

    public var resultKind: ResultKind {
        if case .score = result { .score } else { .text }
    }
    public var minimum: Int64? {
        if case .score(let minimum, _) = result { minimum } else { nil }
    }
    public var maximum: Int64? {
        if case .score(_, let maximum) = result { maximum } else { nil }
    }
}

extension Work {
    /// Adds a method to the list (S11, row 11).
    /// - Throws: `invalid` for an end before the start or a range that does not fit the kind; `overlapping_validity` when a method
    ///   of the code is valid on one of its days.
    public func addAssessmentMethod(
        code: String, _ kind: AssessmentMethod.ResultKind, minimum: Int64?, maximum: Int64?, _ details: AssessmentMethod.Details
    ) throws -> AssessmentMethod {
        let method = AssessmentMethod(
            record: newRecord(), code: code, result: try result(kind, minimum, maximum), details: details)
        try checkValidity(method)
        try repositories.assessmentMethods.insert(method)
        try note("created", AssessmentMethod.noun, "\(method.id)")
        return method
    }

    /// Renames a method or changes its validity. The range cannot change, because stored results rest on it: end the method and add a new
    /// one.
    /// - Throws: as `addAssessmentMethod`.
    public func changeAssessmentMethod(_ method: AssessmentMethod, _ details: AssessmentMethod.Details) throws -> AssessmentMethod {
        var method = method
        method.details = details
        try checkValidity(method)
        touch(&method)
        try repositories.assessmentMethods.update(method)
        try note("updated", AssessmentMethod.noun, "\(method.id)")
        return method
    }

    private func result(
        _ kind: AssessmentMethod.ResultKind, _ minimum: Int64?, _ maximum: Int64?
    ) throws -> AssessmentMethod.Result {
        var faults: [RuleFault] = []
        switch kind {
        case .text:
            for (name, value) in [("minimum", minimum), ("maximum", maximum)] where value != nil {
                faults.append(
                    RuleFault(
                        pointer: "/\(name)", code: "not_for_text",
                        detail: LocalText(
                            fi: "kuuluu vain menetelmään, jonka tulos on pistemäärä", sv: "gäller bara en metod som ger poäng",
                            en: "is only for a method with a score")))
            }
            if faults.isEmpty { return .text }
        case .score:
            if let minimum, let maximum {
                if minimum < maximum { return .score(minimum: minimum, maximum: maximum) }
                faults.append(
                    RuleFault(
                        pointer: "/maximum", code: "not_above_minimum",
                        detail: LocalText(
                            fi: "suurimman arvon täytyy olla pienintä suurempi", sv: "det största värdet måste vara över det minsta",
                            en: "must be above minimum")))
            }
            for (name, value) in [("minimum", minimum), ("maximum", maximum)] where value == nil {
                faults.append(
                    RuleFault(
                        pointer: "/\(name)", code: "required",
                        detail: LocalText(
                            fi: "tieto on pakollinen, kun menetelmän tulos on pistemäärä",
                            sv: "uppgiften är obligatorisk för en metod som ger poäng", en: "is required for a method with a score")))
            }
        }
        throw Refusal.invalid(faults)
    }

    private func checkValidity(_ method: AssessmentMethod) throws {
        if let last = method.details.validTo, last < method.details.validFrom {
            throw Refusal.invalid("/validTo", "before_start", .mustNotBeBefore("validFrom"))
        }
        for other in try repositories.assessmentMethods.all([.equal(.code, method.code)]) where other.id != method.id {
            let startsInTime = method.details.validTo.map { other.details.validFrom <= $0 } ?? true
            let endsInTime = other.details.validTo.map { method.details.validFrom <= $0 } ?? true
            if startsInTime, endsInTime {
                let until = LocalText.until(other.details.validTo)
                throw Refusal(
                    .overlappingValidity,
                    LocalText(
                        fi: "saman tunnuksen menetelmä on voimassa \(other.details.validFrom.prose) alkaen \(until.fi)",
                        sv: "en metod med samma kod gäller från \(other.details.validFrom.prose) \(until.sv)",
                        en: "a method of this code is valid from \(other.details.validFrom) \(until.en)"),
                    faults: [
                        RuleFault(
                            pointer: "/validFrom", code: "overlapping_validity",
                            detail: LocalText(
                                fi: "voimassaolo on päällekkäinen toisen menetelmän kanssa",
                                sv: "giltighetstiden överlappar en annan metod", en: "overlaps another method"))
                    ])
            }
        }
    }
}
