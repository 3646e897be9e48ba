/// An alternative way to arrange the services, as it was presented to the client with its pros and cons (S3, row 4).
///
/// It does not change afterwards, because the client's choice rests on it.
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
    /// Inserts an alternative that was presented (S3, row 4).
    /// - Throws: `case_closed`; `invalid` for a day after today.
    public func addAlternative(_ details: AlternativePresented.Details, to caseFile: Case) throws -> AlternativePresented {
        try caseFile.requireOpen()
        try checkNotInFuture([("/presentedOn", details.presentedOn)])
        let alternative = AlternativePresented(
            record: newRecord(), caseID: caseFile.id, presentedBy: actor.userID, details: details)
        try insert(alternative, in: caseFile, to: repositories.alternatives)
        return alternative
    }

    /// Moves the case to `alternatives` once HB and at least one other alternative are presented (K12, S3).
    /// - Throws: `illegal_transition` unless the case is being assessed, `alternatives_missing`.
    public func presentAlternatives(_ caseFile: Case) throws -> Case {
        try check(.presentAlternatives, caseFile)
        return try transition(.presentAlternatives, caseFile)
    }

    /// Returns `alternatives_missing` if HB is missing, and if every other alternative is missing (K12).
    func alternativesRefusals(_ caseFile: Case) throws -> [Refusal] {
        let forms = try repositories.alternatives.all(in: caseFile).map(\.details.form)
        var refusals: [Refusal] = []
        if !forms.contains(.hb) {
            let detail = LocalText(
                fi: "henkilökohtaista budjettia ei ole esitelty vaihtoehtona",
                sv: "en personlig budget har inte presenterats som alternativ",
                en: "personal budgeting itself is not among the \(forms.count) alternatives presented")
            refusals.append(
                Refusal(
                    .alternativesMissing, detail,
                    faults: [
                        RuleFault(
                            pointer: "/form", code: "hb",
                            detail: LocalText(
                                fi: "henkilökohtaista budjettia ei ole esitelty", sv: "en personlig budget har inte presenterats",
                                en: "hb is not presented"))
                    ],
                    remedy: .addAlternative))
        }
        if forms.allSatisfy({ $0 == .hb }) { refusals.append(noOtherAlternative) }
        return refusals
    }

    /// Returns `alternatives_missing` when no alternative other than HB has been presented (S3, row 4).
    func otherAlternativeRefusals(_ caseFile: Case) throws -> [Refusal] {
        let others = AlternativePresented.Form.allCases.filter { $0 != .hb }
        let presented = try repositories.alternatives.first([.equal(.caseID, caseFile.id), .oneOf(.form, others)])
        return presented == nil ? [noOtherAlternative] : []
    }

    private var noOtherAlternative: Refusal {
        Refusal(
            .alternativesMissing,
            LocalText(
                fi: "muuta vaihtoehtoa kuin henkilökohtaista budjettia ei ole esitelty",
                sv: "inget annat alternativ än en personlig budget har presenterats",
                en: "no alternative other than personal budgeting is presented"),
            faults: [
                RuleFault(
                    pointer: "/form", code: "other_than_hb",
                    detail: LocalText(
                        fi: "muuta vaihtoehtoa ei ole esitelty", sv: "inget annat alternativ har presenterats",
                        en: "no alternative other than hb is presented"))
            ],
            remedy: .addAlternative)
    }
}
