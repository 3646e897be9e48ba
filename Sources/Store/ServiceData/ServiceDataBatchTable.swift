import PersonalBudgeting

extension Table where Entity == ServiceDataBatch {
    static let serviceDataBatches = Table(
        "service_data_batches",
        Column("source_system", .text, field: .sourceSystem) { $0.sourceSystem },
        Column("pushed_by", .id()) { $0.pushedBy },
        part(
            Column("row_count", .count) { $0.rowCount },
            Column("accepted_count", .count) { $0.acceptedCount },
            Column("duplicate_count", .count) { $0.duplicateCount },
            Column("held_count", .count) { $0.heldCount },
            Column("rejected_count", .count) { $0.rejectedCount },
            make: { (rows: $0, accepted: $1, duplicate: $2, held: $3, rejected: $4) }),
        make: { record, source, user, counts in
            ServiceDataBatch(
                record: record, sourceSystem: source, pushedBy: user, rowCount: counts.rows, acceptedCount: counts.accepted,
                duplicateCount: counts.duplicate, heldCount: counts.held, rejectedCount: counts.rejected)
        })
}

extension Table where Entity == ServiceDataItem {
    static let serviceDataItems = Table(
        "service_data_items",
        Column("batch_id", .id(), field: .batchID) { $0.batchID },
        Column("place", .count) { $0.index },
        Column("event_id", .optional(.text)) { $0.eventID },
        part(
            Column("outcome", .code, field: .outcome) { $0.outcome },
            Column("first_outcome", .optional(.code)) { $0.firstOutcome },
            Column("code", .optional(.text)) { $0.code },
            Column("detail", .optional(.text)) { $0.detail },
            make: { (outcome: $0, first: $1, code: $2, detail: $3) }),
        Column("actual_id", .optional(.id())) { $0.actualID },
        make: { record, batch, index, event, verdict, actual in
            ServiceDataItem(
                record: record, batchID: batch, index: index, eventID: event, outcome: verdict.outcome, firstOutcome: verdict.first,
                code: verdict.code, detail: verdict.detail, actualID: actual)
        })
}

extension Codec where Value == ServiceUsage.Moment {
    static var moment: Codec { .parsed({ ServiceUsage.Moment($0) }, { "\($0)" }) }
}
