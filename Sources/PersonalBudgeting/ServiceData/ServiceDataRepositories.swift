/// The deliveries that source systems reported, and the batches of their rows.
public protocol ServiceDataRepositories {
    var actuals: any ActualRepository { get }
    var serviceDataBatches: any Repository<ServiceDataBatch> { get }
    var serviceDataItems: any Repository<ServiceDataItem> { get }
}
