import JSON
import PersonalBudgeting

/// The people close to a client.
enum ClosePersonAPI {
    private static let resource = Resource<ClosePerson>(
        "/v1/clients/{client}/close-persons", "closePerson", tag: .network, view: view, owner: .client { $0.clientID }
    ) { $0.closePersons }

    static let operations: [Operation] = [
        resource.list("listClosePersons", "List the people close to a client", right: .readCaseFile),
        resource.find("findClosePerson", "Read a person close to a client", right: .readCaseFile),
        resource.create("addClosePerson", "Add a person close to a client", right: .writeWithClient, details) { call, details in
            try call.work.addClosePerson(details, to: try call.requireClient())
        },
        resource.change(
            "changeClosePerson", "Change the details of a close person", right: .writeWithClient, details, current: \.details
        ) { call, person, details in try call.work.changeClosePerson(person, details) },
    ]

    static let details = Shape<ClosePerson.Details>.object(
        "ClosePersonDetails",
        Field("name", .line(100)) { $0.name },
        Field("relation", .code) { $0.relation },
        Field("phone", .optional(.line(40))) { $0.phone },
        Field("contactForbidden", .flag.defaulting(to: false)) { $0.contactForbidden },
        Field("validFrom", .optional(.date)) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: ClosePerson.Details.init,
        check: { details in
            guard let from = details.validFrom, let to = details.validTo, to < from else { return [] }
            return [Fault(pointer: "/validTo", code: "before_start", detail: .mustNotBeBefore("validFrom"))]
        })

    static let view = View<ClosePerson>(
        "ClosePerson", ViewMember.record + [ViewMember("clientId", .id()) { $0.clientID }, .inline(details) { $0.details }])
}
