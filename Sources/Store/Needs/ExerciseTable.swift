import PersonalBudgeting

extension Table where Entity == ExerciseAgreement {
    static let exerciseAgreements = Table(
        "exercise_agreements",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("kind", .code) { $0.details.kind },
            Column("title", .text) { $0.details.title },
            Column("purpose", .optional(.text)) { $0.details.purpose },
            Column("manner", .optional(.text)) { $0.details.manner },
            Column("agreed_on", .date) { $0.details.agreedOn },
            make: { kind, title, purpose, manner, on in
                ExerciseAgreement.Details(kind: kind, title: title, purpose: purpose, manner: manner, agreedOn: on)
            }),
        make: { record, caseID, details in
            ExerciseAgreement(record: record, caseID: caseID, details: details)
        })
}

extension Table where Entity == ExerciseResult {
    static let exerciseResults = Table(
        "exercise_results",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("agreement_id", .id(), field: .agreementID) { $0.details.agreementID },
            Column("done_on", .date) { $0.details.doneOn },
            Column("text", .text) { $0.details.text },
            Column("score", .optional(.integer)) { $0.details.score },
            Column("client_view", .optional(.text)) { $0.details.clientView },
            make: { agreement, on, text, score, view in
                ExerciseResult.Details(agreementID: agreement, doneOn: on, text: text, score: score, clientView: view)
            }),
        make: { record, caseID, details in
            ExerciseResult(record: record, caseID: caseID, details: details)
        })
}
