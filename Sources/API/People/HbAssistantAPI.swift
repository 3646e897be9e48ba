import JSON
import PersonalBudgeting

/// The register of trained assistants; it may be empty.
enum HbAssistantAPI {
    private static let resource = Resource<HbAssistant>(
        "/v1/hb-assistants", "hbAssistant", tag: .assistants, view: view, owner: .none
    ) { $0.hbAssistants }

    static let operations: [Operation] = [
        resource.list("listHbAssistants", "List the trained assistants", right: .readRegisters),
        resource.find("findHbAssistant", "Read an assistant", right: .readRegisters),
        resource.create("addHbAssistant", "Register an assistant", right: .writeRegisters, details) { call, details in
            try call.work.addAssistant(details)
        },
        resource.change(
            "changeHbAssistant", "Change the details of an assistant", right: .writeRegisters, details, current: \.details
        ) {
            call, assistant, details in try call.work.changeAssistant(assistant, details)
        },
    ]

    private static let details = Shape<HbAssistant.Details>.object(
        "HbAssistantDetails",
        Field("name", .line(100)) { $0.name },
        Field("contact", .prose(500)) { $0.contact },
        Field("trainedOn", .date) { $0.trainedOn },
        Field("languages", .list(.language, 1...20)) { $0.languages },
        make: HbAssistant.Details.init)

    private static let view = View<HbAssistant>("HbAssistant", ViewMember.record + [.inline(details) { $0.details }])
}
