import PersonalBudgeting

extension Table where Entity == OrganisationUnit {
    static let units = Table("units", Column("name", .text) { $0.name }, make: OrganisationUnit.init)
}

extension Table where Entity == User {
    static let users = Table(
        "users",
        Column("name", .text) { $0.name },
        Column("role", .code) { $0.role },
        Column("unit_id", .optional(.id())) { $0.unitID },
        Column("client_id", .optional(.id())) { $0.clientID },
        Column("representative_id", .optional(.id())) { $0.representativeID },
        Column("source_system", .optional(.text)) { $0.sourceSystem },
        Column("valid_from", .optional(.date)) { $0.validFrom },
        Column("valid_to", .optional(.date)) { $0.validTo },
        // Written for the order by name, not read back.
        Column("name_order", .text) { NameOrder.key($0.name) },
        make: { record, name, role, unit, client, representative, source, from, to, _ in
            User(
                record: record, name: name, role: role, unitID: unit, clientID: client, representativeID: representative,
                sourceSystem: source, validFrom: from, validTo: to)
        })
}

extension Codec where Value == LanguageCode {
    static var language: Codec { .parsed({ LanguageCode($0) }, { $0.text }) }
}

extension Codec where Value == MunicipalityCode {
    static var municipality: Codec { .parsed({ MunicipalityCode($0) }, { $0.text }) }
}

extension Codec where Value == MaskedHetu {
    static var maskedHetu: Codec {
        Codec(
            encode: { .text($0.text) },
            decode: { row, column in
                guard let hetu = MaskedHetu(octets: try row.octets(ofText: column)) else { throw Unreadable(column: column) }
                return hetu
            })
    }
}

extension Table where Entity == Client {
    static let clients = Table(
        "clients",
        // The sealed national id and its mark stand beside it and are not read with the client (`ClientStore`).
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
        // Written for the order by name, not read back.
        Column("name_order", .text) { NameOrder.key(family: $0.details.familyName, given: $0.details.givenNames) },
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

extension Table where Entity == Case {
    static let cases = Table(
        "cases",
        Column("client_id", .id()) { $0.clientID },
        Column("model_id", .id()) { $0.modelID },
        Column("contact_at", .date) { $0.opening.contactAt },
        Column("channel", .code) { $0.opening.channel },
        Column("applicant_role", .code) { $0.opening.applicantRole },
        Column("application_received_at", .optional(.date)) { $0.opening.applicationReceivedAt },
        Column("is_urgent", .flag) { $0.opening.isUrgent },
        Column("state", .code) { $0.state },
        Column("unit_id", .optional(.id())) { $0.details.unitID },
        Column("responsible_worker_id", .optional(.id())) { $0.details.responsibleWorkerID },
        Column("other_services", .texts) { $0.details.otherServices },
        Column("assessment_start_due", .date) { $0.clocks.assessmentStartDue },
        Column("decision_due", .date) { $0.clocks.decisionDue },
        Column("execution_due", .date) { $0.clocks.executionDue },
        Column("assessment_started_on", .optional(.date)) { $0.assessmentStartedOn },
        Column("decision_extended_until", .optional(.date)) { $0.decisionExtension?.until },
        Column("decision_extension_reason", .optional(.text)) { $0.decisionExtension?.reason },
        Column("execution_extended_until", .optional(.date)) { $0.executionExtension?.until },
        Column("execution_extension_reason", .optional(.text)) { $0.executionExtension?.reason },
        Column("closing_reason", .optional(.text)) { $0.closingReason },
        Column("closed_on", .optional(.date)) { $0.closedOn },
        Column("care_unit_id", .optional(.id())) { $0.care.unitID },
        Column("care_worker_id", .optional(.id())) { $0.care.workerID },
        // The last days with their extensions, written for orders and the work queue, not read back.
        Column("decision_last_day", .date) { $0.decisionDue },
        Column("execution_last_day", .date) { $0.executionDue },
        make: {
            record, client, model, contact, channel, applicant, application, urgent, state, unit, worker, others, startDue, decisionDue,
            executionDue, started, decisionUntil, decisionReason, executionUntil, executionReason, closingReason, closedOn, careUnit,
            careWorker, _, _ in
            Case(
                record: record, clientID: client, modelID: model,
                opening: Case.Opening(
                    contactAt: contact, channel: channel, applicantRole: applicant, applicationReceivedAt: application, isUrgent: urgent),
                state: state, details: Case.Details(unitID: unit, responsibleWorkerID: worker, otherServices: others),
                clocks: Case.Clocks(assessmentStartDue: startDue, decisionDue: decisionDue, executionDue: executionDue),
                assessmentStartedOn: started, decisionExtension: extended(decisionUntil, decisionReason),
                executionExtension: extended(executionUntil, executionReason), closingReason: closingReason, closedOn: closedOn,
                care: Care(unitID: careUnit, workerID: careWorker))
        })
}

private func extended(_ until: CalendarDate?, _ reason: String?) -> Case.Extension? {
    guard let until, let reason else { return nil }
    return Case.Extension(until: until, reason: reason)
}
