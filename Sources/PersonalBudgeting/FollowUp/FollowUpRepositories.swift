/// Monitoring, reviews, forms, the client's own notes, research, peer groups and the development of the model.
public protocol FollowUpRepositories {
    var monitoringAgreements: any Repository<MonitoringAgreement> { get }
    var reviews: any Repository<Review> { get }
    var formInstruments: any Repository<FormInstrument> { get }
    var formInstances: any Repository<FormInstance> { get }
    var diaryEntries: any Repository<DiaryEntry> { get }
    var clientEfforts: any Repository<ClientEffort> { get }
    var researchConsents: any Repository<ResearchConsent> { get }
    var catalogueItems: any Repository<CatalogueItem> { get }
    var peerGroups: any Repository<PeerGroup> { get }
    var peerMemberships: any Repository<PeerMembership> { get }
    var peerMeetings: any Repository<PeerMeeting> { get }
    var groupDiscussions: any Repository<GroupDiscussion> { get }
    var workerExperiences: any Repository<WorkerExperience> { get }
    var developmentIdeas: any Repository<DevelopmentIdea> { get }
}
