import HTTPServer
import JSON
import PersonalBudgeting

/// The ledger can only be read here. Other operations add entries, and no operation changes or removes an entry (405, O3).
enum LedgerAPI {
    static let operations: [Operation] = [
        Operation(
            "listLedgerEntries", .get, "/v1/cases/{case}/budgets/{budget}/ledger-entries", "List the ledger entries of a budget",
            tag: .budgets, effect: .read, right: .readMoney, kind: .list, about: .caseFile,
            parameters: [QueryParameter.sort(["recordedAt"], standard: "recordedAt", of: "ledger_entry")]
                + pageParameters.filter { $0.name != "count" },
            response: page.schema
        ) { call in
            let found = try call.repositories.ledger.list(
                budgetID: try BudgetAPI.found(call).id, after: try call.position().flatMap { Int64($0) }, newestFirst: call.isDescending,
                limit: call.limit + 1)
            return call.answer(call.masked(try call.page(found.map { $0.told(in: call.language) }) { "\($0.sequence)" }), page)
        }
    ]

    private static let view = View<LedgerEntry>(
        "LedgerEntry",
        [
            ViewMember("sequence", .integer(1...Int64.max)) { $0.sequence },
            ViewMember("id", .id()) { $0.id },
            ViewMember("recordedAt", .instant) { $0.recordedAt },
            ViewMember("recordedBy", .id()) { $0.recordedBy },
            ViewMember("businessDate", .date) { $0.businessDate },
            ViewMember("kind", .code) { $0.kind },
            ViewMember("budgetId", .id()) { $0.budgetID },
            ViewMember("lineId", .id()) { $0.lineID },
            ViewMember("amountCents", .signedCents) { $0.amount },
            ViewMember("agreementId", .optional(.id())) { $0.agreementID },
            ViewMember("actualId", .optional(.id())) { $0.actualID },
            ViewMember("transferId", .optional(.id())) { $0.transferID },
            ViewMember("reversedEntryId", .optional(.id())) { $0.reversedID },
            ViewMember("reason", .optional(.prose)) { $0.reason },
        ])
    private static let page = Page<LedgerEntry>.view("LedgerEntries", view)
}
