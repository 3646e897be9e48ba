/// The result of an assessment by a method of the list, with the client's and the worker's view where they differ (S11, S12, row 11).
public struct Assessment: CaseFile {
    public static let noun = "assessment"
    public enum Field: CaseFileField { case caseID, methodCode, assessedOn }
    public var record: Record<Assessment>
    public let caseID: ID<Case>
    /// The method that was valid on the day of the assessment.
    public let methodID: ID<AssessmentMethod>
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var methodCode: String
        public var assessedOn: CalendarDate
        /// The assessor, by name or by office.
        public var assessor: String
        /// The score, within the range of the method.
        public var score: Int64?
        /// The result in words: required where the method gives a text, optional beside a score.
        public var text: String?
        public var clientView: String?
        public var workerView: String?

        public init(
            methodCode: String, assessedOn: CalendarDate, assessor: String, score: Int64?, text: String?, clientView: String?,
            workerView: String?
        ) {
            self.methodCode = methodCode
            self.assessedOn = assessedOn
            self.assessor = assessor
            self.score = score
            self.text = text
            self.clientView = clientView
            self.workerView = workerView
        }
    }

    public init(record: Record<Assessment>, caseID: ID<Case>, methodID: ID<AssessmentMethod>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.methodID = methodID
        self.details = details
    }
}

extension Work {
    /// Inserts the result of an assessment (S11, row 11).
    /// - Throws: `case_closed`; `unknown_method` when no method of the code is valid on the day; `invalid` for a day after today or a
    ///   result that does not fit the method.
    public func addAssessment(_ details: Assessment.Details, to caseFile: Case) throws -> Assessment {
        try caseFile.requireOpen()
        try checkNotInFuture([("/assessedOn", details.assessedOn)])
        let methods = try repositories.assessmentMethods.all([.equal(.code, details.methodCode)])
        guard let method = methods.first(where: { details.assessedOn.isWithin($0.details.validFrom, $0.details.validTo) }) else {
            let why =
                methods.isEmpty
                ? LocalText(fi: "menetelmää ei ole luettelossa", sv: "metoden finns inte i förteckningen", en: "is not in the list")
                : LocalText(
                    fi: "menetelmä ei ole voimassa \(details.assessedOn.prose)", sv: "metoden gäller inte \(details.assessedOn.prose)",
                    en: "is not valid on \(details.assessedOn)")
            throw Refusal(
                .unknownMethod, LocalText(fi: "\(why.fi)", sv: "\(why.sv)", en: "the method \(details.methodCode) \(why.en)"),
                faults: [RuleFault(pointer: "/methodCode", code: "unknown_method", detail: why)])
        }
        if let fault = fault(of: details, by: method.result) { throw Refusal.invalid([fault]) }
        let assessment = Assessment(record: newRecord(), caseID: caseFile.id, methodID: method.id, details: details)
        try insert(assessment, in: caseFile, to: repositories.assessments)
        return assessment
    }

    private func fault(of details: Assessment.Details, by result: AssessmentMethod.Result) -> RuleFault? {
        switch (result, details.score) {
        case (.score(let minimum, let maximum), .some(let score)):
            if (minimum...maximum).contains(score) { return nil }
            return RuleFault(pointer: "/score", code: "out_of_range", detail: .mustBe(minimum, to: maximum))
        case (.score, .none):
            return RuleFault(
                pointer: "/score", code: "required",
                detail: LocalText(fi: "menetelmän tulos on pistemäärä", sv: "metoden ger poäng", en: "the method gives a score"))
        case (.text, .some):
            return RuleFault(
                pointer: "/score", code: "not_for_text",
                detail: LocalText(fi: "menetelmän tulos on teksti", sv: "metoden ger en text", en: "the method gives a text"))
        case (.text, .none):
            return details.text == nil
                ? RuleFault(
                    pointer: "/text", code: "required",
                    detail: LocalText(fi: "menetelmän tulos on teksti", sv: "metoden ger en text", en: "the method gives a text")) : nil
        }
    }
}
