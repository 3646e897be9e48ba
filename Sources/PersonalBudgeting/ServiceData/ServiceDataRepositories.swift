/// What source systems reported as delivered.
public protocol ServiceDataRepositories {
    var actuals: any ActualRepository { get }
    var serviceDataBatches: any Repository<ServiceDataBatch> { get }
    var serviceDataItems: any Repository<ServiceDataItem> { get }
}
