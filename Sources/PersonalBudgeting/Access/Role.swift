/// What a person or a system is to the service (A1 to A14). The raw value is what `avain keys create --role` takes.
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

    /// Whether the caller speaks for one client and sees that client's file only.
    public var actsForClient: Bool { self == .client || self == .representative || self == .hbAssistant }
    /// Whether the caller works for the organiser.
    public var isStaff: Bool {
        switch self {
        case .socialWorker, .serviceCoordinator, .decisionMaker, .bodySecretary, .finance, .admin, .auditor, .dataProtectionOfficer: true
        case .system, .client, .representative, .hbAssistant, .provider, .researcher: false
        }
    }
}

/// Who acts: a signed-in person or system.
public struct Actor: Sendable, Equatable {
    public let userID: ID<User>
    public let name: String
    public let role: Role
    public let unitID: ID<OrganisationUnit>?
    /// The client whose file a client, a representative or an HB assistant may see.
    public let clientID: ID<Client>?
    /// The mandate a representative acts by.
    public let representativeID: ID<Representative>?
    /// The code of the source system a machine client speaks for.
    public let sourceSystem: String?
    /// For whom the caller stands in, and when.
    public let deputyships: [Deputyship]
    /// The names of the rights that the key is cut to; nil for all of the role's.
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
    /// The administrator at the command line, who has the file itself.
    public static let commandLine = Actor(userID: ID(high: 0x7000, low: 0x8000_0000_0000_0000), name: "command line", role: .admin)
}
