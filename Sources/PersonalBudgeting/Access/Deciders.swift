/// Those who decide, seen as readers of a client's file: they read the whole file while a decision is before them (A28), and afterwards
/// the extract of the decision (A29).
public struct Deciders: Sendable, Equatable {
    /// The authorities whose decisions the role makes, presents or sends. Empty for a role that reads no file because of a decision.
    public let authorities: [Decision.Authority]

    public init(authorities: [Decision.Authority]) { self.authorities = authorities }
}

extension Role {
    /// A leading office holder decides, and presents to the body what the body decides (A3). The body's secretary has to do with the
    /// matters of the body only (A4).
    public var deciders: Deciders {
        switch self {
        case .decisionMaker: Deciders(authorities: [.officeHolder, .body])
        case .bodySecretary: Deciders(authorities: [.body])
        case .socialWorker, .serviceCoordinator, .finance, .admin, .auditor, .dataProtectionOfficer, .system, .client, .representative,
            .hbAssistant, .provider, .researcher:
            Deciders(authorities: [])
        }
    }
}

/// The matters that are before the deciders on a day: for lists across clients (A28).
public struct Agenda: Sendable, Equatable {
    public let deciders: Deciders
    /// The Finnish day of the request.
    public let day: CalendarDate

    public init(of deciders: Deciders, on day: CalendarDate) {
        self.deciders = deciders
        self.day = day
    }
}

/// The case that a call is about, and the decision in it if the path leads to one.
public struct Matter: Sendable, Equatable {
    public let caseID: ID<Case>
    public let decisionID: ID<Decision>?

    public init(caseID: ID<Case>, decisionID: ID<Decision>?) {
        self.caseID = caseID
        self.decisionID = decisionID
    }
}

extension Decision.State {
    /// The states in which a decision is before its deciders on any day: it waits for them, or it is made and waits to be sent (A28). A
    /// decision that is sent is before them until it is served. Withdrawing or returning it ends this at once.
    public static let beforeSending: [Decision.State] = [.proposed, .onAgenda, .made]

    /// The states in which the deciders have dealt with a decision, so that they keep its extract (A29).
    public static let dealtWith: [Decision.State] = [.returned, .made, .dispatched, .served]
}

extension NoticeMethod {
    /// Returns the last day of sending from which a notice is presumed served on a day (D18). Nil if no notice of the method is presumed
    /// served, because only a receipt shows it (HL 60 §).
    public func lastDaySent(servedBy day: CalendarDate) -> CalendarDate? {
        self == .verifiable ? nil : day.addingClamped(days: -daysToReceipt)
    }
}

extension Filter where Entity == Decision {
    /// The decisions of which these deciders have the extract (A29).
    public static func extract(of deciders: Deciders) -> [Filter] {
        [.oneOf(.state, Decision.State.dealtWith), .oneOf(.authority, deciders.authorities)]
    }
}

/// The relations of deciders to a client, which follow from decisions. Each question is one statement, so that it takes as long for a
/// client who does not exist (A18).
public protocol DecidersRepository {
    /// Returns whether a decision about the client is before the deciders (A28).
    func isOnAgenda(_ clientID: ID<Client>, _ agenda: Agenda) throws -> Bool
    /// Returns whether the deciders have the extract of a decision about the client (A29).
    /// - Parameter matter: the case that has the decision, or the decision itself; nil for any decision about the client.
    func haveExtract(_ deciders: Deciders, about clientID: ID<Client>, in matter: Matter?) throws -> Bool
}
