import PersonalBudgeting

extension Table where Entity == OrganisationUnit {
    static let units = Table(
        "units",
        Column("name", .text, field: .name) { $0.name },
        Column("valid_to", .optional(.date)) { $0.validTo },
        make: OrganisationUnit.init)
}

extension Table where Entity == User {
    static let users = Table(
        "users",
        Column("name", .text, field: .name) { $0.name },
        Column("role", .code, field: .role) { $0.role },
        Column("unit_id", .optional(.id())) { $0.unitID },
        Column("client_id", .optional(.id()), field: .clientID) { $0.clientID },
        Column("representative_id", .optional(.id())) { $0.representativeID },
        Column("source_system", .optional(.text)) { $0.sourceSystem },
        part(
            Column("valid_from", .optional(.date)) { $0.validFrom },
            Column("valid_to", .optional(.date)) { $0.validTo },
            make: { (from: $0, to: $1) }),
        // Written for sorting by name; never read back.
        Column("name_order", .text, field: .nameOrder) { NameOrder.key($0.name) },
        make: { record, name, role, unit, client, representative, source, valid, _ in
            User(
                record: record, name: name, role: role, unitID: unit, clientID: client, representativeID: representative,
                sourceSystem: source, validFrom: valid.from, validTo: valid.to)
        })
}
