import JSON
import PersonalBudgeting

/// Transfers of money between the lines of a budget, within the decision.
enum TransferAPI {
    private static let resource = Resource<Transfer>(
        "/v1/cases/{case}/budgets/{budget}/transfers", "transfer", tag: .budgets, view: view,
        owner: .init(
            about: .caseFile,
            filters: { [.equal(.budgetID, try BudgetAPI.found($0).id)] }, holds: { $0.budgetID == (try BudgetAPI.found($1)).id })
    ) { $0.transfers }

    static let operations: [Operation] = [
        resource.list("listTransfers", "List the transfers of a budget", right: .readMoney, sorts: [ListSort("amountCents", .amount)]),
        resource.find("findTransfer", "Read a transfer", right: .readMoney),
        resource.create(
            "transferMoney", "Move money from one line to another", right: .writeMoney, details,
            refusals: [.illegalTransition, .earmarkedLine, .transferBound, .belowCommitted]
        ) { call, details in try call.work.transfer(details, in: try BudgetAPI.found(call), of: try call.requireCase()) },
    ]

    private static let details = Shape<Transfer.Details>.object(
        "TransferDetails",
        Field("fromLineId", .id()) { $0.fromLineID },
        Field("toLineId", .id()) { $0.toLineID },
        Field("amountCents", .positiveCents) { $0.amount },
        Field("reason", .prose(2000, from: 3)) { $0.reason },
        make: Transfer.Details.init)

    private static let view = View<Transfer>(
        "Transfer",
        ViewMember.record + [.caseID, ViewMember("budgetId", .id()) { $0.budgetID }, .inline(details) { $0.details }])
}
