/// Decisions, what the body did with them, and how they were served.
public protocol DecisionRepositories {
    var decisions: any Repository<Decision> { get }
    var bodyHandlings: any Repository<BodyHandling> { get }
    var notices: any Repository<Notice> { get }
}
