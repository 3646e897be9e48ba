import PersonalBudgeting
import SQL

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

extension Codec where Value == BusinessID {
    static var toldBusinessID: Codec { .parsed({ try? BusinessID($0) }, { $0.text }) }
}

extension Codec where Value == ServiceUsage.Moment {
    static var moment: Codec { .parsed({ ServiceUsage.Moment($0) }, { "\($0)" }) }
}

extension Table where Entity == Actual {
    static let actuals = Table(
        "actuals",
        Column("batch_id", .id()) { $0.batchID },
        Column("source_system", .text) { $0.sourceSystem },
        // The day of the creation in Helsinki, for the queue.
        Column("received_on", .date) { $0.receivedOn },
        Column("event_id", .text) { $0.usage.eventID },
        // The sealed national id stands beside it and is not read with the actual (`ActualStore`).
        Column("client_hetu_masked", .optional(.maskedHetu)) { $0.usage.maskedHetu },
        Column("client_number", .optional(.text)) { $0.usage.clientNumber },
        Column("told_agreement_id", .optional(.id())) { $0.usage.agreementID },
        Column("service_type_code", .text) { $0.usage.serviceTypeCode },
        // Kept beside the start for the queues, which ask for days.
        Column("service_date", .date) { $0.usage.serviceDate },
        Column("told_start", .moment) { $0.usage.start },
        Column("told_end", .optional(.moment)) { $0.usage.end },
        Column("quantity_thousandths", .quantity) { $0.usage.quantity },
        Column("unit", .code) { $0.usage.unit },
        Column("provider_business_id", .optional(.toldBusinessID)) { $0.usage.providerBusinessID },
        Column("told_amount_cents", .optional(.money)) { $0.usage.amount },
        Column("status", .code) { $0.usage.status },
        Column("corrects", .optional(.text)) { $0.usage.corrects },
        Column("state", .code) { $0.state },
        Column("client_id", .optional(.id())) { $0.clientID },
        Column("case_id", .optional(.id())) { $0.caseID },
        Column("agreement_id", .optional(.id())) { $0.agreementID },
        Column("budget_line_id", .optional(.id())) { $0.budgetLineID },
        Column("amount_cents", .optional(.money)) { $0.amount },
        Column("hold", .optional(.code)) { $0.hold },
        Column("note", .optional(.text)) { $0.note },
        make: {
            record, batch, source, receivedOn, event, hetu, number, told, type, _, start, end, quantity, unit, provider, toldAmount, status,
            corrects, state, client, caseID, agreement, line, amount, hold, note in
            Actual(
                record: record, batchID: batch, sourceSystem: source, receivedOn: receivedOn,
                usage: ServiceUsage(
                    eventID: event, maskedHetu: hetu, clientNumber: number, agreementID: told, serviceTypeCode: type, start: start,
                    end: end,
                    quantity: quantity, unit: unit, providerBusinessID: provider, amount: toldAmount, status: status, corrects: corrects),
                state: state, clientID: client, caseID: caseID, agreementID: agreement, budgetLineID: line, amount: amount, hold: hold,
                note: note)
        })
}

/// What source systems told of delivered services.
struct ActualStore: ActualRepository, TableBacked {
    let connection: any Connection
    let keyring: HetuKeyring
    let table: TableStore<Actual>

    init(_ connection: any Connection, _ keyring: HetuKeyring) {
        self.connection = connection
        self.keyring = keyring
        table = TableStore(connection, .actuals)
    }

    func insert(_ actual: Actual) throws {
        // One that was told with a national id comes with it.
        guard actual.usage.maskedHetu == nil else { throw StorageFault.reference }
        try table.insert(actual)
    }

    func insert(_ actual: Actual, hetu: Hetu?) throws {
        guard let hetu else { return try insert(actual) }
        let sealed = try keyring.current.seal(hetu, at: .actual("\(actual.id)"))
        try storing { try connection.execute(ActualStore.insert, Table.actuals.values(actual) + [.blob(sealed)]) }
    }

    func hetu(of actual: Actual) throws -> Hetu? {
        guard actual.usage.maskedHetu != nil else { return nil }
        let id = "\(actual.id)"
        guard let sealed = try storing({ try connection.first(ActualStore.sealed, [.text(id)]) { try $0.blob(0) } }),
            let hetu = keyring.open(sealed, at: .actual(id))
        else { throw StorageFault.corrupt }
        return hetu
    }

    private static let insert: SQLStatement = {
        let columns = Table.actuals.columns + ["client_hetu_sealed"]
        return SQLStatement(
            "INSERT INTO actuals (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))")
    }()
    private static let sealed = SQLStatement("SELECT client_hetu_sealed FROM actuals WHERE id = ?")
}
