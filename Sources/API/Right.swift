import PersonalBudgeting

/// What one must be to run an operation: a named set of roles (domain.md, section 5). The name stands in the 403.
public struct Right: Sendable, Equatable {
    public let name: String
    public let roles: Set<Role>
    /// Whether anybody may, without a token.
    public let isOpen: Bool

    init(_ name: String, _ roles: Set<Role>, isOpen: Bool = false) {
        self.name = name
        self.roles = roles
        self.isOpen = isOpen
    }

    private static let workers: Set<Role> = [.socialWorker, .serviceCoordinator]
    private static let deciders: Set<Role> = [.decisionMaker, .bodySecretary]
    private static let own: Set<Role> = [.client, .representative]

    /// No token needed: health, readiness, the document of the API.
    static let open = Right("open", [], isOpen: true)
    /// Anybody who is signed in.
    static let signedIn = Right("signed-in", Set(Role.allCases))
    /// Registers without client data: service types, prices, models, catalogues.
    static let readRegisters = Right("registers:read", Set(Role.allCases).subtracting([.researcher]))
    /// Registers kept by the administrator.
    static let writeRegisters = Right("registers:write", [.admin])
    /// Prices and providers.
    static let writePrices = Right("prices:write", [.finance, .admin])

    /// The client register.
    static let readClients = Right("clients:read", workers.union(deciders).union(own))
    static let writeClients = Right("clients:write", workers)

    /// That there is a case, its state and its clocks, without what is in its file.
    static let readCases = Right("cases:read", workers.union(deciders).union(own).union([.hbAssistant]))
    /// The case file: needs, goals, meetings, plans.
    static let readCaseFile = Right("case-file:read", workers.union(deciders).union(own).union([.hbAssistant]))
    /// What lies before the next steps of a case: of all parts of its file, so that no assistant is told.
    static let readReadiness = Right("readiness:read", workers.union(deciders).union(own))
    /// The course of a case, without its content.
    static let readTimeline = Right("timeline:read", workers.union(deciders).union(own).union([.auditor]))
    /// What has changed, noun by noun, without content (`ChangeAPI` says which nouns for whom).
    static let readChanges = Right("changes:read", workers.union(deciders).union([.finance, .auditor, .admin]))
    /// Process writes of the worker.
    static let writeCaseFile = Right("case-file:write", workers)
    /// What the client or the worker as a scribe writes: plans, choice, goals.
    static let writeWithClient = Right("case-file:write-with-client", workers.union(own).union([.hbAssistant]))
    /// What only the client or the representative can say, or a worker as the scribe, but no HB assistant: the choice, the life plan.
    static let writeForClient = Right("case-file:write-for-client", workers.union(own))
    /// What the client alone writes: diary, effort.
    static let writeAsClient = Right("case-file:write-as-client", own)
    /// What the worker alone sees or writes beside the client's words.
    static let writeAsWorker = Right("case-file:write-as-worker", workers)

    /// What the client alone decides and a worker may write down: consents, authorisations, forms, membership in a group. No assistant.
    static let writeClientsWill = Right("case-file:write-clients-will", workers.union(own))
    /// Monitoring, reviews, forms, diary, effort, consents: not among the parts an assistant can be authorised for.
    static let readFollowUp = Right("follow-up:read", workers.union(deciders).union(own))
    /// Counts and what is told of groups, without clients.
    static let readFollowUpFigures = Right("follow-up:figures", workers.union(deciders).union([.admin, .auditor]))
    /// Answer a survey of workers' experiences.
    static let giveExperience = Right("experiences:give", Set(Role.allCases.filter(\.isStaff)))
    /// Ideas for the local model: by clients and staff, who are told the state and the reply.
    static let shareIdeas = Right("development-ideas:share", own.union(Role.allCases.filter(\.isStaff)))
    /// Review and answer ideas.
    static let answerIdeas = Right("development-ideas:answer", workers.union([.decisionMaker, .admin]))
    /// Pseudonyms of the cases that may be used in research.
    static let readResearch = Right("research:read", [.researcher, .dataProtectionOfficer])

    /// Decisions: read by those in the process, by the client, and by the auditor.
    static let readDecisions = Right("decisions:read", workers.union(deciders).union(own).union([.auditor, .finance]))
    /// Prepare a decision.
    static let prepareDecisions = Right("decisions:prepare", [.socialWorker, .serviceCoordinator])
    /// Decide as an office holder.
    static let makeDecisions = Right("decisions:make", [.socialWorker, .decisionMaker])
    /// Bring a matter to the body: the preparer, or the body's secretary.
    static let putOnAgenda = Right("body:put-on-agenda", [.socialWorker, .serviceCoordinator, .bodySecretary])
    /// Send decisions out and record their receipt.
    static let dispatchDecisions = Right("decisions:dispatch", workers.union(deciders))
    /// Record what the body did.
    static let handleInBody = Right("body:handle", [.bodySecretary])

    /// Money: budgets, ledger, agreements.
    static let readMoney = Right("money:read", workers.union(deciders).union(own).union([.hbAssistant, .finance, .auditor]))
    static let writeMoney = Right("money:write", [.socialWorker, .serviceCoordinator, .finance])
    static let handleActuals = Right("actuals:handle", [.finance, .decisionMaker, .socialWorker])
    /// Service data row by row: what it says of a client's service and money, and nothing of needs.
    static let readHeldActuals = Right("actuals:read", workers.union([.finance, .decisionMaker]))

    /// Municipal systems push service data and read their own batches.
    static let pushServiceData = Right("service-data:push", [.system])
    static let readServiceData = Right("service-data:read", [.system, .finance])

    /// Work queues of staff.
    static let readWorkQueue = Right("work-queue:read", workers.union(deciders).union([.finance]))
    /// Users, units and keys.
    static let administer = Right("administration", [.admin])
    static let readUsers = Right("users:read", [.admin, .socialWorker, .serviceCoordinator, .decisionMaker, .bodySecretary])
    /// Who has looked: the client's own log and the data protection officer.
    static let readAccessLog = Right("access-log:read", own.union([.dataProtectionOfficer, .auditor]))

    /// The part of a client's file that an assistant must be authorised for to use this right.
    var assistantPart: AssistantAuthorisation.Part { self == .readMoney ? .budget : .plan }

    /// The scopes of a mandate that cover this right, any one of them: money is a matter of economy, all else of the person; who the
    /// client is, which cases there are, what was decided and who has looked is for every representative.
    var mandateScopes: Set<Representative.Scope> {
        switch self {
        case .readMoney: [.economy, .both]
        case .readClients, .readCases, .readDecisions, .readAccessLog: Set(Representative.Scope.allCases)
        default: [.person, .both]
        }
    }
}
