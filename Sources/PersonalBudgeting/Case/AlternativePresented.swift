/// One way to arrange the services, as it was presented to the client with its pros and cons (S3, row 4).
///
/// What was presented is what the choice rests on, so it does not change afterwards.
public struct AlternativePresented: CaseFile {
    public static let noun = "alternative"
    public enum Field: CaseFileField { case caseID, form }
    public var record: Record<AlternativePresented>
    public let caseID: ID<Case>
    /// The worker who presented it.
    public let presentedBy: ID<User>
    public let details: Details

    /// How the service would be arranged.
    public enum Form: String, CaseIterable, Sendable {
        /// Personal budgeting (HB).
        case hb
        case countyService = "county_service"
        case voucher
        case purchasedService = "purchased_service"
        case employerModel = "employer_model"
        case other
    }

    public struct Details: Sendable, Equatable {
        public var form: Form
        public var title: String
        public var pros: [String]
        public var cons: [String]
        public var presentedOn: CalendarDate

        public init(form: Form, title: String, pros: [String], cons: [String], presentedOn: CalendarDate) {
            self.form = form
            self.title = title
            self.pros = pros
            self.cons = cons
            self.presentedOn = presentedOn
        }
    }

    public init(record: Record<AlternativePresented>, caseID: ID<Case>, presentedBy: ID<User>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.presentedBy = presentedBy
        self.details = details
    }
}

extension Work {
    /// Keeps an alternative that was presented.
    /// - Throws: `case_closed`; `invalid` for a day after today.
    public func addAlternative(_ details: AlternativePresented.Details, to caseFile: Case) throws -> AlternativePresented {
        try caseFile.requireOpen()
        try checkNotInFuture([("/presentedOn", details.presentedOn)])
        let alternative = AlternativePresented(
            record: newRecord(), caseID: caseFile.id, presentedBy: actor.userID, details: details)
        try insert(alternative, in: caseFile, to: repositories.alternatives)
        return alternative
    }

    /// Moves the case on once the alternatives are presented: HB and at least one other (K12).
    /// - Throws: `illegal_transition` unless the case is being assessed, `alternatives_missing`.
    public func presentAlternatives(_ caseFile: Case) throws -> Case {
        try check(.presentAlternatives, caseFile)
        return try transition(.presentAlternatives, caseFile)
    }

    /// `alternatives_missing` for each that is: HB itself, and one other at least.
    func alternativesRefusals(_ caseFile: Case) throws -> [Refusal] {
        let forms = try repositories.alternatives.all(in: caseFile).map(\.details.form)
        var refusals: [Refusal] = []
        if !forms.contains(.hb) {
            let detail = "personal budgeting itself is not among the \(forms.count) alternatives presented"
            refusals.append(
                Refusal(
                    .alternativesMissing, detail, faults: [RuleFault(pointer: "/form", code: "hb", detail: "hb is not presented")],
                    remedy: .addAlternative))
        }
        if forms.allSatisfy({ $0 == .hb }) { refusals.append(noOtherAlternative) }
        return refusals
    }

    /// `alternatives_missing` when nothing but HB has been presented.
    func otherAlternativeRefusals(_ caseFile: Case) throws -> [Refusal] {
        let others = AlternativePresented.Form.allCases.filter { $0 != .hb }
        let presented = try repositories.alternatives.first([.equal(.caseID, caseFile.id), .oneOf(.form, others)])
        return presented == nil ? [noOtherAlternative] : []
    }

    private var noOtherAlternative: Refusal {
        Refusal(
            .alternativesMissing, "no alternative other than personal budgeting is presented",
            faults: [RuleFault(pointer: "/form", code: "other_than_hb", detail: "none but hb is presented")], remedy: .addAlternative)
    }
}
