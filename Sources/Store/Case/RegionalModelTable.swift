import PersonalBudgeting

extension Table where Entity == RegionalModel {
    static let regionalModels = Table(
        "regional_models",
        Column("code", .text, field: .code) { $0.code },
        Column("number", .count) { $0.number },
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("name", .text) { $0.details.name },
            Column("county", .text) { $0.details.county },
            Column("valid_from", .date) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            Column("goals", .optional(.text)) { $0.details.goals },
            Column("contact", .text) { $0.details.contact },
            part(
                part(
                    Column("deciding_authority", .code) { $0.details.rules.decidingAuthority },
                    Column("authority_name", .text) { $0.details.rules.authorityName },
                    Column("body_name", .optional(.text)) { $0.details.rules.bodyName },
                    Column("office_holder_limit_cents", .money) { $0.details.rules.officeHolderLimit },
                    Column("four_eyes_above_cents", .money) { $0.details.rules.fourEyesAbove },
                    make: { (kind: $0, name: $1, bodyName: $2, officeHolderLimit: $3, fourEyesAbove: $4) }),
                part(
                    Column("allowed_bases", .codes()) { $0.details.rules.allowedBases },
                    Column("allowed_service_types", .texts) { $0.details.rules.allowedServiceTypes },
                    Column("excluded_purposes", .texts) { $0.details.rules.excludedPurposes },
                    make: { (bases: $0, serviceTypes: $1, excludedPurposes: $2) }),
                part(
                    Column("carry_over", .code) { $0.details.rules.carryOver },
                    Column("carry_over_value", .integer) { $0.details.rules.carryOverValue },
                    Column("tolerance_percent", .count) { $0.details.rules.tolerancePercent },
                    Column("reallocation_percent", .count) { $0.details.rules.reallocationPercent },
                    make: { (carryOver: $0, carryOverValue: $1, tolerance: $2, reallocation: $3) }),
                part(
                    Column("trial_maximum_days", .count) { $0.details.rules.trialMaximumDays },
                    Column("review_interval_months", .count) { $0.details.rules.reviewIntervalMonths },
                    Column("monitoring_required", .flag) { $0.details.rules.monitoringRequired },
                    make: { (trialDays: $0, reviewMonths: $1, monitoringRequired: $2) }),
                Column("administration_modes", .codes()) { $0.details.rules.administrationModes },
                Column("required_forms", .texts) { $0.details.rules.requiredForms },
                make: { authority, allowed, money, followUp, modes, forms in
                    RegionalModel.Rules(
                        decidingAuthority: authority.kind, authorityName: authority.name, bodyName: authority.bodyName,
                        officeHolderLimit: authority.officeHolderLimit, fourEyesAbove: authority.fourEyesAbove,
                        allowedBases: allowed.bases, allowedServiceTypes: allowed.serviceTypes,
                        excludedPurposes: allowed.excludedPurposes, carryOver: money.carryOver, carryOverValue: money.carryOverValue,
                        tolerancePercent: money.tolerance, reallocationPercent: money.reallocation,
                        trialMaximumDays: followUp.trialDays, reviewIntervalMonths: followUp.reviewMonths,
                        monitoringRequired: followUp.monitoringRequired, administrationModes: modes, requiredForms: forms)
                }),
            make: { name, county, from, to, goals, contact, rules in
                RegionalModel.Details(
                    name: name, county: county, validFrom: from, validTo: to, goals: goals, contact: contact, rules: rules)
            }),
        Column("prepared_by", .optional(.id())) { $0.preparedBy },
        make: { record, code, number, state, details, preparer in
            RegionalModel(record: record, code: code, number: number, state: state, details: details, preparedBy: preparer)
        })
}
