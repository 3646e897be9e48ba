import PersonalBudgeting

extension UnitOfWork: CaseRepositories {
    var cases: any Repository<Case> { table(.cases) }
    var regionalModels: any Repository<RegionalModel> { table(.regionalModels) }
    var workQueue: any WorkQueueRepository { WorkQueueStore(unit: self) }
    var meetings: any Repository<Meeting> { table(.meetings) }
    var guidanceEvents: any Repository<GuidanceEvent> { table(.guidanceEvents) }
    var alternatives: any Repository<AlternativePresented> { table(.alternatives) }
    var suitabilities: any Repository<Suitability> { table(.suitabilities) }
    var choices: any Repository<HbChoice> { table(.choices) }
}
