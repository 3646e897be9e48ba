import JSON
import PersonalBudgeting

/// The price list.
enum PriceAPI {
    private static let resource = Resource<Price>("/v1/prices", "price", tag: .servicesAndPrices, view: view, owner: .none) { $0.prices }

    static let operations: [Operation] = [
        resource.list(
            "listPrices", "List the rows of the price list, including ended rows", right: .readRegisters,
            filters: [
                .init(.text("serviceTypeCode", "Only prices of this service type"), field: .serviceTypeCode),
                .init(.id("providerId", "Only prices of this provider"), field: .providerID) { .equal($0, $1.lowercased()) },
            ], sorts: [ListSort("serviceTypeCode", .serviceTypeCode), ListSort("validFrom", .validFrom)]),
        resource.find("findPrice", "Read a row of the price list", right: .readRegisters),
        Operation(
            "findPriceOnDate", .get, "/v1/prices/on-date",
            "Find the price of a service on a day: the provider's own price, or else the general price", tag: .servicesAndPrices,
            effect: .read, right: .readRegisters,
            parameters: [
                .text("serviceTypeCode", "The service type").required, .id("providerId", "The provider, if known"),
                .date("on", "The day").required,
            ], response: view.schema, refusals: [.noPriceOnDate]
        ) { call in
            let code = try call.required("serviceTypeCode") { $0 }
            let on = try call.required("on") { CalendarDate($0) }
            let provider = call.query["providerId"].flatMap { ID<Provider>($0) }
            guard let price = try call.work.price(of: code, provider: provider, on: on) else {
                throw Problem(
                    Refusal(
                        .noPriceOnDate,
                        LocalText(
                            fi: "palvelulla ei ole hintaa \(on.prose)", sv: "tjänsten har inget pris \(on.prose)",
                            en: "\(code) has no price on \(on)"))
                ).at(.parameter, "on", "no_price_on_date")
            }
            return .item(call.masked(price), view)
        },
        resource.create("addPrice", "Add a row to the price list", right: .writePrices, details, refusals: [.overlappingPrice]) {
            call, details in try call.work.addPrice(details)
        },
        Operation(
            "endPrice", .post, "\(resource.itemPath)/end", "Set the last day of a price. A correction is a new row",
            tag: resource.tag, effect: .change, right: .writePrices, request: end.schema, response: view.schema
        ) { call in
            let price = try resource.found(call)
            try call.match(price) { view.bytes(call.masked(price)) }
            return .item(call.masked(try call.work.endPrice(price, on: try call.body(end).validTo)), view)
        },
    ]

    private struct End: Sendable {
        let validTo: CalendarDate
    }

    private static let end = Shape<End>.object("PriceEnd", Field("validTo", .date) { $0.validTo }, make: End.init)

    private static let details = Shape<Price.Details>.object(
        "PriceDetails",
        Field("serviceTypeCode", .registerCode) { $0.serviceTypeCode },
        Field("providerId", .optional(.id())) { $0.providerID },
        Field("unitPriceCents", .positiveCents) { $0.unitPrice },
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        Field("source", .line()) { $0.source },
        make: Price.Details.init)

    private static let view = View<Price>("Price", ViewMember.record + [.inline(details) { $0.details }])
}
