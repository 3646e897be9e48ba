import JSON
import PersonalBudgeting

/// The alternatives presented to a client. The step of the case that follows is one of the case's own commands.
enum AlternativeAPI {
    private static let resource = Resource<AlternativePresented>(
        "/v1/cases/{case}/alternatives", "alternative", tag: .choice, view: view, owner: .caseFile
    ) { $0.alternatives }

    static let operations: [Operation] = [
        resource.list(
            "listAlternatives", "List the alternatives presented to a client", right: .readCaseFile,
            filters: [.init(.code("form", "Only alternatives of this form", AlternativePresented.Form.self), field: .form)]),
        resource.find("findAlternative", "Read an alternative", right: .readCaseFile),
        resource.create(
            "addAlternative", "Record an alternative that was presented", right: .writeCaseFile, details, refusals: [.caseClosed]
        ) { call, details in try call.work.addAlternative(details, to: try call.requireCase()) },
    ]

    private static let details = Shape<AlternativePresented.Details>.object(
        "AlternativeDetails",
        Field("form", .code) { $0.form },
        Field("title", .line()) { $0.title },
        Field("pros", .list(.prose(500), 0...30)) { $0.pros },
        Field("cons", .list(.prose(500), 0...30)) { $0.cons },
        Field("presentedOn", .date) { $0.presentedOn },
        make: AlternativePresented.Details.init)

    private static let view = View<AlternativePresented>(
        "Alternative",
        ViewMember.record + [.caseID, ViewMember("presentedById", .id()) { $0.presentedBy }, .inline(details) { $0.details }])
}
