import JSON
import PersonalBudgeting

/// Guidance given in a case, and where the client gets more information.
enum GuidanceAPI {
    private static let resource = Resource<GuidanceEvent>(
        "/v1/cases/{case}/guidance-events", "guidanceEvent", tag: .guidance, view: view, owner: .caseFile
    ) { $0.guidanceEvents }

    static let operations: [Operation] = [
        resource.list(
            "listGuidanceEvents", "List the guidance given in a case", right: .readCaseFile,
            filters: [.init(.code("to", "Only guidance given to these recipients", GuidanceEvent.Recipient.self), field: .recipient)],
            sorts: [ListSort("at", .givenOn)]),
        resource.find("findGuidanceEvent", "Read a guidance event", right: .readCaseFile),
        resource.create(
            "addGuidanceEvent", "Record guidance given", right: .writeFirstContact, details, refusals: [.caseClosed]
        ) { call, details in try call.work.addGuidance(details, to: try call.requireCase()) },
        Operation(
            "findLocalContact", .get, "/v1/cases/{case}/local-contact",
            "Read the local contact for personal budgeting where the client lives",
            tag: .guidance, effect: .read, right: .readCaseFile, about: .caseFile, response: localContact.schema
        ) { call in
            .value(call.masked(try call.repositories.regionalModels.require(try call.requireCase().modelID)), localContact)
        },
    ]

    private static let details = Shape<GuidanceEvent.Details>.object(
        "GuidanceEventDetails",
        Field("topic", .line()) { $0.topic },
        Field("to", .code) { $0.recipient },
        Field("at", .date) { $0.givenOn },
        Field("materials", .list(.webLink, 0...20)) { $0.materials },
        make: GuidanceEvent.Details.init)

    private static let view = View<GuidanceEvent>("GuidanceEvent", ViewMember.record + [.caseID, .inline(details) { $0.details }])

    private static let localContact = View<RegionalModel>(
        "LocalContact",
        [
            ViewMember("regionalModelId", .id()) { $0.record.id }, ViewMember("regionalModel", .registerCode) { $0.code },
            ViewMember("name", .line()) { $0.details.name }, ViewMember("contact", .prose(500)) { $0.details.contact },
        ])
}

extension Shape where Value == WebLink {
    /// A link to material: https only.
    static var webLink: Shape {
        .parsed(
            "not_https",
            LocalText(
                fi: "täytyy olla suojattu verkko-osoite, joka alkaa https://",
                sv: "måste vara en skyddad webbadress som börjar med https://", en: "must be an https link"), format: "uri",
            pattern: Pattern.webLink, 1...500, { WebLink($0) },
            { $0.text })
    }
}
