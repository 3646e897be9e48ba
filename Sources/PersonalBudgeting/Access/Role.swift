/// The role of a user (A1 to A14, row 70). `avain keys create --role` takes the raw value.
public enum Role: String, CaseIterable, Sendable {
    case socialWorker = "social_worker"
    case serviceCoordinator = "service_coordinator"
    case decisionMaker = "decision_maker"
    case bodySecretary = "body_secretary"
    case finance
    case admin
    case auditor
    case dataProtectionOfficer = "data_protection_officer"
    case system
    case client
    case representative
    case hbAssistant = "hb_assistant"
    case provider
    case researcher

    /// Whether the caller acts for one client and sees only that client's file (A10 to A12).
    public var actsForClient: Bool { self == .client || self == .representative || self == .hbAssistant }
    /// Whether the caller works for the organiser (A1 to A8).
    public var isStaff: Bool {
        switch self {
        case .socialWorker, .serviceCoordinator, .decisionMaker, .bodySecretary, .finance, .admin, .auditor, .dataProtectionOfficer: true
        case .system, .client, .representative, .hbAssistant, .provider, .researcher: false
        }
    }
}

/// The signed-in person or system that acts.
public struct Actor: Sendable, Equatable {
    public let userID: ID<User>
    public let name: String
    public let role: Role
    public let unitID: ID<OrganisationUnit>?
    /// The client whose file a client, a representative or an HB assistant may see.
    public let clientID: ID<Client>?
    /// The mandate of a representative (P10).
    public let representativeID: ID<Representative>?
    /// The code of the source system that a machine client acts for (A9).
    public let sourceSystem: String?
    /// The deputyships in which the caller stands in.
    public let deputyships: [Deputyship]
    /// The names of the rights that the key is limited to; nil for all rights of the role.
    public let scope: Set<String>?

    public init(
        userID: ID<User>, name: String, role: Role, unitID: ID<OrganisationUnit>? = nil, clientID: ID<Client>? = nil,
        representativeID: ID<Representative>? = nil, sourceSystem: String? = nil, deputyships: [Deputyship] = [], scope: Set<String>? = nil
    ) {
        self.userID = userID
        self.name = name
        self.role = role
        self.unitID = unitID
        self.clientID = clientID
        self.representativeID = representativeID
        self.sourceSystem = sourceSystem
        self.deputyships = deputyships
        self.scope = scope
    }
}

extension Actor {
    /// The administrator at the command line. This person has the database file.
    public static let commandLine = Actor(userID: ID(high: 0x7000, low: 0x8000_0000_0000_0000), name: "command line", role: .admin)
}
