import PersonalBudgeting

extension Table where Entity == Representative {
    static let representatives = Table(
        "representatives",
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        part(
            Column("name", .text) { $0.details.name },
            Column("kind", .code) { $0.details.kind },
            Column("scope", .code) { $0.details.scope },
            Column("basis", .optional(.text)) { $0.details.basis },
            Column("phone", .optional(.text)) { $0.details.phone },
            Column("notice_address", .optional(.text)) { $0.details.noticeAddress },
            Column("valid_from", .date, field: .validFrom) { $0.details.validFrom },
            Column("valid_to", .optional(.date), field: .validTo) { $0.details.validTo },
            make: { name, kind, scope, basis, phone, address, from, to in
                Representative.Details(
                    name: name, kind: kind, scope: scope, basis: basis, phone: phone, noticeAddress: address, validFrom: from, validTo: to)
            }),
        make: { record, client, details in
            Representative(record: record, clientID: client, details: details)
        })
}
