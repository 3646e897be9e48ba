/// Decisions, their handling in a body and their notices.
public protocol DecisionRepositories {
    var decisions: any Repository<Decision> { get }
    var bodyHandlings: any Repository<BodyHandling> { get }
    var notices: any Repository<Notice> { get }
}
