/// The client's permission to use the case in research (S42, row 47). It is separate from personal budgeting: no step of the process
/// requires it (GDPR 7(4) art., freely given).
public struct ResearchConsent: CaseFile, Stateful {
    public static let noun = "research_consent"
    public enum Field: CaseFileField { case caseID, scope, givenOn, state }
    public var record: Record<ResearchConsent>
    public let caseID: ID<Case>
    public let details: Details
    /// The identity that the researcher gets instead of any identity of the service; random, and new for each consent.
    public let pseudonym: ID<Pseudonym>
    public var state: State
    public var withdrawnOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable { case given, withdrawn }

    public enum Command: String, CaseIterable, Sendable { case withdraw }

    public static let transitions: [Transition<State, Command>] = [Transition(.withdraw, from: [.given], to: .withdrawn)]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .withdraw: stateRefusals(to: command)
        }
    }

    /// The type of pseudonyms; only the consent links one to its case.
    public enum Pseudonym {}

    public enum Form: String, CaseIterable, Sendable { case written, electronic }

    public struct Details: Sendable, Equatable {
        /// The code of the research or of the use of data.
        public var scope: String
        public var givenOn: CalendarDate
        public var form: Form
        /// The place where the document is kept.
        public var document: String?

        public init(scope: String, givenOn: CalendarDate, form: Form, document: String?) {
            self.scope = scope
            self.givenOn = givenOn
            self.form = form
            self.document = document
        }
    }

    public init(
        record: Record<ResearchConsent>, caseID: ID<Case>, details: Details, pseudonym: ID<Pseudonym>, state: State,
        withdrawnOn: CalendarDate? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.details = details
        self.pseudonym = pseudonym
        self.state = state
        self.withdrawnOn = withdrawnOn
    }

    /// Whether data may be extracted on the day (S42); not from the day of withdrawal.
    public func isValid(on day: CalendarDate) -> Bool {
        guard details.givenOn <= day else { return false }
        if let withdrawnOn { return day < withdrawnOn }
        return true
    }
}

extension Work {
    /// Inserts a consent (S42, row 47).
    /// - Throws: `duplicate` (409) while a consent of the same scope is valid; 422 for a day after today.
    public func giveConsent(_ details: ResearchConsent.Details, in caseFile: Case) throws -> ResearchConsent {
        try checkNotInFuture([("/givenOn", details.givenOn)])
        let valid = try repositories.researchConsents.last(
            in: caseFile, [.equal(.scope, details.scope), .equal(.state, ResearchConsent.State.given)])
        guard valid == nil else {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "asiakas on jo antanut tämän suostumuksen", sv: "klienten har redan gett detta samtycke",
                    en: "the client has already consented to this scope"),
                faults: [
                    RuleFault(
                        pointer: "/scope", code: "duplicate",
                        detail: LocalText(fi: "suostumus on jo annettu", sv: "samtycket har redan getts", en: "is consented to already"))
                ])
        }
        let consent = ResearchConsent(
            record: newRecord(), caseID: caseFile.id, details: details, pseudonym: newPseudonym(), state: .given)
        try insert(consent, in: caseFile, to: repositories.researchConsents)
        return consent
    }

    /// Withdraws a consent from today (S42, row 47).
    public func withdrawConsent(_ consent: ResearchConsent, in caseFile: Case) throws -> ResearchConsent {
        var withdrawn = consent
        withdrawn.withdrawnOn = today
        return try transition(.withdraw, withdrawn, in: caseFile, of: repositories.researchConsents)
    }

    /// Returns the consent that permits the extraction of data of a case on a day (S42).
    /// - Throws: `consent_missing` (409) if there is none.
    @discardableResult
    public func requireConsent(_ caseFile: Case, scope: String, on day: CalendarDate) throws -> ResearchConsent {
        let consents = try repositories.researchConsents.all(in: caseFile, [.equal(.scope, scope)])
        guard let valid = consents.first(where: { $0.isValid(on: day) }) else {
            throw Refusal(
                .consentMissing,
                LocalText(
                    fi: "asiakkaan suostumus ei ole voimassa \(day.prose)", sv: "klientens samtycke gäller inte \(day.prose)",
                    en: "the client has not consented to \(scope) on \(day)"))
        }
        return valid
    }

    /// Returns the consents that are valid on a day, sorted by pseudonym so that the order reveals nothing (S42, row 47).
    public func validConsents(on day: CalendarDate, scope: String?) throws -> [ResearchConsent] {
        var filters: [Filter<ResearchConsent>] = [.atMost(.givenOn, day)]
        if let scope { filters.append(.equal(.scope, scope)) }
        return try repositories.researchConsents.all(filters).filter { $0.isValid(on: day) }.sorted { $0.pseudonym < $1.pseudonym }
    }
}
