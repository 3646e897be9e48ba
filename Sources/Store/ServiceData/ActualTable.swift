import PersonalBudgeting

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
