/// One thing that happened to a case or a register: who, when, what, from which state to which, and why.
///
/// Append-only and hash-chained by the store; the timeline of a case is read from it (row 88).
public struct Event: Sendable, Equatable {
    /// The place in the order of all events; 0 until it is kept.
    public var sequence: Int64
    public let at: Instant
    public let userID: ID<User>
    public let role: Role
    public let clientID: ID<Client>?
    public let caseID: ID<Case>?
    /// What it happened to: the noun and its id.
    public let noun: String
    public let nounID: String
    /// What happened: `created`, `updated` or the command that was given.
    public let verb: String
    public let fromState: String?
    public let toState: String?
    public private(set) var reason: String?

    public init(
        sequence: Int64 = 0, at: Instant, userID: ID<User>, role: Role, clientID: ID<Client>?, caseID: ID<Case>?, noun: String,
        nounID: String, verb: String, fromState: String?, toState: String?, reason: String?
    ) {
        self.sequence = sequence
        self.at = at
        self.userID = userID
        self.role = role
        self.clientID = clientID
        self.caseID = caseID
        self.noun = noun
        self.nounID = nounID
        self.verb = verb
        self.fromState = fromState
        self.toState = toState
        self.reason = reason
    }

    public var withoutReason: Event {
        var event = self
        event.reason = nil
        return event
    }
}

/// One reading, writing or refused try at a client's data (Asiakastietolaki 703/2023): who, whose, what for, how it ended.
public struct AccessEntry: Sendable, Equatable {
    /// A request that did nothing of its own.
    public enum Manner: String, CaseIterable, Sendable {
        /// A rehearsal: nothing was kept.
        case dryRun = "dry_run"
        /// The answer of an earlier request was given again.
        case replay
    }

    public var sequence: Int64
    public let at: Instant
    public let userID: ID<User>
    public let role: Role
    public let unitID: ID<OrganisationUnit>?
    /// Whose data: one, or all those of a list or a batch.
    public let clients: [ID<Client>]
    /// On what the look at each of them rested, in their order; none where no more is known than the role.
    public let grounds: [AccessGround]
    /// The case of the one client.
    public let caseID: ID<Case>?
    /// The operation id of the API.
    public let operation: String
    /// How it was asked, where it was not simply done.
    public let manner: Manner?
    /// The reason the caller gave, if any.
    public let purpose: String?
    /// The HTTP status the caller got.
    public let status: Int
    public let requestID: String

    public init(
        sequence: Int64 = 0, at: Instant, userID: ID<User>, role: Role, unitID: ID<OrganisationUnit>?,
        clients: [ID<Client>], grounds: [AccessGround] = [], caseID: ID<Case>?, operation: String, manner: Manner? = nil, purpose: String?,
        status: Int,
        requestID: String
    ) {
        self.sequence = sequence
        self.at = at
        self.userID = userID
        self.role = role
        self.unitID = unitID
        self.clients = clients
        self.grounds = grounds
        self.caseID = caseID
        self.operation = operation
        self.manner = manner
        self.purpose = purpose
        self.status = status
        self.requestID = requestID
    }
}
