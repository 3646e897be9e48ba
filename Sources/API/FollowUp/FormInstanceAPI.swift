import JSON
import PersonalBudgeting

/// Forms for the client to answer: ESR, Kykyviisari, the end survey.
enum FormInstanceAPI {
    private static let resource = Resource<FormInstance>(
        "/v1/cases/{case}/forms", "form", tag: .forms, stateful: view, owner: .caseFile
    ) { $0.formInstances }

    static let operations: [Operation] = [
        resource.list(
            "listForms", "List the forms of a case", right: .readFollowUp,
            filters: [
                .init(.text("instrument", "Only forms of this instrument"), field: .instrumentCode),
                .init(.code("phase", "Only forms of this phase", FormInstrument.Phase.self), field: .phase),
                .init(.code("state", "Only forms in this state", FormInstance.State.self), field: .state),
            ]),
        resource.find("findForm", "Read a form", right: .readFollowUp),
        resource.create(
            "askForm", "Ask the client to fill in a form", right: .writeCaseFile, new, refusals: [.caseClosed, .formClosed, .formOrder]
        ) { call, new in
            try call.work.askForm(instrumentCode: new.instrumentCode, phase: new.phase, dueOn: new.dueOn, in: try call.requireCase())
        },
        resource.command("sendForm", .send, "Record that the form was sent to the client", right: .writeCaseFile, NoMembers.shape) {
            call, form, _ in try call.work.transition(.send, form, in: try call.requireCase())
        },
        resource.command(
            "answerForm", .answer, "Record the client's answers", right: .writeClientsWill, answered, refusals: [.formClosed, .formOrder]
        ) { call, form, answered in
            try call.work.answerForm(form, answered.answers, answeredOn: answered.answeredOn, in: try call.requireCase())
        },
        resource.command(
            "declineForm", .decline, "Record that the client does not answer the form", right: .writeClientsWill, NoMembers.shape
        ) {
            call, form, _ in try call.work.transition(.decline, form, in: try call.requireCase())
        },
        resource.command("expireForm", .expire, "Mark a form as expired after its due day", right: .writeCaseFile, NoMembers.shape) {
            call, form, _ in try call.work.expireForm(form, in: try call.requireCase())
        },
        resource.command(
            "discussFormReport", .discussReport, "Record that the report was gone through with the client", right: .writeCaseFile,
            discussed
        ) { call, form, discussed in
            try call.work.discussReport(of: form, on: discussed.discussedOn, in: try call.requireCase())
        },
        Operation(
            "compareForms", .get, "/v1/cases/{case}/form-comparison", "Compare the answers at the start and at the end, by item",
            tag: .forms, effect: .read, right: .readFollowUp, about: .caseFile,
            parameters: [.text("instrument", "The code of the instrument").required],
            response: comparison.schema
        ) { call in
            let code = try call.required("instrument") { $0 }
            guard let compared = try call.work.compareForms(of: code, in: try call.requireCase()) else {
                throw Refusal.notFound(FormInstrument.noun)
            }
            return .value(call.masked(compared), comparison)
        },
        Operation(
            "formCoverage", .get, "/v1/form-coverage", "Count the forms by instrument, phase and state", tag: .forms,
            effect: .read, right: .readFollowUpFigures, response: coverages.schema
        ) { .value($0.masked(try $0.work.formCoverage()), coverages) },
    ]

    private struct NewForm: Sendable {
        let instrumentCode: String
        let phase: FormInstrument.Phase
        let dueOn: CalendarDate
    }

    private static let new = Shape<NewForm>.object(
        "NewForm",
        Field("instrumentCode", .registerCode) { $0.instrumentCode },
        Field("phase", .code) { $0.phase },
        Field("dueOn", .date) { $0.dueOn },
        make: NewForm.init)

    private static let answer = Shape<FormInstance.Answer>.object(
        "FormAnswer",
        Field("itemCode", .registerCode) { $0.itemCode },
        Field("score", .optional(.count(-1_000_000...1_000_000))) { $0.score },
        Field("text", .optional(.prose)) { $0.text },
        make: FormInstance.Answer.init)

    private struct Answered: Sendable {
        let answers: [FormInstance.Answer]
        let answeredOn: CalendarDate?
    }

    private static let answered = Shape<Answered>.object(
        "FormAnswers",
        Field("answers", .list(answer, 1...200)) { $0.answers },
        Field("answeredOn", .optional(.date)) { $0.answeredOn },
        make: Answered.init)

    private struct Discussed: Sendable { let discussedOn: CalendarDate? }

    private static let discussed = Shape<Discussed>.object(
        "FormReportDiscussed", Field("discussedOn", .optional(.date)) { $0.discussedOn }, make: Discussed.init)

    private static let view = View<Seen<FormInstance>>(
        "Form",
        ViewMember.seen(
            ViewMember.record + [
                .caseID,
                ViewMember("instrumentCode", .registerCode) { $0.instrumentCode }, ViewMember("phase", .code) { $0.phase },
                ViewMember("dueOn", .date) { $0.dueOn },
                ViewMember("answers", .list(answer, 0...200)) { $0.answers },
                ViewMember("answeredOn", .optional(.date)) { $0.answeredOn },
                ViewMember("reportDiscussedOn", .optional(.date)) { $0.reportDiscussedOn },
            ]) + [ViewMember("isOverdue", .flag) { $0.entity.isOverdue(on: $0.on) }] + ViewMember.state())

    private static let anyScore = Shape<Int>.count(-2_000_000...2_000_000)

    private static let comparedItem = View<FormComparison.Item>(
        "ComparedFormItem",
        [
            ViewMember("itemCode", .registerCode) { $0.code }, ViewMember("label", .optional(.line(80))) { $0.label },
            ViewMember("startScore", .optional(anyScore)) { $0.startScore },
            ViewMember("interimScores", .list(anyScore, 0...1000)) { $0.interimScores },
            ViewMember("endScore", .optional(anyScore)) { $0.endScore }, ViewMember("change", .optional(anyScore)) { $0.change },
        ])

    private static let comparison = View<FormComparison>(
        "FormComparison",
        [
            ViewMember("instrumentCode", .registerCode) { $0.instrumentCode },
            ViewMember("startAnsweredOn", .optional(.date)) { $0.startAnsweredOn },
            ViewMember("endAnsweredOn", .optional(.date)) { $0.endAnsweredOn },
            ViewMember("items", view: .list(comparedItem)) { $0.items },
        ])

    private static let coverage = View<FormCoverage>(
        "FormCoverage",
        [ViewMember("instrumentCode", .registerCode) { $0.instrumentCode }, ViewMember("phase", .code) { $0.phase }]
            + FormInstance.State.allCases.map { state in
                ViewMember("\(state.rawValue)Count", .count(0...100_000_000)) { $0.counts[state] ?? 0 }
            })

    private static let coverages = View<[FormCoverage]>("FormCoverages", [ViewMember("items", view: .list(coverage)) { $0 }])
}
