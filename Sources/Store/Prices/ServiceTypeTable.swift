import PersonalBudgeting

extension Table where Entity == ServiceType {
    static let serviceTypes = Table(
        "service_types",
        Column("code", .text, field: .code) { $0.code },
        part(
            part(
                Column("name_fi", .text) { $0.details.nameFi },
                Column("name_sv", .text) { $0.details.nameSv },
                make: { (fi: $0, sv: $1) }),
            Column("unit", .code, field: .unit) { $0.details.unit },
            part(
                Column("law", .text, field: .law) { $0.details.law },
                Column("legal_basis", .text) { $0.details.legalBasis },
                Column("is_subjective_right", .flag) { $0.details.isSubjectiveRight },
                Column("is_free_of_charge", .flag) { $0.details.isFreeOfCharge },
                make: { (law: $0, basis: $1, isSubjective: $2, isFree: $3) }),
            part(
                Column("valid_from", .date) { $0.details.validFrom },
                Column("valid_to", .optional(.date)) { $0.details.validTo },
                make: { (from: $0, to: $1) }),
            make: { name, unit, right, valid in
                ServiceType.Details(
                    nameFi: name.fi, nameSv: name.sv, unit: unit, law: right.law, legalBasis: right.basis,
                    isSubjectiveRight: right.isSubjective, isFreeOfCharge: right.isFree, validFrom: valid.from, validTo: valid.to)
            }),
        make: { record, code, details in
            ServiceType(record: record, code: code, details: details)
        })
}
