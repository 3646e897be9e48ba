import PersonalBudgeting

extension Table where Entity == Agreement {
    static let agreements = Table(
        "agreements",
        Column("case_id", .id()) { $0.caseID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("budget_line_id", .id()) { $0.budgetLineID },
        Column("service_type_code", .text) { $0.serviceTypeCode },
        Column("mode", .code) { $0.mode },
        Column("provider_id", .optional(.id())) { $0.providerID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        Column("quantity_thousandths", .quantity) { $0.quantity },
        Column("unit_price_cents", .money) { $0.unitPrice },
        Column("amount_cents", .money) { $0.amount },
        Column("close_person_reason", .optional(.text)) { $0.closePersonReason },
        Column("is_trial", .flag) { $0.isTrial },
        Column("trial_outcome", .optional(.code)) { $0.trialOutcome },
        Column("client_opinion", .optional(.text)) { $0.clientOpinion },
        Column("state", .code) { $0.state },
        Column("ordered_on", .date) { $0.orderedOn },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        make: {
            record, caseID, budget, line, type, mode, provider, from, to, quantity, price, amount, close, trial, outcome, opinion, state,
            ordered, ended in
            Agreement(
                record: record, caseID: caseID, budgetID: budget, budgetLineID: line, serviceTypeCode: type, mode: mode,
                providerID: provider, period: try sound(Period(from: from, to: to)), quantity: quantity, unitPrice: price, amount: amount,
                closePersonReason: close, isTrial: trial, trialOutcome: outcome, clientOpinion: opinion, state: state, orderedOn: ordered,
                endedOn: ended)
        })
}
