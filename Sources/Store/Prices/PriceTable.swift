import PersonalBudgeting

extension Table where Entity == Price {
    static let prices = Table(
        "prices",
        part(
            Column("service_type_code", .text, field: .serviceTypeCode) { $0.details.serviceTypeCode },
            Column("provider_id", .optional(.id()), field: .providerID) { $0.details.providerID },
            Column("unit_price_cents", .money) { $0.details.unitPrice },
            Column("valid_from", .date, field: .validFrom) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            Column("source", .text) { $0.details.source },
            make: { type, provider, price, from, to, source in
                Price.Details(serviceTypeCode: type, providerID: provider, unitPrice: price, validFrom: from, validTo: to, source: source)
            }),
        make: { record, details in
            Price(record: record, details: details)
        })
}
