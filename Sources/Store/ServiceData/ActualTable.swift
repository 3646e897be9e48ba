import PersonalBudgeting

extension Table where Entity == Actual {
    static let actuals = Table(
        "actuals",
        part(
            Column("batch_id", .id()) { $0.batchID },
            Column("source_system", .text, field: .sourceSystem) { $0.sourceSystem },
            // The day of the creation in Helsinki, for the work queue.
            Column("received_on", .date) { $0.receivedOn },
            make: { (batchID: $0, source: $1, receivedOn: $2) }),
        part(
            Column("event_id", .text, field: .eventID) { $0.usage.eventID },
            part(
                // The sealed national id is in a column that is not read with the actual (`ActualStore`).
                Column("client_hetu_masked", .optional(.maskedHetu)) { $0.usage.maskedHetu },
                Column("client_number", .optional(.text)) { $0.usage.clientNumber },
                Column("told_agreement_id", .optional(.id())) { $0.usage.agreementID },
                make: { (hetu: $0, clientNumber: $1, agreementID: $2) }),
            Column("service_type_code", .text, field: .serviceTypeCode) { $0.usage.serviceTypeCode },
            part(
                // The day of `told_start`, because the queues select by day.
                Column("service_date", .date, field: .serviceDate) { $0.usage.serviceDate },
                Column("told_start", .moment) { $0.usage.start },
                Column("told_end", .optional(.moment)) { $0.usage.end },
                make: { (start: $1, end: $2) }),
            part(
                Column("quantity_thousandths", .quantity) { $0.usage.quantity },
                Column("unit", .code) { $0.usage.unit },
                make: { (quantity: $0, unit: $1) }),
            part(
                Column("provider_business_id", .optional(.toldBusinessID)) { $0.usage.providerBusinessID },
                Column("told_amount_cents", .optional(.money)) { $0.usage.amount },
                make: { (businessID: $0, amount: $1) }),
            part(
                Column("status", .code) { $0.usage.status },
                Column("corrects", .optional(.text)) { $0.usage.corrects },
                make: { (status: $0, corrects: $1) }),
            make: { event, reference, type, times, delivered, provider, course in
                ServiceUsage(
                    eventID: event, maskedHetu: reference.hetu, clientNumber: reference.clientNumber, agreementID: reference.agreementID,
                    serviceTypeCode: type, start: times.start, end: times.end, quantity: delivered.quantity, unit: delivered.unit,
                    providerBusinessID: provider.businessID, amount: provider.amount, status: course.status, corrects: course.corrects)
            }),
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("client_id", .optional(.id()), field: .clientID) { $0.clientID },
            Column("case_id", .optional(.id()), field: .caseID) { $0.caseID },
            Column("agreement_id", .optional(.id()), field: .agreementID) { $0.agreementID },
            Column("budget_line_id", .optional(.id())) { $0.budgetLineID },
            Column("amount_cents", .optional(.money)) { $0.amount },
            make: { (clientID: $0, caseID: $1, agreementID: $2, budgetLineID: $3, amount: $4) }),
        part(
            Column("hold", .optional(.code), field: .hold) { $0.hold },
            Column("note", .optional(.text)) { $0.note },
            make: { (hold: $0, text: $1) }),
        others: ["client_hetu_sealed"],
        make: { record, origin, usage, state, posting, note in
            Actual(
                record: record, batchID: origin.batchID, sourceSystem: origin.source, receivedOn: origin.receivedOn, usage: usage,
                state: state, clientID: posting.clientID, caseID: posting.caseID, agreementID: posting.agreementID,
                budgetLineID: posting.budgetLineID, amount: posting.amount, hold: note.hold, note: note.text)
        })
}
