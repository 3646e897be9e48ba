/// A region's model of personal budgeting: who decides, within which bounds and with which forms (S46, K9, rows 51 and 52).
///
/// Versions follow each other under one code. A case keeps the version that was in force on the day of contact (row 51).
public struct RegionalModel: Stateful {
    public static let noun = "regional_model"
    public enum Field: ListField { case code, state }
    public var record: Record<RegionalModel>
    /// The same for every version of the model, e.g. `pirkanmaa`.
    public let code: String
    /// The version number, from 1 under each code.
    public let number: Int
    public var state: State
    public var details: Details
    /// The user who last changed the content; nil for versions from before this was stored.
    public var preparedBy: ID<User>?

    public enum State: String, CaseIterable, Sendable {
        case draft
        case inForce = "in_force"
        case withdrawn
    }

    public enum Command: String, CaseIterable, Sendable {
        case bringIntoForce = "bring-into-force"
        case withdraw
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.bringIntoForce, from: [.draft], to: .inForce),
        Transition(.withdraw, from: [.draft, .inForce], to: .withdrawn),
    ]

    public struct Details: Sendable, Equatable {
        public var name: String
        public var county: String
        public var validFrom: CalendarDate
        public var validTo: CalendarDate?
        public var goals: String?
        /// The local contact for more information (S7; seed 001: "XX henkilöltä, yhteystiedot").
        public var contact: String
        public var rules: Rules

        public init(
            name: String, county: String, validFrom: CalendarDate, validTo: CalendarDate?, goals: String?, contact: String, rules: Rules
        ) {
            self.name = name
            self.county = county
            self.validFrom = validFrom
            self.validTo = validTo
            self.goals = goals
            self.contact = contact
            self.rules = rules
        }
    }

    /// Who makes the decision (K2, J2, row 25).
    public enum DecidingAuthority: String, CaseIterable, Sendable {
        /// A municipal body (toimielin) handles every plan (S25).
        case body
        /// An office holder decides, up to the limit of the role (S26).
        case officeHolder = "office_holder"
        /// An office holder decides up to the limit, the body above it.
        case officeHolderThenBody = "office_holder_then_body"
    }

    /// What happens to money that is left at settlement (M16).
    public enum CarryOverPolicy: String, CaseIterable, Sendable {
        case none
        case percentOfAllocation = "percent_of_allocation"
        case cents, full
    }

    public struct Rules: Sendable, Equatable {
        public var decidingAuthority: DecidingAuthority
        /// The name of the decider for the decision document: the office, or the body where only a body decides.
        public var authorityName: String
        /// The name of the body, where both an office and a body decide (HL 44 § 1 mom. 1); nil if `authorityName` names the body.
        public var bodyName: String?
        /// The largest yearly total that an office holder may grant (S26).
        public var officeHolderLimit: Money
        /// Above this total, the person who prepares a decision may not make it (A15, row 72).
        public var fourEyesAbove: Money
        /// The bases on which a budget may be calculated (K4, rows 15 and 16).
        public var allowedBases: [BudgetBasis]
        /// Codes of service types that may be bought; empty means all (row 52).
        public var allowedServiceTypes: [String]
        /// Codes of purposes that may not be bought (row 52).
        public var excludedPurposes: [String]
        public var carryOver: CarryOverPolicy
        /// Percent or cents, as the policy says; 0 otherwise (M16, row 61).
        public var carryOverValue: Int64
        /// How far an actual may exceed a line before it is held, in percent (M7, row 57).
        public var tolerancePercent: Int
        /// How much of a line may be moved to another line within the decision, in percent of the line (K5, M11, row 26).
        public var reallocationPercent: Int
        /// The longest trial, in days (S30, row 35).
        public var trialMaximumDays: Int
        /// The interval of joint evaluations, in months (S35, row 40).
        public var reviewIntervalMonths: Int
        /// Whether a budget becomes effective only with a monitoring agreement (S34, row 39).
        public var monitoringRequired: Bool
        /// The ways in which money may be administered (K7).
        public var administrationModes: [AdministrationMode]
        /// Codes of the form instruments that the client is asked to answer: ESR, Kykyviisari, end survey (S36 to S38).
        public var requiredForms: [String]

        public init(
            decidingAuthority: DecidingAuthority, authorityName: String, bodyName: String? = nil, officeHolderLimit: Money,
            fourEyesAbove: Money, allowedBases: [BudgetBasis], allowedServiceTypes: [String], excludedPurposes: [String],
            carryOver: CarryOverPolicy,
            carryOverValue: Int64, tolerancePercent: Int, reallocationPercent: Int, trialMaximumDays: Int, reviewIntervalMonths: Int,
            monitoringRequired: Bool, administrationModes: [AdministrationMode], requiredForms: [String]
        ) {
            self.decidingAuthority = decidingAuthority
            self.authorityName = authorityName
            self.bodyName = bodyName
            self.officeHolderLimit = officeHolderLimit
            self.fourEyesAbove = fourEyesAbove
            self.allowedBases = allowedBases
            self.allowedServiceTypes = allowedServiceTypes
            self.excludedPurposes = excludedPurposes
            self.carryOver = carryOver
            self.carryOverValue = carryOverValue
            self.tolerancePercent = tolerancePercent
            self.reallocationPercent = reallocationPercent
            self.trialMaximumDays = trialMaximumDays
            self.reviewIntervalMonths = reviewIntervalMonths
            self.monitoringRequired = monitoringRequired
            self.administrationModes = administrationModes
            self.requiredForms = requiredForms
        }
    }

    public init(
        record: Record<RegionalModel>, code: String, number: Int, state: State, details: Details, preparedBy: ID<User>? = nil
    ) {
        self.record = record
        self.code = code
        self.number = number
        self.state = state
        self.details = details
        self.preparedBy = preparedBy
    }

    public func isInForce(on date: CalendarDate) -> Bool {
        guard state == .inForce, details.validFrom <= date else { return false }
        if let last = details.validTo { return date <= last }
        return true
    }
}

/// The basis on which the money value of services is calculated (K4).
public enum BudgetBasis: String, CaseIterable, Sendable {
    /// A: services that the person uses and wants changed.
    case currentServicesToChange = "current_services_to_change"
    /// B: services to which the person would be entitled by need.
    case entitlement
}

/// Who holds and pays the money (K7). Direct payment to the client's account has no basis in law so far.
public enum AdministrationMode: String, CaseIterable, Sendable {
    case countyManaged = "county_managed"
    case voucher
    case employerModel = "employer_model"
    case nominee
    case mixed
    case directPayment = "direct_payment"
}

extension Work {
    /// Drafts the next version of a model (S46).
    /// - Throws: `invalid` for a last day before the first.
    public func draftModel(code: String, _ details: RegionalModel.Details) throws -> RegionalModel {
        try checkValidity(details)
        let last = try repositories.regionalModels.all([.equal(.code, code)]).map(\.number).max() ?? 0
        let model = RegionalModel(
            record: newRecord(), code: code, number: last + 1, state: .draft, details: details, preparedBy: actor.userID)
        try insert(model, to: repositories.regionalModels)
        return model
    }

    /// Changes a draft. A model in force never changes, because cases rest on it (S46, row 51).
    /// - Throws: `model_in_force` for a version that is not a draft; `invalid` for a last day before the first.
    public func reviseModel(_ model: RegionalModel, _ details: RegionalModel.Details) throws -> RegionalModel {
        guard model.state == .draft else {
            throw Refusal(
                .modelInForce,
                LocalText(
                    fi: "mallia, jonka tila on ”\(model.stateInWords.fi)”, ei voi muuttaa; laadi sen seuraava versio",
                    sv: "en modell i tillståndet ”\(model.stateInWords.sv)” kan inte ändras; utarbeta nästa version",
                    en: "a model in state \(model.state.rawValue) cannot be changed; draft its next version"))
        }
        try checkValidity(details)
        var model = model
        model.details = details
        model.preparedBy = actor.userID
        return try update(model, of: repositories.regionalModels)
    }

    /// Brings a version into force or withdraws it.
    /// - Throws: `illegal_transition`; `four_eyes` when the caller last changed the version (A6, A15); `overlapping_validity` when another
    ///   version of the model is in force on one of its days (row 51).
    public func transition(_ command: RegionalModel.Command, _ model: RegionalModel, reason: String?) throws -> RegionalModel {
        try check(command, model)
        return try transition(command, model, of: repositories.regionalModels, reason: reason)
    }

    private func checkValidity(_ details: RegionalModel.Details) throws(Refusal) {
        if let last = details.validTo, last < details.validFrom {
            throw .invalid("/validTo", "before_start", .mustNotBeBefore("validFrom"))
        }
    }

}

extension RegionalModel {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .withdraw: stateRefusals(to: command)
        case .bringIntoForce: try stateRefusals(to: command, then: try refusalsToBringIntoForce(work))
        }
    }

    /// Returns the rules that refuse to bring a version into force: another person than its author must do it (A6, A15, row 72), and only
    /// one version may be in force on a day (row 51).
    private func refusalsToBringIntoForce(_ work: Work) throws -> [Refusal] {
        let alone =
            preparedBy == work.actor.userID
            ? [
                Refusal(
                    .fourEyes,
                    LocalText(
                        fi: "version viimeksi muuttanut käyttäjä ei voi itse saattaa sitä voimaan",
                        sv: "den som senast ändrade versionen får inte själv sätta den i kraft",
                        en: "the user who last changed a version may not bring it into force"), mendedBy: [.admin, .decisionMaker])
            ]
            : []
        let others = try work.repositories.regionalModels.all([.equal(.code, code), .equal(.state, State.inForce)])
        return alone
            + others.filter { details.overlaps($0.details) }.map { other in
                let until = LocalText.until(other.details.validTo)
                return Refusal(
                    .overlappingValidity,
                    LocalText(
                        fi: "versio \(other.number) on voimassa \(other.details.validFrom.prose) alkaen \(until.fi)",
                        sv: "version \(other.number) är i kraft från \(other.details.validFrom.prose) \(until.sv)",
                        en: "version \(other.number) is in force from \(other.details.validFrom) \(until.en)"),
                    faults: [
                        RuleFault(
                            pointer: "/validFrom", code: "overlapping_validity",
                            detail: LocalText(
                                fi: "voimassaolo on päällekkäinen version \(other.number) kanssa",
                                sv: "giltighetstiden överlappar version \(other.number)", en: "overlaps version \(other.number)"))
                    ],
                    remedy: .withdrawModel(other.id))
            }
    }
}

extension RegionalModel.Details {
    /// Whether both are valid on some day.
    func overlaps(_ other: RegionalModel.Details) -> Bool {
        if let end = validTo, end < other.validFrom { return false }
        if let end = other.validTo, end < validFrom { return false }
        return true
    }
}
