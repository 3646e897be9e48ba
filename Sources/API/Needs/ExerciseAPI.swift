import JSON
import PersonalBudgeting

/// Functional exercises and tests: the agreements and the results.
enum ExerciseAPI {
    private static let agreements = Resource<ExerciseAgreement>(
        "/v1/cases/{case}/exercise-agreements", "exerciseAgreement", tag: .needs, view: agreementView, owner: .caseFile
    ) { $0.exerciseAgreements }

    private static let results = Resource<ExerciseResult>(
        "/v1/cases/{case}/exercise-results", "exerciseResult", tag: .needs, view: resultView, owner: .caseFile
    ) { $0.exerciseResults }

    static let operations: [Operation] = [
        agreements.list("listExerciseAgreements", "List the exercises and tests agreed in a case", right: .readCaseFile),
        agreements.find("findExerciseAgreement", "Read an agreed exercise or test", right: .readCaseFile),
        agreements.create(
            "agreeExercise", "Record an exercise or a test agreed with the client", right: .writeCaseFile, agreementDetails,
            refusals: [.caseClosed]
        ) { call, details in try call.work.agreeExercise(details, in: try call.requireCase()) },
        results.list(
            "listExerciseResults", "List the results of the agreed exercises and tests", right: .readCaseFile,
            filters: [.init(.id("agreementId", "Only results of this agreement"), field: .agreementID) { .equal($0, $1.lowercased()) }]),
        results.find("findExerciseResult", "Read a result of an exercise or test", right: .readCaseFile),
        results.create(
            "addExerciseResult", "Record the result of an agreed exercise or test", right: .writeWithClient, resultDetails,
            refusals: [.agreementMissing, .caseClosed]
        ) { call, details in try call.work.addExerciseResult(details, to: try call.requireCase()) },
    ]

    private static let agreementDetails = Shape<ExerciseAgreement.Details>.object(
        "ExerciseAgreementDetails",
        Field("kind", .code) { $0.kind },
        Field("title", .line()) { $0.title },
        Field("purpose", .optional(.prose(1000))) { $0.purpose },
        Field("manner", .optional(.prose(1000))) { $0.manner },
        Field("agreedOn", .date) { $0.agreedOn },
        make: ExerciseAgreement.Details.init)

    private static let resultDetails = Shape<ExerciseResult.Details>.object(
        "ExerciseResultDetails",
        Field("agreementId", .id()) { $0.agreementID },
        Field("doneOn", .date) { $0.doneOn },
        Field("text", .prose) { $0.text },
        Field("score", .optional(.integer(-1_000_000...1_000_000))) { $0.score },
        Field("clientView", .optional(.prose)) { $0.clientView },
        make: ExerciseResult.Details.init)

    private static let agreementView = View<ExerciseAgreement>(
        "ExerciseAgreement", ViewMember.record + [.caseID, .inline(agreementDetails) { $0.details }])
    private static let resultView = View<ExerciseResult>(
        "ExerciseResult", ViewMember.record + [.caseID, .inline(resultDetails) { $0.details }])
}
