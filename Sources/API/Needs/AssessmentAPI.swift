import JSON
import PersonalBudgeting

/// Assessments by the methods of the register, in a case and over all cases of a client.
enum AssessmentAPI {
    private static let resource = Resource<Assessment>(
        "/v1/cases/{case}/assessments", "assessment", tag: .needs, view: view, owner: .caseFile
    ) { $0.assessments }

    private static let ofClient = Resource<Assessment>(
        "/v1/clients/{client}/assessments", "assessment", tag: .needs, view: view,
        owner: Resource.Owner(
            about: .client,
            filters: { call in
                let cases = try call.repositories.cases.all([.equal(.clientID, try call.requireClient().id)])
                return [.oneOf(.caseID, cases.map(\.id))]
            }, holds: { _, _ in false })
    ) { $0.assessments }

    private static let filters: [Resource<Assessment>.ListFilter] = [
        .init(.text("methodCode", "Only assessments by this method"), field: .methodCode)
    ]

    private static let sorts = [ListSort<Assessment>("assessedOn", .assessedOn)]

    static let operations: [Operation] = [
        resource.list("listAssessments", "List the assessments of a case", right: .readCaseFile, filters: filters, sorts: sorts),
        ofClient.list(
            "listClientAssessments", "List the assessments of a client over all cases", right: .readCaseFile, filters: filters, sorts: sorts
        ),
        resource.find("findAssessment", "Read an assessment", right: .readCaseFile),
        resource.create(
            "addAssessment", "Record the outcome of an assessment", right: .assessNeeds, details, refusals: [.unknownMethod, .caseClosed]
        ) { call, details in try call.work.addAssessment(details, to: try call.requireCase()) },
    ]

    private static let details = Shape<Assessment.Details>.object(
        "AssessmentDetails",
        Field("methodCode", .registerCode) { $0.methodCode },
        Field("assessedOn", .date) { $0.assessedOn },
        Field("assessor", .line()) { $0.assessor },
        Field("score", .optional(.integer(-1_000_000...1_000_000))) { $0.score },
        Field("text", .optional(.prose)) { $0.text },
        Field("clientView", .optional(.prose)) { $0.clientView },
        Field("workerView", .optional(.prose)) { $0.workerView },
        make: Assessment.Details.init)

    private static let view = View<Assessment>(
        "Assessment",
        ViewMember.record + [.caseID, ViewMember("methodId", .id()) { $0.methodID }, .inline(details) { $0.details }])
}
