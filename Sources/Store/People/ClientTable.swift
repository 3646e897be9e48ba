import PersonalBudgeting

extension Table where Entity == Client {
    static let clients = Table(
        "clients",
        // The sealed national id and its mark are in columns that are not read with the client (`ClientStore`).
        Column("hetu_masked", .maskedHetu) { $0.maskedHetu },
        Column("number", .text) { $0.number },
        Column("given_names", .text) { $0.details.givenNames },
        Column("family_name", .text) { $0.details.familyName },
        Column("language", .language) { $0.details.language },
        Column("municipality", .municipality) { $0.details.municipality },
        Column("street_address", .optional(.text)) { $0.details.streetAddress },
        Column("postal_code", .optional(.text)) { $0.details.postalCode },
        Column("post_office", .optional(.text)) { $0.details.postOffice },
        Column("phone", .optional(.text)) { $0.details.phone },
        Column("email", .optional(.text)) { $0.details.email },
        Column("communication_need", .optional(.text)) { $0.details.communicationNeed },
        Column("death_date", .optional(.date)) { $0.deathDate },
        Column("care_unit_id", .optional(.id())) { $0.care.unitID },
        Column("care_worker_id", .optional(.id())) { $0.care.workerID },
        Column("is_protected", .flag) { $0.isProtected },
        // Written for sorting by name; never read back.
        Column("name_order", .text, field: .nameOrder) { NameOrder.key(family: $0.details.familyName, given: $0.details.givenNames) },
        others: ["hetu_mark", "hetu_sealed"], checkedInLists: false,
        reading: { record, row in
            guard let hetu = MaskedHetu(octets: try row.octets(ofText: 4)), let language = LanguageCode(try row.text(8)),
                let municipality = MunicipalityCode(try row.text(9))
            else { throw Unreadable(column: 4) }
            let details = Client.Details(
                givenNames: try row.text(6), familyName: try row.text(7), language: language, municipality: municipality,
                streetAddress: try row.textOrNil(10), postalCode: try row.textOrNil(11), postOffice: try row.textOrNil(12),
                phone: try row.textOrNil(13), email: try row.textOrNil(14), communicationNeed: try row.textOrNil(15))
            let death = try row.textOrNil(16)
            let deathDate = death.flatMap { CalendarDate($0) }
            guard (death == nil) == (deathDate == nil) else { throw Unreadable(column: 16) }
            return Client(
                record: record, maskedHetu: hetu, number: try row.text(5), details: details, deathDate: deathDate,
                care: Care(unitID: try row.id(17), workerID: try row.id(18)), isProtected: try row.integer(19) != 0)
        })
}
