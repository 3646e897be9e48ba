import JSON
import PersonalBudgeting

/// A client's representatives, and the client's whole network.
enum RepresentativeAPI {
    private static let resource = Resource<Representative>(
        "/v1/clients/{client}/representatives", "representative", tag: .network, view: view, owner: .client { $0.clientID }
    ) { $0.representatives }

    static let operations: [Operation] = [
        resource.list(
            "listRepresentatives", "List a client's representatives, including past ones", right: .readCaseFile,
            filters: [.init(.date("at", "Only representatives whose mandate is valid on this day"), field: .validFrom) { .atMost($0, $1) }],
            sorts: [ListSort("validFrom", .validFrom)],
            visible: { call in call.query["at"].map { [.atLeastOrAbsent(.validTo, $0)] } ?? [] }),
        resource.find("findRepresentative", "Read a representative of a client", right: .readCaseFile),
        resource.create("addRepresentative", "Add a representative of a client", right: .writeRepresentatives, details) {
            call, details in
            try call.work.addRepresentative(details, to: try call.requireClient())
        },
        resource.change(
            "changeRepresentative", "Change or end a mandate", right: .writeRepresentatives, details, current: \.details
        ) { call, representative, details in try call.work.changeRepresentative(representative, details) },
        Operation(
            "findNetwork", .get, "/v1/clients/{client}/network", "Read the close persons and representatives on a day", tag: .network,
            effect: .read, right: .readCaseFile, about: .client, parameters: [.date("at", "The day; today by default")],
            response: network.schema
        ) { call in
            let day = call.query["at"].flatMap { CalendarDate($0) } ?? call.work.today
            return .value(call.masked(try call.work.network(of: try call.requireClient(), on: day)), network)
        },
    ]

    private static let details = Shape<Representative.Details>.object(
        "RepresentativeDetails",
        Field("name", .line(100)) { $0.name },
        Field("kind", .code) { $0.kind },
        Field("scope", .code) { $0.scope },
        Field("basis", .optional(.prose(500))) { $0.basis },
        Field("phone", .optional(.line(40))) { $0.phone },
        Field("noticeAddress", .optional(.prose(300))) { $0.noticeAddress },
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: Representative.Details.init)

    private static let view = View<Representative>(
        "Representative", ViewMember.record + [ViewMember("clientId", .id()) { $0.clientID }, .inline(details) { $0.details }])

    private static let network = View<ClientNetwork>(
        "ClientNetwork",
        [
            ViewMember("at", .date) { $0.date },
            ViewMember("closePersons", view: .list(ClosePersonAPI.view)) { $0.closePersons },
            ViewMember("representatives", view: .list(view)) { $0.representatives },
        ])
}

extension ClientNetwork: Maskable {
    static let mask: Mask<ClientNetwork> = .holding(\.closePersons) + .holding(\.representatives)
}
