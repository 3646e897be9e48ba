/// A region's own way of running personal budgeting: who decides, within what bounds, with which forms (S46).
///
/// Versions follow each other under one code; a case is pinned to the version in force when it was opened.
public struct RegionalModel: Stateful {
    public static let noun = "regional_model"
    public enum Field: ListField { case code, state }
    public var record: Record<RegionalModel>
    /// The same for every version of the model, e.g. `pirkanmaa`.
    public let code: String
    /// 1 and up under one code.
    public let number: Int
    public var state: State
    public var details: Details
    /// Who last wrote what it says; nil for those from before this was kept.
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
        /// The local person and place that tell more (seed 001: "XX henkilöltä, yhteystiedot").
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

    /// Who makes the decision (K2).
    public enum DecidingAuthority: String, CaseIterable, Sendable {
        /// A municipal body (toimielin) handles every plan.
        case body
        /// An office holder decides, up to the limit of the role.
        case officeHolder = "office_holder"
        /// An office holder up to the limit, the body above it.
        case officeHolderThenBody = "office_holder_then_body"
    }

    /// What becomes of money left at settlement (M16).
    public enum CarryOverPolicy: String, CaseIterable, Sendable {
        case none
        case percentOfAllocation = "percent_of_allocation"
        case cents, full
    }

    public struct Rules: Sendable, Equatable {
        public var decidingAuthority: DecidingAuthority
        /// The name of who decides, for the decision document: the office, or the body where only a body decides.
        public var authorityName: String
        /// The name of the body, where both an office and a body decide (HL 44 § 1 mom. 1); nil where `authorityName` is the body's.
        public var bodyName: String?
        /// The largest yearly total an office holder may grant.
        public var officeHolderLimit: Money
        /// Above this total, who prepares may not decide.
        public var fourEyesAbove: Money
        public var allowedBases: [BudgetBasis]
        /// Codes of service types that may be bought; empty means all.
        public var allowedServiceTypes: [String]
        /// Codes of purposes that may not be bought.
        public var excludedPurposes: [String]
        public var carryOver: CarryOverPolicy
        /// Percent or cents, as the policy says; 0 otherwise.
        public var carryOverValue: Int64
        /// How far an actual may go over a line before it is held, in percent.
        public var tolerancePercent: Int
        /// How much of a line may be moved to another within the decision, in percent of the line.
        public var reallocationPercent: Int
        public var trialMaximumDays: Int
        public var reviewIntervalMonths: Int
        /// Whether a budget becomes effective only with a monitoring agreement (row 39).
        public var monitoringRequired: Bool
        public var administrationModes: [AdministrationMode]
        /// Codes of form instruments that are asked of the client (ESR, Kykyviisari, end survey).
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

/// How the money value of services is worked out (K4).
public enum BudgetBasis: String, CaseIterable, Sendable {
    /// A: services the person uses and wants changed.
    case currentServicesToChange = "current_services_to_change"
    /// B: services the person would be entitled to by need.
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
    /// Drafts the next version of a model.
    public func draftModel(code: String, _ details: RegionalModel.Details) throws -> RegionalModel {
        try checkValidity(details)
        let last = try repositories.regionalModels.all([.equal(.code, code)]).map(\.number).max() ?? 0
        let model = RegionalModel(
            record: newRecord(), code: code, number: last + 1, state: .draft, details: details, preparedBy: actor.userID)
        try insert(model, to: repositories.regionalModels)
        return model
    }

    /// Changes a draft. A model in force never changes: old cases rest on it.
    public func reviseModel(_ model: RegionalModel, _ details: RegionalModel.Details) throws -> RegionalModel {
        guard model.state == .draft else {
            throw Refusal(.modelInForce, "a model in state \(model.state.rawValue) does not change; draft its next version")
        }
        try checkValidity(details)
        var model = model
        model.details = details
        model.preparedBy = actor.userID
        return try update(model, of: repositories.regionalModels)
    }

    /// Takes a step of a model's life.
    /// - Throws: `overlapping_validity` when another version of the model is in force on one of its days.
    public func transition(_ command: RegionalModel.Command, _ model: RegionalModel, reason: String?) throws -> RegionalModel {
        try check(command, model)
        return try transition(command, model, of: repositories.regionalModels, reason: reason)
    }

    private func checkValidity(_ details: RegionalModel.Details) throws(Refusal) {
        if let last = details.validTo, last < details.validFrom {
            throw .invalid("/validTo", "before_start", "must not be before validFrom")
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

    /// Two persons for a version, and one version for a day.
    private func refusalsToBringIntoForce(_ work: Work) throws -> [Refusal] {
        let alone =
            preparedBy == work.actor.userID
            ? [Refusal(.fourEyes, "who wrote a version does not bring it into force", mendedBy: [.admin, .decisionMaker])] : []
        let others = try work.repositories.regionalModels.all([.equal(.code, code), .equal(.state, State.inForce)])
        return alone
            + others.filter { details.overlaps($0.details) }.map { other in
                let until = other.details.validTo.map { "\($0)" } ?? "further notice"
                return Refusal(
                    .overlappingValidity, "version \(other.number) is in force from \(other.details.validFrom) until \(until)",
                    faults: [RuleFault(pointer: "/validFrom", code: "overlapping_validity", detail: "overlaps version \(other.number)")],
                    remedy: .withdrawModel(other.id))
            }
    }
}

extension RegionalModel.Details {
    /// Whether the two are valid on one day.
    func overlaps(_ other: RegionalModel.Details) -> Bool {
        if let end = validTo, end < other.validFrom { return false }
        if let end = other.validTo, end < validFrom { return false }
        return true
    }
}
