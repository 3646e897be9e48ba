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

extension Table where Entity == AccessKey {
    static let accessKeys = Table(
        "access_keys",
        Column("user_id", .id()) { $0.userID },
        Column("token_hash", .text) { $0.tokenHash },
        Column("expires_at", .optional(.instant)) { $0.expiresAt },
        Column("revoked_at", .optional(.instant)) { $0.revokedAt },
        Column("scope", .texts) { $0.scope },
        make: { AccessKey(record: $0, userID: $1, tokenHash: $2, expiresAt: $3, revokedAt: $4, scope: $5) })
}

extension Table where Entity == NonDisclosure {
    static let nonDisclosures = Table(
        "non_disclosures",
        Column("client_id", .id()) { $0.clientID },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("source", .code) { $0.details.source },
        Column("contact_address", .optional(.text)) { $0.details.contactAddress },
        Column("household_client_ids", .ids()) { $0.details.householdClientIDs },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        Column("end_reason", .optional(.text)) { $0.endReason },
        make: { record, client, from, to, source, address, household, ended, reason in
            NonDisclosure(
                record: record, clientID: client,
                details: NonDisclosure.Details(
                    validFrom: from, validTo: to, source: source, contactAddress: address, householdClientIDs: household),
                endedOn: ended, endReason: reason)
        })
}

extension Table where Entity == Tie {
    static let ties = Table(
        "ties",
        Column("user_id", .id()) { $0.userID },
        Column("client_id", .optional(.id())) { $0.clientID },
        Column("provider_id", .optional(.id())) { $0.providerID },
        Column("ground", .code) { $0.ground },
        Column("ended_on", .optional(.date)) { $0.endedOn },
        make: Tie.init)
}

extension Table where Entity == Deputyship {
    static let deputyships = Table(
        "deputyships",
        Column("absent_id", .id()) { $0.absentID },
        Column("deputy_id", .id()) { $0.deputyID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        make: { record, absent, deputy, from, to in
            Deputyship(record: record, absentID: absent, deputyID: deputy, period: try sound(Period(from: from, to: to)))
        })
}

extension Table where Entity == BreakGlass {
    static let breakGlasses = Table(
        "break_glasses",
        Column("user_id", .id()) { $0.userID },
        Column("client_id", .id()) { $0.clientID },
        Column("reason", .code) { $0.reason },
        Column("explanation", .text) { $0.explanation },
        Column("ends_at", .instant) { $0.endsAt },
        Column("state", .code) { $0.state },
        Column("reviewed_by", .optional(.id())) { $0.review?.by },
        Column("reviewed_at", .optional(.instant)) { $0.review?.at },
        Column("review_statement", .optional(.text)) { $0.review?.statement },
        make: { record, user, client, reason, explanation, ends, state, by, at, statement in
            var review: BreakGlass.Review?
            if let by, let at, let statement { review = BreakGlass.Review(by: by, at: at, statement: statement) }
            return BreakGlass(
                record: record, userID: user, clientID: client, reason: reason, explanation: explanation, endsAt: ends, state: state,
                review: review)
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
