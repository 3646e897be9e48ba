import PersonalBudgeting

extension Table where Entity == ClosePerson {
    static let closePersons = Table(
        "close_persons",
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        part(
            Column("name", .text) { $0.details.name },
            Column("relation", .code) { $0.details.relation },
            Column("phone", .optional(.text)) { $0.details.phone },
            Column("contact_forbidden", .flag) { $0.details.contactForbidden },
            Column("valid_from", .optional(.date)) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            make: { name, relation, phone, forbidden, from, to in
                ClosePerson.Details(name: name, relation: relation, phone: phone, contactForbidden: forbidden, validFrom: from, validTo: to)
            }),
        make: { record, client, details in
            ClosePerson(record: record, clientID: client, details: details)
        })
}
