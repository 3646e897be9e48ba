import PersonalBudgeting
import SQL

extension UnitOfWork: BudgetRepositories {
    var budgets: any Repository<Budget> { table(.budgets) }
    var budgetLines: any BudgetLineRepository { BudgetLineStore(connection) }
    var ledger: any LedgerRepository { LedgerStore(unit: self) }
    var agreements: any Repository<Agreement> { table(.agreements) }
    var transfers: any Repository<Transfer> { table(.transfers) }
    var actuals: any ActualRepository { ActualStore(connection, keyring) }
    var serviceDataBatches: any Repository<ServiceDataBatch> { table(.serviceDataBatches) }
    var serviceDataItems: any Repository<ServiceDataItem> { table(.serviceDataItems) }
}

extension Table where Entity == Budget {
    static let budgets = Table(
        "budgets",
        Column("case_id", .id()) { $0.caseID },
        Column("calculation_id", .id()) { $0.calculationID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        Column("administration_mode", .code) { $0.administrationMode },
        Column("state", .code) { $0.state },
        Column("total_cents", .money) { $0.total },
        Column("decision_id", .optional(.id())) { $0.decisionID },
        Column("carried_out_cents", .money) { $0.carriedOut },
        Column("carried_into", .optional(.id())) { $0.carriedInto },
        make: { record, caseID, calculation, from, to, mode, state, total, decision, carried, into in
            Budget(
                record: record, caseID: caseID, calculationID: calculation, period: try sound(Period(from: from, to: to)),
                administrationMode: mode, state: state, total: total, decisionID: decision, carriedOut: carried, carriedInto: into)
        })
}

/// A value that can only be missing when the file was changed from outside.
func sound<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Unreadable(column: 0) }
    return value
}

extension Table where Entity == BudgetLine {
    static let budgetLines = Table(
        "budget_lines",
        Column("case_id", .id()) { $0.caseID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("number", .count) { $0.number },
        Column("service_type_code", .text) { $0.serviceTypeCode },
        Column("purpose", .text) { $0.purpose },
        Column("legal_basis", .text) { $0.legalBasis },
        Column("quantity_thousandths", .quantity) { $0.quantity },
        Column("unit_price_cents", .money) { $0.unitPrice },
        Column("amount_cents", .money) { $0.amount },
        Column("is_flexible", .flag) { $0.isFlexible },
        Column("is_earmarked", .flag) { $0.isEarmarked },
        make: BudgetLine.init)
}

/// The lines of budgets.
struct BudgetLineStore: BudgetLineRepository, TableBacked {
    private let connection: any Connection
    let table: TableStore<BudgetLine>

    init(_ connection: any Connection) {
        self.connection = connection
        table = TableStore(connection, .budgetLines)
    }

    func replace(of budgetID: ID<Budget>, with lines: [BudgetLine]) throws {
        try storing { try connection.execute("DELETE FROM budget_lines WHERE budget_id = ?", [.text("\(budgetID)")]) }
        for line in lines { try table.insert(line) }
    }
}

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

extension Table where Entity == Transfer {
    static let transfers = Table(
        "transfers",
        Column("case_id", .id()) { $0.caseID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("from_line_id", .id()) { $0.details.fromLineID },
        Column("to_line_id", .id()) { $0.details.toLineID },
        Column("amount_cents", .money) { $0.details.amount },
        Column("reason", .text) { $0.details.reason },
        make: { record, caseID, budget, from, to, amount, reason in
            Transfer(
                record: record, caseID: caseID, budgetID: budget,
                details: Transfer.Details(fromLineID: from, toLineID: to, amount: amount, reason: reason))
        })
}
