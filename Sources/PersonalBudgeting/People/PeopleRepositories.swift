/// The repositories of the client register and of the people around the client.
public protocol PeopleRepositories {
    var clients: any ClientRepository { get }
    var closePersons: any Repository<ClosePerson> { get }
    var representatives: any Repository<Representative> { get }
    var hbAssistants: any Repository<HbAssistant> { get }
    var assistantAuthorisations: any Repository<AssistantAuthorisation> { get }
}
