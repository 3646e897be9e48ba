import JSON
import PersonalBudgeting

/// A client's written authorisations of assistants.
enum AssistantAuthorisationAPI {
    private static let resource = Resource<AssistantAuthorisation>(
        "/v1/clients/{client}/assistant-authorisations", "assistantAuthorisation", tag: .assistants, stateful: view,
        owner: .client { $0.clientID }
    ) { $0.assistantAuthorisations }

    static let operations: [Operation] = [
        resource.list("listAssistantAuthorisations", "List the client's authorisations of assistants", right: .readFollowUp),
        resource.find("findAssistantAuthorisation", "Read an authorisation of an assistant", right: .readFollowUp),
        resource.create(
            "authoriseAssistant", "Record the client's written authorisation of an assistant", right: .writeClientsWill, details
        ) { call, details in try call.work.authoriseAssistant(details, of: try call.requireClient()) },
        resource.command(
            "revokeAssistantAuthorisation", .revoke, "Revoke an authorisation of an assistant at once", right: .writeClientsWill,
            NoMembers.shape
        ) {
            call, authorisation, _ in try call.work.revokeAuthorisation(authorisation)
        },
    ]

    private static let details = Shape<AssistantAuthorisation.Details>.object(
        "AssistantAuthorisationDetails",
        Field("hbAssistantId", .id()) { $0.hbAssistantID },
        Field("userId", .optional(.id())) { $0.userID },
        Field("parts", .list(.code, 1...3)) { $0.parts },
        Field("from", .date) { $0.from },
        Field("to", .date) { $0.to },
        Field("writtenOn", .date) { $0.writtenOn },
        make: AssistantAuthorisation.Details.init)

    private static let view = View<Seen<AssistantAuthorisation>>(
        "AssistantAuthorisation",
        ViewMember.seen(ViewMember.record + [ViewMember("clientId", .id()) { $0.clientID }, .inline(details) { $0.details }])
            + [ViewMember("isValid", .flag) { $0.entity.isValid(on: $0.on) }] + ViewMember.state())
}
