import JSON
import PersonalBudgeting

/// The register of the forms that clients are asked to fill in.
enum FormInstrumentAPI {
    private static let resource = Resource<FormInstrument>(
        "/v1/form-instruments", "formInstrument", tag: .forms, view: view, owner: .none
    ) { $0.formInstruments }

    static let operations: [Operation] = [
        resource.list(
            "listFormInstruments", "List the form instruments", right: .readRegisters,
            filters: [.init(.text("code", "Only this instrument"), field: .code)]),
        resource.find("findFormInstrument", "Read a form instrument", right: .readRegisters),
        resource.create(
            "addFormInstrument", "Register a form instrument", right: .writeRegisters, new, refusals: [.duplicate]
        ) {
            call, new in try call.work.addInstrument(code: new.code, new.details)
        },
        resource.change(
            "changeFormInstrument", "Change, close or reopen a form instrument", right: .writeRegisters, details,
            current: \.details
        ) { call, instrument, details in try call.work.changeInstrument(instrument, details) },
    ]

    private static let item = Shape<FormInstrument.Item>.object(
        "FormItem",
        Field("code", .registerCode) { $0.code },
        Field("kind", .code) { $0.kind },
        Field("minimum", .optional(.count(-1_000_000...1_000_000))) { $0.minimum },
        Field("maximum", .optional(.count(-1_000_000...1_000_000))) { $0.maximum },
        Field("label", .optional(.line(80))) { $0.label },
        make: FormInstrument.Item.init)

    private struct NewInstrument: Sendable {
        let code: String
        let details: FormInstrument.Details
    }

    private static let new = Shape<NewInstrument>.object(
        "NewFormInstrument",
        Field("code", .registerCode) { $0.code },
        Field("name", .line()) { $0.details.name },
        Field("phases", .list(.code, 1...3)) { $0.details.phases },
        Field("items", .list(item, 1...200)) { $0.details.items },
        Field("isOpen", .flag.defaulting(to: true)) { $0.details.isOpen },
        make: { code, name, phases, items, isOpen in
            NewInstrument(code: code, details: FormInstrument.Details(name: name, phases: phases, items: items, isOpen: isOpen))
        })

    private static let details = Shape<FormInstrument.Details>.object(
        "FormInstrumentDetails",
        Field("name", .line()) { $0.name },
        Field("phases", .list(.code, 1...3)) { $0.phases },
        Field("items", .list(item, 1...200)) { $0.items },
        Field("isOpen", .flag.defaulting(to: true)) { $0.isOpen },
        make: FormInstrument.Details.init)

    private static let view = View<FormInstrument>(
        "FormInstrument", ViewMember.record + [ViewMember("code", .registerCode) { $0.code }, .inline(details) { $0.details }])
}
