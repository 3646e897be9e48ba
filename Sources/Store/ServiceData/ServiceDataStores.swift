import PersonalBudgeting

extension UnitOfWork: ServiceDataRepositories {
    var actuals: any ActualRepository { ActualStore(self) }
    var serviceDataBatches: any Repository<ServiceDataBatch> { table(.serviceDataBatches) }
    var serviceDataItems: any Repository<ServiceDataItem> { table(.serviceDataItems) }
}
