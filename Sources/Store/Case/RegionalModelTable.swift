import PersonalBudgeting

extension Table where Entity == RegionalModel {
    static let regionalModels = Table(
        "regional_models",
        Column("code", .text) { $0.code },
        Column("number", .count) { $0.number },
        Column("state", .code) { $0.state },
        Column("name", .text) { $0.details.name },
        Column("county", .text) { $0.details.county },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("goals", .optional(.text)) { $0.details.goals },
        Column("contact", .text) { $0.details.contact },
        Column("deciding_authority", .code) { $0.details.rules.decidingAuthority },
        Column("authority_name", .text) { $0.details.rules.authorityName },
        Column("body_name", .optional(.text)) { $0.details.rules.bodyName },
        Column("office_holder_limit_cents", .money) { $0.details.rules.officeHolderLimit },
        Column("four_eyes_above_cents", .money) { $0.details.rules.fourEyesAbove },
        Column("allowed_bases", .codes()) { $0.details.rules.allowedBases },
        Column("allowed_service_types", .texts) { $0.details.rules.allowedServiceTypes },
        Column("excluded_purposes", .texts) { $0.details.rules.excludedPurposes },
        Column("carry_over", .code) { $0.details.rules.carryOver },
        Column("carry_over_value", .integer) { $0.details.rules.carryOverValue },
        Column("tolerance_percent", .count) { $0.details.rules.tolerancePercent },
        Column("reallocation_percent", .count) { $0.details.rules.reallocationPercent },
        Column("trial_maximum_days", .count) { $0.details.rules.trialMaximumDays },
        Column("review_interval_months", .count) { $0.details.rules.reviewIntervalMonths },
        Column("monitoring_required", .flag) { $0.details.rules.monitoringRequired },
        Column("administration_modes", .codes()) { $0.details.rules.administrationModes },
        Column("required_forms", .texts) { $0.details.rules.requiredForms },
        Column("prepared_by", .optional(.id())) { $0.preparedBy },
        make: {
            record, code, number, state, name, county, from, to, goals, contact, authority, authorityName, bodyName, limit, fourEyes,
            bases, services, purposes, carry, carryValue, tolerance, reallocation, trial, review, monitoring, modes, forms, preparer in
            RegionalModel(
                record: record, code: code, number: number, state: state,
                details: RegionalModel.Details(
                    name: name, county: county, validFrom: from, validTo: to, goals: goals, contact: contact,
                    rules: RegionalModel.Rules(
                        decidingAuthority: authority, authorityName: authorityName, bodyName: bodyName, officeHolderLimit: limit,
                        fourEyesAbove: fourEyes, allowedBases: bases, allowedServiceTypes: services, excludedPurposes: purposes,
                        carryOver: carry,
                        carryOverValue: carryValue, tolerancePercent: tolerance, reallocationPercent: reallocation,
                        trialMaximumDays: trial, reviewIntervalMonths: review, monitoringRequired: monitoring,
                        administrationModes: modes, requiredForms: forms)), preparedBy: preparer)
        })
}
