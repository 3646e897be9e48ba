/// A version of the service plan (asiakassuunnitelma; SHL 39 §, U4, U5), updated after a decision (S28).
public struct ServicePlan: CaseFile {
    public static let noun = "service_plan"
    public enum Field: CaseFileField { case caseID, decisionID }
    public var record: Record<ServicePlan>
    public let caseID: ID<Case>
    /// The number of the version within the case, from 1.
    public let number: Int
    /// The decision that the plan carries out; nil for a plan made before any decision.
    public let decisionID: ID<Decision>?
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var clientAssessment: String
        public var workerAssessment: String
        public var services: [String]
        public var goals: [String]
        public var contacts: [String]
        public var reviewOn: CalendarDate?

        public init(
            clientAssessment: String, workerAssessment: String, services: [String], goals: [String], contacts: [String],
            reviewOn: CalendarDate?
        ) {
            self.clientAssessment = clientAssessment
            self.workerAssessment = workerAssessment
            self.services = services
            self.goals = goals
            self.contacts = contacts
            self.reviewOn = reviewOn
        }
    }

    public init(record: Record<ServicePlan>, caseID: ID<Case>, number: Int, decisionID: ID<Decision>?, details: Details) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.decisionID = decisionID
        self.details = details
    }
}

extension Work {
    /// Inserts the next version of the service plan (S28, row 32).
    /// - Throws: `invalid` (422) when the decision is not a made and approved decision of the case; `case_closed`.
    public func addServicePlan(_ details: ServicePlan.Details, after decisionID: ID<Decision>?, to caseFile: Case) throws -> ServicePlan {
        try caseFile.requireOpen()
        if let decisionID {
            guard let decision = try repositories.decisions.find(decisionID), decision.caseID == caseFile.id else {
                throw Refusal.invalid(
                    "/decisionId", "unknown_decision",
                    LocalText(fi: "ei ole tämän asian päätös", sv: "är inte ett beslut i detta ärende", en: "is not a decision of the case")
                )
            }
            guard decision.isDecided, decision.outcome == .approved else {
                throw Refusal.invalid(
                    "/decisionId", "not_approved",
                    LocalText(
                        fi: "täytyy olla tehty ja myönteinen päätös", sv: "måste vara ett fattat och positivt beslut",
                        en: "must be a decision that is made and approved"))
            }
        }
        let number = nextNumber(try repositories.servicePlans.all(in: caseFile).map(\.number))
        let plan = ServicePlan(
            record: newRecord(), caseID: caseFile.id, number: number, decisionID: decisionID, details: details)
        try insert(plan, in: caseFile, to: repositories.servicePlans)
        return plan
    }

    /// Returns `service_plan_outdated` when no version of the service plan follows the decision: procurement waits for one (S28, row 32).
    func servicePlanRefusals(after decisionID: ID<Decision>, in caseFile: Case) throws -> [Refusal] {
        if try repositories.servicePlans.last(in: caseFile, [.equal(.decisionID, decisionID)]) != nil { return [] }
        return [
            Refusal(
                .servicePlanOutdated,
                LocalText(
                    fi: "asiakassuunnitelmaa ei ole päivitetty päätöksen jälkeen", sv: "klientplanen har inte uppdaterats efter beslutet",
                    en: "no version of the service plan follows the decision \(decisionID)"), remedy: .addServicePlan)
        ]
    }
}
