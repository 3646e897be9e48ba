/// Budgets, their ledger, what is bought with them and what source systems say was delivered.
public protocol BudgetRepositories {
    var budgets: any Repository<Budget> { get }
    var budgetLines: any BudgetLineRepository { get }
    var ledger: any LedgerRepository { get }
    var agreements: any Repository<Agreement> { get }
    var transfers: any Repository<Transfer> { get }
    var actuals: any ActualRepository { get }
    var serviceDataBatches: any Repository<ServiceDataBatch> { get }
    var serviceDataItems: any Repository<ServiceDataItem> { get }
}

/// The lines of budgets.
public protocol BudgetLineRepository: Repository<BudgetLine> {
    /// Puts these lines in the place of all there are; for a budget that holds no money yet.
    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws
}

/// What source systems told of delivered services.
public protocol ActualRepository: Repository<Actual> {
    /// Keeps a new actual with the national id that was told, which is sealed; nil where none was.
    func insert(_ actual: Actual, hetu: Hetu?) throws
    /// The whole national id that was told, opened: to look for the client, and to tell the same event from another.
    /// - Throws: `StorageFault.corrupt` when what is kept was not sealed for this actual.
    func hetu(of actual: Actual) throws -> Hetu?
}
