import PersonalBudgeting

extension Table where Entity == ExerciseAgreement {
    static let exerciseAgreements = Table(
        "exercise_agreements",
        Column("case_id", .id()) { $0.caseID },
        Column("kind", .code) { $0.details.kind },
        Column("title", .text) { $0.details.title },
        Column("purpose", .optional(.text)) { $0.details.purpose },
        Column("manner", .optional(.text)) { $0.details.manner },
        Column("agreed_on", .date) { $0.details.agreedOn },
        make: { record, caseID, kind, title, purpose, manner, on in
            ExerciseAgreement(
                record: record, caseID: caseID,
                details: ExerciseAgreement.Details(kind: kind, title: title, purpose: purpose, manner: manner, agreedOn: on))
        })
}

extension Table where Entity == ExerciseResult {
    static let exerciseResults = Table(
        "exercise_results",
        Column("case_id", .id()) { $0.caseID },
        Column("agreement_id", .id()) { $0.details.agreementID },
        Column("done_on", .date) { $0.details.doneOn },
        Column("text", .text) { $0.details.text },
        Column("score", .optional(.integer)) { $0.details.score },
        Column("client_view", .optional(.text)) { $0.details.clientView },
        make: { record, caseID, agreement, on, text, score, view in
            ExerciseResult(
                record: record, caseID: caseID,
                details: ExerciseResult.Details(agreementID: agreement, doneOn: on, text: text, score: score, clientView: view))
        })
}
