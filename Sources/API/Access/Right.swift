import PersonalBudgeting

/// The roles and the relations to a client that a caller needs to call an operation (A1 to A14, A17). The 403 contains the name.
///
/// This table is complete: `Access` reads it for every call, it limits the lists and the change feed, `GET /v1/me/rights` prints it, and a
/// test asks the service for every cell of it.
public struct Right: Sendable, Equatable {
    typealias Grants = [Role: Set<Relation>]

    public let name: String
    /// For each role that has the right: the relations to the client in question. The caller needs any one of them.
    public let grants: [Role: Set<Relation>]
    public let roles: Set<Role>
    /// Whether anybody may use it without a token.
    public let isOpen: Bool
    /// Whether every call under it is logged, because it concerns clients or the access to them (A20).
    public let isOnRecord: Bool
    /// Whether a declared tie to the client denies it. A tie denies any part in the client's matters (HL 27 and 28 §; row 73), and denies
    /// reading where a protected client lives. It does not deny other reading.
    public let isBarredByTies: Bool
    /// Whether the caller must give a purpose (`X-Purpose`).
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

    /// The relations to the client that the right accepts from this role; empty if the role lacks the right.
    func relations(of role: Role) -> Set<Relation> { grants[role] ?? [] }

    public static func == (left: Right, right: Right) -> Bool { left.name == right.name }

    private static let careRelations: Set<Relation> = [.caseload, .unit]
    /// Workers who care for the client.
    private static let carers: Grants = [.socialWorker: careRelations, .serviceCoordinator: careRelations]
    /// Carers, and workers who have opened the file with a reason. For reading, and for taking a matter in.
    private static let workers: Grants = carers.mapValues { $0.union([.breakGlass]) }
    /// Those who decide, for the matters before them. A leading office holder also for the own unit.
    private static let deciders: Grants = [.decisionMaker: careRelations.union([.agenda]), .bodySecretary: [.agenda]]
    /// Those who decide, for reading: also by break-glass.
    private static let watchers: Grants = [.decisionMaker: careRelations.union([.agenda, .breakGlass]), .bodySecretary: [.agenda]]
    /// Those who have decided: they keep the decision and its handling (A29).
    private static let decided: Grants = [.decisionMaker: [.extract], .bodySecretary: [.extract]]
    /// Leading office holders of the unit that cares for the client.
    private static let leaders: Grants = [.decisionMaker: [.unit]]
    private static let own: Grants = [.client: [.own], .representative: [.mandate]]
    private static let assistant: Grants = [.hbAssistant: [.authorisation]]

    /// Roles that have a right by their task, for any client.
    private static func task(_ roles: Role...) -> Grants { task(Set(roles)) }
    private static func task(_ roles: Set<Role>) -> Grants { Grants(uniqueKeysWithValues: roles.map { ($0, [.task]) }) }
    private static let staff = Set(Role.allCases.filter(\.isStaff))
    private static let workerRoles: Set<Role> = [.socialWorker, .serviceCoordinator]
    private static let deciderRoles: Set<Role> = [.decisionMaker, .bodySecretary]

    /// Needs no token: health, readiness, the document of the API.
    static let open = Right("open", isOpen: true)
    /// Granted to nobody: for nouns excluded from the change feed.
    static let nobody = Right("nobody")
    /// Only the extract of a decision. No operation has this right; `Access` asks by it who may know of a matter.
    static let extract = Right("extract", decided)
    /// Granted to everybody who is signed in.
    static let signedIn = Right("signed-in", task(Set(Role.allCases)))
    /// Registers without client data: service types, prices, models, catalogues.
    static let readRegisters = Right("registers:read", task(Set(Role.allCases).subtracting([.researcher])))
    /// Registers kept by the administrator.
    static let writeRegisters = Right("registers:write", task(.admin))
    /// Bring a version of the regional model into force that somebody else has written (A6).
    static let bringModelsIntoForce = Right("regional-models:bring-into-force", task(.admin, .decisionMaker))
    /// Prices and providers.
    static let writePrices = Right("prices:write", task(.finance, .admin))

    /// The client register.
    static let readClients = Right("clients:read", workers, watchers, own)
    /// Register clients, and find them by national id or number.
    static let writeClients = Right("clients:write", workers)
    static let correctClients = Right("clients:correct", carers, isBarredByTies: true)
    /// Open the file of a client whom the caller does not care for, with a reason that somebody else reviews (A17).
    static let breakGlass = Right("break-glass:open", task(workerRoles.union([.decisionMaker])), isOnRecord: true)
    /// The non-disclosure order, its days and its source.
    static let readNonDisclosures = Right("non-disclosure:read", carers, own)
    static let protectClients = Right("non-disclosure:write", carers, isBarredByTies: true)
    /// Where a protected client lives and is reached, with a purpose that is logged (P4, A23).
    static let readWhereabouts = Right("safety:read", carers, isBarredByTies: true, needsPurpose: true)
    /// Name a client in a declaration about oneself: only clients whom the caller can know from work.
    static let nameClients = Right("clients:name", workers, watchers, task(.finance))
    /// Declare the caller's own tie (A16).
    static let declareTies = Right("ties:declare", task(staff), isOnRecord: true)
    /// Read the openings of files by break-glass.
    static let readBreakGlasses = Right("break-glass:read", task(.dataProtectionOfficer), leaders)
    /// Decide whether such an opening was justified.
    static let reviewBreakGlass = Right(
        "break-glass:review", task(.dataProtectionOfficer), leaders, isOnRecord: true, isBarredByTies: true)

    /// The existence, the state and the time limits of a case, without the content of its file.
    static let readCases = Right("cases:read", workers, watchers, own, assistant)
    /// The main facts of a case in one call. Everybody who reads some part of them may call it: each part asks its own right once more. Finance
    /// and the auditor see the money and the decisions (A5, A7).
    static let readCaseOverview = Right("case-overview:read", workers, watchers, own, assistant, task(.finance, .auditor))
    /// The case file: people, meetings, assessments, service plans.
    static let readCaseFile = Right("case-file:read", workers, watchers, own)
    /// What the client plans, and on what basis: statements, notes of what works, support plans with the comments on them. An assistant who
    /// may help with the plan sees only this.
    static let readPlan = Right("plan:read", workers, watchers, own, assistant)
    /// What is missing before the next steps of a case. It comes from all parts of the file, so no assistant sees it.
    static let readReadiness = Right("readiness:read", workers, watchers, own)
    /// The course of a case, without its content.
    static let readTimeline = Right("timeline:read", workers, watchers, own, task(.auditor))
    /// What has changed, noun by noun, without content. `ChangeAPI` says which nouns go to whom.
    static let readChanges = Right("changes:read", workers, watchers, task(.finance, .auditor, .admin))
    /// What the worker writes in the process.
    static let writeCaseFile = Right("case-file:write", carers, isBarredByTies: true)
    /// Record a first contact: the case, a meeting, guidance.
    static let writeFirstContact = Right("first-contact:write", workers, isBarredByTies: true)
    /// Record what the client says: goals, wishes, needs, what works and what does not.
    static let writeNotes = Right("notes:write", workers, own, assistant, isBarredByTies: true)
    /// The steps of a case, its unit and its responsible worker. Not by break-glass: a caller who could take over the care of an opened
    /// file would keep it open for good.
    static let steerCases = Right("cases:steer", carers, isBarredByTies: true)
    /// Change who may act for a client. Not by break-glass, because a mandate outlives every opened file.
    static let writeRepresentatives = Right("representatives:write", carers, isBarredByTies: true)
    /// Write the plan: by the client, by the worker as a scribe, or by an assistant.
    static let writePlan = Right("plan:write", carers, own, assistant, isBarredByTies: true)
    /// What the client, or the worker as a scribe, writes about the client's life: people, possibilities and risks, results of exercises.
    static let writeWithClient = Right("case-file:write-with-client", carers, own, isBarredByTies: true)
    /// The client's needs, and the services the client has had: the basis for the money value.
    static let assessNeeds = Right("needs:assess", carers, isBarredByTies: true)
    /// What only the client, the representative, or a worker as the scribe can write, but no HB assistant: the choice, the life plan.
    static let writeForClient = Right("case-file:write-for-client", carers, own, isBarredByTies: true)
    /// What only the client writes: diary, effort.
    static let writeAsClient = Right("case-file:write-as-client", own)
    /// What only the worker sees or writes beside the client's words.
    static let writeAsWorker = Right("case-file:write-as-worker", carers, isBarredByTies: true)

    /// What only the client decides and a worker may record: consents, authorisations, forms, membership in a group. Not for assistants.
    static let writeClientsWill = Right("case-file:write-clients-will", carers, own, isBarredByTies: true)
    /// Monitoring, reviews, forms, diary, effort, consents. An assistant cannot be authorised for these.
    static let readFollowUp = Right("follow-up:read", workers, watchers, own)
    /// Counts, and what groups have said, without clients.
    static let readFollowUpFigures = Right("follow-up:figures", task(workerRoles.union(deciderRoles).union([.admin, .auditor])))
    /// Answer a survey of workers' experiences.
    static let giveExperience = Right("experiences:give", task(staff))
    /// Ideas for the local model, from clients and staff. They see the state and the reply.
    static let shareIdeas = Right("development-ideas:share", own, task(staff))
    /// Review and answer ideas.
    static let answerIdeas = Right("development-ideas:answer", task(workerRoles.union([.decisionMaker, .admin])))
    /// Pseudonyms of the cases that may be used in research.
    static let readResearch = Right("research:read", task(.researcher, .dataProtectionOfficer), isOnRecord: true)

    /// Decisions with their handling and their notices, for those in the process, those who have decided, the client and the auditor.
    /// Finance sees what was granted to whom and when.
    static let readDecisions = Right("decisions:read", workers, watchers, decided, own, task(.auditor, .finance))
    /// The text of decisions: reasons, conditions, parties (`Mask.freeText`).
    static let readReasons = Right("decisions:read-reasons", workers, watchers, decided, own, task(.auditor))
    /// Prepare a decision, from the money value of the services onwards.
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
    /// The services that the client has, has agreed on and has received, with their costs. An assistant who may see the budget does not see
    /// these.
    static let readServices = Right("services:read", workers, watchers, own, task(.finance, .auditor))
    /// Text beside the sums that is about the person and not about the money (`Mask.freeText`).
    static let readDescriptions = Right("money:read-descriptions", workers, watchers, own)
    static let writeMoney = Right("money:write", carers, task(.finance), isBarredByTies: true)
    static let handleActuals = Right(
        "actuals:handle", carers.filter { $0.key == .socialWorker }, deciders.filter { $0.key == .decisionMaker }, task(.finance),
        isBarredByTies: true)
    /// Service data row by row. It reveals the client's services and money, but no needs.
    static let readHeldActuals = Right("actuals:read", workers, watchers.filter { $0.key == .decisionMaker }, task(.finance))

    /// Municipal systems push service data and read their own batches.
    static let pushServiceData = Right("service-data:push", task(.system), isOnRecord: true)
    static let readServiceData = Right("service-data:read", task(.system, .finance), isOnRecord: true)

    /// Work queues of staff.
    static let readWorkQueue = Right("work-queue:read", carers, deciders, task(.finance))
    /// Users, units and keys.
    static let administer = Right("administration", task(.admin), isOnRecord: true)
    /// Read which keys were made for staff, and by whom.
    static let readKeyGrants = Right("key-grants:read", task(.dataProtectionOfficer, .auditor), isOnRecord: true)
    /// Confirm that such a key is in order.
    static let acknowledgeKeyGrants = Right("key-grants:acknowledge", task(.dataProtectionOfficer), isOnRecord: true)
    /// Make backups of the whole database, and see which there are.
    static let makeBackups = Right("backups:make", task(.admin), isOnRecord: true)
    static let readUsers = Right("users:read", task(workerRoles.union(deciderRoles).union([.admin])))
    /// The access log of a client: for the client, the data protection officer and the auditor (A21).
    static let readAccessLog = Right("access-log:read", own, task(.dataProtectionOfficer, .auditor))
    /// All data kept about the client, within the caller's other rights.
    static let readSubjectReport = Right("subject-report:read", carers, own)

    /// The right by which an earlier answer is given again. What deciders did may end their relation to the file at once, as a return does.
    /// The answer shows what the extract shows, so the extract is enough (A29).
    var ofReplay: Right {
        let isDeciding = [Right.makeDecisions, .putOnAgenda, .dispatchDecisions, .handleInBody].contains(self)
        return isDeciding
            ? Right(name, grants, Right.extract.grants.filter { grants[$0.key] != nil }, isBarredByTies: isBarredByTies) : self
    }

    /// The parts of a client's file that open this right to an assistant. An authorisation for one of them is enough.
    var assistantParts: Set<AssistantAuthorisation.Part> {
        switch self {
        case .readMoney: [.budget]
        case .readCases, .readCaseOverview: [.plan, .budget]
        default: [.plan]
        }
    }

    /// The scopes of a mandate that cover this right; one of them is enough. Money is a matter of economy, everything else of the person
    /// (P10). Every representative may see who the client is, the cases, the decisions and the access log, and may share ideas.
    var mandateScopes: Set<Representative.Scope> {
        switch self {
        case .readMoney, .readServices, .readDescriptions: [.economy, .both]
        case .readClients, .readCases, .readCaseOverview, .readDecisions, .readReasons, .readAccessLog, .readSubjectReport,
            .shareIdeas:
            Set(Representative.Scope.allCases)
        default: [.person, .both]
        }
    }
}
