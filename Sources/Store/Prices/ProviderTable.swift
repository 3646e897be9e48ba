import PersonalBudgeting

extension Table where Entity == Provider {
    static let providers = Table(
        "providers",
        Column("business_id", .parsed({ try? BusinessID($0) }, { $0.text }), field: .businessID) { $0.businessID },
        part(
            Column("name", .text) { $0.details.name },
            Column("approved_service_types", .texts) { $0.details.approvedServiceTypes },
            Column("approved_from", .date) { $0.details.approvedFrom },
            Column("approved_to", .optional(.date)) { $0.details.approvedTo },
            Column("iban", .optional(.parsed({ try? IBAN($0) }, { $0.text }))) { $0.details.iban },
            Column("oid", .optional(.parsed({ OID($0) }, { $0.text }))) { $0.details.oid },
            Column("e_invoice_address", .optional(.text)) { $0.details.eInvoiceAddress },
            make: { name, services, from, to, iban, oid, address in
                Provider.Details(
                    name: name, approvedServiceTypes: services, approvedFrom: from, approvedTo: to, iban: iban, oid: oid,
                    eInvoiceAddress: address)
            }),
        // Written for sorting by name; never read back.
        Column("name_order", .text, field: .nameOrder) { NameOrder.key($0.details.name) },
        make: { record, businessID, details, _ in
            Provider(record: record, businessID: businessID, details: details)
        })
}
