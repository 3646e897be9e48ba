import PersonalBudgeting

extension UnitOfWork: PeopleRepositories {
    var clients: any ClientRepository { ClientStore(self) }
    var closePersons: any Repository<ClosePerson> { table(.closePersons) }
    var representatives: any Repository<Representative> { table(.representatives) }
    var hbAssistants: any Repository<HbAssistant> { table(.hbAssistants) }
    var assistantAuthorisations: any Repository<AssistantAuthorisation> { table(.assistantAuthorisations) }
}
