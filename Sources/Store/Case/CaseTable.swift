import PersonalBudgeting

extension Table where Entity == Case {
    static let cases = Table(
        "cases",
        part(
            Column("client_id", .id(), field: .clientID) { $0.clientID },
            Column("model_id", .id()) { $0.modelID },
            make: { (clientID: $0, modelID: $1) }),
        part(
            Column("contact_at", .date, field: .contactAt) { $0.opening.contactAt },
            Column("channel", .code) { $0.opening.channel },
            Column("applicant_role", .code) { $0.opening.applicantRole },
            Column("application_received_at", .optional(.date)) { $0.opening.applicationReceivedAt },
            Column("is_urgent", .flag) { $0.opening.isUrgent },
            make: { contact, channel, applicant, application, isUrgent in
                Case.Opening(
                    contactAt: contact, channel: channel, applicantRole: applicant, applicationReceivedAt: application,
                    isUrgent: isUrgent)
            }),
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("unit_id", .optional(.id()), field: .unitID) { $0.details.unitID },
            Column("responsible_worker_id", .optional(.id()), field: .responsibleWorkerID) { $0.details.responsibleWorkerID },
            Column("other_services", .texts) { $0.details.otherServices },
            make: { Case.Details(unitID: $0, responsibleWorkerID: $1, otherServices: $2) }),
        part(
            Column("assessment_start_due", .date) { $0.clocks.assessmentStartDue },
            Column("decision_due", .date) { $0.clocks.decisionDue },
            Column("execution_due", .date) { $0.clocks.executionDue },
            make: { Case.Clocks(assessmentStartDue: $0, decisionDue: $1, executionDue: $2) }),
        part(
            Column("assessment_started_on", .optional(.date)) { $0.assessmentStartedOn },
            part(
                Column("decision_extended_until", .optional(.date)) { $0.decisionExtension?.until },
                Column("decision_extension_reason", .optional(.text)) { $0.decisionExtension?.reason },
                make: extended),
            part(
                Column("execution_extended_until", .optional(.date)) { $0.executionExtension?.until },
                Column("execution_extension_reason", .optional(.text)) { $0.executionExtension?.reason },
                make: extended),
            part(
                Column("closing_reason", .optional(.text)) { $0.closingReason },
                Column("closed_on", .optional(.date)) { $0.closedOn },
                make: { (reason: $0, on: $1) }),
            make: { (assessmentStartedOn: $0, decisionExtension: $1, executionExtension: $2, closing: $3) }),
        part(
            Column("care_unit_id", .optional(.id())) { $0.care.unitID },
            Column("care_worker_id", .optional(.id())) { $0.care.workerID },
            make: { Care(unitID: $0, workerID: $1) }),
        // The last days, extensions included. Written for sorting and for the work queue; never read back.
        part(
            Column("decision_last_day", .date, field: .decisionDue) { $0.decisionDue },
            Column("execution_last_day", .date, field: .executionDue) { $0.executionDue },
            make: { _, _ in }),
        checkedInLists: false,
        make: { record, names, opening, state, details, clocks, course, care, _ in
            Case(
                record: record, clientID: names.clientID, modelID: names.modelID, opening: opening, state: state, details: details,
                clocks: clocks, assessmentStartedOn: course.assessmentStartedOn, decisionExtension: course.decisionExtension,
                executionExtension: course.executionExtension, closingReason: course.closing.reason, closedOn: course.closing.on,
                care: care)
        })
}

private func extended(_ until: CalendarDate?, _ reason: String?) -> Case.Extension? {
    guard let until, let reason else { return nil }
    return Case.Extension(until: until, reason: reason)
}
