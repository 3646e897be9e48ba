import JSON
import PersonalBudgeting

/// The notices of a decision, one for each recipient, with the last day to claim a revised decision.
enum NoticeAPI {
    private static let resource = Resource<Notice>(
        "/v1/cases/{case}/decisions/{decision}/notices", "notice", tag: .decisions, view: view,
        owner: .whole("decision", field: .decisionID, in: { $0.decisions }) { $0.decisionID }
    ) { $0.notices }

    static let operations: [Operation] = [
        resource.list(
            "listNotices", "List the notices of a decision, with the recipients and the ends of the time limits", right: .readDecisions),
        resource.find("findNotice", "Read a notice", right: .readDecisions),
        resource.command(
            "recordReceipt", "record-receipt", "Record the day on which the recipient verifiably received the decision",
            right: .dispatchDecisions, receipt, refusals: [.wrongAuthority]
        ) { call, notice, receipt in
            try call.work.recordReceipt(notice, on: receipt.on, evidence: receipt.evidence, in: try call.requireCase())
        },
    ]

    private static let receipt = Shape<Notice.Receipt>.object(
        "Receipt",
        Field("receivedOn", .date) { $0.on },
        Field("evidence", .optional(.prose(500))) { $0.evidence },
        make: Notice.Receipt.init)

    private static let view = View<Notice>(
        "Notice",
        ViewMember.record + [
            .caseID,
            ViewMember("decisionId", .id()) { $0.decisionID },
            ViewMember("recipient", .recipient) { $0.recipient },
            ViewMember("method", .code) { $0.method },
            ViewMember("sentOn", .date) { $0.sentOn },
            ViewMember("presumedServedOn", .optional(.date)) { $0.presumedServed },
            ViewMember("receivedOn", .optional(.date)) { $0.receipt?.on },
            ViewMember("evidence", .optional(.prose(500))) { $0.receipt?.evidence },
            ViewMember("servedOn", .optional(.date)) { $0.served },
            ViewMember("thirtiethDay", .optional(.date)) { $0.thirtiethDay },
            ViewMember("lastDayToClaim", .optional(.date)) { $0.lastDayToClaim },
        ])
}
