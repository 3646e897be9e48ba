import PersonalBudgeting

extension Table where Entity == Assessment {
    static let assessments = Table(
        "assessments",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("method_id", .id()) { $0.methodID },
        part(
            Column("method_code", .text, field: .methodCode) { $0.details.methodCode },
            Column("assessed_on", .date, field: .assessedOn) { $0.details.assessedOn },
            Column("assessor", .text) { $0.details.assessor },
            Column("score", .optional(.integer)) { $0.details.score },
            Column("text", .optional(.text)) { $0.details.text },
            Column("client_view", .optional(.text)) { $0.details.clientView },
            Column("worker_view", .optional(.text)) { $0.details.workerView },
            make: { code, on, assessor, score, text, clientView, workerView in
                Assessment.Details(
                    methodCode: code, assessedOn: on, assessor: assessor, score: score, text: text, clientView: clientView,
                    workerView: workerView)
            }),
        make: { record, caseID, method, details in
            Assessment(record: record, caseID: caseID, methodID: method, details: details)
        })
}
