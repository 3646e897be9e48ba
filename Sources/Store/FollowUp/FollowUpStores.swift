import PersonalBudgeting

extension UnitOfWork: FollowUpRepositories {
    var monitoringAgreements: any Repository<MonitoringAgreement> { table(.monitoringAgreements) }
    var reviews: any Repository<Review> { table(.reviews) }
    var formInstruments: any Repository<FormInstrument> { table(.formInstruments) }
    var formInstances: any Repository<FormInstance> { table(.formInstances) }
    var diaryEntries: any Repository<DiaryEntry> { table(.diaryEntries) }
    var clientEfforts: any Repository<ClientEffort> { table(.clientEfforts) }
    var researchConsents: any Repository<ResearchConsent> { table(.researchConsents) }
    var catalogueItems: any Repository<CatalogueItem> { table(.catalogueItems) }
    var peerGroups: any Repository<PeerGroup> { table(.peerGroups) }
    var peerMemberships: any Repository<PeerMembership> { table(.peerMemberships) }
    var peerMeetings: any Repository<PeerMeeting> { table(.peerMeetings) }
    var groupDiscussions: any Repository<GroupDiscussion> { table(.groupDiscussions) }
    var workerExperiences: any Repository<WorkerExperience> { table(.workerExperiences) }
    var developmentIdeas: any Repository<DevelopmentIdea> { table(.developmentIdeas) }
}
