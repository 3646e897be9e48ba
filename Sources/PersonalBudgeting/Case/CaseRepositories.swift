/// The repositories of the case from the first contact to the choice, and of the regional models.
public protocol CaseRepositories {
    var cases: any Repository<Case> { get }
    var regionalModels: any Repository<RegionalModel> { get }
    var workQueue: any WorkQueueRepository { get }
    var meetings: any Repository<Meeting> { get }
    var guidanceEvents: any Repository<GuidanceEvent> { get }
    var alternatives: any Repository<AlternativePresented> { get }
    var suitabilities: any Repository<Suitability> { get }
    var choices: any Repository<HbChoice> { get }
}
