import PersonalBudgeting

extension Table where Entity == Price {
    static let prices = Table(
        "prices",
        Column("service_type_code", .text) { $0.details.serviceTypeCode },
        Column("provider_id", .optional(.id())) { $0.details.providerID },
        Column("unit_price_cents", .money) { $0.details.unitPrice },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("source", .text) { $0.details.source },
        make: { record, type, provider, price, from, to, source in
            Price(
                record: record,
                details: Price.Details(
                    serviceTypeCode: type, providerID: provider, unitPrice: price, validFrom: from, validTo: to, source: source))
        })
}
