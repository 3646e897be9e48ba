import PersonalBudgeting

extension Table where Entity == ServiceDataBatch {
    static let serviceDataBatches = Table(
        "service_data_batches",
        Column("source_system", .text) { $0.sourceSystem },
        Column("pushed_by", .id()) { $0.pushedBy },
        Column("row_count", .count) { $0.rowCount },
        Column("accepted_count", .count) { $0.acceptedCount },
        Column("duplicate_count", .count) { $0.duplicateCount },
        Column("held_count", .count) { $0.heldCount },
        Column("rejected_count", .count) { $0.rejectedCount },
        make: ServiceDataBatch.init)
}

extension Table where Entity == ServiceDataItem {
    static let serviceDataItems = Table(
        "service_data_items",
        Column("batch_id", .id()) { $0.batchID },
        Column("place", .count) { $0.index },
        Column("event_id", .optional(.text)) { $0.eventID },
        Column("outcome", .code) { $0.outcome },
        Column("first_outcome", .optional(.code)) { $0.firstOutcome },
        Column("code", .optional(.text)) { $0.code },
        Column("detail", .optional(.text)) { $0.detail },
        Column("actual_id", .optional(.id())) { $0.actualID },
        make: ServiceDataItem.init)
}

extension Codec where Value == ServiceUsage.Moment {
    static var moment: Codec { .parsed({ ServiceUsage.Moment($0) }, { "\($0)" }) }
}
