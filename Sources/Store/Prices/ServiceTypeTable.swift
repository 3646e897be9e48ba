import PersonalBudgeting

extension Table where Entity == ServiceType {
    static let serviceTypes = Table(
        "service_types",
        Column("code", .text, field: .code) { $0.code },
        part(
            Column("name_fi", .text) { $0.details.nameFi },
            Column("name_sv", .text) { $0.details.nameSv },
            Column("unit", .code, field: .unit) { $0.details.unit },
            Column("law", .text, field: .law) { $0.details.law },
            Column("legal_basis", .text) { $0.details.legalBasis },
            Column("is_subjective_right", .flag) { $0.details.isSubjectiveRight },
            Column("is_free_of_charge", .flag) { $0.details.isFreeOfCharge },
            Column("valid_from", .date) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            make: { nameFi, nameSv, unit, law, basis, subjective, free, from, to in
                ServiceType.Details(
                    nameFi: nameFi, nameSv: nameSv, unit: unit, law: law, legalBasis: basis, isSubjectiveRight: subjective,
                    isFreeOfCharge: free, validFrom: from, validTo: to)
            }),
        make: { record, code, details in
            ServiceType(record: record, code: code, details: details)
        })
}
