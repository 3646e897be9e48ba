import PersonalBudgeting

/// What one must be, and how one must stand to the client, to run an operation (A1 to A14, A17). The name stands in the 403.
///
/// This table is the whole of it: `Access` asks it for every call, lists and the feed are cut by it, `GET /v1/me/rights` prints it, and a test asks
/// the service for every cell of it.
public struct Right: Sendable, Equatable {
    typealias Grants = [Role: Set<Relation>]

    public let name: String
    /// For each role that has the right: how the caller must stand to the client whose data it is about, any one of these.
    public let grants: [Role: Set<Relation>]
    public let roles: Set<Role>
    /// Whether anybody may, without a token.
    public let isOpen: Bool
    /// Whether every call that asks for it is put on record: it is about clients, or about who may see them.
    public let isOnRecord: Bool
    /// Whether a declared tie to the client keeps the caller from it: from taking any part in the client's matters (HL 27 and 28 §; row 73),
    /// and from where a protected client lives. Other reading is not barred.
    public let isBarredByTies: Bool
    /// Whether the caller must say why (`X-Purpose`).
    public let needsPurpose: Bool

    init(
        _ name: String, _ grants: Grants..., isOpen: Bool = false, isOnRecord: Bool = false, isBarredByTies: Bool = false,
        needsPurpose: Bool = false
    ) {
        self.name = name
        self.isBarredByTies = isBarredByTies
        self.needsPurpose = needsPurpose
        self.grants = grants.reduce(into: [:]) { all, some in all.merge(some) { $0.union($1) } }
        roles = Set(self.grants.keys)
        self.isOpen = isOpen
        self.isOnRecord = isOnRecord || self.grants.values.contains { $0 != [.task] }
    }

    /// How somebody of a role must stand to the client, any one of these; none where the role has not the right.
    func relations(of role: Role) -> Set<Relation> { grants[role] ?? [] }

    public static func == (left: Right, right: Right) -> Bool { left.name == right.name }

    private static let careRelations: Set<Relation> = [.caseload, .unit]
    /// Workers who care for the client.
    private static let carers: Grants = [.socialWorker: careRelations, .serviceCoordinator: careRelations]
    /// The same, and workers who have opened the file with a reason: to look, and to take a matter in.
    private static let workers: Grants = carers.mapValues { $0.union([.breakGlass]) }
    /// Those who decide, of what is before them; a leading office holder of the own unit too.
    private static let deciders: Grants = [.decisionMaker: careRelations.union([.agenda]), .bodySecretary: [.agenda]]
    /// The same to look.
    private static let watchers: Grants = [.decisionMaker: careRelations.union([.agenda, .breakGlass]), .bodySecretary: [.agenda]]
    /// Leading office holders of the unit that cares.
    private static let leaders: Grants = [.decisionMaker: [.unit]]
    private static let own: Grants = [.client: [.own], .representative: [.mandate]]
    private static let assistant: Grants = [.hbAssistant: [.authorisation]]

    /// Roles whose task it is, whoever the client.
    private static func task(_ roles: Role...) -> Grants { task(Set(roles)) }
    private static func task(_ roles: Set<Role>) -> Grants { Grants(uniqueKeysWithValues: roles.map { ($0, [.task]) }) }
    private static let staff = Set(Role.allCases.filter(\.isStaff))
    private static let workerRoles: Set<Role> = [.socialWorker, .serviceCoordinator]
    private static let deciderRoles: Set<Role> = [.decisionMaker, .bodySecretary]

    /// No token needed: health, readiness, the document of the API.
    static let open = Right("open", isOpen: true)
    /// Nobody: of what is told in no feed.
    static let nobody = Right("nobody")
    /// Anybody who is signed in.
    static let signedIn = Right("signed-in", task(Set(Role.allCases)))
    /// Registers without client data: service types, prices, models, catalogues.
    static let readRegisters = Right("registers:read", task(Set(Role.allCases).subtracting([.researcher])))
    /// Registers kept by the administrator.
    static let writeRegisters = Right("registers:write", task(.admin))
    /// Bring a version of the regional model into force, which somebody else has written.
    static let bringModelsIntoForce = Right("regional-models:bring-into-force", task(.admin, .decisionMaker))
    /// Prices and providers.
    static let writePrices = Right("prices:write", task(.finance, .admin))

    /// The client register.
    static let readClients = Right("clients:read", workers, watchers, own)
    /// Take into the register, and find in it by national id or number.
    static let writeClients = Right("clients:write", workers)
    static let correctClients = Right("clients:correct", carers, isBarredByTies: true)
    /// Open the file of a client one does not care for, with a reason that somebody else looks into.
    static let breakGlass = Right("break-glass:open", task(workerRoles.union([.decisionMaker])), isOnRecord: true)
    /// The non-disclosure order, its days and its source.
    static let readNonDisclosures = Right("non-disclosure:read", carers, own)
    static let protectClients = Right("non-disclosure:write", carers, isBarredByTies: true)
    /// Where a protected client lives and is reached, with a purpose that goes on record.
    static let readWhereabouts = Right("safety:read", carers, isBarredByTies: true, needsPurpose: true)
    /// Name a client in what one declares of oneself: whom one can know of from one's work.
    static let nameClients = Right("clients:name", workers, watchers, task(.finance))
    /// Declare a tie of one's own.
    static let declareTies = Right("ties:declare", task(staff), isOnRecord: true)
    /// Look into such openings.
    static let readBreakGlasses = Right("break-glass:read", task(.dataProtectionOfficer), leaders)
    /// Say whether one was justified.
    static let reviewBreakGlass = Right(
        "break-glass:review", task(.dataProtectionOfficer), leaders, isOnRecord: true, isBarredByTies: true)

    /// That there is a case, its state and its clocks, without what is in its file.
    static let readCases = Right("cases:read", workers, watchers, own, assistant)
    /// The case file: people, meetings, assessments, service plans.
    static let readCaseFile = Right("case-file:read", workers, watchers, own)
    /// What the client plans, and out of what: statements, notes of what works, support plans with what is said of them. All that an assistant who
    /// may help with the plan is shown.
    static let readPlan = Right("plan:read", workers, watchers, own, assistant)
    /// What lies before the next steps of a case: of all parts of its file, so that no assistant is told.
    static let readReadiness = Right("readiness:read", workers, watchers, own)
    /// The course of a case, without its content.
    static let readTimeline = Right("timeline:read", workers, watchers, own, task(.auditor))
    /// What has changed, noun by noun, without content (`ChangeAPI` says which nouns for whom).
    static let readChanges = Right("changes:read", workers, watchers, task(.finance, .auditor, .admin))
    /// Process writes of the worker.
    static let writeCaseFile = Right("case-file:write", carers, isBarredByTies: true)
    /// What a first contact needs, of whoever takes it: the case, a meeting, guidance.
    static let writeFirstContact = Right("first-contact:write", workers, isBarredByTies: true)
    /// Note down what the client says: goals, wishes, needs, what works and what does not.
    static let writeNotes = Right("notes:write", workers, own, assistant, isBarredByTies: true)
    /// The steps of a case, its unit and its responsible worker. Not by break-glass: who could take over the care of an opened file would keep it
    /// open for good.
    static let steerCases = Right("cases:steer", carers, isBarredByTies: true)
    /// Who may act for a client: a mandate outlives every opened file.
    static let writeRepresentatives = Right("representatives:write", carers, isBarredByTies: true)
    /// The same as it is written: by the client, the worker as a scribe or an assistant.
    static let writePlan = Right("plan:write", carers, own, assistant, isBarredByTies: true)
    /// What the client or the worker as a scribe writes of the client's life: people, possibilities and risks, how exercises went.
    static let writeWithClient = Right("case-file:write-with-client", carers, own, isBarredByTies: true)
    /// What needs there are and which services there have been: what the money is worked out from.
    static let assessNeeds = Right("needs:assess", carers, isBarredByTies: true)
    /// What only the client or the representative can say, or a worker as the scribe, but no HB assistant: the choice, the life plan.
    static let writeForClient = Right("case-file:write-for-client", carers, own, isBarredByTies: true)
    /// What the client alone writes: diary, effort.
    static let writeAsClient = Right("case-file:write-as-client", own)
    /// What the worker alone sees or writes beside the client's words.
    static let writeAsWorker = Right("case-file:write-as-worker", carers, isBarredByTies: true)

    /// What the client alone decides and a worker may write down: consents, authorisations, forms, membership in a group. No assistant.
    static let writeClientsWill = Right("case-file:write-clients-will", carers, own, isBarredByTies: true)
    /// Monitoring, reviews, forms, diary, effort, consents: not among the parts an assistant can be authorised for.
    static let readFollowUp = Right("follow-up:read", workers, watchers, own)
    /// Counts and what is told of groups, without clients.
    static let readFollowUpFigures = Right("follow-up:figures", task(workerRoles.union(deciderRoles).union([.admin, .auditor])))
    /// Answer a survey of workers' experiences.
    static let giveExperience = Right("experiences:give", task(staff))
    /// Ideas for the local model: by clients and staff, who are told the state and the reply.
    static let shareIdeas = Right("development-ideas:share", own, task(staff))
    /// Review and answer ideas.
    static let answerIdeas = Right("development-ideas:answer", task(workerRoles.union([.decisionMaker, .admin])))
    /// Pseudonyms of the cases that may be used in research.
    static let readResearch = Right("research:read", task(.researcher, .dataProtectionOfficer), isOnRecord: true)

    /// Decisions: read by those in the process, by the client, and by the auditor; what was granted to whom and when by finance too.
    static let readDecisions = Right("decisions:read", workers, watchers, own, task(.auditor, .finance))
    /// What is said in them: reasons, conditions, parties (`Mask.freeText`).
    static let readReasons = Right("decisions:read-reasons", workers, watchers, own, task(.auditor))
    /// Prepare a decision, from the money value of the services on.
    static let prepareDecisions = Right("decisions:prepare", carers, isBarredByTies: true)
    /// Decide as an office holder.
    static let makeDecisions = Right(
        "decisions:make", carers.filter { $0.key == .socialWorker }, deciders.filter { $0.key == .decisionMaker }, isBarredByTies: true)
    /// Bring a matter to the body: the preparer, or the body's secretary.
    static let putOnAgenda = Right("body:put-on-agenda", carers, deciders.filter { $0.key == .bodySecretary }, isBarredByTies: true)
    /// Send decisions out and record their receipt.
    static let dispatchDecisions = Right("decisions:dispatch", carers, deciders, isBarredByTies: true)
    /// Record what the body did.
    static let handleInBody = Right("body:handle", deciders.filter { $0.key == .bodySecretary }, isBarredByTies: true)

    /// Money: budgets with their lines, balances and ledger, and the money view.
    static let readMoney = Right("money:read", workers, watchers, own, assistant, task(.finance, .auditor))
    /// The services the client has, agreed on and got, with what they cost: more than an assistant who may see the budget is shown.
    static let readServices = Right("services:read", workers, watchers, own, task(.finance, .auditor))
    /// What is said beside the sums: of the person, and not of the money (`Mask.freeText`).
    static let readDescriptions = Right("money:read-descriptions", workers, watchers, own)
    static let writeMoney = Right("money:write", carers, task(.finance), isBarredByTies: true)
    static let handleActuals = Right(
        "actuals:handle", carers.filter { $0.key == .socialWorker }, deciders.filter { $0.key == .decisionMaker }, task(.finance),
        isBarredByTies: true)
    /// Service data row by row: what it says of a client's service and money, and nothing of needs.
    static let readHeldActuals = Right("actuals:read", workers, watchers.filter { $0.key == .decisionMaker }, task(.finance))

    /// Municipal systems push service data and read their own batches.
    static let pushServiceData = Right("service-data:push", task(.system), isOnRecord: true)
    static let readServiceData = Right("service-data:read", task(.system, .finance), isOnRecord: true)

    /// Work queues of staff.
    static let readWorkQueue = Right("work-queue:read", carers, deciders, task(.finance))
    /// Users, units and keys.
    static let administer = Right("administration", task(.admin), isOnRecord: true)
    static let readUsers = Right("users:read", task(workerRoles.union(deciderRoles).union([.admin])))
    /// Who has looked: the client's own log and the data protection officer.
    static let readAccessLog = Right("access-log:read", own, task(.dataProtectionOfficer, .auditor))
    /// All that is kept of the client, as far as the caller's other rights go.
    static let readSubjectReport = Right("subject-report:read", carers, own)

    /// The parts of a client's file of which an assistant must be authorised for one to use this right.
    var assistantParts: Set<AssistantAuthorisation.Part> {
        switch self {
        case .readMoney: [.budget]
        case .readCases: [.plan, .budget]
        default: [.plan]
        }
    }

    /// The scopes of a mandate that cover this right, any one of them: money is a matter of economy, all else of the person; who the
    /// client is, which cases there are, what was decided and who has looked is for every representative, and so are ideas.
    var mandateScopes: Set<Representative.Scope> {
        switch self {
        case .readMoney, .readServices, .readDescriptions: [.economy, .both]
        case .readClients, .readCases, .readDecisions, .readReasons, .readAccessLog, .readSubjectReport,
            .shareIdeas:
            Set(Representative.Scope.allCases)
        default: [.person, .both]
        }
    }
}
