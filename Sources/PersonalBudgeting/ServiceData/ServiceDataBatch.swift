/// The rows that one source system pushed at once (G11, row 64): 1…5000 rows, each with a result of its own.
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

/// The result of one row of a batch, as the source sees it (G11).
public struct ServiceDataItem: Recorded {
    public static let noun = "service_data_item"
    public enum Field: ListField { case batchID, outcome }
    public var record: Record<ServiceDataItem>
    public let batchID: ID<ServiceDataBatch>
    /// The position in the batch, from 0.
    public let index: Int
    /// The event id; nil if the row has none that can be read.
    public let eventID: String?
    public let outcome: Outcome
    /// For a duplicate, the first outcome of the event (M9).
    public let firstOutcome: Outcome?
    /// The code of the fault (G11).
    public let code: String?
    /// In English. The API says it in other languages by the code.
    public var detail: String?
    public let actualID: ID<Actual>?

    public enum Outcome: String, CaseIterable, Sendable {
        /// Kept, and posted if it costs money.
        case accepted
        /// The event was reported before with the same content; the first result stays in force (F1, M9).
        case duplicate
        /// Kept whole until a person decides (M7).
        case held
        /// Not kept: the source must correct it and send it again (G11).
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

/// A row of a batch: a readable usage, or the reason why it cannot be read.
public enum ServiceDataRow: Sendable {
    /// A readable usage, with the whole national id where the source reported one.
    case usage(ServiceUsage, hetu: Hetu?)
    case unreadable(eventID: String?, code: String, detail: String)
}

extension Work {
    /// Ingests a batch: each row gets its own result, and no row can fail the others (G11, M9, row 64).
    /// - Throws: `wrong_source` when the caller has no source system; `batch_too_large` above 5000 rows.
    public func ingest(_ rows: [ServiceDataRow]) throws -> ServiceDataReceipt {
        guard let source = actor.sourceSystem else {
            throw Refusal(
                .wrongSource,
                LocalText(
                    fi: "avaimesi ei kuulu lähdejärjestelmälle", sv: "din nyckel hör inte till ett källsystem",
                    en: "the caller's key does not belong to a source system"))
        }
        guard rows.count <= ServiceDataBatch.maximumRows else {
            throw Refusal(
                .batchTooLarge,
                LocalText(
                    fi: "erässä on \(rows.count) riviä; enintään \(ServiceDataBatch.maximumRows) on sallittu",
                    sv: "partiet har \(rows.count) rader; högst \(ServiceDataBatch.maximumRows) är tillåtna",
                    en: "the batch has \(rows.count) rows; at most \(ServiceDataBatch.maximumRows) are allowed"),
                faults: [
                    RuleFault(
                        pointer: "/items", code: "batch_too_large",
                        detail: LocalText(
                            fi: "enintään \(ServiceDataBatch.maximumRows) riviä", sv: "högst \(ServiceDataBatch.maximumRows) rader",
                            en: "at most \(ServiceDataBatch.maximumRows) rows"))
                ])
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
        // Each case gets only one event: the ledger already has an entry for each posted row.
        for caseFile in posting.touchedCases { try note("received", ServiceDataBatch.noun, "\(batch.id)", caseFile: caseFile) }
        return ServiceDataReceipt(batch: batch, items: items, clients: posting.touchedClients)
    }
}

/// The answer to the source (G11).
public struct ServiceDataReceipt: Sendable {
    public let batch: ServiceDataBatch
    public var items: [ServiceDataItem]
    /// The clients whose data was touched, for the access log (A20).
    public let clients: [(clientID: ID<Client>, caseID: ID<Case>?)]
}
