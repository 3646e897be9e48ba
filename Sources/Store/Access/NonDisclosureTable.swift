import PersonalBudgeting

extension Table where Entity == NonDisclosure {
    static let nonDisclosures = Table(
        "non_disclosures",
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        part(
            Column("valid_from", .date) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            Column("source", .code) { $0.details.source },
            Column("contact_address", .optional(.text)) { $0.details.contactAddress },
            Column("household_client_ids", .ids()) { $0.details.householdClientIDs },
            make: { from, to, source, address, household in
                NonDisclosure.Details(validFrom: from, validTo: to, source: source, contactAddress: address, householdClientIDs: household)
            }),
        Column("ended_on", .optional(.date), field: .endedOn) { $0.endedOn },
        Column("end_reason", .optional(.text)) { $0.endReason },
        make: { record, client, details, ended, reason in
            NonDisclosure(record: record, clientID: client, details: details, endedOn: ended, endReason: reason)
        })
}
