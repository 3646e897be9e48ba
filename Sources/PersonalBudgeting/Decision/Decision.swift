/// A decision on a support plan and its budget (päätös; S27): its content follows HL 43 to 47 § (W1) and does not change once it is made
/// (J6 to J8).
public struct Decision: CaseFile, Stateful {
    public static let noun = "decision"
    public enum Field: CaseFileField { case caseID, state, authority, outcome, supportPlanID }
    public var record: Record<Decision>
    public let caseID: ID<Case>
    public let kind: Kind
    public var state: State
    public let supportPlanID: ID<SupportPlan>
    public let budgetID: ID<Budget>
    /// The office holder or the body, by the rules of the regional model and the sum of the budget (K2, S26); computed again when the
    /// decision is proposed.
    public var authority: Authority
    /// The name of the office or body that decides (HL 44 § 1 mom. 1), from the regional model; it follows `authority`.
    public var authorityName: String
    public var content: Content
    /// The user who prepared the decision.
    public let preparedBy: ID<User>
    /// The proposer, with the sum and the version of the budget at that time; nil before the proposal.
    public var proposal: Proposal?
    public var outcome: Outcome?
    public var decidedOn: CalendarDate?
    /// The office holder who decided, or the secretary who recorded what the body decided.
    public var decidedBy: ID<User>?
    /// The digest of the plan and the total and version of the budget that the decision rests on, set when it is made (J7, J8).
    public var planDigest: String?
    public var grantedTotal: Money?
    public var budgetVersion: Int64?

    /// The proposal of the decision to its decider.
    public struct Proposal: Sendable, Equatable {
        public let by: ID<User>
        /// The day of the proposal in Helsinki; the body cannot have handled the matter at an earlier meeting.
        public let on: CalendarDate
        public let total: Money
        public let budgetVersion: Int64

        public init(by: ID<User>, on: CalendarDate, total: Money, budgetVersion: Int64) {
            self.by = by
            self.on = on
            self.total = total
            self.budgetVersion = budgetVersion
        }
    }

    public enum Kind: String, CaseIterable, Sendable {
        case budgetGrant = "budget_grant"
        case budgetAmendment = "budget_amendment"
    }

    public enum Authority: String, CaseIterable, Sendable {
        case officeHolder = "office_holder"
        case body
    }

    public enum Outcome: String, CaseIterable, Sendable {
        case approved
        case returnedForWork = "returned_for_work"
        case rejected
    }

    public enum State: String, CaseIterable, Sendable {
        case drafting, proposed
        case onAgenda = "on_agenda"
        case returned, made, dispatched, served
        case withdrawn
    }

    /// The contract calls deciding as an office holder `make` (`Work.decide`) and deciding in the body `handle`.
    public enum Command: String, CaseIterable, Sendable {
        case propose
        case putOnAgenda = "put-on-agenda"
        case make, handle, `return`, dispatch, serve, withdraw
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.propose, from: [.drafting], to: .proposed),
        Transition(.putOnAgenda, from: [.proposed], to: .onAgenda),
        Transition(.make, from: [.proposed], to: .made),
        Transition(.handle, from: [.onAgenda], to: .made, isCommand: false),
        Transition(.return, from: [.proposed, .onAgenda], to: .returned, isCommand: false),
        // Repeated for a recipient who was left out at first (HL 56 §).
        Transition(.dispatch, from: [.made, .dispatched], to: .dispatched),
        Transition(.serve, from: [.dispatched], to: .served, isCommand: false),
        Transition(.withdraw, from: [.drafting, .proposed, .onAgenda], to: .withdrawn),
    ]

    /// The parts that HL 44 to 47 § require (W1, row 27). A decision cannot be made while a part is missing.
    public struct Content: Sendable, Equatable {
        /// The parties directly concerned (HL 44 § 1 mom. 2).
        public var parties: [String]
        /// The entitlements and obligations of the party, itemised (HL 44 § 1 mom. 3).
        public var entitlements: [String]
        /// The facts and evidence (HL 45 §).
        public var reasons: String?
        /// The provisions applied (HL 45 §).
        public var provisions: [String]
        /// The contact for more information (HL 44 § 1 mom. 4).
        public var contact: String?
        /// How to claim a revised decision or to appeal (HL 46 and 47 §).
        public var appealInstructions: String?
        public var validFrom: CalendarDate?
        public var validTo: CalendarDate?
        /// The reason for a fixed term instead of a decision until further notice (SHL 38 §, J10).
        public var fixedTermReason: String?

        public init(
            parties: [String], entitlements: [String], reasons: String?, provisions: [String], contact: String?,
            appealInstructions: String?, validFrom: CalendarDate?, validTo: CalendarDate?, fixedTermReason: String?
        ) {
            self.parties = parties
            self.entitlements = entitlements
            self.reasons = reasons
            self.provisions = provisions
            self.contact = contact
            self.appealInstructions = appealInstructions
            self.validFrom = validFrom
            self.validTo = validTo
            self.fixedTermReason = fixedTermReason
        }
    }

    public init(
        record: Record<Decision>, caseID: ID<Case>, kind: Kind, state: State, supportPlanID: ID<SupportPlan>, budgetID: ID<Budget>,
        authority: Authority, authorityName: String, content: Content, preparedBy: ID<User>, proposal: Proposal? = nil,
        outcome: Outcome? = nil, decidedOn: CalendarDate? = nil,
        decidedBy: ID<User>? = nil, planDigest: String? = nil, grantedTotal: Money? = nil, budgetVersion: Int64? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.kind = kind
        self.state = state
        self.supportPlanID = supportPlanID
        self.budgetID = budgetID
        self.authority = authority
        self.authorityName = authorityName
        self.content = content
        self.preparedBy = preparedBy
        self.proposal = proposal
        self.outcome = outcome
        self.decidedOn = decidedOn
        self.decidedBy = decidedBy
        self.planDigest = planDigest
        self.grantedTotal = grantedTotal
        self.budgetVersion = budgetVersion
    }

    /// Whether the decision is made: from then on only its service changes (J7).
    public var isDecided: Bool { decidedOn != nil }

    /// Returns who decides on a yearly sum under the rules of a regional model (K2, S26, row 25).
    public static func authority(for total: Money, under rules: RegionalModel.Rules) -> Authority {
        switch rules.decidingAuthority {
        case .body: .body
        case .officeHolder: .officeHolder
        case .officeHolderThenBody: total <= rules.officeHolderLimit ? .officeHolder : .body
        }
    }

    /// Returns the name of the office or body that decides (HL 44 § 1 mom. 1; row 27).
    public static func name(of authority: Authority, under rules: RegionalModel.Rules) -> String {
        authority == .body ? rules.bodyName ?? rules.authorityName : rules.authorityName
    }

    /// Returns the greatest yearly sum that an office holder of the role may grant (S26); nil for a role that decides nothing. A social
    /// worker decides on sums that need no second person (A15).
    public static func limit(of role: Role, under rules: RegionalModel.Rules) -> Money? {
        switch role {
        case .decisionMaker: rules.officeHolderLimit
        case .socialWorker: min(rules.officeHolderLimit, rules.fourEyesAbove)
        default: nil
        }
    }
}

extension Decision.Content {
    /// Returns the parts that HL 44 to 47 § require and that are missing, in the order of the document (row 27). The authority and the time
    /// of the decision are not among them, because the service sets them.
    public func missingParts(for outcome: Decision.Outcome) -> [RuleFault] {
        func isBlank(_ text: String?) -> Bool { text?.unicodeScalars.allSatisfy { $0.properties.isWhitespace } ?? true }
        var missing: [(String, LocalText, Bool)] = [
            (
                "parties",
                LocalText(
                    fi: "asianosaiset, joita päätös välittömästi koskee (HL 44 § 1 mom. 2 k.)",
                    sv: "de parter som beslutet direkt gäller (FvL 44 § 1 mom. 2 p.)",
                    en: "the parties directly concerned (HL 44 § 1 mom. 2)"), parties.isEmpty
            ),
            (
                "reasons",
                LocalText(
                    fi: "ratkaisuun vaikuttaneet seikat ja selvitykset (HL 45 §)",
                    sv: "de omständigheter och utredningar som inverkat på avgörandet (FvL 45 §)",
                    en: "the facts and evidence the decision rests on (HL 45 §)"), isBlank(reasons)
            ),
        ]
        if outcome == .approved {
            missing.append(
                (
                    "entitlements",
                    LocalText(
                        fi: "yksilöity tieto siitä, mihin asianosainen on oikeutettu (HL 44 § 1 mom. 3 k.)",
                        sv: "det som parten är berättigad till, specificerat (FvL 44 § 1 mom. 3 p.)",
                        en: "what the party is entitled to, itemised (HL 44 § 1 mom. 3)"), entitlements.isEmpty
                ))
        }
        missing += [
            (
                "provisions",
                LocalText(
                    fi: "sovelletut säännökset (HL 45 §)", sv: "de bestämmelser som tillämpats (FvL 45 §)",
                    en: "the provisions applied (HL 45 §)"), provisions.isEmpty
            ),
            (
                "contact",
                LocalText(
                    fi: "lisätietojen antajan yhteystiedot (HL 44 § 1 mom. 4 k.)",
                    sv: "den som ger ytterligare upplysningar (FvL 44 § 1 mom. 4 p.)", en: "who gives more information (HL 44 § 1 mom. 4)"),
                isBlank(contact)
            ),
            (
                "appealInstructions",
                LocalText(
                    fi: "oikaisuvaatimusohje (HL 46 ja 47 §)", sv: "anvisning om begäran om omprövning (FvL 46 och 47 §)",
                    en: "how a revised decision is claimed (HL 46 and 47 §)"), isBlank(appealInstructions)
            ),
            (
                "fixedTermReason",
                LocalText(
                    fi: "syy siihen, ettei päätös ole voimassa toistaiseksi (SHL 38 §)",
                    sv: "skälet till att beslutet inte gäller tills vidare (SVL 38 §)", en: "why it is not until further notice (SHL 38 §)"),
                outcome == .approved && validTo != nil && isBlank(fixedTermReason)
            ),
        ]
        return missing.filter { $0.2 }.map {
            RuleFault(
                pointer: "/\($0.0)", code: "required",
                detail: LocalText(fi: "puuttuu: \($0.1.fi)", sv: "saknas: \($0.1.sv)", en: "is missing: \($0.1.en)"))
        }
    }
}
