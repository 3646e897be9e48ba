/// What one source system pushed at once (G11): 1…5000 rows, each with a result of its own.
public struct ServiceDataBatch: Recorded {
    public static let noun = "service_data_batch"
    public enum Field: ListField { case sourceSystem }
    public static let maximumRows = 5_000
    public var record: Record<ServiceDataBatch>
    public let sourceSystem: String
    public let pushedBy: ID<User>
    public let rowCount: Int
    public let acceptedCount: Int
    public let duplicateCount: Int
    public let heldCount: Int
    public let rejectedCount: Int

    public init(
        record: Record<ServiceDataBatch>, sourceSystem: String, pushedBy: ID<User>, rowCount: Int, acceptedCount: Int, duplicateCount: Int,
        heldCount: Int, rejectedCount: Int
    ) {
        self.record = record
        self.sourceSystem = sourceSystem
        self.pushedBy = pushedBy
        self.rowCount = rowCount
        self.acceptedCount = acceptedCount
        self.duplicateCount = duplicateCount
        self.heldCount = heldCount
        self.rejectedCount = rejectedCount
    }
}

/// What became of one row of a batch, as the source gets to know it.
public struct ServiceDataItem: Recorded {
    public static let noun = "service_data_item"
    public enum Field: ListField { case batchID, outcome }
    public var record: Record<ServiceDataItem>
    public let batchID: ID<ServiceDataBatch>
    /// From 0, as in the batch.
    public let index: Int
    /// Nil where the row has none that can be read.
    public let eventID: String?
    public let outcome: Outcome
    /// For a duplicate: what the event got when it first came.
    public let firstOutcome: Outcome?
    /// Of what is wrong.
    public let code: String?
    public let detail: String?
    public let actualID: ID<Actual>?

    public enum Outcome: String, CaseIterable, Sendable {
        /// Kept, and posted where it costs money.
        case accepted
        /// The event came before with the same content: the first result stands (F1, M9).
        case duplicate
        /// Kept whole until somebody decides.
        case held
        /// Not kept: the source must mend it and send it again.
        case rejected
    }

    public init(
        record: Record<ServiceDataItem>, batchID: ID<ServiceDataBatch>, index: Int, eventID: String?, outcome: Outcome,
        firstOutcome: Outcome?, code: String?, detail: String?, actualID: ID<Actual>?
    ) {
        self.record = record
        self.batchID = batchID
        self.index = index
        self.eventID = eventID
        self.outcome = outcome
        self.firstOutcome = firstOutcome
        self.code = code
        self.detail = detail
        self.actualID = actualID
    }
}

/// A row as it came: readable, or with what is wrong.
public enum ServiceDataRow: Sendable {
    /// - Parameter hetu: the whole national id, where the source reported one.
    case usage(ServiceUsage, hetu: Hetu?)
    case unreadable(eventID: String?, code: String, detail: String)
}

extension Work {
    /// Takes in a batch: every row gets its result, none can fail the others.
    /// - Throws: `wrong_source` when the caller speaks for no source system; `batch_too_large`.
    public func ingest(_ rows: [ServiceDataRow]) throws -> ServiceDataReceipt {
        guard let source = actor.sourceSystem else {
            throw Refusal(.wrongSource, "the key of the caller names no source system")
        }
        guard rows.count <= ServiceDataBatch.maximumRows else {
            throw Refusal(
                .batchTooLarge, "the batch has \(rows.count) rows, at most \(ServiceDataBatch.maximumRows) are taken",
                faults: [RuleFault(pointer: "/items", code: "batch_too_large", detail: "at most \(ServiceDataBatch.maximumRows) rows")])
        }
        let batchRecord = newRecord(ServiceDataBatch.self)
        let posting = RowPosting(self)
        try posting.recall(rows, of: source)
        var items: [ServiceDataItem] = []
        items.reserveCapacity(rows.count)
        var counts: [ServiceDataItem.Outcome: Int] = [:]
        for (index, row) in rows.enumerated() {
            let item = try posting.ingest(row, index: index, source: source, batchID: batchRecord.id)
            counts[item.outcome, default: 0] += 1
            items.append(item)
        }
        let batch = ServiceDataBatch(
            record: batchRecord, sourceSystem: source, pushedBy: actor.userID, rowCount: rows.count,
            acceptedCount: counts[.accepted, default: 0], duplicateCount: counts[.duplicate, default: 0],
            heldCount: counts[.held, default: 0], rejectedCount: counts[.rejected, default: 0])
        try repositories.serviceDataBatches.insert(batch)
        for item in items { try repositories.serviceDataItems.insert(item) }
        try note("created", ServiceDataBatch.noun, "\(batch.id)")
        // One event for each case: what was posted stands row by row in the ledger.
        for caseFile in posting.touchedCases { try note("received", ServiceDataBatch.noun, "\(batch.id)", caseFile: caseFile) }
        return ServiceDataReceipt(batch: batch, items: items, clients: posting.touchedClients)
    }
}

/// What the source gets back.
public struct ServiceDataReceipt: Sendable {
    public let batch: ServiceDataBatch
    public let items: [ServiceDataItem]
    /// Whose data was touched, for the access log.
    public let clients: [(clientID: ID<Client>, caseID: ID<Case>?)]
}
