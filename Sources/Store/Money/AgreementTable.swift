import PersonalBudgeting

extension Table where Entity == Agreement {
    static let agreements = Table(
        "agreements",
        part(
            Column("case_id", .id(), field: .caseID) { $0.caseID },
            Column("budget_id", .id(), field: .budgetID) { $0.budgetID },
            Column("budget_line_id", .id(), field: .budgetLineID) { $0.budgetLineID },
            make: { (caseID: $0, budgetID: $1, budgetLineID: $2) }),
        part(
            Column("service_type_code", .text) { $0.serviceTypeCode },
            Column("mode", .code) { $0.mode },
            Column("provider_id", .optional(.id())) { $0.providerID },
            make: { (typeCode: $0, mode: $1, providerID: $2) }),
        part(
            Column("period_from", .date, field: .periodFrom) { $0.period.from },
            Column("period_to", .date, field: .periodTo) { $0.period.to },
            make: { try sound(Period(from: $0, to: $1)) }),
        part(
            Column("quantity_thousandths", .quantity) { $0.quantity },
            Column("unit_price_cents", .money) { $0.unitPrice },
            Column("amount_cents", .money, field: .amount) { $0.amount },
            make: { (quantity: $0, unitPrice: $1, amount: $2) }),
        Column("close_person_reason", .optional(.text)) { $0.closePersonReason },
        part(
            Column("is_trial", .flag) { $0.isTrial },
            Column("trial_outcome", .optional(.code)) { $0.trialOutcome },
            Column("client_opinion", .optional(.text)) { $0.clientOpinion },
            make: { (isTrial: $0, outcome: $1, opinion: $2) }),
        part(
            Column("state", .code, field: .state) { $0.state },
            Column("ordered_on", .date) { $0.orderedOn },
            Column("ended_on", .optional(.date)) { $0.endedOn },
            make: { (state: $0, orderedOn: $1, endedOn: $2) }),
        make: { record, place, service, period, price, closePersonReason, trial, course in
            Agreement(
                record: record, caseID: place.caseID, budgetID: place.budgetID, budgetLineID: place.budgetLineID,
                serviceTypeCode: service.typeCode, mode: service.mode, providerID: service.providerID, period: period,
                quantity: price.quantity, unitPrice: price.unitPrice, amount: price.amount, closePersonReason: closePersonReason,
                isTrial: trial.isTrial, trialOutcome: trial.outcome, clientOpinion: trial.opinion, state: course.state,
                orderedOn: course.orderedOn, endedOn: course.endedOn)
        })
}
