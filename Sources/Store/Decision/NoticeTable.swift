import PersonalBudgeting

extension Table where Entity == Notice {
    static let notices = Table(
        "notices",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("decision_id", .id(), field: .decisionID) { $0.decisionID },
        Column("representative_id", .optional(.id())) { notice in
            if case .representative(let id) = notice.recipient { id } else { nil }
        },
        Column("method", .code) { $0.method },
        Column("sent_on", .date) { $0.sentOn },
        part(
            Column("received_on", .optional(.date)) { $0.receipt?.on },
            Column("evidence", .optional(.text)) { $0.receipt?.evidence },
            make: { on, evidence in on.map { Notice.Receipt(on: $0, evidence: evidence) } }),
        make: { record, caseID, decision, representative, method, sentOn, receipt in
            Notice(
                record: record, caseID: caseID, decisionID: decision,
                recipient: representative.map { .representative($0) } ?? .client, method: method, sentOn: sentOn, receipt: receipt)
        })
}
