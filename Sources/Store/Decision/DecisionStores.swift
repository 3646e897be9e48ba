import PersonalBudgeting

extension UnitOfWork: DecisionRepositories {
    var decisions: any Repository<Decision> { table(.decisions) }
    var bodyHandlings: any Repository<BodyHandling> { table(.bodyHandlings) }
    var notices: any Repository<Notice> { table(.notices) }
}
