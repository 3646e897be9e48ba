import PersonalBudgeting

extension Table where Entity == Representative {
    static let representatives = Table(
        "representatives",
        Column("client_id", .id()) { $0.clientID },
        Column("name", .text) { $0.details.name },
        Column("kind", .code) { $0.details.kind },
        Column("scope", .code) { $0.details.scope },
        Column("basis", .optional(.text)) { $0.details.basis },
        Column("phone", .optional(.text)) { $0.details.phone },
        Column("notice_address", .optional(.text)) { $0.details.noticeAddress },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        make: { record, client, name, kind, scope, basis, phone, address, from, to in
            Representative(
                record: record, clientID: client,
                details: Representative.Details(
                    name: name, kind: kind, scope: scope, basis: basis, phone: phone, noticeAddress: address, validFrom: from, validTo: to))
        })
}
