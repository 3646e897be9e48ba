import PersonalBudgeting

extension Table where Entity == ClosePerson {
    static let closePersons = Table(
        "close_persons",
        Column("client_id", .id()) { $0.clientID },
        Column("name", .text) { $0.details.name },
        Column("relation", .code) { $0.details.relation },
        Column("phone", .optional(.text)) { $0.details.phone },
        Column("contact_forbidden", .flag) { $0.details.contactForbidden },
        Column("valid_from", .optional(.date)) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        make: { record, client, name, relation, phone, forbidden, from, to in
            ClosePerson(
                record: record, clientID: client,
                details: ClosePerson.Details(
                    name: name, relation: relation, phone: phone, contactForbidden: forbidden, validFrom: from, validTo: to))
        })
}
