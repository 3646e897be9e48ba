/// What is kept of every request and change, whatever it is about.
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
    /// Runs the body; what it wrote is undone when it throws.
    func attempt<Result>(_ body: () throws -> Result) throws -> Result
}
