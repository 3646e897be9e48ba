/// What the domain asks of storage. The store implements it; the API only sees it.
///
/// Every function throws `StorageFault` when storage fails.
public protocol Repository<Entity> {
    associatedtype Entity: Recorded
    func find(_ id: ID<Entity>) throws -> Entity?
    /// Reads some entity and lets it go: in vain to look for one takes as long then as to find it.
    func readAnother() throws
    /// Those that match all filters, in the order of the query.
    func list(_ query: ListQuery) throws -> [Entity]
    func count(_ query: ListQuery) throws -> Int
    /// Where the entity stands in an order, for the page after it (`ListQuery.after`).
    func place(of entity: Entity, in order: ListOrder) -> String
    /// - Throws: `StorageFault.duplicate` when a rule of uniqueness is broken.
    func insert(_ entity: Entity) throws
    /// Keeps a changed entity whose version is one above the kept one.
    /// - Throws: `StorageFault.stale` when another change came first.
    func update(_ entity: Entity) throws
}

extension Repository {
    /// The same without what it can do besides: Swift does not convert one kind of repository into the other by itself.
    public var plain: any Repository<Entity> { self }

    /// The one, or a refusal.
    public func require(_ id: ID<Entity>) throws -> Entity {
        guard let entity = try find(id) else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    /// The first that matches.
    public func first(_ filters: [Filter]) throws -> Entity? {
        try list(ListQuery(filters: filters, limit: 1)).first
    }

    /// All that match, in order of creation; for the rules, which look at one case.
    public func all(_ filters: [Filter]) throws -> [Entity] {
        try list(ListQuery(filters: filters, limit: ListQuery.everything))
    }
}

extension Repository where Entity: CaseFile {
    /// The one of this case; one of another case is as if it did not exist.
    public func require(_ id: ID<Entity>, in caseFile: Case) throws -> Entity {
        guard let entity = try find(id), entity.caseID == caseFile.id else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    public func all(in caseFile: Case, _ filters: [Filter] = []) throws -> [Entity] {
        try all([.equal("case_id", "\(caseFile.id)")] + filters)
    }

    /// The newest of the case.
    public func last(in caseFile: Case, _ filters: [Filter] = []) throws -> Entity? {
        try list(ListQuery(filters: [.equal("case_id", "\(caseFile.id)")] + filters, order: .newestFirst, limit: 1)).first
    }
}

/// What to list: filters on columns that the store knows, and the page. Filters come from closed sets, values are bound.
public struct ListQuery: Sendable, Equatable {
    /// A bound that no case comes near; it keeps a rule from reading without end.
    public static let everything = 100_000

    public var filters: [Filter]
    /// Whose rows, of a table that stands below clients.
    public var reach: Reach
    public var order: ListOrder
    /// The place of the last one seen (`Repository.place`), for the page after it.
    public var after: String?
    public var limit: Int

    public init(
        filters: [Filter] = [], reach: Reach = .everybody, order: ListOrder = .oldestFirst, after: String? = nil, limit: Int = 50
    ) {
        self.filters = filters
        self.reach = reach
        self.order = order
        self.after = after
        self.limit = limit
    }
}

/// The order of a list: by a column that is never empty, and by identity where that is alike, so that every row has one place. A page goes
/// on after a place and not after a number of rows: it costs the same anywhere, and no row is lost or doubled while others come and go.
public struct ListOrder: Sendable, Equatable {
    /// Nil for the identity alone, which is the order of creation.
    public let column: String?
    public let isDescending: Bool

    public init(column: String?, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }

    public static let oldestFirst = ListOrder(column: nil)
    public static let newestFirst = ListOrder(column: nil, isDescending: true)
}

/// A condition on one column.
public enum Filter: Sendable, Equatable {
    case equal(String, String)
    case equalNumber(String, Int64)
    /// Above a number; for instants in microseconds.
    case moreThan(String, Int64)
    case oneOf(String, [String])
    /// At or before, at or after: for dates as ISO text.
    case atMost(String, String)
    case atLeast(String, String)
    /// At or after, or empty: for the last day of what may be valid until further notice.
    case atLeastOrNull(String, String)
    case isNull(String)
    case notNull(String)
    /// Begins with this text; both sides folded by the domain.
    case prefix(String, String)
    /// Each of these texts begins a word; both sides folded by the domain, the column with a space before every word. No text matches none.
    case words(String, [String])
}

/// A failure of storage, told apart by the engine's result code, never by text.
public enum StorageFault: Error, Sendable, Equatable {
    /// Another holds the database for too long.
    case busy
    /// No room is left.
    case full
    /// What is read cannot be right.
    case corrupt
    /// Cannot be written to.
    case readOnly
    /// A rule of uniqueness: which index or column.
    case duplicate(String)
    /// A reference to something that is not there.
    case reference
    /// Another change came first.
    case stale
    /// Anything else, with the engine's extended result code.
    case failed(Int)
}

/// The append-only events (see `Event`).
public protocol EventRepository {
    func append(_ event: Event) throws
    /// In the order of the sequence numbers or the other way round, after one of them.
    func list(caseID: ID<Case>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [Event]
    /// Newest last, after a sequence number.
    func list(after: Int64, limit: Int) throws -> [Event]
    /// The sequence number of the newest; 0 where there is none.
    func last() throws -> Int64
}

/// The append-only access log (see `AccessEntry`).
public protocol AccessLogRepository {
    func append(_ entry: AccessEntry) throws
    /// A client's own log, newest first; before a sequence number.
    func list(clientID: ID<Client>, before: Int64, limit: Int) throws -> [AccessEntry]
    /// The same, of the days of an extract alone.
    func list(clientID: ID<Client>, in extract: AccessExtract, before: Int64, limit: Int) throws -> [AccessEntry]
}

/// The first answers to requests that carried an idempotency key.
public protocol IdempotencyRepository {
    /// What a key was used for since a moment; an older use is as if it had never been.
    /// - Parameter digest: of the request that asks.
    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer?
    /// Keeps an answer, in the place of one from before a moment if there is one, and lets go of some others from before it.
    func insert(_ answer: IdempotentAnswer, lettingGoBefore moment: Instant) throws
}

/// What an idempotency key was used for before.
public enum EarlierAnswer: Sendable, Equatable {
    case toTheSame(IdempotentAnswer)
    case toAnother
}

/// A kept answer. The digest binds it to the operation, the path and the body that it answered; it is kept under a key, because whoever
/// tries all national ids would find the one in the body of a search by its plain digest.
public struct IdempotentAnswer: Sendable, Equatable {
    public let caller: ID<User>
    public let key: String
    public let digest: String
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    public let at: Instant
    /// Whose data it holds.
    public let clients: [ID<Client>]

    /// How long an answer is kept, in days: who was cut off over a weekend, or a long one, can still send the same again.
    public static let daysKept = 7

    /// The moment whose answers are kept no longer.
    public static func end(at now: Instant) -> Instant {
        Instant(clampingMicroseconds: now.microseconds - Int64(daysKept) * 86_400_000_000)
    }

    public init(
        caller: ID<User>, key: String, digest: String, status: Int, headers: [(name: String, value: String)], body: [UInt8], at: Instant,
        clients: [ID<Client>]
    ) {
        self.caller = caller
        self.key = key
        self.digest = digest
        self.status = status
        self.headers = headers
        self.body = body
        self.at = at
        self.clients = clients
    }

    public static func == (left: IdempotentAnswer, right: IdempotentAnswer) -> Bool {
        left.caller == right.caller && left.key == right.key && left.digest == right.digest
    }
}

/// What resources were before their last changes, as the API wrote it: for who changed an older version.
public protocol EarlierVersionRepository {
    /// The changeable members before the first change from this version on; nil when none was changed since.
    func find(noun: String, id: String, from version: Int64) throws -> [UInt8]?
    /// Keeps what is about to be changed; of the last `EarlierVersions.kept` versions.
    func keep(noun: String, id: String, version: Int64, members: [UInt8]) throws
}

public enum EarlierVersions {
    /// How many versions back a change is known: more than anybody falls behind while a page is open.
    public static let kept: Int64 = 20
}

/// Users and their keys.
public protocol KeyRepository {
    /// Keeps the moment of a use; no change of who may sign in.
    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws
    func user(tokenHash: String) throws -> (key: AccessKey, user: User, deputyships: [Deputyship])?
}

/// The client register.
public protocol ClientRepository: Repository<Client> {
    /// Keeps a new client with the national id, which is sealed; `insert(_:)` without one is refused.
    /// - Throws: `StorageFault.duplicate` when a client has the same national id or number.
    func insert(_ client: Client, hetu: Hetu) throws
    func find(hetu: Hetu) throws -> Client?
    /// The whole national id, opened, for the few uses that need it; nil when there is no such client.
    /// - Throws: `StorageFault.corrupt` when what is kept was not sealed for this client.
    func hetu(of id: ID<Client>) throws -> Hetu?
    func find(number: String) throws -> Client?
    /// Those whose name answers, each once: first those in whose name every word is found as it is asked for, then those with a slip, each by
    /// the word that was looked up and then in order of creation.
    /// - Parameter place: that of the last one seen.
    func search(_ search: NameSearch, in reach: Reach, after place: String?, limit: Int) throws -> [FoundClient]
    /// How many a search finds.
    func count(_ search: NameSearch, in reach: Reach) throws -> Int
    /// Sets the care of a client, beside the client and all of the client's cases; no version goes up.
    func place(_ care: Care, of client: ID<Client>) throws
    /// Sets the mark of a protected client; no version goes up.
    func place(isProtected: Bool, of client: ID<Client>) throws
    /// The next free client number.
    func nextNumber() throws -> String
}

/// A client that a search has found, and the place for the page after it.
public struct FoundClient: Sendable {
    public let client: Client
    public let place: String

    public init(_ client: Client, at place: String) {
        self.client = client
        self.place = place
    }
}

/// The foundation: who may sign in, the register, cases, models and the two logs.
public protocol FoundationRepositories {
    var events: any EventRepository { get }
    var accessLog: any AccessLogRepository { get }
    var idempotency: any IdempotencyRepository { get }
    var hetuKeyRotations: any HetuKeyRotationRepository { get }
    var earlierVersions: any EarlierVersionRepository { get }
    var keys: any KeyRepository { get }
    var accessKeys: any Repository<AccessKey> { get }
    var users: any Repository<User> { get }
    var units: any Repository<OrganisationUnit> { get }
    var deputyships: any Repository<Deputyship> { get }
    var breakGlasses: any Repository<BreakGlass> { get }
    var ties: any Repository<Tie> { get }
    var nonDisclosures: any Repository<NonDisclosure> { get }
    var clients: any ClientRepository { get }
    var cases: any Repository<Case> { get }
    var regionalModels: any Repository<RegionalModel> { get }
    var workQueue: any WorkQueueRepository { get }
}

/// The people around the client and the meetings with them.
public protocol NetworkRepositories {
    var closePersons: any Repository<ClosePerson> { get }
    var meetings: any Repository<Meeting> { get }
}

/// All repositories of one unit of work.
public protocol Repositories:
    FoundationRepositories, NetworkRepositories, NeedsRepositories, PriceRepositories, PlanRepositories, BudgetRepositories,
    FollowUpRepositories
{
    /// Runs the body; what it wrote is undone when it throws.
    func attempt<Result>(_ body: () throws -> Result) throws -> Result
}

/// Storage as the API and the command line see it.
public protocol Storage: Sendable {
    /// A reader, used on one queue only. It sees every commit that anybody was told of before the read began.
    func makeReader() throws -> any StorageReader
    /// Runs the job on the one writer, together with whatever else waits, and commits once. `then` hears what came of it after the commit.
    func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void)
    /// Puts on record who looked at whose data, durably, and then says so. An answer with such data leaves only afterwards.
    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void)
    /// Goes up with every commit that may have changed anything but the access log, before anyone is told of the commit: what was read
    /// while it stood still may be used again.
    var changes: Int { get }
    /// The same for commits that may have changed keys or users.
    var callerChanges: Int { get }
    /// Calls once, at the next commit after this count of `changes` was read; at once where it has come.
    /// - Returns: what `stopWaiting` takes.
    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int
    /// Is not called any more; it may be under way.
    func stopWaiting(_ ticket: Int)
    /// A secret of this database for sealing cursors: 32 random octets.
    var secret: [UInt8] { get }
}

/// A read-only connection with a stable view during one read.
///
/// As long as nothing changes but the access log, several reads may share one view: so the access log is read by `readAnew`.
public protocol StorageReader: AnyObject {
    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// The same on a view of this moment.
    func readAnew<Result>(_ body: (any Repositories) throws -> Result) throws -> Result
    /// Lets go of what is kept from read to read; called when no read is to be expected soon.
    func rest()
}
