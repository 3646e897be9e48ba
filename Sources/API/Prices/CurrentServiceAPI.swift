import JSON
import PersonalBudgeting

/// The client's current services.
enum CurrentServiceAPI {
    private static let resource = Resource<CurrentService>(
        "/v1/cases/{case}/current-services", "currentService", tag: .budgetCalculations, view: view, owner: .caseFile
    ) { $0.currentServices }

    static let operations: [Operation] = [
        resource.list(
            "listCurrentServices", "List the client's current services", right: .readServices,
            filters: [
                .init(.flag("wantsChange", "Only services that the client wants changed, or does not"), field: .wantsChange) {
                    .equal($0, $1 == "true")
                }
            ]),
        resource.find("findCurrentService", "Read a current service", right: .readServices),
        resource.create(
            "addCurrentService", "Record a current service", right: .assessNeeds, details, refusals: [.caseClosed]
        ) { call, details in try call.work.addCurrentService(details, to: try call.requireCase()) },
        resource.change(
            "changeCurrentService", "Correct a current service, or record the wish to change it or its end", right: .assessNeeds, details,
            refusals: [.caseClosed], current: \.details
        ) { call, service, details in try call.work.changeCurrentService(service, details, in: try call.requireCase()) },
    ]

    private static let details = Shape<CurrentService.Details>.object(
        "CurrentServiceDetails",
        Field("serviceTypeCode", .registerCode) { $0.serviceTypeCode },
        Field("providerId", .optional(.id())) { $0.providerID },
        Field("description", .prose(2000)) { $0.description },
        Field("quantityPerYearThousandths", .thousandths) { $0.quantityPerYear },
        Field("annualCostCents", .cents) { $0.annualCost },
        Field("wantsChange", .flag.defaulting(to: false)) { $0.wantsChange },
        Field("startedOn", .date) { $0.startedOn },
        Field("endedOn", .optional(.date)) { $0.endedOn },
        make: CurrentService.Details.init)

    private static let view = View<CurrentService>("CurrentService", ViewMember.record + [.caseID, .inline(details) { $0.details }])
}
