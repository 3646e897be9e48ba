/// The repositories that every area uses: events, idempotent answers and earlier versions.
public protocol ProcessRepositories: Digesting {
    var events: any EventRepository { get }
    var idempotency: any IdempotencyRepository { get }
    var earlierVersions: any EarlierVersionRepository { get }
}

/// All repositories of one unit of work, by area.
public protocol Repositories:
    ProcessRepositories, AccessRepositories, PeopleRepositories, CaseRepositories, NeedsRepositories, PricesRepositories, PlanRepositories,
    DecisionRepositories, MoneyRepositories, ServiceDataRepositories, FollowUpRepositories
{
    /// Runs the body. If the body throws, its writes are undone.
    func attempt<Result>(_ body: () throws -> Result) throws -> Result
}
