/// A change of a case or of a register: who made it, when, what changed, from which state to which, and why (K25, row 88).
///
/// Events are append-only and hash-chained by the store. The timeline of a case is read from them.
public struct Event: Sendable, Equatable {
    /// The sequence number among all events; 0 until the event is stored.
    public var sequence: Int64
    public let at: Instant
    public let userID: ID<User>
    public let role: Role
    public let clientID: ID<Client>?
    public let caseID: ID<Case>?
    /// The entity that changed: its noun and its id.
    public let noun: String
    public let nounID: String
    /// The kind of change: `created`, `updated` or the command.
    public let verb: String
    public let fromState: String?
    public let toState: String?
    public var reason: String?

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

/// A row of the access log: a read, a write or a refused attempt at clients' data, with the user, the clients, the purpose and the outcome
/// (Asiakastietolaki 703/2023 10 §; A20, L70, row 75).
public struct AccessEntry: Sendable, Equatable {
    /// Marks a request that changed nothing itself.
    public enum Manner: String, CaseIterable, Sendable {
        /// A dry run: nothing was stored.
        case dryRun = "dry_run"
        /// The stored answer of an earlier request was sent again.
        case replay
    }

    public var sequence: Int64
    public let at: Instant
    public let userID: ID<User>
    public let role: Role
    public let unitID: ID<OrganisationUnit>?
    /// The clients whose data was involved: one, or all clients of a list or a batch.
    public let clients: [ID<Client>]
    /// The ground of access to each client, in the order of `clients` (A21); empty where only the role is known.
    public let grounds: [AccessGround]
    /// The case, where the entry is about one client and one case.
    public let caseID: ID<Case>?
    /// The operation id of the API.
    public let operation: String
    /// Nil for a request that was carried out in the ordinary way.
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
