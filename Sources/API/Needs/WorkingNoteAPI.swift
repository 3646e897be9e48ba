import JSON
import PersonalBudgeting

/// What works and what does not in life and services.
enum WorkingNoteAPI {
    private static let resource = Resource<WorkingNote>(
        "/v1/cases/{case}/working-notes", "workingNote", tag: .needs, view: view, owner: .caseFile
    ) { $0.workingNotes }

    static let operations: [Operation] = [
        resource.list(
            "listWorkingNotes", "List the notes of what works and what does not", right: .readPlan,
            filters: [
                .init(.code("polarity", "Only what works, or only what does not", WorkingNote.Polarity.self), field: .polarity),
                .init(.code("subject", "Only about life, or only about services", WorkingNote.Subject.self), field: .subject),
            ]),
        resource.find("findWorkingNote", "Read a note of what works or does not", right: .readPlan),
        resource.create(
            "addWorkingNote", "Record what works or does not", right: .writeNotes, details, refusals: [.caseClosed]
        ) { call, details in try call.work.addWorkingNote(details, to: try call.requireCase()) },
        resource.change(
            "changeWorkingNote", "Change a note of what works or does not", right: .writePlan, details, refusals: [.caseClosed],
            current: \.details
        ) { call, note, details in try call.work.changeWorkingNote(note, details, in: try call.requireCase()) },
    ]

    private static let details = Shape<WorkingNote.Details>.object(
        "WorkingNoteDetails",
        Field("polarity", .code) { $0.polarity },
        Field("subject", .code) { $0.subject },
        Field("serviceDescription", .optional(.line())) { $0.serviceDescription },
        Field("text", .prose) { $0.text },
        make: WorkingNote.Details.init)

    private static let view = View<WorkingNote>("WorkingNote", ViewMember.record + [.caseID, .inline(details) { $0.details }])
}
